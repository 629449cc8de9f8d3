package iis

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// RecycleApp returns the provider of kind recycleApp, which restarts the pool
// of an application. It needs a running IIS: neither side of it can be opened
// yet, with an error that matches errors.ErrUnsupported and
// provider.CodeCreatingObject.
func RecycleApp() provider.Deployer { return recycleApp{} }

type recycleApp struct{}

// Kind returns recycleApp.
func (recycleApp) Kind() provider.Kind { return kindRecycleApp }

// Doc describes the provider.
func (recycleApp) Doc() provider.Doc {
	return provider.Doc{
		Summary: "The application pool of an application, to be recycled, started or stopped. Not implemented yet.",
		Example: "recycleApp=Default Web Site/app,recycleMode=RecycleAppPool",
		Settings: []provider.SettingDoc{
			{Name: "recycleMode", Doc: "RecycleAppPool, StartAppPool, StopAppPool or UnloadAppDomain."},
			{Name: "timeout", Doc: "Milliseconds to wait; 0 does not wait, -1 waits as long as the pool allows."},
		},
	}
}

// Open fails.
func (recycleApp) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	return nil, noConfiguration(ref)
}

// OpenTarget fails.
func (recycleApp) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	return nil, noConfiguration(ref)
}
