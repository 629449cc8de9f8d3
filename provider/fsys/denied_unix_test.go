//go:build unix

package fsys_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// again runs the test that calls it in a process of its own: one without the
// rights of root. It returns the folder to test in there, and "" here.
func again(t *testing.T, prepare func(dir string)) string {
	t.Helper()
	if dir := os.Getenv("FSYS_TEST_DIR"); dir != "" {
		return dir
	}
	dir, err := os.MkdirTemp("", "fsys")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o777))
	defer unix.Umask(unix.Umask(0))
	prepare(dir)
	self, err := os.Executable()
	require.NoError(t, err)
	copied := filepath.Join(dir, "test")
	b, err := os.ReadFile(self)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(copied, b, 0o755))
	cmd := exec.Command(copied, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), "FSYS_TEST_DIR="+dir)
	cmd.Dir = dir
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: "+t.Name())
	return ""
}

func prepare(t *testing.T, files map[string]string, modes map[string]fs.FileMode) func(string) {
	return func(dir string) {
		put(t, dir, files)
		require.NoError(t, filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if os.Getuid() == 0 && err == nil {
				err = os.Chown(p, 65534, 65534)
			}
			return err
		}))
		for p, m := range modes {
			require.NoError(t, os.Chmod(filepath.Join(dir, p), m))
			t.Cleanup(func() { os.Chmod(filepath.Join(dir, p), 0o755) })
		}
	}
}

// What may not be written is an error with a code, and nothing changes.
func TestPermissionDeniedAtTheDestination(t *testing.T) {
	dir := again(t, prepare(t, map[string]string{"dst/d/f": "old", "dst/d/sub/": "", "hidden/d/": ""},
		map[string]fs.FileMode{"dst/d": 0o555, "hidden": 0o000}))
	if dir == "" {
		return
	}
	target := openTarget(t, fsys.DirPath(), filepath.Join(dir, "dst"))
	d, f, sub := lookup(t, target, "/d"), lookup(t, target, "/f"), lookup(t, target, "/sub")
	x, err := target.Place(d, file("x", "new"))
	require.NoError(t, err)
	y, err := target.Place(d, dirObject("y"))
	require.NoError(t, err)
	for operation, c := range map[string]*provider.Change{
		"Create File": {New: x}, "Create Directory": {New: y}, "Delete File": {Old: f}, "Delete Directory": {Old: sub},
	} {
		err := target.Apply(t.Context(), c)
		require.ErrorIs(t, err, provider.CodeInsufficientAccess, operation)
		require.ErrorIs(t, err, fs.ErrPermission)
		lines := chain(err)
		require.Contains(t, lines[0], `("`+operation+`")  for the specified directory ("`+c.Object().Path+`")`)
		require.Equal(t, []string{"The error code was 0x80070005.", "permission denied"}, lines[1:])
	}
	require.ErrorIs(t, target.Apply(t.Context(), &provider.Change{Old: f, New: rewritten(f, "new")}), fs.ErrPermission)
	require.Equal(t, map[string]string{"f": "old", "sub": "dir"}, tree(t, filepath.Join(dir, "dst/d")))

	_, err = fsys.DirPath().OpenTarget(t.Context(), nil, provider.Ref{Kind: provider.DirPath, Path: filepath.Join(dir, "hidden/d")})
	require.ErrorIs(t, err, fs.ErrPermission, "nobody can tell whether there is something")
	_, err = fsys.ContentPath().OpenTarget(t.Context(), nil, provider.Ref{Path: filepath.Join(dir, "hidden/d")})
	require.ErrorIs(t, err, fs.ErrPermission)
	_, err = fsys.DirPath().Open(t.Context(), nil, provider.Ref{Path: filepath.Join(dir, "hidden/d")})
	require.Equal(t, "permission denied", chain(err)[2], "the reason is not that there is nothing")
}

// A folder that cannot be listed is an error: what is in it would otherwise be
// deleted at the destination.
func TestPermissionDeniedAtTheSource(t *testing.T) {
	dir := again(t, prepare(t, map[string]string{
		"list/src/closed/x": "x", "list/dst/closed/x": "x", "read/src/f": "new", "read/dst/f": "old!", "look/src/d/x": "", "look/dst/d/x": "x",
	}, map[string]fs.FileMode{"list/src/closed": 0o000, "read/src/f": 0o000, "look/src/d": 0o444}))
	if dir == "" {
		return
	}
	for _, name := range []string{"list", "read", "look"} {
		before := tree(t, filepath.Join(dir, name, "dst"))
		_, err := sync(t, filepath.Join(dir, name, "src"), filepath.Join(dir, name, "dst"))
		require.ErrorIs(t, err, fs.ErrPermission, name)
		require.ErrorContains(t, err, filepath.Join(dir, name, "src"))
		require.Equal(t, before, tree(t, filepath.Join(dir, name, "dst")))
	}
}

// The setting ignoreErrors lets a sync go on without what may not be looked at.
func TestIgnoredErrors(t *testing.T) {
	dir := again(t, prepare(t, map[string]string{"src/a": "new!", "src/d/x": "new", "dst/a": "old", "dst/d/x": "old!", "dst/d/y": "old"},
		map[string]fs.FileMode{"src/d": 0o444}))
	if dir == "" {
		return
	}
	src := open(t, fsys.DirPath(), filepath.Join(dir, "src"), provider.Setting{Name: "ignoreErrors", Value: "2;5"})
	sum, err := websync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(openTarget(t, fsys.DirPath(), filepath.Join(dir, "dst"))),
		&websync.Options{Rules: rules.Default()})
	require.NoError(t, err)
	require.Equal(t, 1, sum.Warnings)
	require.Equal(t, map[string]string{"a": "new!", "d": "dir", "d/x": "old!"}, tree(t, filepath.Join(dir, "dst")))
}

// A disk that is full, or a file that may not grow, leaves nothing half-written.
func TestFullDisk(t *testing.T) {
	dir := again(t, prepare(t, map[string]string{"src/small": "s", "src/zbig": strings.Repeat("x", 600_000), "dst/zbig": "old"}, nil))
	if dir == "" {
		return
	}
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 100_000, Max: 100_000}))
	_, err := sync(t, filepath.Join(dir, "src"), filepath.Join(dir, "dst"))
	require.ErrorIs(t, err, syscall.EFBIG)
	require.Equal(t, []string{
		"An error was encountered when processing operation 'Create File' on '" + filepath.Join(dir, "dst/zbig") + "'.",
		"The error code was 0x800700DF.", "file too large",
	}, chain(err))
	require.Equal(t, map[string]string{"small": "s", "zbig": "old"}, tree(t, filepath.Join(dir, "dst")))
}

// A folder that its owner may not enter at the source can still be filled.
func TestReadOnlyFoldersCanBeFilled(t *testing.T) {
	dir := again(t, prepare(t, map[string]string{"src/d/x": "x", "src/d/e/y": "y"}, map[string]fs.FileMode{"src/d": 0o555, "src/d/e": 0o555}))
	if dir == "" {
		return
	}
	for range 2 {
		_, err := sync(t, filepath.Join(dir, "src"), filepath.Join(dir, "dst"))
		require.NoError(t, err)
		require.Equal(t, tree(t, filepath.Join(dir, "src")), tree(t, filepath.Join(dir, "dst")))
	}
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "dst")))
}
