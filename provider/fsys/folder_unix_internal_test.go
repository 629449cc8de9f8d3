//go:build unix

package fsys

import (
	"fmt"
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
	f, err := openFile(path, 0)
	require.NoError(t, err)
	defer f.Close()
	require.Equal(t, path, f.Name())
	flags, err := unix.FcntlInt(f.Fd(), unix.F_GETFD, 0)
	require.NoError(t, err)
	require.NotZero(t, flags&unix.FD_CLOEXEC)
	data, err := io.ReadAll(f)
	require.NoError(t, err)
	require.Equal(t, "data", string(data))
	_, err = f.Write([]byte("x"))
	require.Error(t, err, "it is open for reading only")
}

// Failures are those of os.Open.
func TestOpenFileFails(t *testing.T) {
	dir := t.TempDir()
	link, file, none := filepath.Join(dir, "link"), filepath.Join(dir, "file"), filepath.Join(dir, "none")
	require.NoError(t, os.Symlink(dir, link))
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for path, flags := range map[string]int{none: 0, file: unix.O_DIRECTORY, link: unix.O_NOFOLLOW, "\x00": 0} {
		_, want := os.OpenFile(path, flags, 0)
		require.Error(t, want)
		_, err := openFile(path, flags)
		require.Equal(t, want, err)
	}
}

// A folder whose names take more room than the buffer is read whole.
func TestEntriesOfLargeFolder(t *testing.T) {
	dir := t.TempDir()
	var want, got []string
	for i := range 3 * direntBuffer / 200 {
		want = append(want, fmt.Sprintf("%0200d", i))
		require.NoError(t, os.WriteFile(filepath.Join(dir, want[i]), nil, 0o600))
	}
	d, err := openFolder(dir, false)
	require.NoError(t, err)
	var buffers sync.Pool
	list, err := d.entries(t.Context(), &buffers)
	require.NoError(t, err)
	for _, e := range list {
		got = append(got, e.name)
	}
	require.ElementsMatch(t, want, got)
	require.NoError(t, d.close())
}
