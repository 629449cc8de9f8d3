package bench

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A site is a folder with files in it.
type site struct {
	dir   string
	files []string // full paths, in the order of their folders
	bytes int64
}

// newSite returns the site that benchmarks work on. It must not be changed.
func newSite(b *testing.B) *site {
	b.Helper()
	dir := os.Getenv("WEBDEPLOY_CORPUS")
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "site")
		generate(b, dir)
	}
	return siteAt(b, dir)
}

func siteAt(b *testing.B, dir string) *site {
	b.Helper()
	s := &site{dir: dir}
	require.NoError(b, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			s.files, s.bytes = append(s.files, path), s.bytes+info.Size()
		}
		return err
	}))
	require.NotEmpty(b, s.files)
	return s
}

// copy returns a copy of s that may be changed.
func (s *site) copy(b *testing.B) *site {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "site")
	prepare(b, folder(s.dir), folder(dir))
	return siteAt(b, dir)
}

// edit adds a line to one file in a hundred, an hour after it was last written,
// and returns how many that are.
func (s *site) edit(b *testing.B) (n int) {
	b.Helper()
	for i := 0; i < len(s.files); i += 100 {
		name := s.files[i]
		info, err := os.Stat(name)
		require.NoError(b, err)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
		require.NoError(b, err)
		_, err = f.WriteString("\n/* edited */\n")
		require.NoError(b, err)
		require.NoError(b, f.Close())
		t := info.ModTime().Add(time.Hour)
		require.NoError(b, os.Chtimes(name, t, t))
		n++
	}
	return n
}

// prune removes one file in ten and returns how many that are.
func (s *site) prune(b *testing.B) (n int) {
	b.Helper()
	for i := 0; i < len(s.files); i += 10 {
		require.NoError(b, os.Remove(s.files[i]))
		n++
	}
	return n
}
