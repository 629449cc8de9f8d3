package command

import "errors"

// Options configure the provider. A nil *Options means the defaults.
type Options struct {
	// Allow lets targets run commands. By default they do not, because a source
	// may be a package, and whoever made it decided what would run.
	Allow bool
}

// errNoProgram is why an empty command line cannot be run without a shell.
var errNoProgram = errors.New("it names no program")

// Errors that the errors of a target match.
var (
	ErrNotAllowed = errors.New("command: not allowed")
	ErrTime       = errors.New("command: the time is over")
)
