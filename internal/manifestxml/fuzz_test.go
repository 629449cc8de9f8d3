package manifestxml_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/manifestxml"
)

// FuzzManifest checks that whatever is parsed stays within the limits, and
// that writing it down again gives the same manifest.
func FuzzManifest(f *testing.F) {
	for _, s := range []string{
		`<m><dirPath path="/srv/a" /><filePath path="b.txt"/></m>`,
		"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<sitemanifest>\r\n  <IisApp path=\"C:\\x\" managedRuntimeVersion=\"v4.0\" />\r\n</sitemanifest>",
		`<m>stray<!-- c --><a b='&amp;&#10;'>x<y/></a><?p i?></m>`,
		`<!DOCTYPE m [<!ENTITY a "b">]><m>&a;</m>`,
		"\xFF\xFE" + wide(`<m><a b="ü"/></m>`, false),
		"<?xml version=\"1.0\" encoding=\"latin1\"?><p:m><q:a r:b=\"\xE9\"/></p:m>",
		`<m><a><a><a><a><a/></a></a></a></a></m>`,
		`<m><![CDATA[<a/>]]></m>`,
	} {
		f.Add([]byte(s))
	}
	lim := &manifestxml.Limits{Bytes: 4096, Entries: 8, Depth: 4, Attrs: 4, Value: 64}
	f.Fuzz(func(t *testing.T, in []byte) {
		m, err := manifestxml.Parse(bytes.NewReader(in), lim)
		if err != nil {
			var e *manifestxml.Error
			require.ErrorAs(t, err, &e)
			require.Nil(t, m)
			return
		}
		require.NotEmpty(t, m.Root)
		require.LessOrEqual(t, len(m.Entries), lim.Entries)
		for _, e := range m.Entries {
			require.LessOrEqual(t, len(e.Attrs), lim.Attrs)
			for _, a := range e.Attrs {
				require.LessOrEqual(t, len(a.Value), lim.Value)
			}
		}
		again, err := manifestxml.Parse(strings.NewReader(write(m)), nil)
		require.NoError(t, err, write(m))
		for i := range m.Entries {
			m.Entries[i].Line, again.Entries[i].Line = 0, 0
		}
		require.Equal(t, m, again)
	})
}

// write writes m down, each entry apart from the next.
func write(m *manifestxml.Manifest) string {
	var b strings.Builder
	b.WriteString("<" + m.Root + ">")
	for _, e := range m.Entries {
		if e.Name == "" {
			b.WriteString("text<!-- -->")
			continue
		}
		b.WriteString("<" + e.Name)
		for _, a := range e.Attrs {
			b.WriteString(" " + a.Name + `="`)
			_ = xml.EscapeText(&b, []byte(a.Value))
			b.WriteString(`"`)
		}
		b.WriteString("/>")
	}
	b.WriteString("</" + m.Root + ">")
	return b.String()
}
