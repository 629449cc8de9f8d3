package param_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

const noMatch = "No matches were found for the search string '"

// What both styles make of XML files. An empty want means the file as it was;
// detail is the reason of an entry that could not be applied.
func TestXMLStyles(t *testing.T) {
	const doc = "<?xml version='1.0'?>\r\n<r><a  b='1'/><t>x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>"
	for _, c := range []struct {
		name, match, value       string
		lossless, msdeploy       string
		detail, detailOfMSDeploy string
	}{
		{
			name: "attribute", match: "//a/@b", value: `"2"`,
			lossless: strings.Replace(doc, "'1'/", `'"2"'/`, 1),
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"&quot;2&quot;\" /><t>x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
		},
		{
			name: "text", match: "//t/text()", value: "2",
			lossless: strings.Replace(doc, "<t>x", "<t>2", 1),
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"1\" /><t>2</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
		},
		{
			name: "cdata is the beginning of a text", match: "//c/text()", value: "<2>",
			lossless: strings.Replace(doc, "<![CDATA[y]]>z", "<![CDATA[<2>]]>", 1),
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"1\" /><t>x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
		},
		{
			name: "white space is no value", match: "/r/text()", value: "2",
			lossless: doc,
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"1\" /><t>x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
		},
		{
			name: "comment", match: "//comment()", value: "2",
			lossless: doc,
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"1\" /><t>x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
		},
		{
			name: "element", match: "//t", value: "<n/>",
			lossless: strings.Replace(doc, "<t>", "<t><n/>", 1),
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"1\" /><t><n />x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
		},
		{
			name: "element, no XML", match: "//t", value: "2", lossless: doc,
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"1\" /><t>x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
			detail:   "Could not add value '2' within element 't' because value is not valid XML.",
		},
		{
			name: "nothing", match: "//nothing", value: "2", lossless: doc,
			msdeploy: "<?xml version=\"1.0\"?>\r\n<r><a b=\"1\" /><t>x</t><c><![CDATA[y]]>z</c><!-- n --><?p q?>\r\n</r>",
			detail:   noMatch + "//nothing' (type 'XmlFile').",
		},
		{name: "root", match: "/", value: "<n/>", lossless: doc, msdeploy: doc, detail: "Cannot insert the node in the specified location."},
		{name: "prefix", match: "//p:a", value: "<n/>", lossless: doc, msdeploy: doc, detail: "Namespace prefix 'p' is not defined."},
	} {
		for _, style := range []param.Style{param.Lossless, param.AsMSDeploy} {
			t.Run(c.name, func(t *testing.T) {
				out, lines := rewritten(t, xmlSet(c.match, c.value), &param.Options{XML: style}, &file{path: "f.xml", text: doc})
				if style == param.Lossless {
					require.Equal(t, c.lossless, out)
				} else {
					require.Equal(t, c.msdeploy, out)
				}
				if c.detail == "" {
					require.Len(t, lines, 2, lines)
					return
				}
				require.Equal(t, "Parameter entry 'P/1' could not be applied to 'f.xml'. Deployment will continue with the original data. Details:", lines[1])
				require.Equal(t, c.detail, lines[2])
			})
		}
	}
}

func TestXMLThatIsNone(t *testing.T) {
	for _, text := range []string{"", "plain", "<r><a b=\"1\"></r>", "<?xml version='1.0' encoding='x-unknown'?><r/>", "<r>\xff</r>"} {
		for _, style := range []param.Style{param.Lossless, param.AsMSDeploy} {
			out, lines := rewritten(t, xmlSet("//a/@b", "2"), &param.Options{XML: style}, &file{path: "f.xml", text: text})
			require.Equal(t, text, out)
			require.Len(t, lines, 4)
			require.Contains(t, lines[3], "replaced with changed attributes (parameters)")
		}
	}
}

// A value that XML cannot hold leaves the file alone.
func TestXMLBadValue(t *testing.T) {
	out, lines := rewritten(t, xmlSet("//@b", "a\x00b"), nil, &file{path: "f.xml", text: "<a b='1'/>"})
	require.Equal(t, "<a b='1'/>", out)
	require.Contains(t, lines[2], "does not allow")
	out, _ = rewritten(t, xmlSet("/a", "<é/>"), nil, &file{path: "f.xml", text: "<?xml version='1.0' encoding='us-ascii'?><a/>"})
	require.Equal(t, "<?xml version='1.0' encoding='us-ascii'?><a/>", out)
}

// What both styles make of text files.
func TestTextStyles(t *testing.T) {
	for _, c := range []struct{ name, text, match, value, lossless, msdeploy string }{
		{"plain", "foo FOO\r\n", "foo", "é", "é é\r\n", "é é\r\n"},
		{"mark", "\xef\xbb\xbffoo", "foo", "x", "\xef\xbb\xbfx", "x"},
		{"utf-16", "\xff\xfef\x00o\x00o\x00\r\x00\n\x00", "foo", "é", "\xff\xfe\xe9\x00\r\x00\n\x00", "é\r\n"},
		{"utf-16be", "\xfe\xff\x00f\x00o\x00o", "foo", "é", "\xfe\xff\x00\xe9", "é"},
		{"latin-1", "foo \xe9", "foo", "ä", "\xe4 \xe9", "ä \ufffd"},
		{"latin-1 lacks it", "foo \xe9", "foo", "€", "foo \xe9", "€ \ufffd"},
		{"binary, no match", "\x00\x01\xff\xfe", "foo", "x", "\x00\x01\xff\xfe", "\x00\x01\ufffd\ufffd"},
		{"binary", "\x00\x01foo\xff\xfe", "foo", "x", "\x00\x01x\xff\xfe", "\x00\x01x\ufffd\ufffd"},
		{"damaged utf-16", "\xff\xfef\x00o\x00o\x00\x00\xd8", "foo", "x", "\xff\xfef\x00o\x00o\x00\x00\xd8", "x\ufffd"},
		{"mark, no match", "\xef\xbb\xbfbar", "foo", "x", "\xef\xbb\xbfbar", "bar"},
		{"dollars", "foo", "(f)(oo)", "$2$1${1}$$", "$2$1${1}$$", "$2$1${1}$$"},
		{"zero width", "ab", "x*", "-", "-a-b-", "-a-b-"},
		{"look-behind", "a1 b1", "(?<=b)1", "2", "a1 b2", "a1 b2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, _ := rewritten(t, textSet(".", c.match, c.value), nil, &file{path: "f.txt", text: c.text})
			require.Equal(t, c.lossless, out)
			out, _ = rewritten(t, textSet(".", c.match, c.value), &param.Options{Text: param.AsMSDeploy}, &file{path: "f.txt", text: c.text})
			require.Equal(t, c.msdeploy, out)
		})
	}
}

// Entries apply in order, each on what the one before left, and those that
// fail do not stop the others.
func TestChain(t *testing.T) {
	set := slicesConcat(xmlSet("//a/@b", "step1"), xmlSet("//a[@b='step1']/@k", "step2"), xmlSet("//nothing", "x"), textSet("xml", "step2", "T"))
	out, lines := rewritten(t, set, nil, &file{path: "f.xml", text: "<r><a k='0'  b='0'/></r>"})
	require.Equal(t, "<r><a k='T'  b='step1'/></r>", out)
	require.Len(t, lines, 4+2+1)
}
