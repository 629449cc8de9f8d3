//go:build unix

package fsys_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func link(t testing.TB, to, at string) {
	t.Helper()
	require.NoError(t, os.Symlink(to, at))
}

// tree returns everything below dir: contents of files, "dir" for folders, and
// where links lead.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		switch {
		case d.IsDir():
			m[rel] = "dir"
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(path)
			m[rel] = "-> " + to
			return err
		case d.Type().IsRegular():
			b, err := os.ReadFile(path)
			m[rel] = string(b)
			return err
		default:
			m[rel] = d.Type().String()
		}
		return nil
	}))
	return m
}

func sync(t testing.TB, src, dst string) (websync.Summary, error) {
	t.Helper()
	return websync.Run(t.Context(), provider.Document(open(t, fsys.DirPath(), src)),
		provider.DocumentTarget(openTarget(t, fsys.DirPath(), dst)), &websync.Options{Retry: websync.Retry{Attempts: -1}})
}

// Links at the source stand for what they lead to.
func TestSourceLinksAreFollowed(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"real/f.txt": "data", "real/sub/g.txt": "more", "src/": "", "elsewhere/h": "h"})
	src := filepath.Join(dir, "src")
	link(t, "../real/f.txt", filepath.Join(src, "file"))
	link(t, "../real", filepath.Join(src, "folder"))
	link(t, filepath.Join(dir, "elsewhere"), filepath.Join(src, "outside"))
	link(t, "folder", filepath.Join(src, "twice"))
	link(t, "src", filepath.Join(dir, "root"))
	_, err := sync(t, filepath.Join(dir, "root"), filepath.Join(dir, "dst"))
	require.NoError(t, err)
	require.Equal(t, map[string]string{
		"file": "data", "folder": "dir", "folder/f.txt": "data", "folder/sub": "dir", "folder/sub/g.txt": "more", "outside": "dir", "outside/h": "h",
		"twice": "dir", "twice/f.txt": "data", "twice/sub": "dir", "twice/sub/g.txt": "more",
	}, tree(t, filepath.Join(dir, "dst")))
}

// Links that cannot be followed are listed, with an error that names them.
func TestSourceLinksThatLeadNowhere(t *testing.T) {
	for name, c := range map[string]struct {
		make func(dir string) error
		at   string
		is   error
		says string
	}{
		"dangling":       {func(d string) error { return os.Symlink("nothing", d+"/l") }, "l", fs.ErrNotExist, "leads to nothing"},
		"itself":         {func(d string) error { return os.Symlink("l", d+"/l") }, "l", syscall.ELOOP, "leads to itself"},
		"each other":     {func(d string) error { return errors.Join(os.Symlink("m", d+"/l"), os.Symlink("l", d+"/m")) }, "l", syscall.ELOOP, "leads to itself"},
		"its own folder": {func(d string) error { return os.Symlink(".", d+"/l") }, "l", syscall.ELOOP, "a folder that contains it"},
		"the root":       {func(d string) error { return os.Symlink("..", d+"/sub/l") }, "sub/l", syscall.ELOOP, "a folder that contains it"},
		"above the root": {func(d string) error { return os.Symlink("../..", d+"/sub/l") }, "sub/l/" + "src", syscall.ELOOP, "a folder that contains it"},
		"to a folder that leads back": {func(d string) error {
			return errors.Join(os.Mkdir(d+"/../other", 0o755), os.Symlink(d, d+"/../other/back"), os.Symlink("../other", d+"/l"))
		}, "l/back", syscall.ELOOP, "a folder that contains it"},
		"pipe": {func(d string) error { return unix.Mkfifo(d+"/l", 0o600) }, "l", errors.ErrUnsupported, "neither a file nor a folder"},
		"link to a pipe": {func(d string) error {
			return errors.Join(unix.Mkfifo(d+"/../pipe", 0o600), os.Symlink("../pipe", d+"/l"))
		}, "l", errors.ErrUnsupported, "neither a file nor a folder"},
		"link to a device": {func(d string) error { return os.Symlink("/dev/null", d+"/l") }, "l", errors.ErrUnsupported, "neither a file nor a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			src := filepath.Join(t.TempDir(), "src")
			put(t, src, map[string]string{"sub/x": "", "z": ""})
			require.NoError(t, c.make(src))
			o := lookup(t, open(t, fsys.DirPath(), src), "src/"+c.at)
			require.Nil(t, o.Content)
			require.Nil(t, o.Children)
			require.ErrorIs(t, o.Invalid, c.is)
			require.ErrorContains(t, o.Invalid, filepath.Join(src, c.at))
			require.ErrorContains(t, o.Invalid, c.says)
			require.Len(t, chain(o.Invalid), 1, "the system has nothing to add")
			require.Equal(t, c.is != syscall.ELOOP, provider.Skippable(o.Invalid), "what has no content may be left out")
			_, err := sync(t, src, src+"-copy")
			require.ErrorIs(t, err, c.is)
		})
	}
}

// A link in the place of a file is that file as long as it is the same, and is
// replaced by a file when it is not. What it leads to is never touched.
func TestTargetLinksToFilesAreReplaced(t *testing.T) {
	dir := t.TempDir()
	src, dst := filepath.Join(dir, "src"), filepath.Join(dir, "dst")
	put(t, dir, map[string]string{
		"src/changed": "new", "src/same": "same", "src/dangling": "d", "src/loop": "l", "src/pipe": "p", "src/outside": "o",
		"dst/target": "target", "shared/changed": "precious", "shared/same": "same", "etc/passwd": "root",
	})
	now := time.Now()
	for _, p := range []string{src, filepath.Join(dir, "shared")} {
		require.NoError(t, os.Chtimes(filepath.Join(p, "same"), now, now))
	}
	link(t, "../shared/changed", filepath.Join(dst, "changed"))
	link(t, "../shared/same", filepath.Join(dst, "same"))
	link(t, "nothing", filepath.Join(dst, "dangling"))
	link(t, "loop", filepath.Join(dst, "loop"))
	link(t, filepath.Join(dir, "etc/passwd"), filepath.Join(dst, "outside"))
	link(t, filepath.Join(dir, "etc/passwd"), filepath.Join(dst, "extra"))
	require.NoError(t, unix.Mkfifo(filepath.Join(dst, "pipe"), 0o600))
	sum, err := sync(t, src, dst)
	require.NoError(t, err)
	require.Equal(t, map[string]string{
		"changed": "new", "same": "-> ../shared/same", "dangling": "d", "loop": "l", "pipe": "p", "outside": "o",
	}, tree(t, dst))
	require.Equal(t, map[string]string{"changed": "precious", "same": "same"}, tree(t, filepath.Join(dir, "shared")))
	require.Equal(t, map[string]string{"passwd": "root"}, tree(t, filepath.Join(dir, "etc")))
	require.Equal(t, [2]int{5, 2}, [2]int{sum.Updated, sum.Deleted})
	sum, err = sync(t, src, dst)
	require.NoError(t, err)
	require.Zero(t, sum.Total())
}

// A link in the place of a folder is not entered, and deleted as a link.
func TestTargetLinksToFolders(t *testing.T) {
	for name, c := range map[string]struct {
		src  map[string]string
		fail bool
		dst  map[string]string
	}{
		"needed":     {map[string]string{"up/x": "new"}, true, map[string]string{"up": "-> ../shared"}},
		"same":       {map[string]string{"up/x": "precious"}, true, map[string]string{"up": "-> ../shared"}},
		"extra":      {map[string]string{"a": ""}, false, map[string]string{"a": ""}},
		"now a file": {map[string]string{"up": "file"}, false, map[string]string{"up": "file"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, filepath.Join(dir, "src"), c.src)
			put(t, dir, map[string]string{"shared/x": "precious", "dst/": ""})
			link(t, "../shared", filepath.Join(dir, "dst", "up"))
			_, err := sync(t, filepath.Join(dir, "src"), filepath.Join(dir, "dst"))
			if c.fail {
				require.ErrorContains(t, err, "The folder '"+filepath.Join(dir, "dst", "up")+"' is a link, and nothing is written through links.")
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, c.dst, tree(t, filepath.Join(dir, "dst")))
			require.Equal(t, map[string]string{"x": "precious"}, tree(t, filepath.Join(dir, "shared")))
		})
	}
}

// The root of a target may be a link, as the user named it.
func TestTargetRootMayBeALink(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"src/a/b": "new", "real/old": "", "real/a/": ""})
	link(t, "real", filepath.Join(dir, "current"))
	_, err := sync(t, filepath.Join(dir, "src"), filepath.Join(dir, "current"))
	require.NoError(t, err)
	require.Equal(t, map[string]string{"a": "dir", "a/b": "new"}, tree(t, filepath.Join(dir, "real")))
	require.Equal(t, "-> real", tree(t, dir)["current"])
}

func TestFilePathThroughALinkIsReplaced(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"new": "new", "precious": "precious"})
	link(t, "precious", filepath.Join(dir, "l"))
	_, err := websync.Run(t.Context(), provider.Document(open(t, fsys.FilePath(), filepath.Join(dir, "new"))),
		provider.DocumentTarget(openTarget(t, fsys.FilePath(), filepath.Join(dir, "l"))), nil)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"new": "new", "precious": "precious", "l": "new"}, tree(t, dir))
}
