package manifestxml_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/manifestxml"
)

// entry makes an Element from a name and alternating attribute names and values.
func entry(line int, name string, attrs ...string) manifestxml.Element {
	e := manifestxml.Element{Name: name, Line: line}
	if name != "" {
		e.Attrs = []manifestxml.Attr{}
	}
	for i := 0; i < len(attrs); i += 2 {
		e.Attrs = append(e.Attrs, manifestxml.Attr{Name: attrs[i], Value: attrs[i+1]})
	}
	return e
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, in, root string
		entries        []manifestxml.Element
	}{
		{"one entry", `<m><dirPath path="a" /></m>`, "m", []manifestxml.Element{entry(1, "dirPath", "path", "a")}},
		{
			"order and settings", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<site>\n  <dirPath path='a' />\n  <runCommand path=\"b\" waitInterval=\"10\"></runCommand>\n</site>\n",
			"site", []manifestxml.Element{entry(3, "dirPath", "path", "a"), entry(4, "runCommand", "path", "b", "waitInterval", "10")},
		},
		{"case is kept", `<M><DIRPATH PATH="a"/></M>`, "M", []manifestxml.Element{entry(1, "DIRPATH", "PATH", "a")}},
		{"empty root", `<m />`, "m", nil},
		{"root attributes mean nothing", `<m xmlns="urn:x" a="1"/>`, "m", nil},
		{"nested elements mean nothing", `<m><a path="1">text<b path="2"><c/></b></a><d/></m>`, "m", []manifestxml.Element{entry(1, "a", "path", "1"), entry(1, "d")}},
		{"comments anywhere", "<!-- 1 --><m><!-- 2 --><a/><!-- 3 --></m><!-- 4 -->", "m", []manifestxml.Element{entry(1, "a")}},
		{"processing instructions anywhere", `<?x y?><m><?x y?><a/></m>`, "m", []manifestxml.Element{entry(1, "a")}},
		{"text is an entry without a name", "<m>\n stray <a/></m>", "m", []manifestxml.Element{entry(1, ""), entry(2, "a")}},
		{"character data section", `<m><![CDATA[x]]></m>`, "m", []manifestxml.Element{entry(1, "")}},
		{"entities of XML", `<m><a path="&lt;&amp;&#x41;&#66;&quot;"/></m>`, "m", []manifestxml.Element{entry(1, "a", "path", `<&AB"`)}},
		{"prefixes are part of the name", `<p:m><q:a r:b="1"/></p:m>`, "p:m", []manifestxml.Element{entry(1, "q:a", "r:b", "1")}},
		{"dots are part of the name", `<MSDeploy.iisApp><MSDeploy.dirPath path="a"/></MSDeploy.iisApp>`, "MSDeploy.iisApp", []manifestxml.Element{entry(1, "MSDeploy.dirPath", "path", "a")}},
		{"byte order mark", "\xEF\xBB\xBF<m/>", "m", nil},
		{"Latin-1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><m><a path=\"gr\xFC\xDFe\"/></m>", "m", []manifestxml.Element{entry(1, "a", "path", "grüße")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := manifestxml.Parse(strings.NewReader(c.in), nil)
			require.NoError(t, err)
			require.Equal(t, &manifestxml.Manifest{Root: c.root, Entries: c.entries}, got)
		})
	}
}

// wide encodes s as UTF-16, the more significant bytes first if big.
func wide(s string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b.WriteByte(byte(u >> 8))
		}
		b.WriteByte(byte(u))
		if !big {
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}

func TestParseWide(t *testing.T) {
	const doc = `<?xml version="1.0" encoding="utf-16"?><m><a path="ünï 🜁"/></m>`
	for name, in := range map[string]string{
		"little-endian with mark": "\xFF\xFE" + wide(doc, false),
		"big-endian with mark":    "\xFE\xFF" + wide(doc, true),
		"little-endian bare":      wide(doc, false),
		"big-endian bare":         wide(doc, true),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := manifestxml.Parse(strings.NewReader(in), nil)
			require.NoError(t, err)
			require.Equal(t, []manifestxml.Element{entry(1, "a", "path", "ünï 🜁")}, got.Entries)
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		name, in     string
		want         error
		line, column int
	}{
		{"nothing", "", manifestxml.ErrSyntax, 1, 1},
		{"not XML", "hello", manifestxml.ErrSyntax, 1, 1},
		{"not closed", "<m><dirPath path=\"a\" />\n", manifestxml.ErrSyntax, 2, 1},
		{"closed twice", "<m></m></m>", manifestxml.ErrSyntax, 1, 8},
		{"closed crosswise", "<m>\n<a><b></a></b></m>", manifestxml.ErrSyntax, 2, 7},
		{"two roots", "<m/><m/>", manifestxml.ErrSyntax, 1, 5},
		{"text after the root", "<m/>x", manifestxml.ErrSyntax, 1, 5},
		{"attribute twice", `<m><a b="1" b="2"/></m>`, manifestxml.ErrSyntax, 1, 4},
		{"no value", `<m><a b/></m>`, manifestxml.ErrSyntax, 1, 9},
		{"unknown entity", `<m><a b="&x;"/></m>`, manifestxml.ErrSyntax, 1, 13},
		{"bad UTF-8", "<m><a b=\"\xFF\"/></m>", manifestxml.ErrSyntax, 0, 0},
		{"control character", "<m><a b=\"\x01\"/></m>", manifestxml.ErrSyntax, 0, 0},
		{"null character", "<m>\x00</m>", manifestxml.ErrSyntax, 0, 0},
		{"XML 1.1", `<?xml version="1.1"?><m/>`, manifestxml.ErrSyntax, 0, 0},
		{"late declaration", `<m/><?xml version="1.0" encoding="latin1"?>`, manifestxml.ErrSyntax, 1, 5},
		{"document type", `<!DOCTYPE m><m/>`, manifestxml.ErrDocType, 1, 1},
		{"unknown encoding", `<?xml version="1.0" encoding="ebcdic"?><m/>`, manifestxml.ErrEncoding, 1, 1},
		{"says UTF-16 but is not", `<?xml version="1.0" encoding="utf-16"?><m/>`, manifestxml.ErrEncoding, 1, 1},
		{"half a character", "\xFF\xFE<\x00m", manifestxml.ErrEncoding, 0, 0},
		{"half a pair at the end", "\xFF\xFE\x00\xD8", manifestxml.ErrEncoding, 0, 0},
		{"half a pair", "\xFF\xFE\x00\xD8<\x00", manifestxml.ErrEncoding, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := manifestxml.Parse(strings.NewReader(c.in), nil)
			require.Nil(t, m)
			require.ErrorIs(t, err, c.want)
			var e *manifestxml.Error
			require.ErrorAs(t, err, &e)
			if c.line > 0 {
				require.Equal(t, [2]int{c.line, c.column}, [2]int{e.Line, e.Column}, err)
				require.Contains(t, err.Error(), "line")
			}
		})
	}
}

func TestParseReadError(t *testing.T) {
	boom := errors.New("boom")
	_, err := manifestxml.Parse(io.MultiReader(strings.NewReader("<m>"), iotest.ErrReader(boom)), nil)
	require.Equal(t, boom, err)
}

func TestAttr(t *testing.T) {
	e := entry(1, "a", "path", "x", "Path", "y", "empty", "")
	v, ok := e.Attr("path")
	require.True(t, ok)
	require.Equal(t, "x", v)
	v, ok = e.Attr("empty")
	require.True(t, ok)
	require.Empty(t, v)
	_, ok = e.Attr("PATH")
	require.False(t, ok)
}
