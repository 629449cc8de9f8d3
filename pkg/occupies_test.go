package pkg_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A folder that is packed into itself holds everything but the package, however
// often that is done.
func TestPackageInsideItsSource(t *testing.T) {
	for _, kind := range []provider.Kind{"package", "archiveDir"} {
		t.Run(string(kind), func(t *testing.T) {
			site := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(site, "a.txt"), []byte("a"), 0o644))
			require.NoError(t, os.Mkdir(filepath.Join(site, "out"), 0o755))
			at := filepath.Join(site, "out", "p.zip")
			env := &provider.Env{Providers: provider.NewRegistry(fsys.DirPath(), pkg.Package(nil), pkg.ArchiveDir(nil))}
			for _, want := range []int{4, 0, 0} {
				src, err := provider.OpenSource(t.Context(), env, provider.Ref{Kind: "dirPath", Path: site})
				require.NoError(t, err)
				env.Source = src
				dst, err := provider.OpenDestination(t.Context(), env, provider.Ref{Kind: kind, Path: at})
				require.NoError(t, err)
				sum, err := sync.Run(t.Context(), src, dst, &sync.Options{Rules: rules.Default()})
				require.NoError(t, err)
				require.Equal(t, want, sum.Total(), "the root, two folders and a file at first, then nothing")
				require.NoError(t, dst.Close())
				require.NoError(t, src.Close())
			}
		})
	}
}
