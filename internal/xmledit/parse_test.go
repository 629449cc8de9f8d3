package xmledit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name, in     string
		line, column int
	}{
		{"nothing", "", 1, 1},
		{"blanks", " \n ", 2, 2},
		{"text", "hello", 1, 1},
		{"mismatch", "<r><a b=\"1\"></r>", 1, 13},
		{"not closed", "<r>\n<a>", 2, 4},
		{"two roots", "<a/>\n<b/>", 2, 1},
		{"text after the root", "<a/>x", 1, 5},
		{"end tag only", "</a>", 1, 1},
		{"end tag too many", "<a></a></a>", 1, 8},
		{"attribute without value", "<a b>", 1, 5},
		{"attribute without quotes", "<a b=1/>", 1, 6},
		{"attribute not closed", "<a b='1/>", 1, 10},
		{"attributes without blank", `<a b="1"c="2"/>`, 1, 9},
		{"attribute twice", `<a b="1" b="2"/>`, 1, 10},
		{"attribute twice by namespace", `<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>`, 1, 36},
		{"< in attribute", `<a b="<"/>`, 1, 7},
		{"bad name", "<1/>", 1, 2},
		{"blank before name", "< a/>", 1, 2},
		{"name of colons", "<a:b:c/>", 1, 2},
		{"name begins with colon", "<:a/>", 1, 2},
		{"undeclared prefix", "<p:a/>", 1, 2},
		{"undeclared attribute prefix", "<a p:b='1'/>", 1, 4},
		{"prefix out of scope", "<r><a xmlns:p='u'/><p:b/></r>", 1, 21},
		{"prefix undeclared again", "<r xmlns:p=''/>", 1, 4},
		{"bare ampersand", "<a>x & y</a>", 1, 6},
		{"unknown entity", "<a>&e;</a>", 1, 4},
		{"unknown entity in attribute", "<a b='&e;'/>", 1, 7},
		{"reference without end", "<a>&amp</a>", 1, 4},
		{"reference to nothing", "<a>&;</a>", 1, 4},
		{"reference to no character", "<a>&#0;</a>", 1, 4},
		{"reference to a half", "<a>&#xD800;</a>", 1, 4},
		{"reference too large", "<a>&#x110000;</a>", 1, 4},
		{"]]> in text", "<a>]]></a>", 1, 4},
		{"control character", "<a>\x01</a>", 1, 4},
		{"comment not closed", "<a><!-- </a>", 1, 13},
		{"comment with --", "<a><!-- -- --></a>", 1, 4},
		{"comment ends with -", "<a><!-- ---></a>", 1, 4},
		{"cdata not closed", "<a><![CDATA[</a>", 1, 17},
		{"cdata outside", "<![CDATA[x]]><a/>", 1, 2},
		{"pi not closed", "<a><?p </a>", 1, 12},
		{"pi called xml", "<a><?xml version='1.0'?></a>", 1, 4},
		{"declaration after blank", " <?xml version='1.0'?><a/>", 1, 2},
		{"declaration without version", "<?xml encoding='utf-8'?><a/>", 1, 7},
		{"declaration in wrong order", "<?xml version='1.0' standalone='yes' encoding='utf-8'?><a/>", 1, 38},
		{"declaration not closed", "<?xml version='1.0'", 1, 20},
		{"two doctypes", "<!DOCTYPE a><!DOCTYPE a><a/>", 1, 13},
		{"doctype after root", "<a/><!DOCTYPE a>", 1, 5},
		{"doctype not closed", "<!DOCTYPE a [<!ENTITY e 'x'>", 1, 29},
		{"rubbish in doctype", "<!DOCTYPE a [x]><a/>", 1, 14},
		{"doctype without blank", "<!DOCTYPEa><a/>", 1, 10},
		{"doctype without name", "<!DOCTYPE ><a/>", 1, 11},
		{"doctype without identifier", "<!DOCTYPE a SYSTEM><a/>", 1, 19},
		{"doctype with half an identifier", "<!DOCTYPE a PUBLIC 'x'><a/>", 1, 23},
		{"doctype identifier not closed", "<!DOCTYPE a SYSTEM 'x><a/>", 1, 27},
		{"doctype not ended", "<!DOCTYPE a [] x><a/>", 1, 16},
		{"markup in a declaration", "<!DOCTYPE a [<!ENTITY <]><a/>", 1, 23},
		{"literal not closed in doctype", "<!DOCTYPE a [<!ENTITY e \"x>]><a/>", 1, 25},
		{"declaration not closed in doctype", "<!DOCTYPE a [<!ENTITY e", 1, 24},
		{"control character in doctype", "<!DOCTYPE a [<!ENTITY e '\x01'>]><a/>", 1, 26},
		{"control character in comment", "<a><!-- \x01 --></a>", 1, 9},
		{"pi without blank", "<a><?p+?></a>", 1, 7},
		{"declaration without quotes", "<?xml version=1.0?><a/>", 1, 15},
		{"end of tag at the end", "<a", 1, 3},
		{"end of tag after a blank", "<a ", 1, 4},
		{"bad name of an attribute", "<a 1='x'/>", 1, 4},
		{"bad name of an end tag", "<a></1>", 1, 6},
		{"end tag not closed", "<a></a x>", 1, 8},
		{"reference with a blank", "<a>&a b;</a>", 1, 4},
		{"start tag at the end", "<", 1, 2},
		{"stray slash", "<a / >", 1, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := xmledit.Parse([]byte(c.in))
			var e *xmledit.SyntaxError
			require.ErrorAs(t, err, &e)
			require.Equal(t, [2]int{c.line, c.column}, [2]int{e.Line, e.Column}, err)
			require.Contains(t, err.Error(), "Line ")
		})
	}
}

// documents are well-formed in ways that are easy to get wrong.
func documents() map[string]string {
	return map[string]string{
		"smallest":            "<a/>",
		"byte order mark":     "\xef\xbb\xbf<a/>",
		"line ends":           "<?xml version='1.0'?>\r\n<a>\r\n\t<b/>\n</a>\r\n",
		"spacing in tags":     "<a  b = '1'\n\tc=\"2\"\t></a\n>",
		"quotes":              `<a b='say "hi"' c="it's">"'</a>`,
		"cdata":               "<a><![CDATA[<b>&x;]]]]><![CDATA[>]]></a>",
		"references":          "<a b='&#9;&#xA;&lt;&amp;&quot;&apos;'>&gt;&#169;&#x1F600;</a>",
		"comments":            "<!-- a --><a><!----><!-- <b> & --></a><!-- c -->",
		"instructions":        "<?x?><a><?y  z ?></a><?xml-stylesheet href='q'?>",
		"no declaration":      "<?xmlé encoding='iso-8859-1'?><a b='é'/>",
		"doctype":             "<!DOCTYPE a SYSTEM \"a'b.dtd\" [\n<!ENTITY e \"<b>'>\">\n<!-- ]> -->\n<?p ]>?>\n<!ATTLIST a d CDATA '>'>\n] ><a>&e;</a>",
		"public doctype":      `<!DOCTYPE html PUBLIC "-//W3C//DTD" "http://x/y"><html>&nbsp;</html>`,
		"parameter entity":    "<!DOCTYPE a [<!ENTITY % p SYSTEM 'x'> %p;]><a>&unknown;</a>",
		"namespaces":          `<p:a xmlns:p="u" p:b="1" b="2" xml:lang="de"><q:c xmlns:q="v"/><q:c xmlns:q="w"/></p:a>`,
		"names":               "<a-1.b_·ü><日本 é='1'/></a-1.b_·ü>",
		"empty attribute":     "<a b=''/>",
		"attributes and ends": "<a b='>'>></a>",
		"latin-1":             "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a b='\xe9'>\xe4</a>",
		"utf-16le":            "\xff\xfe<\x00a\x00/\x00>\x00",
		"utf-16be":            "\xfe\xff\x00<\x00a\x00/\x00>",
		"utf-16 no mark":      "<\x00?\x00x\x00m\x00l\x00 \x00v\x00e\x00r\x00s\x00i\x00o\x00n\x00=\x00'\x001\x00'\x00?\x00>\x00<\x00a\x00/\x00>\x00",
	}
}

func TestLosslessWithoutEdits(t *testing.T) {
	for name, in := range documents() {
		t.Run(name, func(t *testing.T) {
			d, err := xmledit.Parse([]byte(in))
			require.NoError(t, err)
			out, err := d.Lossless()
			require.NoError(t, err)
			require.Equal(t, in, string(out))
		})
	}
}

func TestParseEncodings(t *testing.T) {
	for name, in := range map[string]string{
		"not utf-8":        "<a>\xe9</a>",
		"utf-16, a half":   "\xff\xfe<\x00a\x00/\x00>",
		"unknown encoding": "<?xml version='1.0' encoding='klingon'?><a/>",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := xmledit.Parse([]byte(in))
			require.Error(t, err)
		})
	}
}

// An entity that would expand to gigabytes is not expanded.
func TestBillionLaughs(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE r [<!ENTITY a0 'ha'>")
	for i := '1'; i <= '9'; i++ {
		b.WriteString("<!ENTITY a" + string(i) + " '" + strings.Repeat("&a"+string(i-1)+";", 10) + "'>")
	}
	b.WriteString("]><r><x v='&a9;'>&a9;</x></r>")
	start := time.Now()
	d, err := xmledit.Parse([]byte(b.String()))
	require.NoError(t, err)
	x, err := xmledit.Compile("//x[string-length(.)=0]/@v[.='']", 0)
	require.NoError(t, err)
	nodes, err := d.Select(x)
	require.NoError(t, err)
	require.Len(t, nodes, 1)
	require.False(t, d.Resolved(nodes[0]))
	require.Contains(t, string(d.MSDeploy()), `<x v="&a9;">&a9;</x>`)
	require.Less(t, time.Since(start), time.Second)
}

// What is outside the document is never read: these would fail or hang.
func TestExternalEntities(t *testing.T) {
	for _, in := range []string{
		`<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>`,
		`<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>`,
		`<!DOCTYPE r [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]><r>&e;</r>`,
		`<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///dev/zero">%p;]><r/>`,
	} {
		d, err := xmledit.Parse([]byte(in))
		require.NoError(t, err)
		require.NotContains(t, string(d.MSDeploy()), "root:")
	}
}

func TestDepthLimit(t *testing.T) {
	deep := func(n int) []byte { return []byte(strings.Repeat("<a>", n) + strings.Repeat("</a>", n)) }
	d, err := xmledit.Parse(deep(10_000))
	require.NoError(t, err)
	require.Len(t, d.MSDeploy(), 70_000)
	_, err = xmledit.Parse(deep(10_001))
	var e *xmledit.LimitError
	require.ErrorAs(t, err, &e)
	require.ErrorContains(t, err, "10,000")
}

func TestStandard(t *testing.T) {
	d, err := xmledit.Parse([]byte("<a b='1\r\n2\t3&#10;4'>1\r\n2\r3</a>"))
	require.NoError(t, err)
	top := d.Top()
	require.Equal(t, "1 2 3\n4", d.Standard(d.Attributes(top)[0]))
	require.Equal(t, "1\r\n2\t3\n4", d.Value(d.Attributes(top)[0]))
	require.Equal(t, "1\n2\n3", d.Standard(d.Children(top)[0]))
}
