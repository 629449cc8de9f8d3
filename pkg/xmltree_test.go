package pkg

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseXML(t *testing.T) {
	e, err := parseXML(strings.NewReader("\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- c -->\n<a x=\"1\" MSDeploy.x='2'>text<b/><p:c p:d=\"&lt;&#65;\"/></a>\n"), 1000)
	require.NoError(t, err)
	require.Equal(t, "a", e.name)
	require.Equal(t, []attribute{{"x", "1"}, {"MSDeploy.x", "2"}}, e.attrs)
	require.Len(t, e.children, 2)
	require.Equal(t, "p:c", e.children[1].name)
	v, ok := e.children[1].attr("P:D")
	require.True(t, ok)
	require.Equal(t, "<A", v)
	require.Equal(t, 3, e.line)
}

func TestParseXMLInOtherEncodings(t *testing.T) {
	utf16 := []byte{0xFF, 0xFE}
	for _, r := range `<?xml version="1.0" encoding="utf-16"?><a x="ü"/>` {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for name, data := range map[string]string{
		"utf-16":  string(utf16),
		"latin-1": "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a x=\"\xfc\"/>",
		"utf-8":   `<a x="ü"/>`,
	} {
		t.Run(name, func(t *testing.T) {
			e, err := parseXML(strings.NewReader(data), 1000)
			require.NoError(t, err)
			v, _ := e.attr("x")
			require.Equal(t, "ü", v)
		})
	}
}

func TestParseXMLErrors(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		reason     string
	}{
		{"empty", "", 0, "Root element is missing."},
		{"only a comment", "<!-- a -->\n", 0, "Root element is missing."},
		{"cut in a tag", "<a>\n<oops", 2, "Unexpected EOF"},
		{"cut between tags", "<a>\n<b>", 2, "'b' is not closed"},
		{"wrong end", "<a>\n</b>", 2, "'b' has no start tag"},
		{"two roots", "<a/>\n<b/>", 2, "multiple root elements"},
		{"text beside the root", "<a/>\n\nx", 1, "root level"},
		{"attribute twice", "<a>\n<b x='1' x='2'/></a>", 2, "duplicate attribute"},
		{"unknown entity", "<a>&x;</a>", 1, "entity"},
		{"attribute without quotes", "<a x=1/>", 1, "attribute"},
		{"control character", "<a>\x01</a>", 1, "character"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseXML(strings.NewReader(c.text), 1000)
			var e *SyntaxError
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.line, e.Line)
			require.ErrorContains(t, err, c.reason)
		})
	}
}

// Documents that ask for more than they look like.
func TestXMLBombs(t *testing.T) {
	for _, c := range []struct{ name, text, reason string }{
		{"entities that contain entities", `<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`, "entity"},
		{"a file as an entity", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a b="&x;"/>`, "entity"},
		{"deep", strings.Repeat("<a>", 201) + strings.Repeat("</a>", 201), "deep"},
		{"many attributes", "<a " + strings.Repeat("x", 10) + manyAttributes(1001) + "/>", "attributes"},
		{"large", "<a>" + strings.Repeat(" ", 1<<16) + "</a>", "MaxXML"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseXML(strings.NewReader(c.text), 1<<16)
			require.ErrorContains(t, err, c.reason)
		})
	}
	_, err := parseXML(strings.NewReader(strings.Repeat("<a>", 200)+strings.Repeat("</a>", 200)), 1<<16)
	require.NoError(t, err)
}

func manyAttributes(n int) string {
	var b strings.Builder
	b.WriteString(`=""`)
	for i := range n {
		b.WriteString(" a" + strings.Repeat("b", i%7) + string(rune('a'+i%26)) + strings.Repeat("c", i/26%50) + `=""`)
	}
	return b.String()
}
