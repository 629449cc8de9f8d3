package fsys_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

// put writes files below dir. A name that ends in a slash makes a folder.
func put(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if name[len(name)-1] == '/' {
			require.NoError(t, os.MkdirAll(path, 0o755))
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(data), 0o644))
	}
}

func site() map[string]string {
	return map[string]string{
		"web.config": "<c/>", "bin/app.dll": "dll", "bin/x/y/z.txt": "", "empty/": "", "A.txt": "1", "a_b": "3", ".hidden": "h",
	}
}

// A conformance suite for each provider, where there is something, and where
// there is nothing yet.
func TestConformance(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"file.txt": "content"})
	put(t, filepath.Join(dir, "site"), site())
	sums, err := fsys.OpenSums(filepath.Join(dir, "sums"))
	require.NoError(t, err)
	for _, c := range []struct {
		name   string
		p      provider.Deployer
		path   string
		absent bool
	}{
		{"dirPath", fsys.DirPath(), "site", false},
		{"dirPath absent", fsys.DirPath(), "none/of/these", true},
		{"dirPath trailing separator", fsys.DirPath(), "site" + string(filepath.Separator), false},
		{"dirPath with sums", (&fsys.Options{Sums: sums}).DirPath(), "site", false},
		{"filePath", fsys.FilePath(), "file.txt", false},
		{"filePath with sums", (&fsys.Options{Sums: sums}).FilePath(), "file.txt", false},
		{"filePath absent", fsys.FilePath(), "new.txt", true},
		{"contentPath folder", fsys.ContentPath(), "site", false},
		{"contentPath file", fsys.ContentPath(), "file.txt", false},
		{"contentPath absent", fsys.ContentPath(), "nothing", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ref := provider.Ref{Kind: c.p.Kind(), Path: dir + string(filepath.Separator) + c.path}
			s := providertest.Suite{Target: func() (provider.Target, error) { return c.p.OpenTarget(t.Context(), nil, ref) }}
			if !c.absent {
				s.Tree = func() (provider.Tree, error) { return c.p.Open(t.Context(), nil, ref) }
			}
			providertest.Run(t, s)
			s.Target = func() (provider.Target, error) {
				x, err := c.p.OpenTarget(t.Context(), nil, ref)
				if err != nil {
					return nil, err
				}
				return provider.DocumentTarget(x), nil
			}
			t.Run("document", func(t *testing.T) { providertest.Run(t, s) })
		})
	}
	b, err := os.ReadFile(filepath.Join(dir, "file.txt"))
	require.NoError(t, err)
	require.Equal(t, "content", string(b))
}
