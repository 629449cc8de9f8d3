package builtin_test

import (
	"os"
	"os/user"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
)

// Files that come after the permissions were granted, and files whose contents
// are copied at the time, have them as well. Granting makes nothing differ from
// its source.
func TestPermissionsOfWhatIsDeployed(t *testing.T) {
	name := "root"
	if os.Getuid() == 0 {
		name = "nobody"
	}
	_, err := user.Lookup(name)
	require.NoError(t, err)
	src, dst, dir := tree(t, map[string]string{"data/a": "a", "data/run": "#!", "data/readonly": "r"}), filepath.Join(t.TempDir(), "www"), t.TempDir()
	require.NoError(t, os.Chmod(filepath.Join(src, "data", "run"), 0o755))
	require.NoError(t, os.Chmod(filepath.Join(src, "data", "readonly"), 0o444))
	manifest := func(name, root, settings string) provider.Ref {
		path := filepath.Join(dir, name)
		text := `<site><contentPath path="` + root + `"/><setAcl path="` + filepath.Join(root, "data") + `"` + settings + `/></site>`
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		return provider.Ref{Kind: "manifest", Path: path}
	}
	from, to := manifest("from", src, ""), manifest("to", dst, ` setAclUser="`+name+`" setAclAccess="Modify"`)
	env := provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	granted := func(file string) {
		b := make([]byte, 1024)
		n, err := unix.Getxattr(filepath.Join(dst, "data", file), "system.posix_acl_access", b)
		require.NoError(t, err, file)
		require.Equal(t, byte(0x10), b[4+8*3], "the mask comes fourth: % x", b[:n])
		require.Equal(t, byte(6), b[4+8*3+2], "it lets the user write")
	}

	require.Contains(t, run(t, env, from, to), "Adding ACLs for path ("+filepath.Join(dst, "data")+")")
	granted("a")
	require.Empty(t, run(t, env, from, to), "and that is all")

	require.NoError(t, os.WriteFile(filepath.Join(src, "data", "a"), []byte("changed"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(src, "data", "new"), []byte("new"), 0o644))
	require.Equal(t, []string{
		"Updating file (" + filepath.Join(dst, "data", "a") + ").", "Adding file (" + filepath.Join(dst, "data", "new") + ").",
	}, run(t, env, from, to))
	granted("a")
	granted("new")
	require.Empty(t, run(t, env, from, to))
}
