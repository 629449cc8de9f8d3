package pkg_test

import (
	"archive/zip"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

// Stored contents are those of the files; the package's own files stay deflated,
// as msdeploy's readers know them.
func TestLevelThatStores(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.zip")
	list := mixture(epoch(), "Normal")
	digest := digested(t, name, list, pkg.WriterOptions{Digest: true, Level: -1}, 4)
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	for _, f := range r.File {
		if strings.HasPrefix(f.Name, "Content/") {
			require.Equal(t, zip.Store, f.Method, f.Name)
			require.Equal(t, f.UncompressedSize64, f.CompressedSize64)
		} else {
			require.Equal(t, zip.Deflate, f.Method, f.Name)
		}
	}
	require.Equal(t, digest, digested(t, filepath.Join(t.TempDir(), "b.zip"), list, pkg.WriterOptions{Digest: true}, 4))
}

func TestLevels(t *testing.T) {
	text := map[string]memory.File{}
	for name, f := range mixture(epoch(), "Normal") {
		if strings.HasSuffix(name, ".txt") && name != "large.txt" {
			text[name] = f
		}
	}
	size := func(level int) int {
		return len(reproducible(t, filepath.Join(t.TempDir(), "a.zip"), text, 1, &pkg.WriterOptions{Reproducible: true, Level: level}))
	}
	require.Less(t, size(9), size(1))
	require.Less(t, size(1), size(-1)/2)
	require.Equal(t, size(6), size(0))
	require.Equal(t, size(6), size(10))
}
