package manifest

import (
	"context"
	"errors"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Auto returns the provider of kind auto: a destination that is made of what
// the source is made of. Its path means nothing (recorded:
// manifest-auto/auto-with-path).
//
// OpenTarget needs Env.Source. For each part of it, it opens the provider of
// the same kind with the same path and settings, by way of Env.Redirect. So a
// package goes where it was made from, and a live source stands for itself.
// Parts that cannot be read have no counterpart, so that nothing is deleted for
// want of a source. Those that nothing here can change, as their kind has no
// provider or a provider for sources only, are Invalid: they end the sync before
// it changes anything, unless a directive skips them.
//
// Open returns a document without parts (recorded: dump/auto).
func Auto() provider.Deployer { return auto{} }

type auto struct{}

// Kind returns auto.
func (auto) Kind() provider.Kind { return kindAuto }

// Doc describes the provider.
func (auto) Doc() provider.Doc {
	return provider.Doc{
		Summary: "As a destination, whatever the source is and where it says it belongs.",
		Example: "auto",
	}
}

// Open returns an empty document.
func (auto) Open(context.Context, *provider.Env, provider.Ref) (provider.Tree, error) {
	return provider.Join(&provider.Object{Kind: kindAuto, Path: string(kindAuto)}), nil
}

// OpenTarget opens what env.Source is made of, for changing.
func (auto) OpenTarget(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	if env == nil || env.Source == nil {
		return nil, &provider.Error{
			Op: "open as destination", Kind: kindAuto, Path: ref.Path, Side: provider.DestinationSide, Err: errors.ErrUnsupported,
			Hint: "auto takes its parts from the source of a sync, and there is none",
		}
	}
	root := env.Source.Root()
	var parts []provider.Target
	for src, err := range root.Below(ctx) {
		if err == nil && src.Invalid != nil {
			continue
		}
		var t provider.Target
		if err == nil {
			t, err = openCounterpart(ctx, env, src)
		}
		if err != nil {
			return nil, abandon(err, parts...)
		}
		parts = append(parts, provider.Relink(t, src.Link))
	}
	return newTarget(&provider.Object{Kind: root.Kind, Path: string(root.Kind)}, parts), nil
}

// openCounterpart opens what stands for the part src of the source.
func openCounterpart(ctx context.Context, env *provider.Env, src *provider.Object) (provider.Target, error) {
	t, err := openTargetEntry(ctx, forPart(env, src), refOf(src))
	if errors.Is(err, provider.CodeProviderNotFound) || errors.Is(err, errors.ErrUnsupported) {
		return &foreign{&provider.Object{Kind: src.Kind, Link: src.Link, Key: src.Key, Path: src.Path, Invalid: err}}, nil
	}
	return t, err
}

// refOf returns the reference that opens what src stands for. Settings that are
// about the connection to the source stay behind.
func refOf(src *provider.Object) provider.Ref {
	return provider.Ref{Kind: src.Kind, Path: src.Key, Settings: settings.Carried(src.Settings)}
}

// sourceParts returns the parts of what will be synced, by link.
func sourceParts(ctx context.Context, env *provider.Env) (map[string]*provider.Object, error) {
	if env == nil || env.Source == nil {
		return nil, nil
	}
	m := map[string]*provider.Object{}
	for o, err := range env.Source.Root().Below(ctx) {
		if err != nil {
			return nil, err
		}
		m[o.Link] = o
	}
	return m, nil
}

// forPart returns env as the provider of one part sees it: its source is a
// document of the part src alone, or nothing if src is nil.
func forPart(env *provider.Env, src *provider.Object) *provider.Env {
	if env == nil {
		return nil
	}
	e := *env
	e.Source = nil
	if src != nil {
		part := *src
		part.Parent, part.Link = nil, provider.FirstLink
		e.Source = provider.Document(lone{&part})
	}
	return &e
}

// lone is the tree of one object that belongs to another tree.
type lone struct{ root *provider.Object }

// Root returns the object.
func (l lone) Root() *provider.Object { return l.root }

// Close does nothing: the tree that the object belongs to is someone else's.
func (lone) Close() error { return nil }
