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

// printError prints err and its causes, a line each, and how many errors there
// are: one, unless several were joined.
func printError(inv invocation, out *output, err error) {
	_ = out.flush() // what was done comes before what went wrong; an error is found again at the end
	all := separate(err)
	var hint string
	for _, err := range all {
		if h := printChain(inv, out, err); hint == "" {
			hint = h
		}
	}
	fmt.Fprintf(inv.stderr, "Error count: %d.\n", len(all))
	if hint != "" && inv.terminal {
		fmt.Fprintf(inv.stderr, "Hint: %s.\n", hint)
	}
}

// separate takes errors that were joined apart.
func separate(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, separate(e)...)
	}
	return all
}

// printChain prints one error and its causes. An error with a code goes to the
// standard output, all others to the standard error (recorded:
// dump/dirpath-missing). It returns the hint that comes with it.
func printChain(inv invocation, out *output, err error) (hint string) {
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
	return hint
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
