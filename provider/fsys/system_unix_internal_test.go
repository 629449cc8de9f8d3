//go:build unix

package fsys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
)

// What the system says, as what Web Deploy says.
func TestFailed(t *testing.T) {
	o := &provider.Object{Kind: provider.FilePath, Path: "/d/f"}
	generic := "An error was encountered when processing operation 'Create File' on '/d/f'."
	for _, c := range []struct {
		err  error
		code provider.Code
		says string
		hr   string
	}{
		{unix.ENOENT, "", generic, "0x80070002"},
		{unix.ENOTDIR, "", generic, "0x80070003"},
		{unix.EMFILE, "", generic, "0x80070004"},
		{unix.EACCES, provider.CodeInsufficientAccess, "Unable to perform the operation (\"Create File\")", "0x80070005"},
		{unix.EPERM, provider.CodeInsufficientAccess, "Unable to perform the operation", "0x80070005"},
		{unix.EROFS, "", generic, "0x80070013"},
		{unix.EIO, "", generic, "0x8007001F"},
		{unix.ENOSPC, "", generic, "0x80070070"},
		{unix.EDQUOT, "", generic, "0x80070070"},
		{unix.ENOTEMPTY, "", generic, "0x80070091"},
		{unix.ENAMETOOLONG, "", generic, "0x800700CE"},
		{unix.EFBIG, "", generic, "0x800700DF"},
		{unix.ELOOP, "", generic, "0x80004005"},
		{errors.New("other"), "", generic, "0x80004005"},
	} {
		for _, wrapped := range []error{
			c.err, &fs.PathError{Op: "open", Path: "/d/.temp", Err: c.err}, &os.LinkError{Op: "rename", Old: "/d/.temp", New: "f", Err: c.err},
			os.NewSyscallError("write", c.err), &fs.PathError{Op: "write", Err: os.NewSyscallError("copy_file_range", c.err)},
		} {
			err := failed("Create File", o, wrapped)
			require.ErrorIs(t, err, c.err)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.code, e.Code, c.err)
			require.Contains(t, e.Msg, c.says)
			require.Equal(t, "The error code was "+c.hr+".", e.Err.(*provider.Error).Msg, c.err)
			require.NotContains(t, err.Error(), ".temp", "the temporary name is nobody's business")
			require.Equal(t, c.err == unix.EMFILE, provider.Temporary(err), c.err)
		}
	}
}

// What is in use may soon not be, so that trying again makes sense.
func TestFailedInUse(t *testing.T) {
	o := &provider.Object{Kind: provider.FilePath, Path: "/d/f"}
	for _, errno := range []error{unix.EBUSY, unix.ETXTBSY} {
		err := failed("Create File", o, &fs.PathError{Op: "open", Err: errno})
		require.ErrorIs(t, err, provider.CodeFileInUse)
		require.ErrorIs(t, err, errno)
		require.True(t, provider.Temporary(err))
		require.ErrorContains(t, err, "/d/f")
	}
}

func TestFailedKeepsWhatSpeaksForItself(t *testing.T) {
	own := &provider.Error{Op: "read", Msg: "The source is gone."}
	for _, err := range []error{own, fmt.Errorf("wrapped: %w", own)} {
		require.Equal(t, err, failed("Create File", &provider.Object{}, err))
	}
}

// Where a file system ignores case, or takes two ways to write an accent for
// one, an object that is added must not replace another one. The file found
// under the name is spelled in another way there.
func TestAddingOverAnotherSpelling(t *testing.T) {
	for added, there := range map[string]string{"README.txt": "Readme.txt", "e\u0301.txt": "é.txt"} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, there), []byte("precious"), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "other"), nil, 0o600))
		r, err := os.OpenRoot(dir)
		require.NoError(t, err)
		defer r.Close()
		seen, err := r.Lstat(there)
		require.NoError(t, err)
		h := &handle{Root: r}
		require.NoError(t, h.sameSpelling(there, seen, nil))
		err = h.sameSpelling(added, seen, &provider.Object{Kind: provider.FilePath, Path: filepath.Join(dir, added)})
		require.ErrorIs(t, err, fs.ErrExist)
		require.ErrorContains(t, err, "'"+filepath.Join(dir, added)+"'")
		require.ErrorContains(t, err, "'"+there+"'")
		require.Equal(t, err, failed("Create File", &provider.Object{}, err))
	}
}

// A folder that is opened for writing is the one that was looked at.
func TestOpenReal(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "d"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "f"), nil, 0o600))
	require.NoError(t, os.Symlink("d", filepath.Join(dir, "l")))
	r, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer r.Close()
	for name, want := range map[string]error{"d": nil, "f": errNotFolder, "l": errNotFolder, "none": fs.ErrNotExist} {
		got, err := openReal(r, name)
		require.ErrorIs(t, err, want, name)
		if err == nil {
			require.NoError(t, got.Close())
		}
	}
}

// The setting ignoreErrors, with numbers as Windows has them in their two forms.
func TestIgnores(t *testing.T) {
	for list, want := range map[string]bool{
		"": false, "5": true, "2;5": true, " 5 ": true, "-2147024891": true, "2147942405": true, "2": false, "32;3": false, "0": false, "65541": false,
	} {
		s := provider.Settings{{Name: "IgnoreErrors", Value: list}}
		require.Equal(t, want, ignores(s, unix.EACCES), "%q", list)
		require.Equal(t, want, (&tree{root: item{obj: provider.Object{Settings: s}}}).passOver(&provider.Error{}, unix.EACCES).(*provider.Error).Skippable)
	}
	require.False(t, ignores(nil, unix.EACCES))
	require.False(t, ignores(provider.Settings{{Name: "ignoreErrors", Value: "5"}}, errors.New("other")))
	require.True(t, (&tree{}).passOver(&provider.Error{Skippable: true}, unix.EACCES).(*provider.Error).Skippable)
}

func TestPaths(t *testing.T) {
	for given, want := range map[string][4]string{ // joined with x, trimmed, folder, name
		"/a/b":  {"/a/b/x", "/a/b", "/a/", "b"},
		"/a/b/": {"/a/b/x", "/a/b", "/a/b/", ""},
		"a":     {"a/x", "a", ".", "a"},
		"./a":   {"./a/x", "./a", "./", "a"},
		"/":     {"/x", "/", "/", ""},
		"//":    {"/x", "//", "//", ""},
		"..":    {"../x", "..", "..", ""},
		"a/.":   {"a/./x", "a/.", "a/.", ""},
		"":      {"/x", "", ".", ""},
	} {
		dir, name := split(given)
		require.Equal(t, want, [4]string{join(given, "x"), trim(given), dir, name}, "%q", given)
	}
}

func TestShrinkKeepsFewFoldersOpen(t *testing.T) {
	dir := t.TempDir()
	fs := folders{path: dir, pool: new(pool)}
	defer fs.close()
	for i := range 3 * maxFolders {
		require.NoError(t, os.Mkdir(filepath.Join(dir, fmt.Sprint(i)), 0o755))
	}
	busy, err := fs.take("0")
	require.NoError(t, err)
	for i := range 3 * maxFolders {
		f, err := fs.take(fmt.Sprint(i))
		require.NoError(t, err)
		fs.give(f)
		require.LessOrEqual(t, len(fs.open), maxFolders+1)
	}
	require.Same(t, busy, fs.open["0"], "what is in use stays open")
	fs.give(busy)
	_, err = busy.Stat(".")
	require.NoError(t, err)
	fs.forget("0")
	_, err = busy.Stat(".")
	require.Error(t, err)
}

// However many targets there are, few folders stay open, and each finds its own
// again, but no other in its place.
func TestTargetsShareTheFoldersThatStayOpen(t *testing.T) {
	dir, shared := t.TempDir(), new(pool)
	var all []*folders
	for i := range 3 * maxFolders {
		path := filepath.Join(dir, fmt.Sprint(i))
		require.NoError(t, os.MkdirAll(filepath.Join(path, "sub"), 0o755))
		all = append(all, &folders{path: path, pool: shared})
	}
	use := func(fs *folders) error {
		f, err := fs.take("sub")
		if err == nil {
			fs.give(f)
		}
		return err
	}
	for range 2 {
		for _, fs := range all {
			require.NoError(t, use(fs))
			open := 0
			for _, other := range all {
				open += len(other.open)
			}
			require.LessOrEqual(t, open, maxFolders+1)
		}
	}
	moved := all[0].path
	require.NoError(t, os.Rename(moved, moved+"-old"))
	require.NoError(t, os.Symlink(all[1].path, moved))
	require.ErrorIs(t, use(all[0]), errNotFolder)
	for _, fs := range all {
		require.NoError(t, fs.close())
	}
	require.Zero(t, shared.idle.Len())
}
