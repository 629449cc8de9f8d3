package xmledit

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// realFiles returns the names of the XML files below the folder that
// WEBDEPLOY_REAL names: files collected from real projects.
func realFiles(t *testing.T) []string {
	t.Helper()
	root := os.Getenv("WEBDEPLOY_REAL")
	if root == "" {
		t.Skip("WEBDEPLOY_REAL is not set")
	}
	var list []string
	require.NoError(t, filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		switch strings.ToLower(filepath.Ext(name)) {
		case ".xml", ".config", ".csproj", ".pubxml", ".resx", ".nuspec", ".targets", ".svg", ".xsd", ".xaml":
			if err == nil && e.Type().IsRegular() {
				list = append(list, name)
			}
		}
		return err
	}))
	require.NotEmpty(t, list)
	return list
}

// Every real file that is well-formed comes back byte for byte, and setting one
// value changes nothing but the bytes of that value.
func TestRealFiles(t *testing.T) {
	parsed, edits := 0, 0
	for _, name := range realFiles(t) {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		d, err := Parse(data)
		if err != nil {
			var e *SyntaxError
			require.ErrorAs(t, err, &e, name)
			require.Positive(t, e.Line)
			require.Positive(t, e.Column)
			continue
		}
		parsed++
		out, err := d.Lossless()
		require.NoError(t, err, name)
		require.Equal(t, data, out, name)
		edits += editEach(t, d, name)
	}
	t.Logf("%d files, %d edits", parsed, edits)
}

// editEach sets values of d one at a time, up to 100 of them spread over the
// file, and returns how many.
func editEach(t *testing.T, d *Document, name string) int {
	t.Helper()
	const value = `new <"value"> & 'more'`
	step := 1 + len(d.nodes)/100
	count := 0
	for i := 0; i < len(d.nodes); i += step {
		x := &d.nodes[i]
		if x.kind != Attribute && (x.kind != Text || x.parent == 0) {
			continue
		}
		d.edits = nil
		require.NoError(t, d.Set(Node(i), value))
		out, err := d.Lossless()
		require.NoError(t, err)
		text := d.enc.Decode(out)
		before, after := d.text[:x.value.from], d.text[x.value.to:]
		require.True(t, strings.HasPrefix(text, before), "%s: changed before the value of node %d", name, i)
		require.True(t, strings.HasSuffix(text, after), "%s: changed after the value of node %d", name, i)
		got, _ := resolve(text[len(before) : len(text)-len(after)])
		require.Equal(t, value, got, name)
		count++
	}
	return count
}
