package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

// Exit codes. msdeploy returns -1 on failure, which a Unix shell sees as 255.
const (
	exitOK     = 0
	exitFailed = 255
)

// An invocation is one run of the program.
type invocation struct {
	args           []string // split by a shell, or
	line           string   // the raw line, as on Windows
	stdout, stderr io.Writer
	terminal       bool // stderr is one: show progress and hints there
	color          bool // stdout is one: colour the levels of events
	compatible     bool // rewrite files as msdeploy does unless told otherwise, and print nothing that it does not
}

// run carries out one command and returns the exit code.
func run(ctx context.Context, inv invocation) int {
	out := newOutput(inv.stdout)
	inv.stdout = out
	err := inv.command(ctx)
	if err != nil {
		printError(inv, out, err)
	}
	if ferr := out.flush(); ferr != nil && err == nil {
		err = ferr
		fmt.Fprintf(inv.stderr, "Error: The output could not be written: %s\nError count: 1.\n", err)
	}
	if err != nil {
		return exitFailed
	}
	return exitOK
}

func (inv invocation) parse() (*cmdline.Command, error) {
	if inv.line != "" {
		return cmdline.ParseLine(inv.line)
	}
	return cmdline.Parse(inv.args)
}

// command parses the command line and carries it out.
func (inv invocation) command(ctx context.Context) error {
	if len(inv.args) == 0 && inv.line == "" {
		return printOverview(inv.stdout)
	}
	cmd, err := inv.parse()
	if err != nil {
		return err
	}
	if cmd.Help {
		return printHelp(inv.stdout, cmd.HelpTopic)
	}
	s, err := newSession(inv, cmd)
	if err != nil {
		return err
	}
	return errors.Join(s.verb(ctx), s.close())
}
