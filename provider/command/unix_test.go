//go:build unix

package command_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEndedBySignal(t *testing.T) {
	_, err := ran(t, "kill -KILL $$")
	require.ErrorContains(t, err, "The process '/bin/sh' (command line '') was ended by a signal (killed).")
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
}

// There is no terminal that a command could ask at, or be stopped by.
func TestNoTerminal(t *testing.T) {
	for _, outlive := range []string{"false", "true"} {
		r, err := ran(t, self("session"), set("dontUseCommandExe", "true", "dontUseJobObject", outlive)...)
		require.NoError(t, err)
		require.Contains(t, r.said("INFO"), "a session of its own: true")
	}
}

func TestPlainCommand(t *testing.T) {
	r, err := ran(t, self("arguments", `'a  b' "c\"$HOME" d\ e ''`), set("dontUseCommandExe", "true")...)
	require.NoError(t, err)
	require.Contains(t, r.said("INFO"), `["a  b" "c\"$HOME" "d e" ""]`)
	_, err = ran(t, `echo "x`, set("dontUseCommandExe", "true")...)
	require.ErrorContains(t, err, "a double quote is not closed")
}

// The first line of a script names what runs it.
func TestInterpreters(t *testing.T) {
	inTemporaryFolder(t)
	for name, c := range map[string][2]string{
		"the shell":         {"echo from $0", `^from .*script\.sh$`},
		"an empty script":   {"", "exited with code '0x0'"},
		"nothing named":     {"#!\necho x", "^x$"},
		"a program":         {"#!/bin/cat\nwhole text", "^whole text$"},
		"with an argument":  {"#! /bin/sed  1d \nthe rest", "^the rest$"},
		"with several":      {"#!/usr/bin/env -S sed 1d\nthe rest", "^the rest$"},
		"ended as Windows'": {"#!/bin/cat\r\nx", "^x$"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := ran(t, file(t, "x.sh", c[0]))
			require.NoError(t, err)
			found := false
			for _, s := range r.said("INFO") {
				found = found || regexp.MustCompile(c[1]).MatchString(s)
			}
			require.True(t, found, "%q", r.said("INFO"))
		})
	}
	_, err := ran(t, file(t, "x.sh", "#!/no/such/program\n"))
	require.ErrorContains(t, err, "The process '/no/such/program' could not be started.: no such file or directory")
}

// Nobody else can read a script, or put another in its place.
func TestScriptsArePrivate(t *testing.T) {
	r, err := ran(t, file(t, "x.sh", `ls -ld "$(dirname "$0")" "$0"`))
	require.NoError(t, err)
	require.Regexp(t, "^drwx------", r.said("INFO")[1])
	require.Regexp(t, "^-rw-------", r.said("INFO")[2])
}

// A temporary folder that is not there, and one that is removed meanwhile.
func TestTemporaryFolder(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone")
	t.Setenv("TMPDIR", gone)
	_, err := ran(t, file(t, "x.sh", ""))
	require.ErrorContains(t, err, "There is no place for the script.")
	require.NoError(t, os.Mkdir(gone, 0o777))
	_, err = ran(t, file(t, "x.sh", `rm -r "$(dirname "$0")"`))
	require.NoError(t, err)
}
