package command

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

const kind provider.Kind = "runCommand"

// isSource is the attribute that tells the two sides apart.
const isSource = "isSource"

// RunCommand returns the provider of kind runCommand. The path is a command
// line. A source is what to run, a target the place where to run it; they
// always differ, so that the command runs in every sync.
//
// Open fails with an error that matches errors.ErrUnsupported if the path is
// that of a batch file, which would have to be copied to the destination and
// is not yet, and with one that matches fs.ErrInvalid if there is no command.
// Apply always fails, see the package comment.
func RunCommand() provider.Deployer { return runCommand{} }

type runCommand struct{}

// Kind returns runCommand.
func (runCommand) Kind() provider.Kind { return kind }

// Doc describes the provider.
func (runCommand) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "A command to run at the destination. It is planned and packed; running it is not implemented yet.",
		Example:  `runCommand="net stop myservice",waitInterval=5000`,
		Settings: docs(),
	}
}

// docs returns the settings in the order in which msdeploy lists them
// (recorded: presync/bad-setting).
func docs() []provider.SettingDoc {
	return []provider.SettingDoc{
		{Name: "dontUseCommandExe", Check: settings.Bool("dontUseCommandExe"), Doc: "Whether the command is run without a shell: true or false."},
		{Name: "dontUseJobObject", Check: settings.Bool("dontUseJobObject"), Doc: "Whether what the command starts may outlive it: true or false."},
		{Name: "waitAttempts", Check: settings.Count("waitAttempts"), Doc: "How many intervals to wait for the command to end."},
		{Name: "waitInterval", Check: settings.Count("waitInterval"), Doc: "Milliseconds of one interval."},
		{Name: "successReturnCodes", Doc: "The exit codes that mean success, separated by semicolons; any other is a failure."},
	}
}

// Open opens the command ref.Path, and says that it takes the path for one
// (recorded: presync/runcommand-verbose-whatif, dump/runcommand-xml).
func (runCommand) Open(ctx context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if strings.TrimSpace(ref.Path) == "" {
		return nil, provider.CannotCreate(ref, &provider.Error{
			Op: "open", Kind: kind, Path: ref.Path, Msg: "There is no command to run.", Err: provider.Quiet(fs.ErrInvalid),
			Hint: "write runCommand=COMMAND",
		})
	}
	if isBatch(ref.Path) {
		return nil, provider.CannotCreate(ref, &provider.Error{
			Op: "open", Kind: kind, Path: ref.Path, Err: provider.Quiet(errors.ErrUnsupported),
			Msg:  "Copying a batch file to the destination is not implemented yet.",
			Hint: "sync the file by other means and give the command that runs it",
		})
	}
	provider.Report(ctx, provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventGeneral, Kind: kind, Path: ref.Path,
		Message: "The path will be treated as a literal command that will be executed (not a file that is copied over).",
	})
	return &tree{object(ref, "True")}, nil
}

// isBatch reports whether path is that of a batch file.
func isBatch(path string) bool {
	if !slices.Contains([]string{".bat", ".cmd"}, strings.ToLower(filepath.Ext(path))) {
		return false
	}
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// object returns the object of ref. The attribute is a string, not a truth
// value (recorded: presync/runcommand-package).
func object(ref provider.Ref, source string) *provider.Object {
	return &provider.Object{
		Kind: kind, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path,
		Settings: settings.Own(docs(), ref.Settings),
		Attrs:    provider.Attrs{{Name: isSource, Value: provider.String(source)}},
	}
}

// OpenTarget opens the place where a command runs. Its path may be empty, as
// the command is that of the source (recorded: presync/runcommand-whatif).
func (runCommand) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	return &tree{object(ref, "False")}, nil
}

// A tree holds one command.
type tree struct{ root *provider.Object }

// Root returns the command.
func (t *tree) Root() *provider.Object { return t.root }

// Close does nothing.
func (t *tree) Close() error { return nil }

// Place reports that nothing can be added below a command.
func (t *tree) Place(_, src *provider.Object) (*provider.Object, error) {
	return nil, provider.Unsupported("add", src)
}

// Apply fails: commands are not run yet, and cannot be deleted.
func (t *tree) Apply(_ context.Context, c *provider.Change) error {
	if c.Op() == provider.Delete {
		return provider.Unsupported("delete", c.Old)
	}
	o := c.New
	if c.Source != nil {
		o = c.Source
	}
	return &provider.Error{
		Op: "run", Kind: kind, Path: o.Path, Side: provider.DestinationSide, Err: provider.Quiet(errors.ErrUnsupported),
		Msg:  "The command '" + o.Path + "' was not run: running commands is not implemented yet.",
		Hint: "leave it out with -skip:objectName=runCommand and run it by other means",
	}
}
