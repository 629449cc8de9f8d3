package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// siteFolder returns the folder with a whole site, unchanged by the tests, that
// WEBDEPLOY_SITE names. Links in it must lead to something.
func siteFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("WEBDEPLOY_SITE")
	if folder == "" {
		t.Skip("WEBDEPLOY_SITE names no folder")
	}
	return folder
}

// siteEntry is what a deployment keeps of a file or folder.
type siteEntry struct {
	mode fs.FileMode // with the kind
	size int64
	time int64 // of a file: seconds, rounded down to even ones
	sum  string
}

// scan describes everything below a folder, through links.
func scan(t *testing.T, folder string) map[string]siteEntry {
	t.Helper()
	list := map[string]siteEntry{}
	var walk func(dir string)
	walk = func(dir string) {
		entries, err := os.ReadDir(filepath.Join(folder, dir))
		require.NoError(t, err)
		for _, d := range entries {
			rel := filepath.Join(dir, d.Name())
			info, err := os.Stat(filepath.Join(folder, rel))
			require.NoError(t, err)
			if info.IsDir() {
				list[rel] = siteEntry{mode: fs.ModeDir}
				walk(rel)
				continue
			}
			data, err := os.ReadFile(filepath.Join(folder, rel))
			require.NoError(t, err)
			list[rel] = siteEntry{info.Mode() & 0o111, info.Size(), info.ModTime().Unix() &^ 1, string(data)}
		}
	}
	walk(".")
	return list
}

// requireSameSite requires got to be what is to be deployed.
func requireSameSite(t *testing.T, want, got map[string]siteEntry) {
	t.Helper()
	for name, w := range want {
		g, ok := got[name]
		require.True(t, ok, "%s is missing", name)
		require.True(t, w == g, "%s: mode %v, size %d, time %d; want %v, %d, %d", name, g.mode, g.size, g.time, w.mode, w.size, w.time)
	}
	for name := range got {
		require.Contains(t, want, name)
	}
}

// twice syncs, having asked what would happen, and then again for nothing.
func twice(t *testing.T, args ...string) string {
	t.Helper()
	args = append([]string{"-verb:sync"}, args...)
	whatif := succeed(t, append(args, "-whatif")...)
	out := succeed(t, args...)
	require.Equal(t, whatif, out)
	require.Equal(t, noChanges+"\n", succeed(t, args...))
	return out
}

// A site goes from folder to package to folder, and from folder to folder, and
// stays what it was.
func TestSiteRoundTrips(t *testing.T) {
	site := siteFolder(t)
	want := scan(t, site)
	dir := t.TempDir()
	pack, copied := filepath.Join(dir, "site.zip"), filepath.Join(dir, "copy")
	twice(t, "-source:dirPath="+site, "-dest:package="+pack)
	twice(t, "-source:package="+pack, "-dest:dirPath="+filepath.Join(dir, "a"))
	requireSameSite(t, want, scan(t, filepath.Join(dir, "a")))
	twice(t, "-source:dirPath="+site, "-dest:dirPath="+copied)
	requireSameSite(t, want, scan(t, copied))
	twice(t, "-source:dirPath="+site, "-dest:archiveDir="+filepath.Join(dir, "archive"))
	twice(t, "-source:archiveDir="+filepath.Join(dir, "archive"), "-dest:dirPath="+filepath.Join(dir, "b"))
	requireSameSite(t, want, scan(t, filepath.Join(dir, "b")))
	// All of them are the same to a sync.
	for _, from := range []string{"dirPath=" + site, "package=" + pack, "archiveDir=" + filepath.Join(dir, "archive")} {
		require.Equal(t, noChanges+"\n", succeed(t, "-verb:sync", "-source:"+from, "-dest:dirPath="+copied, "-useCheckSum"))
	}
	requireReadable(t, pack, want)
}

// requireReadable requires the standard library and, where there is one, the
// usual program to accept a package.
func requireReadable(t *testing.T, pack string, want map[string]siteEntry) {
	t.Helper()
	r, err := zip.OpenReader(pack)
	require.NoError(t, err)
	defer r.Close()
	files := 0
	for _, f := range r.File {
		in, err := f.Open()
		require.NoError(t, err, f.Name)
		_, err = io.Copy(io.Discard, in)
		require.NoError(t, err, f.Name)
		if strings.HasPrefix(f.Name, "Content/") {
			files++
		}
	}
	require.Equal(t, len(want)+1, files) // and the folder itself
	if unzip, err := exec.LookPath("unzip"); err == nil {
		out, err := exec.CommandContext(t.Context(), unzip, "-tqq", pack).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
}

// What is changed, added and removed at the source is all that a sync changes.
func TestSiteUpdates(t *testing.T) {
	dir := t.TempDir()
	src, dst, pack := filepath.Join(dir, "src"), filepath.Join(dir, "dst"), filepath.Join(dir, "p.zip")
	succeed(t, "-verb:sync", "-source:dirPath="+siteFolder(t), "-dest:dirPath="+src)
	succeed(t, "-verb:sync", "-source:dirPath="+src, "-dest:dirPath="+dst)
	succeed(t, "-verb:sync", "-source:dirPath="+src, "-dest:package="+pack)
	changed, gone, touched := disturb(t, src)
	want := fmt.Sprintf("Total changes: %d (2 added, %d deleted, %d updated,", 2+gone+changed+touched, gone, changed+touched)
	for _, to := range []string{"dirPath=" + dst, "package=" + pack} {
		byContent := succeed(t, "-verb:sync", "-whatif", "-useCheckSum", "-source:dirPath="+src, "-dest:"+to)
		require.Contains(t, total(byContent), fmt.Sprintf(", %d updated,", changed), "times do not count")
		require.Contains(t, twice(t, "-source:dirPath="+src, "-dest:"+to), want)
	}
	requireSameSite(t, scan(t, src), scan(t, dst))
	twice(t, "-source:package="+pack, "-dest:dirPath="+filepath.Join(dir, "again"))
	requireSameSite(t, scan(t, src), scan(t, filepath.Join(dir, "again")))
	succeed(t, "-verb:delete", "-dest:dirPath="+dst)
	require.NoDirExists(t, dst)
}

// disturb changes every tenth file of a folder, removes every tenth, touches
// every tenth, and adds a folder with a file.
func disturb(t *testing.T, folder string) (changed, gone, touched int) {
	t.Helper()
	n := 0
	require.NoError(t, filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		switch n % 10 {
		case 1:
			changed++
			f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteString("changed")
			return err
		case 2:
			gone++
			return os.Remove(name)
		case 3:
			touched++
			return os.Chtimes(name, time.Time{}, time.Now().Add(time.Hour))
		}
		return nil
	}))
	require.NoError(t, os.Mkdir(filepath.Join(folder, "new folder é"), 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "new folder é", "new, file.txt"), bytes.Repeat([]byte("new"), 1000), 0o666))
	return changed, gone, touched
}

// A package that was unpacked and packed again by other programs is still one.
func TestSiteInfoZip(t *testing.T) {
	for _, program := range []string{"unzip", "zip"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("there is no " + program)
		}
	}
	site, dir := siteFolder(t), t.TempDir()
	succeed(t, "-verb:sync", "-source:dirPath="+site, "-dest:package="+filepath.Join(dir, "p.zip"))
	for _, line := range [][]string{{"unzip", "-q", "p.zip", "-d", "x"}, {"sh", "-c", "cd x && zip -qr ../q.zip ."}} {
		c := exec.CommandContext(t.Context(), line[0], line[1:]...)
		c.Dir = dir
		out, err := c.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	want := scan(t, site)
	for name, e := range want { // Info-ZIP takes modes from packages of Unix systems only
		if e.mode.IsRegular() {
			e.mode = 0
			want[name] = e
		}
	}
	for _, from := range []string{"package=" + filepath.Join(dir, "q.zip"), "archiveDir=" + filepath.Join(dir, "x")} {
		to := filepath.Join(t.TempDir(), "d")
		twice(t, "-source:"+from, "-dest:dirPath="+to)
		requireSameSite(t, want, scan(t, to))
	}
}
