package pkg

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/sync"
)

func TestTmpSync(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	src := filepath.Join(dir, "site")
	require.NoError(t, os.CopyFS(src, os.DirFS("/work/shared/conformance/inputs/tree/site2")))
	os.WriteFile(filepath.Join(src, ".hid"), []byte("x"), 0o600)
	os.WriteFile(filepath.Join(src, "run.sh"), []byte("x"), 0o755)
	os.WriteFile(filepath.Join(src, "RUN.sh"), []byte("y"), 0o644)
	env := &provider.Env{Providers: provider.NewRegistry(fsys.DirPath(), fsys.FilePath(), fsys.ContentPath(), Package(nil), ArchiveDir(nil))}
	run := func(src, dst provider.Ref) {
		s, err := provider.OpenSource(ctx, env, src)
		require.NoError(t, err)
		defer s.Close()
		env.Source = s
		d, err := provider.OpenDestination(ctx, env, dst)
		require.NoError(t, err)
		defer d.Close()
		sum, err := sync.Run(ctx, s, d, &sync.Options{Observe: func(e sync.Event) { fmt.Println(e.Message) }})
		require.NoError(t, err)
		fmt.Println(sum)
	}
	z := filepath.Join(dir, "p.zip")
	run(provider.Ref{Kind: "contentPath", Path: src}, provider.Ref{Kind: "package", Path: z})
	os.WriteFile(filepath.Join(src, "new.txt"), []byte("new"), 0o644)
	os.Remove(filepath.Join(src, "old.txt"))
	run(provider.Ref{Kind: "contentPath", Path: src}, provider.Ref{Kind: "package", Path: z})
	run(provider.Ref{Kind: "contentPath", Path: src}, provider.Ref{Kind: "package", Path: z})
	run(provider.Ref{Kind: "package", Path: z}, provider.Ref{Kind: "package", Path: filepath.Join(dir, "q.zip")})
	run(provider.Ref{Kind: "package", Path: z}, provider.Ref{Kind: "archiveDir", Path: filepath.Join(dir, "ar")})
	run(provider.Ref{Kind: "package", Path: z}, provider.Ref{Kind: "archiveDir", Path: filepath.Join(dir, "ar")})
	run(provider.Ref{Kind: "archiveDir", Path: filepath.Join(dir, "ar")}, provider.Ref{Kind: "contentPath", Path: filepath.Join(dir, "d")})
	run(provider.Ref{Kind: "package", Path: filepath.Join(dir, "q.zip")}, provider.Ref{Kind: "contentPath", Path: filepath.Join(dir, "d")})
	r, err := zip.OpenReader(filepath.Join(dir, "q.zip"))
	require.NoError(t, err)
	for _, f := range r.File {
		fmt.Println(f.Name, f.Method, f.UncompressedSize64, f.Modified, f.ExternalAttrs)
	}
}
