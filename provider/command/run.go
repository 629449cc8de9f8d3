package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A run is one command that runs once.
type run struct {
	path   string // that events and errors name
	terms  terms
	redact func(string) string
}

// command runs cmd and tells what it says.
func (r *run) command(ctx context.Context, cmd *exec.Cmd) error {
	limited, cancel := context.WithTimeoutCause(ctx, r.terms.limit(), ErrTime)
	defer cancel()
	err := context.Cause(limited)
	if err == nil {
		var p *process
		if p, err = start(cmd, r.terms.outlive); err != nil {
			return r.failure("The process '"+r.redact(cmd.Path)+"' could not be started.", plain(err))
		}
		err = p.wait(limited, func(l line) { r.report(ctx, l.level, show(r.redact(l.text), l.cut)) })
	}
	switch {
	case context.Cause(ctx) != nil && err != nil:
		return r.failure("", context.Cause(ctx))
	case errors.Is(err, ErrTime):
		return r.overtime(cmd)
	case err != nil:
		return r.failure("", err)
	}
	return r.outcome(ctx, cmd)
}

func (r *run) report(ctx context.Context, level slog.Level, message string) {
	provider.Report(ctx, provider.Event{Level: level, Type: provider.EventGeneral, Kind: kind, Path: r.path, Message: message})
}

// outcome says how cmd ended. The sentence is msdeploy's, which leaves the
// command line out; programs look for its last words.
func (r *run) outcome(ctx context.Context, cmd *exec.Cmd) error {
	state, ended := cmd.ProcessState, &exec.ExitError{ProcessState: cmd.ProcessState}
	if !state.Exited() {
		return r.failure(r.name(cmd)+" was ended by a signal ("+strings.TrimPrefix(state.String(), "signal: ")+").", provider.Quiet(ended))
	}
	code := uint32(state.ExitCode())
	said := fmt.Sprintf("%s exited with code '0x%x'.", r.name(cmd), code)
	if !r.terms.succeeded(code) {
		err := r.failure(said, provider.Quiet(ended))
		err.Hint = "name the exit codes that mean success with successReturnCodes"
		return err
	}
	level := slog.LevelInfo
	if code != 0 {
		level = slog.LevelWarn
	}
	r.report(ctx, level, said)
	return nil
}

func (r *run) name(cmd *exec.Cmd) string {
	return "The process '" + r.redact(cmd.Path) + "' (command line '')"
}

func (r *run) overtime(cmd *exec.Cmd) error {
	err := r.failure(fmt.Sprintf("%s was ended because it took longer than %d ms (waitAttempts %d, waitInterval %d).",
		r.name(cmd), r.terms.limit().Milliseconds(), r.terms.attempts, r.terms.interval), provider.Quiet(ErrTime))
	err.Hint = "raise waitInterval or waitAttempts"
	return err
}

func (r *run) failure(msg string, err error) *provider.Error {
	return &provider.Error{Op: "run", Kind: kind, Path: r.path, Side: provider.DestinationSide, Msg: msg, Err: err}
}
