package iis

import (
	"context"
	"iter"
	"sync/atomic"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

// App returns the provider of kind iisApp: an application of IIS and its
// content. It opens the content through the Env it is given, as a contentPath.
//
// The root of a target is never absent, and the part createApp never differs
// from that of Env.Source, because there is no configuration to create an
// application in; see the package comment. With the setting SkipAppCreation
// there is no warning about it.
func App(opts *Options) provider.Deployer { return app{opts.or()} }

type app struct{ opts Options }

// Kind returns iisApp.
func (app) Kind() provider.Kind { return kindApp }

// Doc describes the provider.
func (app) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "A web application: its content, and a warning that says what IIS would have to know of it.",
		Example:  "iisApp=/srv/site",
		Settings: appSettings(),
	}
}

func appSettings() []provider.SettingDoc {
	skip := provider.SettingDoc{
		Name: skipCreation, Check: settings.Bool(skipCreation),
		Doc: "Whether only the content is deployed: true or false. Without a configuration of IIS it is in either case; true silences the warning.",
	}
	return append(append([]provider.SettingDoc{skip}, poolSettings()...), contentSettings()...)
}

// contentSettings are those of contentPath.
func contentSettings() []provider.SettingDoc {
	return []provider.SettingDoc{
		{Name: offlineTemplate, Doc: "A file in the site to show while the application is offline."},
		{Name: encryptProvider, Doc: "The provider that encrypts web.config."},
		{Name: packageTimes, Check: settings.Bool(packageTimes), Doc: "Whether the times of files below approot/packages are compared: true or false."},
	}
}

// contentRef returns the reference to the content of the application ref.
func contentRef(ref provider.Ref) provider.Ref {
	return provider.Ref{Kind: provider.ContentPath, Path: ref.Path, Settings: settings.Own(contentSettings(), ref.Settings)}
}

// Open opens the application at ref.Path (recorded: dump/iisapp-xml).
func (app) Open(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	content, err := env.Open(ctx, contentRef(ref))
	if err != nil {
		return nil, err
	}
	return provider.Join(appRoot(ref),
		&leaf{describeApp(ref, string(kindCreateApp))},
		provider.Relink(content, string(provider.ContentPath))), nil
}

func appRoot(ref provider.Ref) *provider.Object {
	return &provider.Object{
		Kind: kindApp, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path,
		Settings: settings.Own(appSettings(), ref.Settings),
	}
}

// OpenTarget opens the application at ref.Path for changing.
func (a app) OpenTarget(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	created, err := createdApp(ctx, env, ref)
	if err != nil {
		return nil, err
	}
	content, err := openContent(ctx, env, ref)
	if err != nil {
		return nil, err
	}
	parts := []provider.Target{provider.Relink(content, string(provider.ContentPath))}
	if created != nil {
		parts = append([]provider.Target{&untouched{leaf{created}}}, parts...)
	}
	t := &appTarget{
		root: appRoot(ref), content: content.Root(), silent: settings.True(ref.Settings, skipCreation),
		detail: details(wanted(created, ref.Settings), a.opts.Sites.advice(ref.Path), "Set SkipAppCreation=true if only the content is wanted"),
	}
	t.Target = provider.JoinTargets(t.root, parts...)
	t.root.Absent, t.root.Invalid = false, nil
	t.root.Children = t.children
	return t, nil
}

// openContent opens the content of ref, which is part of ref and goes where
// ref goes: it is not redirected again.
func openContent(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	if env != nil {
		e := *env
		e.Source, e.Redirect = nil, nil
		env = &e
	}
	return env.OpenTarget(ctx, contentRef(ref))
}

// createdApp returns the object createApp of a target. It looks like the one
// of the source, so that there is nothing to do about it, and is nil if the
// source has none.
func createdApp(ctx context.Context, env *provider.Env, ref provider.Ref) (*provider.Object, error) {
	o := describeApp(ref, string(kindCreateApp))
	src, err := source(ctx, env, kindApp)
	if src == nil || err != nil {
		return o, err
	}
	if src, err = find(ctx, src, kindCreateApp); src == nil || err != nil {
		return nil, err
	}
	o.Attrs = src.Attrs
	return o, nil
}

// source returns the object of the given kind that will be synced into a
// target, or nil.
func source(ctx context.Context, env *provider.Env, kind provider.Kind) (*provider.Object, error) {
	if env == nil || env.Source == nil {
		return nil, nil
	}
	return find(ctx, env.Source.Root(), kind)
}

// find returns the first object of the given kind directly below o, or nil.
func find(ctx context.Context, o *provider.Object, kind provider.Kind) (*provider.Object, error) {
	for c, err := range o.Below(ctx) {
		if err != nil {
			return nil, err
		}
		if c.Kind.Is(kind) {
			return c, nil
		}
	}
	return nil, nil
}

// An appTarget is an application of which only the content can be changed.
type appTarget struct {
	provider.Target // the parts, joined below root
	root, content   *provider.Object
	silent          bool        // about what is not done
	detail          string      // of what is not done
	warned          atomic.Bool // in this plan
}

// children yields the content if there is any. The application itself, which
// was never there, is not part of what is deleted.
func (t *appTarget) children(ctx context.Context) iter.Seq2[*provider.Object, error] {
	return func(yield func(*provider.Object, error) bool) {
		t.warn(ctx)
		if !t.content.Absent {
			yield(t.content, nil)
		}
	}
}

// Parts returns createApp and the content, or the parts of one of them.
func (t *appTarget) Parts(ctx context.Context, parent *provider.Object) ([]*provider.Object, error) {
	if parent.Kind.Is(kindApp) {
		t.warn(ctx)
	}
	return provider.Parts(ctx, t.Target, parent)
}

// warn says, once, what will not be done.
func (t *appTarget) warn(ctx context.Context) {
	if t.silent || t.warned.Swap(true) {
		return
	}
	warn(ctx, t.root, "The application '"+t.root.Path+"' is neither created nor removed, only its content is deployed: "+
		"there is no configuration of IIS here.", t.detail)
}

// Meet introduces src to the content. It begins a plan, of which the first may
// be one that nobody listens to.
func (t *appTarget) Meet(src provider.Tree) {
	t.warned.Store(false)
	provider.Introduce(src, t.Target)
}

// Describe describes c in the words of the part it belongs to.
func (t *appTarget) Describe(src provider.Tree, c *provider.Change) string {
	return provider.Describe(t.Target, src, c)
}

// Commit commits the parts in order.
func (t *appTarget) Commit(ctx context.Context) error { return provider.Commit(ctx, t.Target) }

// untouched is the createApp of a target. It is asked to change only if a rule
// made the source look different, or if there was no Env.Source to look at.
type untouched struct{ leaf }

// Describe says that nothing happens to the application.
func (u *untouched) Describe(provider.Tree, *provider.Change) string {
	return "Leaving application (" + u.root.Path + ") as it is"
}

// Apply warns that the application stays as it is.
func (u *untouched) Apply(ctx context.Context, _ *provider.Change) error {
	warn(ctx, u.root, "The application '"+u.root.Path+"' is left as it is: there is no configuration of IIS here.", "")
	return nil
}
