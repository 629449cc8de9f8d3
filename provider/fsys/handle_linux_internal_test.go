//go:build linux

package fsys

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// openHandle returns a handle of the folder in in dir, beside which there is a
// file that must stay as it is: made long ago, with the content "secret".
func openHandle(t *testing.T) (f *handle, in string, intact func()) {
	t.Helper()
	dir := t.TempDir()
	in, secret := filepath.Join(dir, "in"), filepath.Join(dir, "secret")
	long := time.Unix(1e9, 0)
	require.NoError(t, os.Mkdir(in, 0o755))
	require.NoError(t, os.WriteFile(secret, []byte("secret"), 0o600))
	require.NoError(t, os.Chtimes(secret, long, long))
	folders := &folders{path: in, pool: new(pool)}
	t.Cleanup(func() { folders.close() })
	f, err := folders.take("")
	require.NoError(t, err)
	return f, in, func() {
		t.Helper()
		list, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, list, 2)
		data, err := os.ReadFile(secret)
		require.NoError(t, err)
		require.Equal(t, "secret", string(data))
		fi, err := os.Stat(secret)
		require.NoError(t, err)
		require.True(t, long.Equal(fi.ModTime()))
	}
}

// A link under the name that a new file is to get is neither followed nor
// replaced.
func TestCreateFollowsNoLink(t *testing.T) {
	f, in, intact := openHandle(t)
	for name, to := range map[string]string{"there": "../secret", "nothing": "../nothing", "folder": ".."} {
		require.NoError(t, os.Symlink(to, filepath.Join(in, name)))
		_, err := f.create(name, 0o600)
		require.ErrorIs(t, err, fs.ErrExist, name)
	}
	w, err := f.create("new", 0o640)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	intact()
}

// The time is that of the file that was made, whatever has its name by now.
func TestSetTimeFollowsNoLink(t *testing.T) {
	f, in, intact := openHandle(t)
	w, err := f.create("new", 0o600)
	require.NoError(t, err)
	require.NoError(t, os.Rename(filepath.Join(in, "new"), filepath.Join(in, "moved")))
	require.NoError(t, os.Symlink("../secret", filepath.Join(in, "new")))
	want := time.Unix(1234567890, 123456789)
	require.NoError(t, f.setTime(w, "new", want))
	fi, err := os.Lstat(filepath.Join(in, "moved"))
	require.NoError(t, err)
	require.True(t, want.Equal(fi.ModTime()))
	intact()
	require.NoError(t, w.Close())
	require.ErrorIs(t, f.setTime(w, "new", want), fs.ErrClosed)
}

// taken makes things in a folder that a new file must not take the place of, and
// returns names that it cannot have, and what the links must still be.
func taken(t *testing.T, in string) (names []string, links map[string]string) {
	t.Helper()
	in += separator
	require.NoError(t, os.Mkdir(in+"folder", 0o755))
	require.NoError(t, os.WriteFile(in+"file", []byte("old"), 0o600))
	require.NoError(t, os.Symlink("../secret", in+"link"))
	require.NoError(t, os.Symlink("nothing", in+"dangling"))
	return []string{"folder", "file", "link", "dangling", "..", ".", "", "../new", "folder/new", in + "new", "none/new"},
		map[string]string{"link": "../secret", "dangling": "nothing"}
}

// A file without a name takes nobody's place when it gets one, and is gone if it
// gets none.
func TestNameNew(t *testing.T) {
	f, in, intact := openHandle(t)
	names, links := taken(t, in)
	before, err := os.ReadDir(in)
	require.NoError(t, err)
	for _, name := range []string{"", "new"} {
		w, err := f.createNameless(0o600)
		if errors.Is(err, errors.ErrUnsupported) {
			t.Skip("the file system has no files without names")
		}
		require.NoError(t, err)
		_, err = w.Write([]byte("content"))
		require.NoError(t, err)
		for _, name := range names {
			require.Error(t, f.nameNew(w, name), "%q", name)
		}
		if name != "" {
			err := f.nameNew(w, name)
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip("to name a file takes Linux 6.10, or the right to search everything")
			}
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		require.ErrorIs(t, f.nameNew(w, "late"), fs.ErrClosed)
		after, err := os.ReadDir(in)
		require.NoError(t, err)
		require.Len(t, after, len(before)+len(name)/len("new"))
	}
	data, err := os.ReadFile(filepath.Join(in, "new"))
	require.NoError(t, err)
	require.Equal(t, "content", string(data))
	for name, to := range links {
		got, err := os.Readlink(filepath.Join(in, name))
		require.NoError(t, err)
		require.Equal(t, to, got)
	}
	intact()
}

// Where files need a name from the beginning, or cannot be given one later, they
// are added all the same, and the next ones have one from the beginning.
func TestFilesNeedNames(t *testing.T) {
	root, err := os.OpenRoot("/proc") // which is another file system, and has no files without names
	require.NoError(t, err)
	defer root.Close()
	elsewhere, err := openWay(root)
	require.NoError(t, err)
	defer elsewhere.close()
	for _, when := range []string{"made", "named"} {
		f, in, intact := openHandle(t)
		here := f.way
		opened := 0
		o := &provider.Object{Kind: provider.FilePath, Path: "new"}
		o.Content = func(context.Context) (io.ReadCloser, error) {
			opened++
			f.way = here
			if opened == 1 && when == "made" {
				f.way = elsewhere
			}
			return io.NopCloser(ReaderFunc(func(p []byte) (int, error) {
				if opened == 1 {
					f.way = elsewhere
				}
				return copy(p, "content"), io.EOF
			})), nil
		}
		target := &target{folders: *f.owner}
		c := &provider.Change{New: o}
		require.NoError(t, target.write(t.Context(), f, "new", c), when)
		require.Equal(t, 2, opened, when)
		require.NoError(t, target.write(t.Context(), f, "next", c), when)
		require.Equal(t, 3, opened, "it is not tried again")
		for _, name := range []string{"new", "next"} {
			data, err := os.ReadFile(filepath.Join(in, name))
			require.NoError(t, err)
			require.Equal(t, "content", string(data))
		}
		intact()
		list, err := os.ReadDir(in)
		require.NoError(t, err)
		require.Len(t, list, 2)
	}
}

// An addition whose folder goes in the meantime fails, and that says nothing
// about others.
func TestFolderGoesWhileAFileIsAdded(t *testing.T) {
	f, in, intact := openHandle(t)
	require.NoError(t, os.Mkdir(filepath.Join(in, "going"), 0o755))
	going, err := f.owner.take("going")
	require.NoError(t, err)
	o := &provider.Object{Kind: provider.FilePath, Path: "new"}
	o.Content = func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(ReaderFunc(func([]byte) (int, error) {
			return 0, errors.Join(io.EOF, os.Remove(filepath.Join(in, "going")))
		})), nil
	}
	target := &target{folders: *f.owner}
	err = target.write(t.Context(), going, "new", &provider.Change{New: o})
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.False(t, f.owner.pool.named.Load())
	intact()
}

// A file that is renamed takes nobody's place, and stays in the folder.
func TestRenameNew(t *testing.T) {
	f, in, intact := openHandle(t)
	names, links := taken(t, in)
	in += separator
	require.NoError(t, os.WriteFile(in+"temp", []byte("new"), 0o600))
	for _, name := range names {
		require.False(t, f.renameNew("temp", name), "%q", name)
		require.FileExists(t, in+"temp")
	}
	require.False(t, f.renameNew("none", "new"))
	require.NoFileExists(t, in+"new")
	require.True(t, f.renameNew("temp", "new"))
	require.NoFileExists(t, in+"temp")
	require.FileExists(t, in+"new")
	for name, to := range links {
		got, err := os.Readlink(in + name)
		require.NoError(t, err)
		require.Equal(t, to, got)
	}
	intact()
}

// A folder that is closed while others use it, as one that is deleted is, never
// becomes another one: the numbers of descriptors are given out again.
func TestClosingWhileInUse(t *testing.T) {
	other := t.TempDir()
	for range 100 {
		f, _, _ := openHandle(t)
		var users sync.WaitGroup
		for range 4 {
			users.Go(func() {
				for err := error(nil); err == nil; {
					var w *file
					if w, err = f.create("f", 0o600); err == nil {
						err = w.Close()
					}
					if err == nil && !f.renameNew("f", "g") {
						err = f.Remove("f")
					}
				}
			})
		}
		require.NoError(t, f.close())
		var opened []int
		for range 8 {
			fd, err := syscall.Open(other, syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
			require.NoError(t, err)
			opened = append(opened, fd)
		}
		users.Wait()
		for _, fd := range opened {
			require.NoError(t, syscall.Close(fd))
		}
	}
	list, err := os.ReadDir(other)
	require.NoError(t, err)
	require.Empty(t, list)
}
