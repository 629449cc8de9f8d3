package command_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/command"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func env() *provider.Env {
	return &provider.Env{Providers: provider.NewRegistry(command.RunCommand())}
}

func ref(path string, settings ...provider.Setting) provider.Ref {
	return provider.Ref{Kind: "runCommand", Path: path, Settings: settings}
}

const literal = "The path will be treated as a literal command that will be executed (not a file that is copied over)."

// recorded: dump/runcommand-xml, presync/runcommand-package
func TestSource(t *testing.T) {
	var events []provider.Event
	ctx := provider.WithReporter(t.Context(), func(e provider.Event) { events = append(events, e) })
	tree, err := provider.OpenSource(ctx, env(), ref("echo hi", provider.Setting{Name: "WAITINTERVAL", Value: "2000"}, provider.Setting{Name: "wmsvc", Value: "x"}))
	require.NoError(t, err)
	require.Equal(t, provider.Kind("MSDeploy.runCommand"), tree.Root().Kind)
	var o *provider.Object
	for c, err := range tree.Root().Below(t.Context()) {
		require.NoError(t, err)
		o = c
	}
	require.Equal(t, provider.Kind("runCommand"), o.Kind)
	require.Equal(t, [3]string{"Child1", "echo hi", "echo hi"}, [3]string{o.Link, o.Key, o.Path})
	require.Equal(t, provider.Attrs{{Name: "isSource", Value: provider.String("True")}}, o.Attrs)
	require.Equal(t, provider.Settings{{Name: "waitInterval", Value: "2000"}}, o.Settings)
	require.Nil(t, o.Children)
	require.NoError(t, tree.Close())
	require.Equal(t, []provider.Event{{Level: provider.LevelVerbose, Type: provider.EventGeneral, Kind: "runCommand", Path: "echo hi", Message: literal}}, events)
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name, setting, value, want string
	}{
		{"presync/bad-setting", "bogus", "1", "The provider 'runCommand' does not support the 'bogus' setting. Supported settings are " +
			"(dontUseCommandExe, dontUseJobObject, waitAttempts, waitInterval, successReturnCodes, authType, computerName, encryptPassword, " +
			"includeAcls, password, prefetchPayload, userName, wmsvc)."},
		{"presync/settings", "successReturnCodes", "0;1", ""},
		{"truth", "dontUseCommandExe", "true", ""},
		{"bad truth", "dontUseJobObject", "1", "The value '1' provided for 'dontUseJobObject' is not valid."},
		{"number", "waitAttempts", "2", ""},
		{"bad number", "waitInterval", "long", "The value 'long' provided for 'waitInterval' is not valid."},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := env().Open(t.Context(), ref("x", provider.Setting{Name: c.setting, Value: c.value}))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestSourceErrors(t *testing.T) {
	dir := t.TempDir()
	batch := filepath.Join(dir, "Install.CMD")
	require.NoError(t, os.WriteFile(batch, []byte("rem"), 0o666))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "d.bat"), 0o777))
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"nothing", "", fs.ErrInvalid},
		{"blanks", "  ", fs.ErrInvalid},
		{"batch file", batch, errors.ErrUnsupported},
		{"batch file that is elsewhere", filepath.Join(dir, "other.cmd"), nil},
		{"folder with the name of a batch file", filepath.Join(dir, "d.bat"), nil},
		{"command with a batch file", batch + " /x", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := env().Open(t.Context(), ref(c.path))
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
			require.ErrorIs(t, err, provider.CodeCreatingObject)
		})
	}
}

func TestSync(t *testing.T) {
	for _, c := range []struct {
		name, dest, want string
	}{
		{"presync/runcommand-whatif", "", "Updating runCommand ()."},
		{"presync/runcommand-auto-whatif", "echo hi", "Updating runCommand (echo hi)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, whatIf := range []bool{true, false} {
				src, err := provider.OpenSource(t.Context(), env(), ref("echo hi"))
				require.NoError(t, err)
				dst, err := provider.OpenDestination(t.Context(), env(), ref(c.dest))
				require.NoError(t, err)
				var said []string
				sum, err := websync.Run(t.Context(), src, dst, &websync.Options{WhatIf: whatIf, Observe: func(e websync.Event) { said = append(said, e.Message) }})
				require.Equal(t, "Source runCommand (echo hi) does not match destination ("+c.dest+
					") differing in attributes (isSource['True','False']). Update pending.", said[1])
				require.Equal(t, c.want, said[2])
				if whatIf {
					require.NoError(t, err)
					require.Equal(t, websync.Summary{Updated: 1}, sum)
					continue
				}
				require.ErrorIs(t, err, errors.ErrUnsupported)
				require.ErrorContains(t, err, "The command 'echo hi' was not run")
				require.Zero(t, sum, "what was not done does not count")
			}
		})
	}
}

func TestNothingElse(t *testing.T) {
	dst, err := env().OpenTarget(t.Context(), ref("x"))
	require.NoError(t, err)
	o := dst.Root()
	require.False(t, o.Absent)
	_, err = dst.Place(o, o)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorIs(t, dst.Apply(t.Context(), &provider.Change{Old: o}), errors.ErrUnsupported, "a command cannot be deleted")
	require.ErrorIs(t, dst.Apply(t.Context(), &provider.Change{Old: o, New: o}), errors.ErrUnsupported)
	require.NoError(t, dst.Close())
}

func TestDoc(t *testing.T) {
	p := command.RunCommand()
	require.NotEmpty(t, provider.DocOf(p).Summary)
	r, err := provider.ParseRef(provider.DocOf(p).Example)
	require.NoError(t, err)
	require.Equal(t, "net stop myservice", r.Path)
	require.NoError(t, provider.CheckSettings(p, r))
}
