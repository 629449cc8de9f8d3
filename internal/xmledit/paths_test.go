package xmledit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// A path names attributes and texts, and tells elements apart by what they are
// called; it selects what it names.
func TestPaths(t *testing.T) {
	const text = `<?xml version="1.0"?><c xmlns="urn:x"><add value="1" Key="a"/><add key="it's" value="2"/><add key="'&quot;" x="3"/>
<p:q xmlns:p="urn:p"> <!-- c --> <t>one<b/>two</t><t> </t></p:q></c>`
	d, err := xmledit.Parse([]byte(text))
	require.NoError(t, err)
	require.Equal(t, []string{
		"/c/add[@Key='a']/@value", `/c/add[@key="it's"]/@value`, "/c/add/@key", "/c/add/@x", "/c/p:q/t/text()",
	}, d.Paths(100))
	require.Equal(t, []string{"/c/add[@Key='a']/@value"}, d.Paths(1))

	d, err = xmledit.Parse([]byte(`<a><b name="x" v="1"/><b name="y" v="2">t</b></a>`))
	require.NoError(t, err)
	for _, path := range d.Paths(100) {
		x, err := xmledit.Compile(path, 0)
		require.NoError(t, err)
		nodes, err := d.Select(x)
		require.NoError(t, err)
		require.Len(t, nodes, 1, path)
	}
}

func TestPathsOfDeepDocuments(t *testing.T) {
	d, err := xmledit.Parse([]byte("<a x='1'>" + strings.Repeat("<b>", 9_000) + "t" + strings.Repeat("</b>", 9_000) + "</a>"))
	require.NoError(t, err)
	require.Equal(t, []string{"/a/@x"}, d.Paths(100))
}
