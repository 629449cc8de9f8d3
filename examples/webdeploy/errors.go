package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/internal/printable"
	"github.com/webdeploy-go/webdeploy/provider"
)

// learnMore is where Web Deploy's documentation explains its error codes.
const learnMore = "http://go.microsoft.com/fwlink/?LinkId=221672#"

// printError prints err and its causes, a line each. An error with a code goes
// to the standard output, all others to the standard error (recorded:
// dump/dirpath-missing).
func printError(inv invocation, out *output, err error) {
	var hint string
	_ = out.flush() // what was done comes before what went wrong; an error is found again at the end
	for err != nil {
		next := errors.Unwrap(err)
		switch e := err.(type) {
		case *provider.Error:
			if hint == "" {
				hint = e.Hint
			}
			if e.Code != "" && e.Msg != "" {
				fmt.Fprintf(inv.stdout, "Error Code: %s\nMore Information: %s  Learn more at: %s%s.\n", e.Code, printable.Line(e.Msg), learnMore, e.Code)
				_ = out.flush()
			} else {
				fmt.Fprintf(inv.stderr, "Error: %s\n", lines(e.Sentence()))
			}
		case *cmdline.Error:
			fmt.Fprintf(inv.stderr, "Error: %s\n", e.Error())
		default:
			next = printOther(inv, err)
		}
		err = next
	}
	fmt.Fprint(inv.stderr, "Error count: 1.\n")
	if hint != "" && inv.terminal {
		fmt.Fprintf(inv.stderr, "Hint: %s.\n", hint)
	}
}

// printOther prints an error that says in one go what it and its causes have to
// say, unless a cause can speak for itself. It returns what to go on with.
func printOther(inv invocation, err error) error {
	var p *provider.Error
	var c *cmdline.Error
	switch {
	case provider.IsQuiet(err):
		return nil
	case errors.As(err, &p):
		return p
	case errors.As(err, &c):
		return c
	}
	fmt.Fprintf(inv.stderr, "Error: %s\n", lines(err.Error()))
	return nil
}

// lines makes a text of several lines safe to print.
func lines(s string) string {
	parts := strings.Split(s, "\n")
	for i := range parts {
		parts[i] = printable.Line(parts[i])
	}
	return strings.Join(parts, "\n")
}
