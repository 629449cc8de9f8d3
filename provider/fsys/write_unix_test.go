//go:build unix

package fsys_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func mode(t testing.TB, path string) fs.FileMode {
	t.Helper()
	fi, err := os.Lstat(path)
	require.NoError(t, err)
	return fi.Mode()
}

// add places src in the root of target and adds it.
func add(t testing.TB, target provider.Target, src *provider.Object) error {
	t.Helper()
	n, err := target.Place(target.Root(), src)
	require.NoError(t, err)
	return target.Apply(t.Context(), &provider.Change{New: n, Source: src})
}

func attributes(text string) provider.Attr {
	return provider.Attr{Name: provider.AttrAttributes, Value: provider.String(text)}
}

func permissions(perm uint32) provider.Attr {
	return provider.Attr{Name: provider.AttrMode, Value: provider.Mode(perm)}
}

// Which permissions a file gets, of those at the source and those of the file
// that it replaces.
func TestModeOfFiles(t *testing.T) {
	defer unix.Umask(unix.Umask(0o027))
	for _, c := range []struct {
		name  string
		attrs provider.Attrs
		old   fs.FileMode // 0: the file is new
		want  fs.FileMode
	}{
		{"unknown, new: the system decides", nil, 0, 0o640},
		{"unknown, replaced: as it was", nil, 0o604, 0o604},
		{"unknown, new, read-only", provider.Attrs{attributes("ReadOnly")}, 0, 0o440},
		{"unknown, replaced, read-only", provider.Attrs{attributes("ReadOnly, Hidden")}, 0o664, 0o444},
		{"unknown, read-only before", provider.Attrs{attributes("Normal")}, 0o444, 0o644},
		{"unknown, read-only before, nothing said", nil, 0o444, 0o444},
		{"known, new", provider.Attrs{permissions(0o775)}, 0, 0o775},
		{"known, replaced", provider.Attrs{permissions(0o600)}, 0o777, 0o600},
		{"known, says read-only", provider.Attrs{attributes("readonly"), permissions(0o664)}, 0, 0o444},
		{"known, says it is not", provider.Attrs{attributes("Normal"), permissions(0o444)}, 0, 0o644},
		{"known to be read-only", provider.Attrs{attributes("ReadOnly"), permissions(0o555)}, 0o777, 0o555},
		{"nothing", provider.Attrs{permissions(0)}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "f")
			src := file("f", "data")
			src.Attrs = append(src.Attrs, c.attrs...)
			if c.old != 0 {
				put(t, dir, map[string]string{"f": "old"})
				require.NoError(t, os.Chmod(path, c.old))
				target := openTarget(t, fsys.DirPath(), dir)
				old := lookup(t, target, "/f")
				n := *src
				n.Parent, n.Path = old.Parent, old.Path
				require.NoError(t, target.Apply(t.Context(), &provider.Change{Old: old, New: &n}))
			} else {
				require.NoError(t, add(t, openTarget(t, fsys.DirPath(), dir), src))
			}
			require.Equal(t, c.want.String(), mode(t, path).String())
		})
	}
}

// While a file with known permissions is being written it is nobody else's
// business.
func TestUnfinishedFilesArePrivate(t *testing.T) {
	defer unix.Umask(unix.Umask(0))
	dir := t.TempDir()
	put(t, dir, map[string]string{"f": "old"})
	target := openTarget(t, fsys.DirPath(), dir)
	old := lookup(t, target, "/f")
	src := *file("f", "")
	src.Parent, src.Path, src.Attrs = old.Parent, old.Path, append(src.Attrs, permissions(0o640))
	seen := fs.FileMode(0)
	src.Content = func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(fsys.ReaderFunc(func([]byte) (int, error) {
			list, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Len(t, list, 2)
			require.Equal(t, "f", list[1].Name())
			seen = mode(t, filepath.Join(dir, list[0].Name()))
			return 0, io.EOF
		})), nil
	}
	require.NoError(t, target.Apply(t.Context(), &provider.Change{Old: old, New: &src}))
	require.Equal(t, fs.FileMode(0o600), seen)
	require.Equal(t, fs.FileMode(0o640), mode(t, filepath.Join(dir, "f")))
}

func TestModeOfFolders(t *testing.T) {
	defer unix.Umask(unix.Umask(0o027))
	for _, c := range []struct {
		name   string
		attrs  provider.Attrs
		parent fs.FileMode
		want   fs.FileMode
	}{
		{"unknown: the system decides", nil, 0o755, 0o750},
		{"known", provider.Attrs{permissions(0o775)}, 0o755, 0o775},
		{"narrower", provider.Attrs{permissions(0o700)}, 0o755, 0o700},
		{"always open to its owner", provider.Attrs{permissions(0o555)}, 0o755, 0o755},
		{"keeps the group of the folder above", provider.Attrs{permissions(0o775)}, fs.ModeSetgid | 0o755, fs.ModeSetgid | 0o775},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.Chmod(dir, c.parent))
			src := dirObject("d")
			src.Attrs = c.attrs
			require.NoError(t, add(t, openTarget(t, fsys.DirPath(), dir), src))
			require.Equal(t, (fs.ModeDir | c.want).String(), mode(t, filepath.Join(dir, "d")).String())
			root := openTarget(t, fsys.DirPath(), filepath.Join(dir, "root"))
			n := *root.Root()
			n.Attrs, n.Absent = c.attrs, false
			require.NoError(t, root.Apply(t.Context(), &provider.Change{Old: root.Root(), New: &n}))
			require.Equal(t, (fs.ModeDir | c.want).String(), mode(t, filepath.Join(dir, "root")).String())
		})
	}
}

// recorded: sync/readonly-both-update, sync/readonly-delete, delete/readonly-inside
func TestTimesAndReadOnlyFiles(t *testing.T) {
	dir := t.TempDir()
	src, dst := filepath.Join(dir, "src"), filepath.Join(dir, "dst")
	put(t, dir, map[string]string{"src/a": "new", "src/d/b": "b", "dst/a": "old", "dst/gone": ""})
	at := time.Date(2019, 12, 31, 23, 59, 59, 987654321, time.UTC)
	require.NoError(t, os.Chtimes(filepath.Join(src, "a"), at, at))
	require.NoError(t, os.Chtimes(filepath.Join(src, "d/b"), at, at))
	for _, p := range []string{"src/a", "dst/a", "dst/gone"} {
		require.NoError(t, os.Chmod(filepath.Join(dir, p), 0o444))
	}
	_, err := sync(t, src, dst)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"a": "new", "d": "dir", "d/b": "b"}, tree(t, dst))
	require.Equal(t, fs.FileMode(0o444), mode(t, filepath.Join(dst, "a")))
	for _, p := range []string{"a", "d/b"} {
		fi, err := os.Stat(filepath.Join(dst, p))
		require.NoError(t, err)
		require.True(t, fi.ModTime().Equal(at), "%v", fi.ModTime())
	}
	_, err = websync.Delete(t.Context(), provider.DocumentTarget(openTarget(t, fsys.DirPath(), dst)), nil)
	require.NoError(t, err)
	require.NoDirExists(t, dst)
}

// A file that cannot be completed leaves nothing behind and what it was to
// replace as it was.
func TestFailedWritesLeaveNothing(t *testing.T) {
	bad := errors.New("bad disk")
	for name, c := range map[string]struct {
		content provider.Content
		want    error
	}{
		"cannot be opened": {func(context.Context) (io.ReadCloser, error) { return nil, bad }, bad},
		"ends early": {func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader("half"), fsys.ReaderFunc(func([]byte) (int, error) { return 0, bad }))), nil
		}, bad},
		"ends unexpectedly": {func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(fsys.ReaderFunc(func([]byte) (int, error) { return 3, io.ErrUnexpectedEOF })), nil
		}, io.ErrUnexpectedEOF},
		"has no content": {nil, errors.ErrUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, map[string]string{"old": "precious"})
			target := openTarget(t, fsys.DirPath(), dir)
			src := file("new", "whole")
			src.Content = c.content
			err := add(t, target, src)
			require.ErrorIs(t, err, c.want)
			if c.content != nil {
				var e *provider.Error
				require.ErrorAs(t, err, &e)
				require.Equal(t, provider.SourceSide, e.Side)
				require.Equal(t, "made up/new", e.Path)
			}
			old := lookup(t, target, "/old")
			n := *src
			n.Parent, n.Path, n.Key = old.Parent, old.Path, old.Key
			require.ErrorIs(t, target.Apply(t.Context(), &provider.Change{Old: old, New: &n, Source: src}), c.want)
			require.Equal(t, map[string]string{"old": "precious"}, tree(t, dir))
		})
	}
}

// A file that grows or shrinks while it is copied is an error that names it,
// whatever way it is copied.
func TestFileThatChangesWhileItIsCopied(t *testing.T) {
	for _, size := range []int{10, 100_000, 5 << 20} {
		for name, other := range map[string]int{"shorter": size / 2, "longer": size + 1} {
			dir := t.TempDir()
			put(t, dir, map[string]string{"src/log": strings.Repeat("x", size), "dst/": ""})
			o := lookup(t, open(t, fsys.DirPath(), filepath.Join(dir, "src")), "/log")
			require.NoError(t, os.Truncate(filepath.Join(dir, "src/log"), int64(other)))
			err := add(t, openTarget(t, fsys.DirPath(), filepath.Join(dir, "dst")), o)
			require.ErrorContains(t, err, "The file '"+filepath.Join(dir, "src/log")+"' changed while it was read", "%s %d", name, size)
			require.Empty(t, tree(t, filepath.Join(dir, "dst")))
		}
	}
}

func TestCancelledCopy(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"dst/": "", "src/": ""})
	big := filepath.Join(dir, "src/big")
	require.NoError(t, os.WriteFile(big, nil, 0o600))
	require.NoError(t, os.Truncate(big, 1<<30))
	stop := errors.New("stop")
	for name, wrap := range map[string]func(provider.Content, func()) provider.Content{
		"by the system": func(c provider.Content, cancel func()) provider.Content {
			return func(ctx context.Context) (io.ReadCloser, error) { r, err := c(ctx); cancel(); return r, err }
		},
		"by hand": func(c provider.Content, cancel func()) provider.Content {
			return func(ctx context.Context) (io.ReadCloser, error) {
				r, err := c(ctx)
				return struct {
					io.Reader
					io.Closer
				}{fsys.ReaderFunc(func(p []byte) (int, error) { cancel(); return r.Read(p) }), r}, err
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			target := openTarget(t, fsys.DirPath(), filepath.Join(dir, "dst"))
			o := *lookup(t, open(t, fsys.DirPath(), filepath.Join(dir, "src")), "/big")
			o.Content = wrap(o.Content, func() { cancel(stop) })
			n, err := target.Place(target.Root(), &o)
			require.NoError(t, err)
			require.ErrorIs(t, target.Apply(ctx, &provider.Change{New: n}), stop)
			require.Empty(t, tree(t, filepath.Join(dir, "dst")))
		})
	}
}

// recorded: sync/filepath-no-parent, rules/donotdelete-clash,
// rules/donotdelete-clash2, sync/dirpath-dest-is-file
func TestRecordedFailures(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"dst/folder/": "", "dst/file": "", "f": "", "d/": ""})
	in := func(rel string) string { return filepath.Join(dir, rel) }
	createFile := func(p string) string {
		return "An error was encountered when processing operation 'Create File' on '" + p + "'."
	}
	denied := func(p string) string {
		return "ERROR_INSUFFICIENT_ACCESS_TO_SITE_FOLDER: Unable to perform the operation (\"Create File\")  for the specified directory (\"" +
			p + "\"). This can occur if the server administrator has not authorized this operation for the user credentials you are using."
	}
	addRoot := func(p provider.Deployer, path string, src *provider.Object) error {
		target := openTarget(t, p, path)
		require.True(t, target.Root().Absent)
		n := *src
		n.Path, n.Key = path, path
		return target.Apply(t.Context(), &provider.Change{Old: target.Root(), New: &n})
	}
	dst := openTarget(t, fsys.DirPath(), in("dst"))
	for name, c := range map[string]struct {
		err  error
		is   error
		want []string
	}{
		"file without a parent": {addRoot(fsys.FilePath(), in("none/f"), file("f", "")), fs.ErrNotExist,
			[]string{createFile(in("none/f")), "The error code was 0x80070002.", "no such file or directory"}},
		"file below a file": {addRoot(fsys.FilePath(), in("f/f"), file("f", "")), syscall.ENOTDIR,
			[]string{createFile(in("f/f")), "The error code was 0x80070003.", "not a directory"}},
		"file for a folder": {addRoot(fsys.FilePath(), in("d"), file("f", "")), provider.CodeInsufficientAccess,
			[]string{denied(in("d")), "The error code was 0x80070005.", "permission denied"}},
		"folder for a file": {addRoot(fsys.DirPath(), in("f"), dirObject("d")), syscall.ENOTDIR,
			[]string{"Could not find directory '" + in("f") + "'."}},
		"file in the way of a folder": {add(t, dst, dirObject("file")), syscall.ENOTDIR,
			[]string{"Could not find directory '" + in("dst/file") + "'."}},
		"folder in the way of a file": {add(t, dst, file("folder", "")), provider.CodeInsufficientAccess,
			[]string{denied(in("dst/folder")), "The error code was 0x80070005.", "permission denied"}},
		"name too long": {add(t, dst, file(strings.Repeat("n", 300), "")), syscall.ENAMETOOLONG,
			[]string{createFile(in("dst/" + strings.Repeat("n", 300))), "The error code was 0x800700CE.", "file name too long"}},
	} {
		require.Error(t, c.err, name)
		require.Equal(t, c.want, chain(c.err), name)
		require.ErrorIs(t, c.err, c.is, name)
		var e *provider.Error
		require.ErrorAs(t, c.err, &e)
	}
	require.Equal(t, []string{"d", "dst", "dst/file", "dst/folder", "f"}, slices.Sorted(maps.Keys(tree(t, dir))))
}

// Two objects that rules give one name are both written, and the later wins
// (recorded: skip-replace/replace-collision); folders become one.
func TestAddingUnderAnExistingName(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"d/x": "x"})
	target := openTarget(t, fsys.DirPath(), dir)
	require.NoError(t, add(t, target, file("b.txt", "first")))
	require.NoError(t, add(t, target, file("b.txt", "second")))
	require.NoError(t, add(t, target, dirObject("d")))
	require.Equal(t, map[string]string{"b.txt": "second", "d": "dir", "d/x": "x"}, tree(t, dir))
}

// What is gone already is as it should be; what is not empty stays.
func TestDeleting(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"root/gone": "", "root/full/x": "x", "root/empty/": ""})
	target := openTarget(t, fsys.DirPath(), filepath.Join(dir, "root"))
	gone, full, empty := lookup(t, target, "/gone"), lookup(t, target, "/full"), lookup(t, target, "/empty")
	require.NoError(t, os.Remove(filepath.Join(dir, "root/gone")))
	for _, o := range []*provider.Object{gone, gone, empty, empty} {
		require.NoError(t, target.Apply(t.Context(), &provider.Change{Old: o}))
	}
	err := target.Apply(t.Context(), &provider.Change{Old: full})
	require.ErrorIs(t, err, syscall.ENOTEMPTY)
	require.Equal(t, []string{
		"An error was encountered when processing operation 'Delete Directory' on '" + full.Path + "'.",
		"The error code was 0x80070091.", "directory not empty",
	}, chain(err))
	require.Error(t, target.Apply(t.Context(), &provider.Change{Old: target.Root()}))
	require.Equal(t, map[string]string{"full": "dir", "full/x": "x"}, tree(t, filepath.Join(dir, "root")))
}

// A folder that is deleted and added again is not written to under its old
// handle.
func TestFolderThatComesBack(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"d/": ""})
	target := openTarget(t, fsys.DirPath(), dir)
	for range 3 {
		d := lookup(t, target, "/d")
		x, err := target.Place(d, file("x", "x"))
		require.NoError(t, err)
		require.NoError(t, target.Apply(t.Context(), &provider.Change{New: x}))
		require.Equal(t, map[string]string{"d": "dir", "d/x": "x"}, tree(t, dir))
		require.NoError(t, target.Apply(t.Context(), &provider.Change{Old: x}))
		require.NoError(t, target.Apply(t.Context(), &provider.Change{Old: d}))
		require.NoError(t, add(t, target, dirObject("d")))
	}
}

// More folders than are kept open, at any depth.
func TestManyFolders(t *testing.T) {
	src := t.TempDir()
	want := map[string]string{}
	deep := "deep"
	for range 80 {
		want[deep] = "dir"
		deep += "/" + strings.Repeat("d", 40)
		want[deep] = "dir"
		want[deep+"/f"] = deep
		put(t, src, map[string]string{deep + "/f": deep})
	}
	dst := filepath.Join(t.TempDir(), "dst")
	_, err := sync(t, src, dst)
	require.NoError(t, err)
	require.Equal(t, want, tree(t, dst))
	sum, err := sync(t, src, dst)
	require.NoError(t, err)
	require.Zero(t, sum.Total())
}

func TestClosedTarget(t *testing.T) {
	dir := t.TempDir()
	target := openTarget(t, fsys.DirPath(), dir)
	require.NoError(t, add(t, target, file("a", "")))
	require.NoError(t, target.Close())
	require.ErrorIs(t, add(t, target, file("b", "")), fs.ErrClosed)
	require.Equal(t, map[string]string{"a": ""}, tree(t, dir))
}
