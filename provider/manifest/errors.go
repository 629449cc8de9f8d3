package manifest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// at returns err, which an entry on the given line caused, with its place.
func (l *list) at(line int, err error) error {
	e, ok := err.(*provider.Error)
	if !ok {
		return err
	}
	located := *e
	located.Hint = strings.TrimPrefix(e.Hint+"; "+fmt.Sprintf("line %d of %s", line, l.file), "; ")
	return &located
}

// hiddenPath is what msdeploy shows instead of the path of a manifest.
const hiddenPath = "manifest xml hidden"

// invalid returns the error with which a manifest is refused of which entry e
// failed to open (recorded: manifest-auto/dump-missing). An entry without a
// path is not even taken for one (recorded: manifest-auto/dump-nopath).
func (l *list) invalid(e entry, cause error) error {
	cause = reason(e.ref, cause)
	if e.ref.Path != "" {
		cause = &provider.Error{
			Op: "open", Kind: e.ref.Kind, Path: e.ref.Path, Err: cause,
			Msg: "One or more entries in the manifest '" + string(l.root) + "' are not valid.",
		}
	}
	return provider.CannotCreate(provider.Ref{Kind: kindManifest, Path: hiddenPath}, l.at(e.line, cause))
}

// reason returns err without the sentences that say that ref could not be
// opened, which add nothing to those of the manifest.
func reason(ref provider.Ref, err error) error {
	e, ok := err.(*provider.Error)
	if !ok {
		return err
	}
	if e.Kind.Is(ref.Kind) && e.Path == ref.Path && strings.HasPrefix(e.Msg, "Object of type '") && e.Err != nil {
		return reason(ref, e.Err)
	}
	short := *e
	short.Err = reason(ref, e.Err)
	return &short
}

// noPart returns the error for an entry that is a whole document. A manifest
// that holds manifests could hold itself.
func noPart(ref provider.Ref) error {
	return &provider.Error{
		Op: "open within a manifest", Kind: ref.Kind, Path: ref.Path, Err: errors.ErrUnsupported,
		Hint: "list what it is made of instead",
	}
}

// reportSkipped says that skipInvalid leaves ref out (recorded:
// manifest-auto/missing-path-skipinvalid).
func reportSkipped(ctx context.Context, ref provider.Ref) {
	provider.Report(ctx, provider.Event{
		Level: slog.LevelInfo, Type: provider.EventSkipped, Kind: ref.Kind, Path: ref.Path,
		Message: "Object " + string(ref.Kind) + " (" + ref.Path + ") skipped due to skip directive '" + skipInvalid + "'.",
	})
}

// abandon closes what was opened before err happened.
func abandon[T provider.Tree](err error, parts ...T) error {
	for _, p := range parts {
		if cerr := p.Close(); cerr != nil {
			err = errors.Join(err, cerr)
		}
	}
	return err
}
