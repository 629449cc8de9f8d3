package command_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/command"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func env() *provider.Env {
	return &provider.Env{Providers: provider.NewRegistry(command.RunCommand(&command.Options{Allow: true}))}
}

func ref(path string, settings ...provider.Setting) provider.Ref {
	return provider.Ref{Kind: "runCommand", Path: path, Settings: settings}
}

// file writes a file of the given name and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	return path
}

const (
	literal = "The path will be treated as a literal command that will be executed (not a file that is copied over)."
	script  = "The path is that of a script, a file that is copied over and executed."
)

// opened opens a source and returns its only object and what was said.
func opened(t *testing.T, ref provider.Ref) (*provider.Object, provider.Tree, string) {
	t.Helper()
	var events []provider.Event
	ctx := provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) { events = append(events, e) })
	tree, err := provider.OpenSource(ctx, env(), ref)
	require.NoError(t, err)
	require.Equal(t, provider.Kind("MSDeploy.runCommand"), tree.Root().Kind)
	require.NoError(t, providertest.Tree(t.Context(), tree))
	var o *provider.Object
	for c, err := range tree.Root().Below(t.Context()) {
		require.NoError(t, err)
		o = c
	}
	require.Equal(t, provider.Kind("runCommand"), o.Kind)
	require.Equal(t, [3]string{"Child1", ref.Path, ref.Path}, [3]string{o.Link, o.Key, o.Path})
	require.Len(t, events, 1)
	require.Equal(t, provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventGeneral, Kind: "runCommand", Path: ref.Path, Message: events[0].Message,
	}, events[0])
	return o, tree, events[0].Message
}

// recorded: dump/runcommand-xml, presync/runcommand-package
func TestSource(t *testing.T) {
	o, tree, said := opened(t, ref("echo hi", provider.Setting{Name: "WAITINTERVAL", Value: "2000"}, provider.Setting{Name: "wmsvc", Value: "x"}))
	require.Equal(t, literal, said)
	require.Equal(t, provider.Attrs{{Name: "isSource", Value: provider.String("True")}}, o.Attrs)
	require.Equal(t, provider.Settings{{Name: "waitInterval", Value: "2000"}}, o.Settings)
	require.Nil(t, o.Children)
	require.Nil(t, o.Content)
	require.NoError(t, tree.Close())
}

// A script is read at the source, whatever system it is for.
func TestScriptSource(t *testing.T) {
	for _, name := range []string{"install.sh", "Install.CMD", "a b.bat"} {
		path := file(t, name, "text")
		o, tree, said := opened(t, ref(path))
		require.Equal(t, script, said)
		require.Equal(t, int64(4), o.Size())
		require.Equal(t, "lastWriteTime", o.Attrs[2].Name)
		r, err := o.Content(t.Context())
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		require.Equal(t, "text", string(b))
		require.NoError(t, os.Remove(path))
		_, err = o.Content(t.Context())
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.NoError(t, tree.Close())
		_, err = o.Content(t.Context())
		require.ErrorIs(t, err, fs.ErrClosed)
	}
}

func TestWhatIsNoScript(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "d.bat"), 0o777))
	for name, path := range map[string]string{
		"file that is elsewhere":     filepath.Join(dir, "other.cmd"),
		"folder":                     filepath.Join(dir, "d.bat"),
		"command line with a script": file(t, "x.sh", "") + " /x",
		"another file":               file(t, "x.exe", ""),
	} {
		t.Run(name, func(t *testing.T) {
			o, _, said := opened(t, ref(path))
			require.Equal(t, literal, said)
			require.Nil(t, o.Content)
		})
	}
}

func TestNoCommand(t *testing.T) {
	for _, path := range []string{"", "  "} {
		_, err := env().Open(t.Context(), ref(path))
		require.ErrorIs(t, err, fs.ErrInvalid)
		require.ErrorIs(t, err, provider.CodeCreatingObject)
	}
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name, setting, value, want string
	}{
		{"presync/bad-setting", "bogus", "1", "The provider 'runCommand' does not support the 'bogus' setting. Supported settings are " +
			"(dontUseCommandExe, dontUseJobObject, waitAttempts, waitInterval, successReturnCodes, authType, computerName, encryptPassword, " +
			"includeAcls, password, prefetchPayload, userName, wmsvc)."},
		{"presync/settings", "successReturnCodes", "0;1", ""},
		{"codes in other forms", "successReturnCodes", " 0x1 ;; -1;4294967295;-2147483648;", ""},
		{"large code", "successReturnCodes", "4294967296", "The value '4294967296' provided for 'successReturnCodes' is not valid."},
		{"small code", "successReturnCodes", "-2147483649", "The value '-2147483649' provided for 'successReturnCodes' is not valid."},
		{"no code", "successReturnCodes", "0;ok", "The value '0;ok' provided for 'successReturnCodes' is not valid."},
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

// A result is what a sync of one command came to.
type result struct {
	sum    websync.Summary
	events []provider.Event
}

// said returns the messages of a level.
func (r *result) said(level string) (out []string) {
	for _, e := range r.events {
		if e.Level.String() == level {
			out = append(out, e.Message)
		}
	}
	return out
}

// synced runs the command from, at a destination with the path to.
func synced(t *testing.T, e *provider.Env, from, to provider.Ref, opts websync.Options) (*result, error) {
	t.Helper()
	src, err := provider.OpenSource(t.Context(), e, from)
	require.NoError(t, err)
	defer src.Close()
	e.Source = src
	dst, err := provider.OpenDestination(t.Context(), e, to)
	require.NoError(t, err)
	defer func() { require.NoError(t, dst.Close()) }()
	r := new(result)
	observe := opts.Observe
	opts.Level = provider.LevelVerbose
	opts.Observe = func(e provider.Event) {
		r.events = append(r.events, e)
		if observe != nil {
			observe(e)
		}
	}
	r.sum, err = websync.Run(t.Context(), src, dst, &opts)
	return r, err
}

func TestSync(t *testing.T) {
	for _, c := range []struct {
		name, dest, announced string
	}{
		{"presync/runcommand-whatif", "", "Updating runCommand ()."},
		{"presync/runcommand-auto-whatif", "echo hi", "Updating runCommand (echo hi)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, whatIf := range []bool{true, false} {
				r, err := synced(t, env(), ref("echo hi"), ref(c.dest), websync.Options{WhatIf: whatIf})
				require.NoError(t, err)
				require.Equal(t, websync.Summary{Updated: 1}, r.sum)
				require.Contains(t, r.said("DEBUG"), "Source runCommand (echo hi) does not match destination ("+c.dest+
					") differing in attributes (isSource['True','False']). Update pending.")
				if said := r.said("INFO"); whatIf {
					require.Equal(t, []string{c.announced}, said)
				} else {
					require.Equal(t, []string{c.announced, "hi"}, said[:2])
				}
			}
		})
	}
}

// A target can have another command than its source.
func TestAnotherCommandAtTheDestination(t *testing.T) {
	for _, from := range []string{"echo no", file(t, "no.cmd", "echo no"), file(t, "no.sh", "echo no")} {
		r, err := synced(t, env(), ref(from), ref("echo yes"), websync.Options{})
		require.NoError(t, err)
		require.Equal(t, []string{"Updating runCommand (echo yes).", "yes"}, r.said("INFO")[:2])
	}
}

// What cannot run is known before anything is done, also in a preview.
func TestRefusals(t *testing.T) {
	denied := &provider.Env{Providers: provider.NewRegistry(command.RunCommand(nil))}
	foreign := "x.cmd"
	if runtime.GOOS == "windows" {
		foreign = "x.sh"
	}
	for _, c := range []struct {
		name string
		env  *provider.Env
		path string
		is   error
		want string
	}{
		{"commands", denied, self("print"), command.ErrNotAllowed, "Commands are not allowed to run at this destination."},
		{"scripts of another system", env(), file(t, foreign, ""), errors.ErrUnsupported, foreign + "' cannot run at the destination (" + runtime.GOOS + ")"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, whatIf := range []bool{true, false} {
				r, err := synced(t, c.env, ref(c.path), ref(""), websync.Options{WhatIf: whatIf})
				require.ErrorIs(t, err, c.is)
				require.ErrorContains(t, err, c.want)
				require.Empty(t, r.said("INFO"))
				require.Zero(t, r.sum)
			}
			c.env.Source = nil
			dst, err := c.env.OpenTarget(t.Context(), ref(""))
			require.NoError(t, err)
			src, err := c.env.Open(t.Context(), ref(c.path))
			require.NoError(t, err)
			err = dst.Apply(t.Context(), &provider.Change{Old: dst.Root(), New: src.Root()})
			require.ErrorIs(t, err, c.is, "whether or not it was known before")
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
	require.NoError(t, dst.Close())
}

func TestDoc(t *testing.T) {
	p := command.RunCommand(nil)
	require.NotEmpty(t, provider.DocOf(p).Summary)
	r, err := provider.ParseRef(provider.DocOf(p).Example)
	require.NoError(t, err)
	require.Equal(t, "net stop myservice", r.Path)
	require.NoError(t, provider.CheckSettings(p, r))
}
