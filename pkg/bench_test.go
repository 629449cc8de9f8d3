package pkg_test

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

// benchSite writes a site of 2,000 files, 11 MB of text, and returns its size.
func benchSite(b *testing.B, dir string) int64 {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	words := make([]string, 2000)
	for i := range words {
		words[i] = fmt.Sprintf("%x", r.Uint32()>>(4*r.IntN(6)))
	}
	total := int64(0)
	for i := range 2000 {
		var s strings.Builder
		for n := 1 << (4 + r.IntN(12)); s.Len() < n; {
			s.WriteString(words[int(r.ExpFloat64()*200)%len(words)] + " ")
		}
		name := filepath.Join(dir, fmt.Sprint("d", i%50), fmt.Sprint("f", i, ".txt"))
		require.NoError(b, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(b, os.WriteFile(name, []byte(s.String()), 0o644))
		total += int64(s.Len())
	}
	return total
}

// BenchmarkPack packs a folder, beside what archive/zip does on one thread.
func BenchmarkPack(b *testing.B) {
	dir := b.TempDir()
	src, dst := filepath.Join(dir, "src"), filepath.Join(dir, "p.zip")
	size := benchSite(b, src)
	b.Run("package", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			_ = os.Remove(dst)
			syncPaths(b, provider.Ref{Kind: provider.DirPath, Path: src}, provider.Ref{Kind: "package", Path: dst})
		}
	})
	b.Run("archive-zip", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			f, err := os.Create(dst)
			require.NoError(b, err)
			w := zip.NewWriter(f)
			require.NoError(b, w.AddFS(os.DirFS(src)))
			require.NoError(b, w.Close())
			require.NoError(b, f.Close())
		}
	})
}

// BenchmarkUnpack unpacks a package into a new folder, and into one where
// nothing has changed.
func BenchmarkUnpack(b *testing.B) {
	dir := b.TempDir()
	src, zip, out := filepath.Join(dir, "src"), filepath.Join(dir, "p.zip"), filepath.Join(dir, "out")
	size := benchSite(b, src)
	from, to := provider.Ref{Kind: "package", Path: zip}, provider.Ref{Kind: provider.DirPath, Path: out}
	syncPaths(b, provider.Ref{Kind: provider.DirPath, Path: src}, from)
	b.Run("new", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			b.StopTimer()
			require.NoError(b, os.RemoveAll(out))
			b.StartTimer()
			syncPaths(b, from, to)
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			syncPaths(b, from, to)
		}
	})
}

// BenchmarkUpdate syncs a folder of which one file in a hundred has changed into
// its package.
func BenchmarkUpdate(b *testing.B) {
	dir := b.TempDir()
	src, zip := filepath.Join(dir, "src"), filepath.Join(dir, "p.zip")
	benchSite(b, src)
	from, to := provider.Ref{Kind: provider.DirPath, Path: src}, provider.Ref{Kind: "package", Path: zip}
	syncPaths(b, from, to)
	n := 0
	for b.Loop() {
		b.StopTimer()
		n++
		i := 0
		require.NoError(b, filepath.WalkDir(src, func(path string, d fs.DirEntry, err error) error {
			if i++; err == nil && !d.IsDir() && i%100 == 0 {
				return os.WriteFile(path, []byte(strings.Repeat("x", n)), 0o644)
			}
			return err
		}))
		b.StartTimer()
		syncPaths(b, from, to)
	}
}

// BenchmarkRepack copies a package, contents as they are compressed.
func BenchmarkRepack(b *testing.B) {
	dir := b.TempDir()
	src, zip := filepath.Join(dir, "src"), filepath.Join(dir, "p.zip")
	size := benchSite(b, src)
	syncPaths(b, provider.Ref{Kind: provider.DirPath, Path: src}, provider.Ref{Kind: "package", Path: zip})
	b.SetBytes(size)
	for b.Loop() {
		_ = os.Remove(filepath.Join(dir, "q.zip"))
		syncPaths(b, provider.Ref{Kind: "package", Path: zip}, provider.Ref{Kind: "package", Path: filepath.Join(dir, "q.zip")})
	}
}

// BenchmarkList opens a package of 100,000 files and lists them, beside what it
// takes archive/zip to open it.
func BenchmarkList(b *testing.B) {
	name := filepath.Join(b.TempDir(), "p.zip")
	files := map[string]string{}
	for i := range 100_000 {
		files[fmt.Sprintf("folder number %d/sub/file number %d.html", i%1000, i)] = ""
	}
	src := provider.Document(memory.New("C:/inetpub/wwwroot/site", files))
	w, err := pkg.Create(name, options())
	require.NoError(b, err)
	require.NoError(b, syncAll(b, src, w))
	require.NoError(b, w.Close())
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r, err := pkg.Open(name, nil)
			require.NoError(b, err)
			require.NoError(b, r.Close())
		}
	})
	b.Run("walk", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r, err := pkg.Open(name, nil)
			require.NoError(b, err)
			n := 0
			for _, err := range provider.Walk(b.Context(), r.Root()) {
				require.NoError(b, err)
				n++
			}
			require.Equal(b, 102_002, n)
			require.NoError(b, r.Close())
		}
	})
	b.Run("archive-zip", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r, err := zip.OpenReader(name)
			require.NoError(b, err)
			for _, f := range r.File {
				_, _ = io.WriteString(io.Discard, f.Name)
			}
			require.NoError(b, r.Close())
		}
	})
}
