package xmledit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// An element takes the place of another one, in both ways of writing.
func TestReplace(t *testing.T) {
	for _, c := range []struct{ text, path, with, lossless, msdeploy string }{
		{"<a ><b  x='1'>t</b ><c/></a>", "//b", "<n y='2'/>", "<a ><n y='2'/><c/></a>", `<a><n y="2" /><c /></a>`},
		{"<a><b/></a>", "/a", "<n>t</n>", "<n>t</n>", "<n>t</n>"},
		{"<a><b><b/>x</b></a>", "//b", "<n/>", "<a><n/></a>", "<a><n /></a>"},
		{`<a xmlns="urn:x"><b/></a>`, "//*[local-name()='b']", "<n/>", `<a xmlns="urn:x"><n/></a>`, `<a xmlns="urn:x"><n xmlns="" /></a>`},
	} {
		for _, style := range []string{"lossless", "msdeploy"} {
			d, err := xmledit.Parse([]byte(c.text))
			require.NoError(t, err)
			x, err := xmledit.Compile(c.path, 0)
			require.NoError(t, err)
			nodes, err := d.Select(x)
			require.NoError(t, err)
			require.NotEmpty(t, nodes)
			for _, n := range nodes {
				require.NoError(t, d.Replace(n, c.with))
			}
			if style == "msdeploy" {
				require.Equal(t, c.msdeploy, string(d.MSDeploy()))
				continue
			}
			out, err := d.Lossless()
			require.NoError(t, err)
			require.Equal(t, c.lossless, string(out))
		}
	}
}

func TestReplaceRefuses(t *testing.T) {
	d, err := xmledit.Parse([]byte("<a b='c'/>"))
	require.NoError(t, err)
	for _, fragment := range []string{"", "x", "<a", "<a/><b/>"} {
		require.ErrorIs(t, d.Replace(d.Top(), fragment), xmledit.ErrNotXML, fragment)
	}
	require.Error(t, d.Replace(d.Attributes(d.Top())[0], "<x/>"))
	require.Equal(t, "<a b='c'/>", d.Outer(d.Top()))
}
