package main

import (
	"errors"
	"fmt"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/provider"
)

// learnMore is where Web Deploy's documentation explains its error codes.
const learnMore = "http://go.microsoft.com/fwlink/?LinkId=221672#"

// printError prints err and its causes, a line each. An error with a code goes
// to the standard output, all others to the standard error (recorded:
// dump/dirpath-missing).
func printError(inv invocation, err error) {
	var hint string
	for err != nil {
		next := errors.Unwrap(err)
		switch e := err.(type) {
		case *provider.Error:
			if hint == "" {
				hint = e.Hint
			}
			if e.Code != "" && e.Msg != "" {
				fmt.Fprintf(inv.stdout, "Error Code: %s\nMore Information: %s  Learn more at: %s%s.\n", e.Code, e.Msg, learnMore, e.Code)
			} else {
				fmt.Fprintf(inv.stderr, "Error: %s\n", e.Sentence())
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
	fmt.Fprintf(inv.stderr, "Error: %s\n", err)
	return nil
}
