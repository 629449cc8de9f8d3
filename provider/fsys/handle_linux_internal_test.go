//go:build linux

package fsys

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
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

// The time of a link is that of the link.
func TestSetTimeFollowsNoLink(t *testing.T) {
	f, in, intact := openHandle(t)
	link := filepath.Join(in, "link")
	require.NoError(t, os.Symlink("../secret", link))
	want := time.Unix(1234567890, 123456789)
	require.NoError(t, f.setTime("link", want))
	fi, err := os.Lstat(link)
	require.NoError(t, err)
	require.True(t, want.Equal(fi.ModTime()))
	intact()
	require.ErrorIs(t, f.setTime("none", want), fs.ErrNotExist)
}

// A file that is renamed takes nobody's place, and stays in the folder.
func TestRenameNew(t *testing.T) {
	f, in, intact := openHandle(t)
	in = in + separator
	require.NoError(t, os.Mkdir(in+"folder", 0o755))
	require.NoError(t, os.WriteFile(in+"file", []byte("old"), 0o600))
	require.NoError(t, os.Symlink("../secret", in+"link"))
	require.NoError(t, os.Symlink("nothing", in+"dangling"))
	require.NoError(t, os.WriteFile(in+"temp", []byte("new"), 0o600))
	for _, name := range []string{"folder", "file", "link", "dangling", "..", ".", "", "../new", "folder/new", in + "new", "none/new"} {
		require.False(t, f.renameNew("temp", name), "%q", name)
		require.FileExists(t, in+"temp")
	}
	require.False(t, f.renameNew("none", "new"))
	require.NoFileExists(t, in+"new")
	require.True(t, f.renameNew("temp", "new"))
	require.NoFileExists(t, in+"temp")
	require.FileExists(t, in+"new")
	for name, to := range map[string]string{"link": "../secret", "dangling": "nothing"} {
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
					var w *os.File
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
