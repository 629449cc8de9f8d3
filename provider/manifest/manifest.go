package manifest

import (
	"context"
	"fmt"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Kinds of the providers of this package.
const (
	kindManifest provider.Kind = "manifest"
	kindAuto     provider.Kind = "auto"
)

const skipInvalid = "skipInvalid"

// Manifest returns the provider of kind manifest. It opens its entries through
// the Env it is given.
//
// An entry that does not exist makes a source fail, with an error that matches
// provider.CodeCreatingObject; with the setting skipInvalid it is left out and
// reported instead, and the entries after it keep their places. Entries without
// a path, and those that exist but cannot be read, are errors in either case.
// At a destination, entries need not exist; the document counts as new as long
// as one of them does not (recorded: manifest-auto/two-three).
func Manifest() provider.Deployer { return manifest{} }

type manifest struct{}

// Kind returns manifest.
func (manifest) Kind() provider.Kind { return kindManifest }

// Doc describes the provider.
func (manifest) Doc() provider.Doc {
	return provider.Doc{
		Summary: "Several providers, listed in an XML file.",
		Example: "manifest=site.manifest.xml",
		Settings: []provider.SettingDoc{{
			Name: skipInvalid, Check: settings.Bool(skipInvalid),
			Doc: "Whether entries that do not exist are left out instead of being errors: true or false.",
		}},
	}
}

// Open opens the manifest at ref.Path and all of its entries.
func (manifest) Open(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	l, err := read(env, ref)
	if err != nil {
		return nil, err
	}
	skip := settings.True(ref.Settings, skipInvalid)
	var parts []provider.Tree
	for i, e := range l.entries {
		t, err := openEntry(ctx, env, e.ref)
		if err == nil {
			parts = append(parts, provider.Relink(t, link(i)))
			continue
		}
		if skip && e.ref.Path != "" && provider.NotExist(err) {
			reportSkipped(ctx, e.ref)
			continue
		}
		return nil, abandon(l.invalid(e, err), parts...)
	}
	return provider.Join(l.document(), parts...), nil
}

// openEntry opens an entry of a source. A tree whose root cannot be read is as
// good as none.
func openEntry(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	t, err := env.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	root := t.Root()
	err = root.Invalid
	if err == nil && root.Link == "" {
		err = noPart(ref)
	}
	if err != nil {
		return nil, abandon(err, t)
	}
	return t, nil
}

// OpenTarget opens the manifest at ref.Path and all of its entries for
// changing.
func (manifest) OpenTarget(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	l, err := read(env, ref)
	if err != nil {
		return nil, err
	}
	src, err := sourceParts(ctx, env)
	if err != nil {
		return nil, err
	}
	var parts []provider.Target
	for i, e := range l.entries {
		s := src[link(i)]
		if s != nil && !s.Kind.Is(e.ref.Kind) {
			s = nil
		}
		t, err := openTargetEntry(ctx, forPart(env, s), e.ref)
		if err != nil {
			return nil, abandon(err, parts...)
		}
		parts = append(parts, provider.Relink(t, link(i)))
	}
	return newTarget(l.document(), parts), nil
}

// openTargetEntry opens an entry of a destination.
func openTargetEntry(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	t, err := env.OpenTarget(ctx, ref)
	if err != nil {
		return nil, err
	}
	if t.Root().Link == "" {
		return nil, abandon(noPart(ref), t)
	}
	return t, nil
}

// link returns the link of the entry at position i, from 0.
func link(i int) string { return fmt.Sprintf("Child%d", i+1) }
