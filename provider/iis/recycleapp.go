package iis

import (
	"context"
	"errors"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

const (
	recycleMode    = "recycleMode"
	recycleTimeout = "timeout"
)

// RecycleApp returns the provider of kind recycleApp, which restarts the pool
// of an application. Nothing is known of a pool without a running IIS: any path
// can be opened, and a target, which is always absent, warns of what it would
// have done.
func RecycleApp() provider.Deployer { return recycleApp{} }

type recycleApp struct{}

// Kind returns recycleApp.
func (recycleApp) Kind() provider.Kind { return kindRecycleApp }

// Doc describes the provider.
func (recycleApp) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "The application pool of an application. As a destination it warns that it was not recycled, started or stopped.",
		Example:  "recycleApp=Default Web Site/app,recycleMode=RecycleAppPool",
		Settings: recycleSettings(),
	}
}

func recycleSettings() []provider.SettingDoc {
	return []provider.SettingDoc{
		{
			Name: recycleMode, Check: settings.OneOf(recycleMode, "RecycleAppPool", "StartAppPool", "StopAppPool", "UnloadAppDomain"),
			Doc: "RecycleAppPool, StartAppPool, StopAppPool or UnloadAppDomain; RecycleAppPool if not given.",
		},
		{
			Name: recycleTimeout, Check: settings.From(recycleTimeout, -1),
			Doc: "Milliseconds to wait; 0 does not wait, -1, as if not given, waits as long as the pool allows.",
		},
	}
}

// Open opens the application to recycle. A source need not say which it is.
func (recycleApp) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	return &leaf{recycled(ref)}, nil
}

// OpenTarget opens the application to recycle.
func (recycleApp) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	o := recycled(ref)
	o.Absent, o.Invalid = true, &provider.Error{
		Op: "look up", Kind: kindRecycleApp, Path: ref.Path, Side: provider.DestinationSide, Err: provider.Quiet(errors.ErrUnsupported),
		Msg: "There is no running IIS here that knows the application pool of '" + ref.Path + "'.",
	}
	return &recycleTarget{leaf{o}}, nil
}

func recycled(ref provider.Ref) *provider.Object {
	return &provider.Object{
		Kind: kindRecycleApp, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path,
		Settings: settings.Own(recycleSettings(), ref.Settings),
	}
}

// A recycleTarget is an application that cannot be recycled.
type recycleTarget struct{ leaf }

// Apply warns of what is not done.
func (t *recycleTarget) Apply(ctx context.Context, _ *provider.Change) error {
	mode, _ := t.root.Settings.Lookup(recycleMode)
	if mode == "" {
		mode = "RecycleAppPool"
	}
	warn(ctx, t.root, "Nothing was done to the application pool of '"+t.root.Path+"' ("+recycleMode+"="+mode+"): there is no running IIS here.", "")
	return nil
}
