//go:build unix

package fsys_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// putOld writes a file of so many bytes that nobody has written to for long.
func putOld(t testing.TB, path string, size int) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("x", size)), 0o600))
	old := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(path, old, old))
}

// overwrite writes over the beginning of a file.
func overwrite(t testing.TB, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteString("y")
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// overwriteSecretly writes over the beginning of a file and leaves it the time
// that it had.
func overwriteSecretly(t testing.TB, path string) {
	t.Helper()
	var before, after unix.Stat_t
	require.NoError(t, unix.Stat(path, &before))
	for after = before; after.Ctim == before.Ctim; { // until the clock of the file system has ticked
		overwrite(t, path)
		old := time.Unix(before.Mtim.Unix())
		require.NoError(t, os.Chtimes(path, old, old))
		require.NoError(t, unix.Stat(path, &after))
	}
	require.Equal(t, before.Mtim, after.Mtim)
}

func replace(t testing.TB, path string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path+".new", []byte("y"), 0o600))
	require.NoError(t, os.Rename(path+".new", path))
}

// What is written to while it is read is an error that names the file and may go
// away; what is replaced or removed is read as it was. Whichever way it is read.
func TestFileThatIsWrittenToWhileItIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		do  func(t testing.TB, path string)
		bad bool
	}{
		"overwritten":          {overwrite, true},
		"overwritten secretly": {overwriteSecretly, true},
		"appended to": {func(t testing.TB, path string) {
			fi, err := os.Stat(path)
			require.NoError(t, err)
			require.NoError(t, os.Truncate(path, fi.Size()+1))
		}, true},
		"truncated": {func(t testing.TB, path string) { require.NoError(t, os.Truncate(path, 0)) }, true},
		"replaced":  {replace, false},
		"removed":   {func(t testing.TB, path string) { require.NoError(t, os.Remove(path)) }, false},
	} {
		for _, size := range []int{10, 100_000, 5 << 20} {
			for _, copied := range []bool{false, true} {
				dir := t.TempDir()
				put(t, dir, map[string]string{"src/": "", "dst/": ""})
				path := filepath.Join(dir, "src/log")
				putOld(t, path, size)
				o := *lookup(t, open(t, fsys.DirPath(), filepath.Join(dir, "src")), "/log")
				content := o.Content
				o.Content = func(ctx context.Context) (io.ReadCloser, error) {
					r, err := content(ctx)
					c.do(t, path)
					return r, err
				}
				var err error
				if copied {
					err = add(t, openTarget(t, fsys.DirPath(), filepath.Join(dir, "dst")), &o)
				} else {
					err = readAll(t, &o)
				}
				if !c.bad {
					require.NoError(t, err, "%s %d", name, size)
					continue
				}
				require.ErrorIs(t, err, fsys.ErrChanged, "%s %d %v", name, size, copied)
				require.True(t, provider.Temporary(err))
				require.ErrorContains(t, err, "The file '"+path+"' changed while it was read")
				require.Empty(t, tree(t, filepath.Join(dir, "dst")))
			}
		}
	}
}

func readAll(t testing.TB, o *provider.Object) error {
	r, err := o.Content(t.Context())
	require.NoError(t, err)
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// A file that is being written is copied when whoever writes it is done, but one
// that has another size by then does not get better.
func TestFileThatIsWrittenToIsTriedAgain(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"src/": "", "dst/": ""})
	path := filepath.Join(dir, "src/log")
	run := func(times int, do func(testing.TB, string)) (websync.Summary, error) {
		putOld(t, path, 10)
		busy := &rules.Rule{Name: "Busy", Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
			n := *o
			n.Content = func(ctx context.Context) (io.ReadCloser, error) {
				r, err := o.Content(ctx)
				if times--; times >= 0 {
					do(t, path)
				}
				return r, err
			}
			return &n, nil
		}}
		src, dst := open(t, fsys.DirPath(), filepath.Join(dir, "src")), openTarget(t, fsys.DirPath(), filepath.Join(dir, "dst"))
		return websync.Run(t.Context(), src, dst, &websync.Options{
			Rules: rules.Chain{busy}, Retry: websync.Retry{Attempts: 3, Interval: time.Nanosecond},
		})
	}
	sum, err := run(2, func(t testing.TB, path string) { overwriteSecretly(t, path) })
	require.NoError(t, err)
	require.Equal(t, websync.Summary{Added: 1, Bytes: 10, Warnings: 2}, sum)
	require.Equal(t, map[string]string{"log": "yxxxxxxxxx"}, tree(t, filepath.Join(dir, "dst")))

	require.NoError(t, os.Remove(filepath.Join(dir, "dst/log")))
	sum, err = run(1, func(t testing.TB, path string) { require.NoError(t, os.Truncate(path, 11)) })
	require.ErrorIs(t, err, fsys.ErrChanged)
	require.False(t, provider.Temporary(err))
	require.Equal(t, 1, sum.Warnings)
}
