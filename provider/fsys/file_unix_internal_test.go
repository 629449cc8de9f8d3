//go:build unix

package fsys

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Commands that run beside a sync do not inherit the file.
func TestOpenFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(path, []byte("data"), 0o600))
	f, err := openFile(path)
	require.NoError(t, err)
	flags, err := unix.FcntlInt(uintptr(f.fd), unix.F_GETFD, 0)
	require.NoError(t, err)
	require.NotZero(t, flags&unix.FD_CLOEXEC)
	data, err := io.ReadAll(f)
	require.NoError(t, err)
	require.Equal(t, "data", string(data))
	_, err = unix.Write(f.fd, []byte("x"))
	require.ErrorIs(t, err, unix.EBADF, "it is open for reading only")
	n, err := f.Read(nil)
	require.Zero(t, n)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// What is closed stays closed, whether or not an os.File had taken over.
func TestClosedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(path, []byte("data"), 0o600))
	for _, taken := range []bool{false, true} {
		f, err := openFile(path)
		require.NoError(t, err)
		if taken {
			require.Same(t, f.file(), f.file())
		}
		st, err := f.state()
		require.NoError(t, err)
		require.EqualValues(t, 4, st.size)
		require.NoError(t, f.Close())
		_, err = f.Read(make([]byte, 4))
		require.ErrorIs(t, err, os.ErrClosed)
		_, err = f.state()
		require.ErrorIs(t, err, os.ErrClosed)
		require.ErrorIs(t, f.Close(), os.ErrClosed)
	}
}

// Who closes a file while another reads it does not make that one read a third
// one's.
func TestFileIsClosedWhileItIsRead(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	require.NoError(t, os.WriteFile(a, bytes.Repeat([]byte("a"), 1000), 0o600))
	require.NoError(t, os.WriteFile(b, bytes.Repeat([]byte("b"), 1000), 0o600))
	for range 200 {
		f, err := openFile(a)
		require.NoError(t, err)
		var wg sync.WaitGroup
		wg.Go(func() {
			p := make([]byte, 1)
			for {
				if n, err := f.Read(p); err != nil {
					return
				} else if n != 1 || p[0] != 'a' {
					t.Errorf("read %q", p[:n])
					return
				}
			}
		})
		require.NoError(t, f.Close())
		g, err := openFile(b)
		require.NoError(t, err)
		wg.Wait()
		require.NoError(t, g.Close())
	}
}

// Failures are those of os.Open.
func TestOpenPathFails(t *testing.T) {
	dir := t.TempDir()
	link, file, none := filepath.Join(dir, "link"), filepath.Join(dir, "file"), filepath.Join(dir, "none")
	require.NoError(t, os.Symlink(dir, link))
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for path, flags := range map[string]int{none: 0, file: unix.O_DIRECTORY, link: unix.O_NOFOLLOW, "\x00": 0} {
		_, want := os.OpenFile(path, flags, 0)
		require.Error(t, want)
		_, err := openPath(path, flags)
		require.Equal(t, want, err)
	}
}
