package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var written = time.Date(2024, 5, 5, 5, 5, 5, 123456700, time.UTC)

// pair returns two folders that are alike.
func pair(t *testing.T) (a, b string) {
	for _, dir := range []*string{&a, &b} {
		*dir = t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(*dir, "sub"), 0o755))
		name := filepath.Join(*dir, "sub", "file")
		require.NoError(t, os.WriteFile(name, []byte("content"), 0o644))
		require.NoError(t, os.Chtimes(name, written, written))
	}
	return a, b
}

func compareFolders(t *testing.T, a, b string, grain time.Duration) error {
	want, err := inFolder(a, grain)
	require.NoError(t, err)
	got, err := inFolder(b, grain)
	require.NoError(t, err)
	return same(want, got)
}

func TestEqualFoldersAreTheSame(t *testing.T) {
	a, b := pair(t)
	require.NoError(t, compareFolders(t, a, b, folderGrain))
}

func TestWrongResultsAreFound(t *testing.T) {
	for name, damage := range map[string]func(dir, file string) error{
		"file is missing":      func(_, file string) error { return os.Remove(file) },
		"file is too many":     func(dir, _ string) error { return os.WriteFile(filepath.Join(dir, "more"), nil, 0o644) },
		"file is renamed":      func(_, file string) error { return os.Rename(file, file+"2") },
		"folder is too many":   func(dir, _ string) error { return os.Mkdir(filepath.Join(dir, "more"), 0o755) },
		"folder is a file":     func(dir, _ string) error { return replaceFolder(filepath.Join(dir, "sub")) },
		"size is another":      func(_, file string) error { return rewrite(file, "contents", written) },
		"content is another":   func(_, file string) error { return rewrite(file, "consent", written) },
		"time is another":      func(_, file string) error { return rewrite(file, "content", written.Add(time.Second)) },
		"time is not complete": func(_, file string) error { return rewrite(file, "content", written.Truncate(time.Second)) },
	} {
		t.Run(name, func(t *testing.T) {
			a, b := pair(t)
			require.NoError(t, damage(b, filepath.Join(b, "sub", "file")))
			require.Error(t, compareFolders(t, a, b, folderGrain))
		})
	}
}

func rewrite(name, text string, modified time.Time) error {
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		return err
	}
	return os.Chtimes(name, modified, modified)
}

func replaceFolder(name string) error {
	if err := os.RemoveAll(name); err != nil {
		return err
	}
	return os.WriteFile(name, nil, 0o644)
}

func TestPackagesKnowTimesToTwoSeconds(t *testing.T) {
	a, b := pair(t)
	file := filepath.Join(b, "sub", "file")
	require.NoError(t, os.Chtimes(file, written, written.Truncate(packageGrain)))
	require.NoError(t, compareFolders(t, a, b, packageGrain))
	require.NoError(t, os.Chtimes(file, written, written.Add(packageGrain)))
	require.Error(t, compareFolders(t, a, b, packageGrain))
}

// archiveOf writes a zip file with names as programs write them.
func archiveOf(t *testing.T, text string, modified time.Time, names ...string) string {
	name := filepath.Join(t.TempDir(), "a.zip")
	f, err := os.Create(name)
	require.NoError(t, err)
	z := zip.NewWriter(f)
	for _, n := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Deflate, Modified: modified})
		require.NoError(t, err)
		if n[len(n)-1] != '/' {
			_, err = w.Write([]byte(text))
			require.NoError(t, err)
		}
	}
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	return name
}

func TestArchivesAreComparedWithFolders(t *testing.T) {
	a, _ := pair(t)
	want, err := inFolder(a, packageGrain)
	require.NoError(t, err)
	for _, x := range []struct {
		name    string
		archive string
		isSame  bool
	}{
		{"plain", archiveOf(t, "content", written, "sub/", "sub/file"), true},
		{"with dots", archiveOf(t, "content", written, "./", "./sub/", "./sub/file"), true},
		{"package", archiveOf(t, "content", written, "archive.xml", "Content/srv/", "Content/srv/sub/", "Content/srv/sub/file"), true},
		{"another content", archiveOf(t, "consent", written, "sub/", "sub/file"), false},
		{"another time", archiveOf(t, "content", written.Add(time.Minute), "sub/", "sub/file"), false},
		{"without folder", archiveOf(t, "content", written, "sub/file"), false},
		{"with more", archiveOf(t, "content", written, "sub/", "sub/file", "more"), false},
	} {
		t.Run(x.name, func(t *testing.T) {
			got, err := inArchive(x.archive)
			require.NoError(t, err)
			require.Equal(t, x.isSame, same(want, got) == nil)
		})
	}
}

// The sums in the directory of an archive may be right and the contents not.
func TestContentsOfArchivesAreRead(t *testing.T) {
	name := archiveOf(t, "content", written, "file")
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	data[30+len("file")+9+2] ^= 0xff // behind the header of the entry, its name and time
	require.NoError(t, os.WriteFile(name, data, 0o644))
	_, err = inArchive(name)
	require.Error(t, err)
}

func TestPrintedNamesAreCompared(t *testing.T) {
	want := listing{"sub/": {}, "sub/file": {}}
	for text, ok := range map[string]bool{
		"/srv/site\n/srv/site/sub\n/srv/site/sub/file\n":                             true,
		"  7  2024-05-05  Content//srv/site/sub/\n  7  Content//srv/site/sub/file\n": true,
		"/srv/site/sub\n":                                     false,
		"/srv/site/sub\n/srv/site/sub/file2\n":                false,
		"/srv/site/sub\n/srv/site/sub/file\n/srv/site/more\n": false,
	} {
		name := filepath.Join(t.TempDir(), "out")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
		require.Equal(t, ok, printed(name, "/srv/site", want) == nil, text)
	}
}
