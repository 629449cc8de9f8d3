package rules

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// OfflineFile is the file whose presence in the root of an application makes
// the web server show it instead of the application.
const OfflineFile = "App_Offline.htm"

// OfflineOptions configure [AppOffline]. A nil *OfflineOptions means the
// defaults.
type OfflineOptions struct {
	// Page is what visitors see; nil means [DefaultOfflinePage].
	Page []byte

	// PageFor makes the page for one application, of which it is given the
	// root folder at the destination. It wins over Page.
	PageFor func(ctx context.Context, root *provider.Object) ([]byte, error)

	// Retry is the time between attempts to remove a page that is in use, of
	// which there are six. Zero means one second.
	Retry time.Duration
}

// offlineTemplate is the setting of providers that names a file in the root of
// the application to use as the page.
const offlineTemplate = "appOfflineTemplate"

// Limits of what the rule does by itself.
const (
	removeAttempts = 6
	removeWithin   = 2 * time.Minute // all pages together
	maxTemplate    = 4 << 20         // bytes
)

// AppOffline returns the rule that keeps applications offline while their files
// change. Right before the first change it places [OfflineFile] in the root of
// every application of the destination: in the folders that are parts of it, as
// opposed to folders below those. At the end it removes the file again, also
// when the run fails or is cancelled.
//
// Files of that name in the root of an application are hidden from the sync on
// both sides, so that it neither deletes nor copies them. If the destination
// has one already, the application is offline already; it stays as it is, during
// the run and after. Only a file with the very content that would be placed is
// taken for what an earlier run left behind when it was killed, and is removed
// at the end.
//
// Nothing is placed where there is no folder yet, in folders that the run
// deletes, in packages, and in what-if runs. A page that cannot be placed ends
// the run before anything has changed; one that cannot be removed makes it fail
// with an error that matches provider.CodeBringAppOnline.
//
// The page is the one that the provider setting appOfflineTemplate names at the
// destination, or else that of the options. The rule holds the state of a run:
// it can serve one at a time.
func AppOffline(opts *OfflineOptions) *Rule {
	a := &offline{}
	if opts != nil {
		a.opts = *opts
	}
	if a.opts.Retry == 0 {
		a.opts.Retry = time.Second
	}
	return &Rule{
		Name: nameAppOffline, Doc: "Show visitors a page instead of the application while its files change.",
		Source: a.hideSource, Target: a.hideTarget, Change: a.change, Before: a.before, Finish: a.finish,
	}
}

// offline is the state of one run.
type offline struct {
	opts    OfflineOptions
	dst     provider.Target // set by before
	pages   []offlinePage   // to be removed at the end
	deleted map[place]bool  // what the run deletes that may hold applications
}

// An offlinePage is a page that is there.
type offlinePage struct{ root, file *provider.Object }

// A place tells objects of one target apart.
type place struct {
	kind provider.Kind
	path string
}

func placeOf(o *provider.Object) place { return place{o.Kind, o.Path} }

// isAppRoot reports whether o is the root folder of an application: a folder
// that is a part of its parent.
func isAppRoot(o *provider.Object) bool {
	return o != nil && o.Link != "" && o.Kind.Is(provider.DirPath)
}

func isOfflinePage(o *provider.Object) bool {
	return o.Link == "" && o.Kind.Is(provider.FilePath) && strings.EqualFold(o.Key, OfflineFile) && isAppRoot(o.Parent)
}

func (a *offline) hideSource(_ context.Context, o *provider.Object) (*provider.Object, error) {
	if isOfflinePage(o) {
		return nil, nil
	}
	return o, nil
}

// hideTarget hides pages, except where their folder goes as well.
func (a *offline) hideTarget(_ context.Context, o *provider.Object) (*provider.Object, error) {
	if isOfflinePage(o) && !a.isDeleted(o) {
		return nil, nil
	}
	return o, nil
}

// isDeleted reports whether the run deletes o or what it is part of.
func (a *offline) isDeleted(o *provider.Object) bool {
	for ; o != nil && len(a.deleted) > 0; o = o.Parent {
		if a.deleted[placeOf(o)] {
			return true
		}
	}
	return false
}

// change notes what is deleted, and takes pages out of folders before those go.
func (a *offline) change(ctx context.Context, c *provider.Change) (*provider.Change, error) {
	if c.Op() != provider.Delete || c.Old.Kind.Is(provider.FilePath) || c.Old.Kind.Is(provider.DirPath) && c.Old.Link == "" {
		return c, nil
	}
	if a.deleted == nil {
		a.deleted = map[place]bool{}
	}
	a.deleted[placeOf(c.Old)] = true
	var kept []offlinePage
	for i, p := range a.pages {
		if !a.isDeleted(p.root) {
			kept = append(kept, p)
			continue
		}
		if err := a.remove(ctx, p); err != nil {
			a.pages = append(kept, a.pages[i:]...)
			return nil, err
		}
	}
	a.pages = kept
	return c, nil
}

// before takes the applications offline.
func (a *offline) before(ctx context.Context, dst provider.Target) error {
	if x, ok := dst.(provider.Accepter); ok && x.Accepts(provider.DirPath) {
		verbose(ctx, "Cannot take applications offline: the destination is a package.")
		return nil
	}
	a.dst = dst
	roots, err := appRoots(ctx, dst, dst.Root())
	if err != nil {
		return err
	}
	if len(roots) == 0 {
		verbose(ctx, "Cannot take applications offline: the destination has no folder yet that one could be in.")
	}
	for _, root := range roots {
		if a.isDeleted(root) {
			continue
		}
		if err := a.takeOffline(ctx, root); err != nil {
			return &provider.Error{
				Op: "take offline", Kind: root.Kind, Path: root.Path, Side: provider.DestinationSide, Err: err,
				Hint: "leave out the rule " + nameAppOffline + " to deploy without",
			}
		}
	}
	return nil
}

// appRoots returns the root folders of the applications in dst, from o on.
func appRoots(ctx context.Context, dst provider.Target, o *provider.Object) ([]*provider.Object, error) {
	parts, err := provider.Parts(ctx, dst, o)
	if err != nil {
		return nil, err
	}
	var roots []*provider.Object
	for _, p := range parts {
		switch {
		case p.Absent:
		case isAppRoot(p):
			roots = append(roots, p)
		default:
			below, err := appRoots(ctx, dst, p)
			if err != nil {
				return nil, err
			}
			roots = append(roots, below...)
		}
	}
	return roots, nil
}

// finish brings the applications online again. If the run failed anyway, its
// own error is what the caller sees, so that there is a warning as well.
func (a *offline) finish(ctx context.Context, _ provider.Target, runErr error) error {
	ctx, cancel := context.WithTimeout(ctx, removeWithin)
	defer cancel()
	var errs []error
	for _, p := range a.pages {
		err := a.remove(ctx, p)
		if err == nil {
			continue
		}
		errs = append(errs, err)
		if runErr != nil {
			provider.Report(ctx, provider.Event{
				Level: slog.LevelWarn, Type: provider.EventGeneral, Kind: p.file.Kind, Path: p.file.Path,
				Message: "The application stays offline: the file (" + p.file.Path + ") could not be removed.",
				Detail:  errors.Unwrap(err).Error(),
			})
		}
	}
	a.dst, a.pages, a.deleted = nil, nil, nil
	return errors.Join(errs...)
}

// remove removes a page. It is no error if that is gone already.
func (a *offline) remove(ctx context.Context, p offlinePage) error {
	var err error
	for i := range removeAttempts {
		if i > 0 {
			select {
			case <-ctx.Done():
			case <-time.After(a.opts.Retry):
			}
		}
		err = a.dst.Apply(ctx, &provider.Change{Old: p.file})
		if err == nil || provider.NotExist(err) {
			verbose(ctx, "The application ("+p.root.Path+") is online again.")
			return nil
		}
		if !provider.Temporary(err) || ctx.Err() != nil {
			break
		}
	}
	return &provider.Error{
		Op: "remove", Kind: p.file.Kind, Path: p.file.Path, Side: provider.DestinationSide, Code: provider.CodeBringAppOnline,
		Msg:  "The application could not be brought online: the file '" + p.file.Path + "' could not be removed.",
		Hint: "delete the file", Err: err,
	}
}

func verbose(ctx context.Context, message string) {
	provider.Report(ctx, provider.Event{Level: provider.LevelVerbose, Type: provider.EventGeneral, Message: message})
}
