package command

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A target is a place where one command runs.
type target struct {
	tree
	opts   Options
	redact func(string) string
}

// Place reports that nothing can be added below a command.
func (t *target) Place(_, src *provider.Object) (*provider.Object, error) {
	return nil, provider.Unsupported("add", src)
}

// InTurn reports that a command runs by itself.
func (t *target) InTurn(*provider.Change) bool { return true }

// refusal returns why the command src, nil if it is not known, must not run.
func (t *target) refusal(src *provider.Object) error {
	if !t.opts.Allow {
		return &provider.Error{
			Op: "run", Kind: kind, Path: t.root.Path, Side: provider.DestinationSide, Err: provider.Quiet(ErrNotAllowed),
			Msg:  "Commands are not allowed to run at this destination.",
			Hint: "allow them if the source is trusted, or leave them out with -skip:objectName=runCommand",
		}
	}
	if !t.runsScript(src) {
		return nil
	}
	return foreign(runtime.GOOS, src)
}

// runsScript reports whether what runs is the content of src. A target with
// another path runs that.
func (t *target) runsScript(src *provider.Object) bool {
	return src != nil && src.Content != nil && (t.root.Key == "" || t.root.Key == src.Key)
}

// foreign returns why the script src cannot run on a system, or nil if it can.
func foreign(goos string, src *provider.Object) error {
	ext := extension(src.Key)
	if ext != "" && (goos == "windows") == (ext != ".sh") {
		return nil
	}
	return &provider.Error{
		Op: "run", Kind: kind, Path: src.Path, Side: provider.DestinationSide, Err: provider.Quiet(errors.ErrUnsupported),
		Msg: "The script '" + src.Path + "' cannot run at the destination (" + goos +
			"): .bat and .cmd run on Windows, .sh on other systems.",
		Hint: "give a command for that system, or leave the script out with -skip:objectName=runCommand",
	}
}

// Apply runs the command. It cannot be deleted.
func (t *target) Apply(ctx context.Context, c *provider.Change) error {
	if c.Op() == provider.Delete {
		return provider.Unsupported("delete", c.Old)
	}
	src := c.New
	if c.Source != nil {
		src = c.Source
	}
	if err := t.refusal(src); err != nil {
		return err
	}
	given := append(slices.Clone(t.root.Settings), c.New.Settings...)
	if err := provider.CheckSettings(runCommand{}, provider.Ref{Kind: kind, Settings: given}); err != nil {
		return err
	}
	line := cmp.Or(t.root.Key, src.Key)
	r := &run{path: t.redact(line), terms: termsOf(given), redact: t.redact}
	if t.runsScript(src) {
		return r.script(ctx, c.New.Content, extension(src.Key))
	}
	return r.line(ctx, line)
}

// line runs a command line.
func (r *run) line(ctx context.Context, line string) error {
	prepare := plainCommand
	if r.terms.shell {
		prepare = shellCommand
	}
	cmd, err := prepare(line)
	if err != nil {
		return r.failure("The command line cannot be run.", err)
	}
	return r.command(ctx, cmd)
}
