package builtin_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/provider/command"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// deploy syncs a package to where it says it belongs, with the given providers.
func deploy(t *testing.T, zip provider.Ref, opts *builtin.Options) (websync.Summary, error) {
	t.Helper()
	env := &provider.Env{Providers: provider.NewRegistry(builtin.Providers(opts)...)}
	src, err := provider.OpenSource(t.Context(), env, zip)
	require.NoError(t, err)
	defer src.Close()
	env.Source = src
	dst, err := provider.OpenDestination(t.Context(), env, provider.Ref{Kind: "auto"})
	require.NoError(t, err)
	defer dst.Close()
	return websync.Run(t.Context(), src, dst, nil)
}

// A script travels in a package and runs between what comes before it and what
// comes after it, if commands are allowed; otherwise nothing is done at all.
func TestScriptInAPackage(t *testing.T) {
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("f%02d", i)] = "x"
	}
	a, b, dir := tree(t, files), tree(t, files), t.TempDir()
	before, after := filepath.Join(a, "f99"), filepath.Join(b, "f00")
	script := filepath.Join(dir, "x.sh")
	text := "test -f '" + before + "' && ! test -e '" + after + "'"
	if runtime.GOOS == "windows" {
		script = filepath.Join(dir, "x.cmd")
		text = "if not exist \"" + before + "\" exit 1\r\nif exist \"" + after + "\" exit 2\r\n"
	}
	require.NoError(t, os.WriteFile(script, []byte(text), 0o666))
	manifest := filepath.Join(dir, "m.xml")
	require.NoError(t, os.WriteFile(manifest, []byte(`<site><dirPath path="`+a+`"/><runCommand path="`+script+
		`" waitInterval="100000"/><dirPath path="`+b+`"/></site>`), 0o666))
	zip := provider.Ref{Kind: "package", Path: filepath.Join(dir, "site.zip")}
	env := provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	require.Contains(t, run(t, env, provider.Ref{Kind: "manifest", Path: manifest}, zip), "Adding child runCommand ("+script+").")
	for _, path := range []string{a, b, script} {
		require.NoError(t, os.RemoveAll(path))
	}
	_, err := deploy(t, zip, nil)
	require.ErrorIs(t, err, command.ErrNotAllowed)
	require.NoDirExists(t, a)

	requireInTurn(t, zip)
	allow := &builtin.Options{Command: command.Options{Allow: true}}
	sum, err := deploy(t, zip, allow)
	require.NoError(t, err)
	require.Equal(t, 1, sum.Updated)
	require.FileExists(t, after)
	_, err = deploy(t, zip, allow)
	require.ErrorContains(t, err, "exited with code", "it runs again, and finds what it must not")
}

// requireInTurn checks that of the parts of a package only commands are made by
// themselves, wherever it goes.
func requireInTurn(t *testing.T, zip provider.Ref) {
	t.Helper()
	env := &provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	src, err := provider.OpenSource(t.Context(), env, zip)
	require.NoError(t, err)
	defer src.Close()
	env.Source = src
	dst, err := provider.OpenDestination(t.Context(), env, provider.Ref{Kind: "auto"})
	require.NoError(t, err)
	defer dst.Close()
	parts, err := provider.Parts(t.Context(), dst, dst.Root())
	require.NoError(t, err)
	require.Len(t, parts, 3)
	for _, o := range append(parts, dst.Root()) {
		require.Equal(t, o.Kind == "runCommand", provider.InTurn(dst, &provider.Change{Old: o, New: o}), o.Path)
	}
	n, err := dst.Place(dst.Root(), &provider.Object{Kind: "runCommand", Key: "no place for it"})
	require.NoError(t, err)
	require.False(t, provider.InTurn(dst, &provider.Change{New: n}))
}
