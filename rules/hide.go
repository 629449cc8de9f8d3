package rules

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// skipInvalidSource hides source objects that cannot be read and need not be,
// such as what a package lists but does not hold, with a warning
// (recorded: package/unzip-missingcontent, cmdline/verbose-level-verbose).
func skipInvalidSource(ctx context.Context, o *provider.Object) (*provider.Object, error) {
	if o.Invalid == nil || !provider.Skippable(o.Invalid) {
		return o, nil
	}
	provider.Report(ctx, provider.Event{
		Level: slog.LevelWarn, Type: provider.EventGeneral, Kind: o.Kind, Path: o.Path,
		Message: "Skipping source " + string(o.Kind) + " (" + o.Path + ") because of rule " + nameSkipInvalidSource + ".",
		Detail:  cause(o.Invalid),
	})
	return nil, nil
}

// cause returns the sentence of err that says why an object is invalid: not
// that it cannot be created, but what follows that.
func cause(err error) string {
	var e *provider.Error
	for errors.As(err, &e) {
		if e.Code != provider.CodeCreatingObject || e.Err == nil {
			return e.Sentence()
		}
		err = e.Err
	}
	return err.Error()
}

// skipUNC hides the content of virtual directories that is on another machine.
func skipUNC(_ context.Context, o *provider.Object) (*provider.Object, error) {
	if o.Parent != nil && o.Parent.Kind.Is("virtualDirectory") && strings.HasPrefix(o.Path, `\\`) {
		return nil, nil
	}
	return o, nil
}

// hideProtectedData hides the configuration of the keys that protect secrets.
func hideProtectedData(_ context.Context, o *provider.Object) (*provider.Object, error) {
	if o.Kind.Is("configProtectedData") {
		return nil, nil
	}
	return o, nil
}
