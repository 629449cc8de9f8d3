package iis

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// ContentPath returns the provider of kind contentPath that finds sites: files,
// which is one for files and folders, is given the folder of a site in place of
// the path of the site. What is in a site goes by its place on this machine.
func ContentPath(opts *Options, files provider.Deployer) provider.Deployer {
	return siteContent{files, opts.or().Sites}
}

type siteContent struct {
	provider.Deployer // without sites
	sites             Sites
}

// Doc describes the provider.
func (c siteContent) Doc() provider.Doc { return provider.DocOf(c.Deployer) }

// Open opens what is at ref for reading.
func (c siteContent) Open(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	at, err := c.sites.find(ref.Path)
	if err != nil {
		return nil, err
	}
	t, err := c.Deployer.Open(ctx, env, provider.Ref{Kind: ref.Kind, Path: at.path(), Settings: ref.Settings})
	if err != nil {
		return nil, c.sites.explain(ref.Path, err)
	}
	return named(t, ref.Path), nil
}

// OpenTarget opens what is at ref for changing.
func (c siteContent) OpenTarget(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	at, err := c.sites.find(ref.Path)
	if err != nil {
		return nil, err
	}
	t, err := c.Deployer.OpenTarget(ctx, env, provider.Ref{Kind: ref.Kind, Path: at.path(), Settings: ref.Settings})
	if err != nil {
		return nil, err
	}
	return named(t, ref.Path), nil
}

// named gives the root of t, which has just been opened, the path by which it
// was asked for.
func named[T provider.Tree](t T, path string) T {
	o := t.Root()
	o.Key, o.Path = path, path
	return t
}
