//go:build unix

package fsys_test

import (
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// withSums returns the providers that use the sums in a file, a minute from now,
// when every file is old enough.
func withSums(t *testing.T, path string) (*fsys.Sums, *fsys.Options) {
	t.Helper()
	s, err := fsys.OpenSums(path)
	require.NoError(t, err)
	s.SetNow(func() time.Time { return time.Now().Add(time.Minute) })
	return s, &fsys.Options{Sums: s}
}

// A file that has not changed is not read again, whoever comes from wherever.
func TestSumsSaveReading(t *testing.T) {
	dir := t.TempDir()
	cache := filepath.Join(dir, "sums")
	put(t, dir, map[string]string{"site/d/f": "content", "g": "other"})
	want := crc32.ChecksumIEEE([]byte("content"))
	s, o := withSums(t, cache)
	got, err := lookup(t, open(t, o.DirPath(), filepath.Join(dir, "site")), "d/f").Checksum(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)
	root := open(t, o.FilePath(), filepath.Join(dir, "g")).Root()
	got, err = root.Checksum(t.Context())
	require.NoError(t, err)
	require.Equal(t, crc32.ChecksumIEEE([]byte("other")), got)
	require.NoError(t, s.Save())

	t.Chdir(dir)
	_, o = withSums(t, cache)
	again := []*provider.Object{
		lookup(t, open(t, o.DirPath(), filepath.Join(dir, "site")), "d/f"),
		lookup(t, openTarget(t, o.DirPath(), "site/"), "d/f"),
		lookup(t, openTarget(t, o.ContentPath(), "./site/d"), "/f"),
		open(t, o.FilePath(), "site/d/f").Root(),
	}
	require.NoError(t, os.Remove(filepath.Join(dir, "site/d/f")))
	for _, x := range again {
		got, err := x.Checksum(t.Context())
		require.NoError(t, err, "it is not read")
		require.Equal(t, want, got)
		_, err = x.Content(t.Context())
		require.Error(t, err)
	}
}

// A file that is as large as before and says that it was written at the same
// time is read all the same.
func TestSumsOfFilesThatPretend(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"written": func(path string) error { return os.WriteFile(path, []byte("new"), 0o644) },
		"replaced": func(path string) error {
			return os.Rename(filepath.Join(filepath.Dir(path), "other"), path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, at := t.TempDir(), time.Unix(1e9, 0)
			path := filepath.Join(dir, "site", "f")
			put(t, dir, map[string]string{"site/f": "old", "site/other": "new"})
			for _, f := range []string{"f", "other"} {
				require.NoError(t, os.Chtimes(filepath.Join(dir, "site", f), at, at))
			}
			_, o := withSums(t, filepath.Join(dir, "sums"))
			sum := func() uint32 {
				n, err := lookup(t, open(t, o.DirPath(), filepath.Join(dir, "site")), "/f").Checksum(t.Context())
				require.NoError(t, err)
				return n
			}
			require.Equal(t, crc32.ChecksumIEEE([]byte("old")), sum())
			require.NoError(t, change(path))
			require.NoError(t, os.Chtimes(path, at, at))
			require.Equal(t, crc32.ChecksumIEEE([]byte("new")), sum())
		})
	}
}

// A file that was written a moment ago is read each time.
func TestSumsOfFilesWrittenNow(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"site/f": "old"})
	s, o := withSums(t, filepath.Join(dir, "sums"))
	now := time.Now()
	s.SetNow(func() time.Time { return now })
	for range 2 {
		x := lookup(t, open(t, o.DirPath(), filepath.Join(dir, "site")), "/f")
		_, err := x.Checksum(t.Context())
		require.NoError(t, err)
	}
	x := lookup(t, open(t, o.DirPath(), filepath.Join(dir, "site")), "/f")
	require.NoError(t, os.Remove(filepath.Join(dir, "site", "f")))
	_, err := x.Checksum(t.Context())
	require.Error(t, err)
	require.NoError(t, s.Save())
	require.NoFileExists(t, filepath.Join(dir, "sums"), "there is nothing to keep")
}

// A sync with sums makes the destination like the source, again and again, and
// a context that has ended ends it.
func TestSyncWithSums(t *testing.T) {
	dir := t.TempDir()
	src, dst, cache := filepath.Join(dir, "src"), filepath.Join(dir, "dst"), filepath.Join(dir, "sums")
	at := time.Unix(1e9, 0)
	for round := range 5 {
		files := map[string]string{}
		for i := range 40 {
			files[fmt.Sprintf("d%d/f%02d", i%3, i)] = strings.Repeat(string(rune('a'+(round*i)%4)), 1+i*i)
		}
		put(t, src, files)
		for f := range files {
			require.NoError(t, os.Chtimes(filepath.Join(src, f), at, at))
		}
		changes := 0
		for _, opts := range []websync.Options{{WhatIf: true}, {}, {}} {
			s, o := withSums(t, cache)
			opts.UseChecksum, opts.Parallel = true, 4
			sum, err := websync.Run(t.Context(), provider.Document(open(t, o.DirPath(), src)), provider.DocumentTarget(openTarget(t, o.DirPath(), dst)), &opts)
			require.NoError(t, err)
			require.NoError(t, s.Save())
			if opts.WhatIf {
				changes = sum.Total()
				continue
			}
			require.Equal(t, changes, sum.Total())
			changes = 0
		}
		for f, want := range files {
			got, err := os.ReadFile(filepath.Join(dst, f))
			require.NoError(t, err)
			require.Equal(t, want, string(got), "%d %s", round, f)
		}
	}
}
