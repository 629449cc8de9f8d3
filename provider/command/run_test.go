package command_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/command"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func set(pairs ...string) (out []provider.Setting) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, provider.Setting{Name: pairs[i], Value: pairs[i+1]})
	}
	return out
}

// patient are settings for commands that the test itself ends.
func patient(more ...string) []provider.Setting {
	return set(append([]string{"waitInterval", "1000000"}, more...)...)
}

// ran runs a command with settings at the source.
func ran(t *testing.T, line string, settings ...provider.Setting) (*result, error) {
	t.Helper()
	return synced(t, env(), ref(line, settings...), ref(""), websync.Options{})
}

func TestOutputs(t *testing.T) {
	for _, shell := range []string{"false", "true"} {
		r, err := ran(t, self("print"), set("dontUseCommandExe", shell)...)
		require.NoError(t, err)
		require.Equal(t, []string{"Updating runCommand ().", "to the output"}, r.said("INFO")[:2])
		require.Regexp(t, `^The process '.*' \(command line ''\) exited with code '0x0'\.$`, r.said("INFO")[2])
		require.Equal(t, []string{"to the error"}, r.said("WARN"))
		require.Equal(t, websync.Summary{Updated: 1, Warnings: 1}, r.sum)
		e := r.events[len(r.events)-2]
		require.Equal(t, provider.Event{Type: provider.EventGeneral, Kind: "runCommand", Path: self("print"), Message: e.Message}, e)
	}
}

func TestNoInput(t *testing.T) {
	r, err := ran(t, self("stdin"))
	require.NoError(t, err)
	require.Contains(t, r.said("INFO"), "0 <nil>")
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		exit, codes, shown string
		ok                 bool
	}{
		{"0", "", "0x0", true},
		{"1", "", "0x1", false},
		{"3", "0;3", "0x3", true},
		{"16", "0x10", "0x10", true},
		{"0", "1;2", "0x0", false},
		{"2", ";", "0x2", false},
	} {
		t.Run(c.exit+" of "+c.codes, func(t *testing.T) {
			r, err := ran(t, self("exit", c.exit), set("successReturnCodes", c.codes, "dontUseCommandExe", "true")...)
			if c.ok {
				require.NoError(t, err)
				require.Contains(t, r.events[len(r.events)-2].Message, "(command line '') exited with code '"+c.shown+"'.")
				require.Equal(t, c.exit != "0", r.sum.Warnings == 1)
				return
			}
			require.ErrorContains(t, err, "(command line '') exited with code '"+c.shown+"'.")
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit)
			require.Equal(t, []string{"Updating runCommand ()."}, r.said("INFO"))
			require.Zero(t, r.sum, "what failed does not count")
		})
	}
}

// Settings of a destination come before those of its source, which nobody may
// have checked.
func TestSettingsOfBothSides(t *testing.T) {
	_, err := synced(t, env(), ref(self("exit", "1"), set("successReturnCodes", "1")...), ref("", set("successReturnCodes", "0")...), websync.Options{})
	require.ErrorContains(t, err, "exited with code '0x1'")
	e := env()
	src, err := e.Open(t.Context(), ref("x"))
	require.NoError(t, err)
	src.Root().Settings = set("waitInterval", "-1")
	dst, err := e.OpenTarget(t.Context(), ref(""))
	require.NoError(t, err)
	err = dst.Apply(t.Context(), &provider.Change{Old: dst.Root(), New: src.Root()})
	require.ErrorContains(t, err, "The value '-1' provided for 'waitInterval' is not valid.")
}

func TestProgramsThatAreNotThere(t *testing.T) {
	_, err := ran(t, "no-such-program-here x", set("dontUseCommandExe", "true")...)
	require.ErrorIs(t, err, exec.ErrNotFound)
	require.ErrorContains(t, err, "The process 'no-such-program-here' could not be started.")
	_, err = ran(t, `""`, set("dontUseCommandExe", "true")...)
	require.ErrorContains(t, err, "The command line cannot be run.: it names no program")
}

func TestTimeLimit(t *testing.T) {
	for _, limit := range [][2]string{{"2", "5"}, {"0", "5"}, {"5", "0"}} {
		for _, outlive := range []string{"false", "true"} {
			_, err := ran(t, self("hang"), set("waitAttempts", limit[0], "waitInterval", limit[1],
				"dontUseCommandExe", "true", "dontUseJobObject", outlive)...)
			require.ErrorIs(t, err, command.ErrTime)
			require.False(t, provider.Temporary(err), "it is not tried again")
			require.ErrorContains(t, err, "was ended because it took longer than")
			require.ErrorContains(t, err, "(waitAttempts "+limit[0]+", waitInterval "+limit[1]+").")
		}
	}
}

func TestLongestTimeLimit(t *testing.T) {
	_, err := ran(t, self("print"), set("waitAttempts", "2147483647", "waitInterval", "2147483647")...)
	require.NoError(t, err)
}

func TestCancelledCommand(t *testing.T) {
	for _, outlive := range []string{"false", "true"} {
		stop := errors.New("stop")
		ctx, cancel := context.WithCancelCause(t.Context())
		e := env()
		src, err := provider.OpenSource(ctx, e, ref(self("hang"), patient("dontUseCommandExe", "true", "dontUseJobObject", outlive)...))
		require.NoError(t, err)
		dst, err := provider.OpenDestination(ctx, e, ref(""))
		require.NoError(t, err)
		_, err = websync.Run(ctx, src, dst, &websync.Options{Observe: func(e provider.Event) {
			if e.Message == "hanging" {
				cancel(stop)
			}
		}})
		require.ErrorIs(t, err, stop)
	}
}

// A hundred megabytes of output, in lines or in one, take no memory.
func TestFloodStreams(t *testing.T) {
	for _, kind := range []string{"lines", "line"} {
		t.Run(kind, func(t *testing.T) {
			var before, m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var lines int
			var peak int64
			e := env()
			src, err := provider.OpenSource(t.Context(), e, ref(self("flood", kind), patient()...))
			require.NoError(t, err)
			dst, err := provider.OpenDestination(t.Context(), e, ref(""))
			require.NoError(t, err)
			_, err = websync.Run(t.Context(), src, dst, &websync.Options{Observe: func(e provider.Event) {
				if !strings.HasPrefix(e.Message, "0123456789") {
					return
				}
				if lines++; lines%(1<<13) == 0 || kind == "line" {
					runtime.GC()
					runtime.ReadMemStats(&m)
					peak = max(peak, int64(m.HeapAlloc)-int64(before.HeapAlloc))
				}
				if kind == "line" {
					require.Regexp(t, ` \.\.\. \(104841216 more bytes\)$`, e.Message)
				}
			}})
			require.NoError(t, err)
			require.Equal(t, map[string]int{"lines": 100 << 10, "line": 1}[kind], lines)
			require.Less(t, peak, int64(4<<20))
		})
	}
}

// hidden is an env to which a word is a secret.
func hidden(word string) *provider.Env {
	e := env()
	e.Redact = func(s string) string { return strings.ReplaceAll(s, word, "******") }
	return e
}

func TestSecretsAreHidden(t *testing.T) {
	for _, line := range []string{"echo s3cret", "echo s3cret >&2", "s3cret", "exit 1 s3cret"} {
		for _, to := range []string{"", line} {
			for _, shell := range []string{"true", "false"} {
				r, err := synced(t, hidden("s3cret"), ref(line, set("dontUseCommandExe", shell)...), ref(to), websync.Options{})
				for _, e := range r.events {
					require.NotContains(t, e.Message+e.Path+e.Detail, "s3cret")
				}
				if err != nil {
					require.NotContains(t, err.Error(), "s3cret")
				}
			}
		}
	}
	r, err := synced(t, hidden("s3cret"), ref("echo s3cret"), ref("echo s3cret"), websync.Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"Updating runCommand (echo ******).", "******"}, r.said("INFO")[:2])
}

// A secret that stands where a line is cut does not show in part.
func TestSecretWhereALineIsCut(t *testing.T) {
	r, err := synced(t, hidden("s3cret"), ref(self("long", "s3cret"), patient()...), ref(""), websync.Options{})
	require.NoError(t, err)
	require.Regexp(t, `x\*\*\* \.\.\. \(\d+ more bytes\)$`, r.said("INFO")[1])
}

// inTemporaryFolder makes the temporary folder one of the test's own, and
// checks that nothing is left in it.
func inTemporaryFolder(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, dir)
	}
	t.Cleanup(func() {
		left, err := filepath.Glob(filepath.Join(dir, "*"))
		require.NoError(t, err)
		require.Empty(t, left)
	})
}

// native returns a script for this system that runs the line.
func native(t *testing.T, line string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		return file(t, "x.cmd", "@echo off\r\n"+line+"\r\n")
	}
	return file(t, "x.sh", line+"\n")
}

func TestScripts(t *testing.T) {
	inTemporaryFolder(t)
	r, err := ran(t, native(t, self("print")))
	require.NoError(t, err)
	require.Equal(t, []string{"Updating runCommand ().", "to the output"}, r.said("INFO")[:2])
	require.Equal(t, []string{"to the error"}, r.said("WARN"))
	require.Positive(t, r.sum.Bytes, "it was copied")

	_, err = ran(t, native(t, self("exit", "7")), set("dontUseCommandExe", "true")...)
	require.ErrorContains(t, err, "exited with code '0x7'", "the setting does not matter")
	_, err = ran(t, native(t, self("hang")), set("waitInterval", "1")...)
	require.ErrorIs(t, err, command.ErrTime)
}

// What cannot be read is not run, not even in part.
func TestScriptThatCannotBeRead(t *testing.T) {
	inTemporaryFolder(t)
	done := filepath.Join(t.TempDir(), "done")
	path := native(t, "echo x > "+done)
	e := env()
	src, err := e.Open(t.Context(), ref(path))
	require.NoError(t, err)
	dst, err := e.OpenTarget(t.Context(), ref(""))
	require.NoError(t, err)
	bad := errors.New("bad disk")
	o := *src.Root()
	o.Content = func(ctx context.Context) (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{io.MultiReader(f, broken{bad}), f}, nil
	}
	change := &provider.Change{Old: dst.Root(), New: &o}
	require.ErrorIs(t, dst.Apply(t.Context(), change), bad)
	require.NoFileExists(t, done)

	o.Content = src.Root().Content
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(bad)
	require.ErrorIs(t, dst.Apply(ctx, change), bad)
	require.NoFileExists(t, done)
	require.NoError(t, dst.Apply(t.Context(), change))
	require.FileExists(t, done)
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
