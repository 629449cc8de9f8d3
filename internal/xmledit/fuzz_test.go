package xmledit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

func reparse(t *testing.T, data []byte) *xmledit.Document {
	t.Helper()
	d, err := xmledit.Parse(data)
	require.NoError(t, err, "%q", data)
	return d
}

// all returns every node of a kind, in document order.
func all(d *xmledit.Document, kinds ...xmledit.Kind) []xmledit.Node {
	var list []xmledit.Node
	var walk func(n xmledit.Node)
	add := func(n xmledit.Node) {
		for _, k := range kinds {
			if d.Kind(n) == k {
				list = append(list, n)
			}
		}
	}
	walk = func(n xmledit.Node) {
		add(n)
		for _, a := range d.Attributes(n) {
			add(a)
		}
		for _, c := range d.Children(n) {
			walk(c)
		}
	}
	walk(d.Root())
	return list
}

func isDeclaration(name string) bool {
	return name == "xmlns" || len(name) > 5 && name[:6] == "xmlns:"
}

// A document without edits comes back byte for byte. One value set comes back as
// that value, and all others as they were. What msdeploy would write is read
// back as the same names and, but for what encodings lack, values.
func FuzzEdit(f *testing.F) {
	for _, doc := range documents() {
		f.Add([]byte(doc), "it's <\"new\"> & ]]>\r\n\té", 1)
	}
	f.Fuzz(func(t *testing.T, data []byte, value string, pick int) {
		d, err := xmledit.Parse(data)
		if err != nil {
			return
		}
		out, err := d.Lossless()
		require.NoError(t, err)
		require.Equal(t, data, out)
		sameShape(t, d, reparse(t, d.MSDeploy()))

		nodes := all(d, xmledit.Attribute, xmledit.Text, xmledit.CData)
		if len(nodes) == 0 {
			return
		}
		at := int(uint(pick) % uint(len(nodes)))
		n := nodes[at]
		if d.Kind(n) == xmledit.Attribute && isDeclaration(d.Name(n)) || d.Kind(n) == xmledit.Text && value == "" || d.Kind(n) == xmledit.CData {
			return // the shape may change
		}
		if parent := d.Kind(n) == xmledit.Text && isTopText(d, n); parent || d.Set(n, value) != nil {
			return
		}
		out, err = d.Lossless()
		require.NoError(t, err)
		e := reparse(t, out)
		again := all(e, xmledit.Attribute, xmledit.Text, xmledit.CData)
		require.Len(t, again, len(nodes))
		for i := range nodes {
			want := d.Value(nodes[i])
			if i == at {
				want = value
			}
			require.Equal(t, want, e.Value(again[i]), "%q", out)
		}
	})
}

// Everything that can be changed is changed at once, and reads back.
func FuzzEditAll(f *testing.F) {
	for _, doc := range documents() {
		f.Add([]byte(doc), "a]]>\"'\r\n&<é€")
	}
	f.Fuzz(func(t *testing.T, data []byte, value string) {
		d, err := xmledit.Parse(data)
		if err != nil || value == "" {
			return
		}
		want := 0
		for _, n := range all(d, xmledit.Attribute, xmledit.Text) {
			if d.Kind(n) == xmledit.Attribute && isDeclaration(d.Name(n)) || d.Kind(n) == xmledit.Text && isTopText(d, n) {
				continue
			}
			if d.Set(n, value) != nil {
				return
			}
			want++
		}
		elements := len(all(d, xmledit.Element))
		for _, n := range all(d, xmledit.Element) {
			require.NoError(t, d.Insert(n, "<inserted/>"))
		}
		out, err := d.Lossless()
		require.NoError(t, err)
		for _, data := range [][]byte{out, d.MSDeploy()} {
			e := reparse(t, data)
			require.Len(t, all(e, xmledit.Element), 2*elements, "%q", data)
		}
		e, got := reparse(t, out), 0
		for _, n := range all(e, xmledit.Attribute, xmledit.Text) {
			if e.Value(n) == value {
				got++
			}
		}
		require.GreaterOrEqual(t, got, want, "%q", out)
	})
}

func isTopText(d *xmledit.Document, n xmledit.Node) bool {
	for _, c := range d.Children(d.Root()) {
		if c == n {
			return true
		}
	}
	return false
}

func sameShape(t *testing.T, a, b *xmledit.Document) {
	t.Helper()
	kinds := []xmledit.Kind{xmledit.Element, xmledit.Attribute, xmledit.Comment, xmledit.Instruction, xmledit.CData}
	x, y := all(a, kinds...), all(b, kinds...)
	require.Len(t, y, len(x))
	for i := range x {
		require.Equal(t, a.Kind(x[i]), b.Kind(y[i]))
	}
}

// Whatever is compiled can be evaluated, and gives nodes in order.
func FuzzXPath(f *testing.F) {
	for _, s := range []string{
		"//a[@b='1']/@c", "/r/*[last()-1]", "count(//a)", "//p:x | //text()[2]", "a//b/../@*", "(//a)[1]", "//processing-instruction('x')",
		"//*[local-name()='a' and position()<3]", "substring('a',2)", "//a[not(b)]/ancestor-or-self::node()", "//a[1][2]", "-1", "..", ".",
		"//a[. = 'x' or contains(@b, \"y\")]/following::node()/preceding::*", "//*[//*[//*]]", "/", "//", "id('x')", "lang('de')",
	} {
		f.Add(s)
	}
	const doc = `<r xmlns:p="u"><a b="1" c="2">x<b/>y</a><p:x/><!-- c --><?x y?><a><![CDATA[z]]></a></r>`
	d, err := xmledit.Parse([]byte(doc))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x, err := xmledit.Compile(s, 0)
		if err != nil {
			return
		}
		nodes, err := d.Select(x)
		if err != nil {
			return
		}
		for i := 1; i < len(nodes); i++ {
			require.Less(t, nodes[i-1], nodes[i])
		}
	})
}
