package xmledit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/textenc"
	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// apply sets or fills everything that expr selects in doc.
func apply(t *testing.T, doc, expr, value string) *xmledit.Document {
	t.Helper()
	d, err := xmledit.Parse([]byte(doc))
	require.NoError(t, err)
	x, err := xmledit.Compile(expr, 0)
	require.NoError(t, err)
	nodes, err := d.Select(x)
	require.NoError(t, err)
	require.NotEmpty(t, nodes)
	for _, n := range nodes {
		if d.Kind(n) == xmledit.Element {
			require.NoError(t, d.Insert(n, value))
		} else {
			require.NoError(t, d.Set(n, value))
		}
	}
	return d
}

func TestLossless(t *testing.T) {
	for _, c := range []struct{ name, doc, expr, value, want string }{
		{"attribute", `<a  b = "1"   c='2'/>`, "//@b", "X", `<a  b = "X"   c='2'/>`},
		{"single quotes", `<a b='1'/>`, "//@b", `it's "x"`, `<a b='it&apos;s "x"'/>`},
		{"double quotes", `<a b="1"/>`, "//@b", `it's "x"`, `<a b="it's &quot;x&quot;"/>`},
		{"markup", `<a b="1">t</a>`, "//@b|//a/text()", "<&>", `<a b="&lt;&amp;>">&lt;&amp;&gt;</a>`},
		{"line ends in attribute", `<a b="1"/>`, "//@b", "x\r\n\ty", `<a b="x&#xD;&#xA;&#x9;y"/>`},
		{"line ends in text", "<a>t</a>", "//text()", "x\r\n\ty", "<a>x&#xD;\n\ty</a>"},
		{"empty", `<a b="1">t</a>`, "//@b|//text()", "", `<a b=""></a>`},
		{"several", "<r><a b='1'/>\r\n<a b='2'></a></r>", "//@b", "XYZ", "<r><a b='XYZ'/>\r\n<a b='XYZ'></a></r>"},
		{"cdata", "<a><![CDATA[x]]></a>", "//text()", "<y>", "<a><![CDATA[<y>]]></a>"},
		{"cdata end in cdata", "<a><![CDATA[x]]></a>", "//text()", "a]]>b", "<a><![CDATA[a]]]]><![CDATA[>b]]></a>"},
		{"cdata vanishes", "<a><![CDATA[x]]></a>", "//text()", "", "<a></a>"},
		{"mark", "\xef\xbb\xbf<a b='1'/>", "//@b", "é", "\xef\xbb\xbf<a b='é'/>"},
		{"latin-1 has it", "<?xml version='1.0' encoding='iso-8859-1'?><a b='\xe9'/>", "//@b", "ä", "<?xml version='1.0' encoding='iso-8859-1'?><a b='\xe4'/>"},
		{"latin-1 lacks it", "<?xml version='1.0' encoding='iso-8859-1'?><a b='1'>t</a>", "//@b|//text()", "€", "<?xml version='1.0' encoding='iso-8859-1'?><a b='&#x20AC;'>&#x20AC;</a>"},
		{"latin-1 cdata lacks it", "<?xml version='1.0' encoding='iso-8859-1'?><a><![CDATA[x]]></a>", "//text()", "a€b", "<?xml version='1.0' encoding='iso-8859-1'?><a><![CDATA[a]]>&#x20AC;<![CDATA[b]]></a>"},
		{"utf-16", "\xff\xfe<\x00a\x00 \x00b\x00=\x00'\x001\x00'\x00/\x00>\x00", "//@b", "é", "\xff\xfe<\x00a\x00 \x00b\x00=\x00'\x00\xe9\x00'\x00/\x00>\x00"},
		{"utf-16be", "\xfe\xff\x00<\x00a\x00 \x00b\x00=\x00'\x001\x00'\x00/\x00>", "//@b", "é", "\xfe\xff\x00<\x00a\x00 \x00b\x00=\x00'\x00\xe9\x00'\x00/\x00>"},
		{"references around", "<a b='&#65;' c='1'>&amp;</a>", "//@c", "2", "<a b='&#65;' c='2'>&amp;</a>"},
		{"insert", "<a>\n  <b/>\n</a>", "/a", "<n x='1'/>", "<a><n x='1'/>\n  <b/>\n</a>"},
		{"insert into empty", "<a x='1' />", "/a", "<n>t</n>", "<a x='1' ><n>t</n></a>"},
		{"insert keeps its own look", "<a></a>", "/a", "<?xml version='1.0'?><!-- c --> <n  x = '&lt;' ></n > ", "<a><n  x = '&lt;' ></n ></a>"},
		{"insert at several depths", "<a><b/></a>", "//*", "<n/>", "<a><n/><b><n/></b></a>"},
		{"insert and set", "<a b='1' c='2'>t</a>", "//* | //@* | //text()", "<n/>", "<a b='&lt;n/>' c='&lt;n/>'><n/>&lt;n/&gt;</a>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := apply(t, c.doc, c.expr, c.value).Lossless()
			require.NoError(t, err)
			require.Equal(t, c.want, string(out))
		})
	}
}

func TestLosslessUnmappableElement(t *testing.T) {
	d := apply(t, "<?xml version='1.0' encoding='us-ascii'?><a/>", "/a", "<é/>")
	_, err := d.Lossless()
	var e *textenc.UnmappableError
	require.ErrorAs(t, err, &e)
	require.Equal(t, 'é', e.Rune)
}

func TestSetRefuses(t *testing.T) {
	d, err := xmledit.Parse([]byte("<a b='1'><!-- c --></a>"))
	require.NoError(t, err)
	top := d.Top()
	require.Error(t, d.Set(top, "x"))
	require.Error(t, d.Set(d.Children(top)[0], "x"))
	for _, bad := range []string{"\x00", "\x0b", "\ufffe", "a\xffb"} {
		require.Error(t, d.Set(d.Attributes(top)[0], bad), "%q", bad)
	}
	for _, bad := range []string{"", "text", "<n/><m/>", "x<n/>", "<n>", "<p:n/>", "<n>&e;</n>"} {
		require.ErrorIs(t, d.Insert(top, bad), xmledit.ErrNotXML, bad)
	}
	require.Error(t, d.Insert(d.Attributes(top)[0], "<n/>"))
	out, err := d.Lossless()
	require.NoError(t, err)
	require.Equal(t, "<a b='1'><!-- c --></a>", string(out))
}

// What msdeploy makes of documents, beyond what group xmlfile records.
func TestMSDeploy(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"no declaration, no mark", "\xef\xbb\xbf<a/>", "<a />"},
		{"declaration without encoding", "<?xml version='1.0'?><a/>", `<?xml version="1.0"?><a />`},
		{"declaration with everything", "<?xml  version = '1.0'  encoding='UTF-8'  standalone='no' ?><a/>", "\xef\xbb\xbf" + `<?xml version="1.0" encoding="UTF-8" standalone="no"?><a />`},
		{"utf-8 mark and utf-16 declared", "\xef\xbb\xbf<?xml version='1.0' encoding='us-ascii'?><a b='é'/>", `<?xml version="1.0" encoding="us-ascii"?><a b="?" />`},
		{"empty element stays long", "<a ></a >", "<a></a>"},
		{"line end in attribute", "<a b='1\r\n2'/>", `<a b="1&#xD;&#xA;2" />`},
		{"tab in attribute", "<a b='1\t2'/>", "<a b=\"1\t2\" />"},
		{"carriage return in text", "<a>1&#13;\r\n2</a>", "<a>1\r\r\n2</a>"},
		{"instructions", "<?a?><?b   c  ?><a/>", "<?a?><?b c  ?><a />"},
		{"doctype", "<!DOCTYPE  a  SYSTEM  'x'  [ <!ENTITY e 'v'> ] ><a b='&e;&#65;'>&e;</a>", "<!DOCTYPE a SYSTEM \"x\"[ <!ENTITY e 'v'> ]><a b=\"&e;A\">&e;</a>"},
		{"public doctype", "<!DOCTYPE a PUBLIC  '-//x' \n\"y\"><a/>", "<!DOCTYPE a PUBLIC \"-//x\" \"y\"><a />"},
		{"bare doctype", "<!DOCTYPE a ><a/>", "<!DOCTYPE a><a />"},
		{"cdata", "<a><![CDATA[ <x> ]]>&lt;</a>", "<a><![CDATA[ <x> ]]>&lt;</a>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := xmledit.Parse([]byte(c.doc))
			require.NoError(t, err)
			require.Equal(t, c.want, string(d.MSDeploy()))
		})
	}
}

// An inserted element that was in no namespace stays in none.
func TestMSDeployInsert(t *testing.T) {
	for _, c := range []struct{ name, doc, value, want string }{
		{"plain", "<a><b/></a>", "<n  x='1'/>", `<a><n x="1" /><b /></a>`},
		{"into an empty element", "<a/>", "<n/>", "<a><n /></a>"},
		{"into a namespace", "<a xmlns='u'/>", "<n x='1'/>", `<a xmlns="u"><n x="1" xmlns="" /></a>`},
		{"with its own namespace", "<a xmlns='u'/>", "<n xmlns='v'/>", `<a xmlns="u"><n xmlns="v" /></a>`},
		{"with a prefix", "<a xmlns='u'/>", "<p:n xmlns:p='v'/>", `<a xmlns="u"><p:n xmlns:p="v" /></a>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, string(apply(t, c.doc, "/*", c.value).MSDeploy()))
		})
	}
}
