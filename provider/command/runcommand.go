package command

import (
	"context"
	"io/fs"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

const kind provider.Kind = "runCommand"

// isSource is the attribute that tells the two sides apart.
const isSource = "isSource"

// RunCommand returns the provider of kind runCommand. The path is a command
// line or a script, see the package comment. A source is what to run, a target
// the place where to run it; they always differ, so that the command runs in
// every sync.
//
// Open fails with an error that matches fs.ErrInvalid if there is no command.
// Syncing into a target fails, before anything is changed, with an error that
// matches [ErrNotAllowed] if opts do not allow commands, or with one that
// matches errors.ErrUnsupported if the command is a script for another system.
// Apply fails with an error that matches [ErrTime] if the time is over, or with
// one that wraps an *exec.ExitError if the command fails; it is never tried
// again.
func RunCommand(opts *Options) provider.Deployer {
	if opts == nil {
		opts = &Options{}
	}
	return runCommand{*opts}
}

type runCommand struct{ opts Options }

// Kind returns runCommand.
func (runCommand) Kind() provider.Kind { return kind }

// Doc describes the provider.
func (runCommand) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "A command, or a script (.bat or .cmd on Windows, .sh elsewhere), that runs at the destination.",
		Example:  `runCommand="net stop myservice",waitInterval=5000`,
		Settings: docs(),
	}
}

// Open opens the command ref.Path, and says what it takes the path for
// (recorded: presync/runcommand-verbose-whatif, dump/runcommand-xml).
func (runCommand) Open(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if strings.TrimSpace(ref.Path) == "" {
		return nil, provider.CannotCreate(ref, &provider.Error{
			Op: "open", Kind: kind, Path: ref.Path, Msg: "There is no command to run.", Err: provider.Quiet(fs.ErrInvalid),
			Hint: "write runCommand=COMMAND",
		})
	}
	t := &tree{root: object(ref, "True", redactor(env))}
	said := "The path will be treated as a literal command that will be executed (not a file that is copied over)."
	if t.addScript() {
		said = "The path is that of a script, a file that is copied over and executed."
	}
	provider.Report(ctx, provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventGeneral, Kind: kind, Path: t.root.Path, Message: said,
	})
	return t, nil
}

// object returns the object of ref. Its key is the command, its path how the
// command is shown. The attribute is a string, not a truth value (recorded:
// presync/runcommand-package).
func object(ref provider.Ref, source string, redact func(string) string) *provider.Object {
	return &provider.Object{
		Kind: kind, Link: provider.FirstLink, Key: ref.Path, Path: redact(ref.Path),
		Settings: settings.Own(docs(), ref.Settings),
		Attrs:    provider.Attrs{{Name: isSource, Value: provider.String(source)}},
	}
}

// redactor returns what hides secrets.
func redactor(env *provider.Env) func(string) string {
	if env == nil || env.Redact == nil {
		return func(s string) string { return s }
	}
	return env.Redact
}

// OpenTarget opens the place where a command runs. Its path may be empty, as
// the command is that of the source then (recorded: presync/runcommand-whatif).
func (r runCommand) OpenTarget(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	t := &target{opts: r.opts, redact: redactor(env)}
	t.root = object(ref, "False", t.redact)
	src, err := sourceOf(ctx, env)
	if err != nil {
		return nil, err
	}
	t.root.Invalid = t.refusal(src)
	return t, nil
}

// sourceOf returns the command that will be synced into a target, or nil if it
// is not known yet.
func sourceOf(ctx context.Context, env *provider.Env) (*provider.Object, error) {
	if env == nil || env.Source == nil {
		return nil, nil
	}
	for o, err := range env.Source.Root().Below(ctx) {
		if err != nil {
			return nil, err
		}
		if o.Kind.Is(kind) {
			return o, nil
		}
	}
	return nil, nil
}
