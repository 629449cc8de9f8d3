package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func selectFrom(t *testing.T, doc, expr string) (string, error) {
	t.Helper()
	n, err := readXML(strings.NewReader(doc))
	require.NoError(t, err)
	var b strings.Builder
	x := newXMLWriter(&b)
	if err := selectXML(x, n, expr); err != nil {
		return "", err
	}
	require.NoError(t, x.flush())
	return b.String(), nil
}

func TestXPathResults(t *testing.T) {
	const doc = `<r><f path="a" size="1"/><d path="b&amp;c"><f path="x:y" size="20"/><t culture="de">Text &lt;</t></d></r>`
	for expr, want := range map[string]string{
		"//f/@path | //d/@path":       "<output>\n  <result path=\"a\" />\n  <result path=\"b&amp;c\" />\n  <result path=\"x:y\" />\n</output>",
		"//t":                         "<output>\n  <t culture=\"de\">Text &lt;</t>\n</output>",
		"//t/text()":                  "<output>\n  <result>Text &lt;</result>\n</output>",
		"//f[@path='x:y']/@size":      "<output>\n  <result size=\"20\" />\n</output>",
		"//f[contains(@path, 'if(')]": "<output />",
		"child::r/attribute::none":    "<output />",
		"sum(//@size) div 2":          "<output>\n  <result>10.5</result>\n</output>",
		"1 div 3":                     "<output>\n  <result>0.333333333333333</result>\n</output>",
		"1 div 0":                     "<output>\n  <result>Infinity</result>\n</output>",
		"-1 div 0":                    "<output>\n  <result>-Infinity</result>\n</output>",
		"0 div 0":                     "<output>\n  <result>NaN</result>\n</output>",
		"12345678901234567890":        "<output>\n  <result>1.23456789012346E+19</result>\n</output>",
		"1000000":                     "<output>\n  <result>1000000</result>\n</output>",
		"count(//f) > 1":              "<output>\n  <result>True</result>\n</output>",
		"string(//f/@path)":           "<output>\n  <result>a</result>\n</output>",
		"not (//f)":                   "<output>\n  <result>False</result>\n</output>",
	} {
		t.Run(expr, func(t *testing.T) {
			got, err := selectFrom(t, doc, expr)
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}

func TestXPathRefused(t *testing.T) {
	for _, expr := range []string{
		"//[", "//f[", "translate(", "$x", "//f[matches(@path,'a')]", "ends-with('a','a')", "nosuch()", "//x:f", "//f/@x:path", "self::x:f",
	} {
		t.Run(expr, func(t *testing.T) {
			_, err := selectFrom(t, "<r><f path='a'/></r>", expr)
			require.ErrorContains(t, err, "The XPath expression '"+expr+"' is not valid.")
		})
	}
}
