package pkg_test

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
)

// A node is an element of archive.xml.
type node struct {
	name     string
	attrs    []xml.Attr
	children []*node
}

func (n *node) attr(name string) (string, bool) {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

func (n *node) set(name, value string) {
	n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Local: name}, Value: value})
}

func (n *node) write(b *strings.Builder) {
	b.WriteString("<" + n.name)
	for _, a := range n.attrs {
		b.WriteString(" " + a.Name.Local + `="`)
		_ = xml.EscapeText(b, []byte(a.Value))
		b.WriteString(`"`)
	}
	b.WriteString(">")
	for _, c := range n.children {
		c.write(b)
	}
	b.WriteString("</" + n.name + ">")
}

// parseNode reads an element whose start tag is next.
func parseNode(t testing.TB, d *xml.Decoder) *node {
	t.Helper()
	var stack []*node
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			require.Fail(t, "no end")
		}
		require.NoError(t, err)
		switch tok := tok.(type) {
		case xml.StartElement:
			n := &node{name: tok.Name.Local}
			for _, a := range tok.Attr {
				n.set(strings.TrimPrefix(a.Name.Space+":"+a.Name.Local, ":"), a.Value)
			}
			if len(stack) > 0 {
				top := stack[len(stack)-1]
				top.children = append(top.children, n)
			}
			stack = append(stack, n)
		case xml.EndElement:
			top := stack[len(stack)-1]
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				return top
			}
		}
	}
}

// A maker makes archives at random.
type maker struct{ *rand.Rand }

func (m *maker) of(list ...string) string { return list[m.IntN(len(list))] }

// object makes an element of a foreign object, and those below it.
func (m *maker) object(link string, depth int) *node {
	n := &node{name: m.of("regKey", "regValue", "gacAssembly", "own", "o.w-n", "ünï")}
	key := m.of("path", "path", "name", "Path")
	if link != "" || m.IntN(4) > 0 {
		n.set(key, m.of("a", "A", "b", "", `x "<&'> y`, " ", "a/b\\c", "line\nbreak\ttab"))
		m.flags(n, key)
		if key != "path" || m.IntN(2) == 0 {
			n.set("MSDeploy.MSDeployKeyAttributeName", key)
		}
	}
	for i := range m.IntN(4) {
		m.value(n, fmt.Sprintf("%s%d", m.of("v", "size", "x.y", "p:q"), i))
	}
	if link != "" {
		n.set("MSDeploy.MSDeployLinkName", link)
	}
	if m.IntN(2) == 0 {
		n.set("MSDeploy.MSDeployProviderOptions", nrbf.Encode(nrbf.Options{
			Provider: m.of(n.name, "other"), Path: m.of("a", "", "z"), Settings: []nrbf.Setting{{Name: "s", Value: m.of("", "v")}},
		}))
	}
	if m.IntN(3) == 0 {
		n.set("MSDeploy.Note"+m.of("", "s"), m.of("", "n"))
	}
	switch m.IntN(4) {
	case 0:
		n.set("MSDeploy.MSDeployObjectFlags", m.of("1", "2", "x"))
	case 1:
		name := m.of("s-1", "s-2", "in/s.bin", "IN/S.bin", "deep/er/s")
		n.set("MSDeploy.MSDeployStreamRelativeFilePath", name)
		n.set("MSDeploy.MSDeployObjectFlags", m.of("1", "1", "5"))
	}
	parts, others := m.IntN(4-depth), m.IntN(4-depth)
	for i := range parts + others {
		link := ""
		if i < parts {
			link = m.of("Part", "Q") + fmt.Sprint(i)
		}
		n.children = append(n.children, m.object(link, depth+1))
	}
	return n
}

func (m *maker) flags(n *node, name string) {
	if m.IntN(2) == 0 {
		n.set("MSDeploy."+name, m.of("0", "1", "2", "3", "4", "7", "8", "2147483647"))
	}
}

// value adds an attribute, its flags and its type.
func (m *maker) value(n *node, name string) {
	const class = "Microsoft.Web.Deployment.DeploymentObject%sAttributeValue"
	var raw [8]byte
	for i := range raw {
		raw[i] = byte(m.Uint32())
	}
	raw[7] = raw[7]&0xC0 | 0x08 // a time that Go can hold
	text, typ := m.of("", "text", "AA=="), m.of("", "Own.Type")
	switch m.IntN(5) {
	case 0:
		text, typ = base64.StdEncoding.EncodeToString(raw[:1]), fmt.Sprintf(class, "Boolean")
	case 1:
		text, typ = base64.StdEncoding.EncodeToString(raw[:]), fmt.Sprintf(class, "Int64")
	case 2:
		text, typ = base64.StdEncoding.EncodeToString(raw[:]), fmt.Sprintf(class, "DateTime")
	}
	n.set(name, text)
	m.flags(n, name)
	if typ != "" {
		n.set("MSDeploy."+name+".Type", typ)
	}
}

// carries requires that got says all that want does.
func carries(t testing.TB, want, got *node) {
	t.Helper()
	require.Equal(t, want.name, got.name)
	for _, a := range want.attrs {
		v, ok := got.attr(a.Name.Local)
		require.True(t, ok, "%s: no %s", want.name, a.Name.Local)
		switch a.Name.Local {
		case "MSDeploy.MSDeployStreamRelativeFilePath": // two that name the same contents have one each
			require.Equal(t, a.Value, v[:len(a.Value)])
		case "MSDeploy.MSDeployProviderOptions":
			want, err := nrbf.Decode(a.Value)
			require.NoError(t, err)
			o, err := nrbf.Decode(v)
			require.NoError(t, err)
			require.Equal(t, want, o)
		default:
			require.Equal(t, a.Value, v, "%s: %s", want.name, a.Name.Local)
		}
	}
	require.Len(t, got.children, len(want.children), want.name)
	for i := range want.children {
		carries(t, want.children[i], got.children[i])
	}
}

// Whatever archive.xml says of objects that nobody knows is there again when the
// package is packed anew.
func TestRandomForeignObjectsTravel(t *testing.T) {
	for seed := range uint64(25) {
		m := &maker{rand.New(rand.NewPCG(seed, 3))}
		root := &node{name: "any"}
		m.value(root, "path")
		root.set("MSDeploy.ObjectResolver.own", "Own.Resolver")
		for i := range m.IntN(6) {
			root.children = append(root.children, m.object(fmt.Sprint("Child", i+1), 0))
		}
		var b strings.Builder
		root.write(&b)
		dir := t.TempDir()
		p := filepath.Join(dir, "p.zip")
		require.NoError(t, os.WriteFile(p, zipOf(t, file{name: "archive.xml", data: b.String()}, file{name: "systemInfo.xml"},
			file{name: "s-1", data: "one"}, file{name: "s-2", data: "two"}, file{name: "in/s.bin", data: "three"}, file{name: "deep/er/s", data: "four"}), 0o644))

		q, ar, r := filepath.Join(dir, "q.zip"), filepath.Join(dir, "ar"), filepath.Join(dir, "r.zip")
		want := flat(t, open(t, p))
		create(t, q, open(t, p))
		createDir(t, ar, open(t, q))
		create(t, r, open(t, ar))
		for _, name := range []string{q, ar, r} {
			require.Equal(t, want, flat(t, open(t, name)), "seed %d", seed)
			lines, _ := create(t, q, open(t, name))
			require.Empty(t, lines, "seed %d: packing again changes something", seed)
		}
		text := strings.TrimPrefix(entryText(t, r, "archive.xml"), "\ufeff")
		got := parseNode(t, xml.NewDecoder(strings.NewReader(text)))
		if !strings.Contains(b.String(), "<own") {
			root.attrs = root.attrs[:len(root.attrs)-1] // a class for objects that there are none of
		}
		carries(t, root, got)
	}
}
