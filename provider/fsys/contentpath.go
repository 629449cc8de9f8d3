package fsys

import (
	"context"
	"runtime"

	"github.com/webdeploy-go/webdeploy/provider"
)

// ContentPath returns the provider contentPath: a folder or a file, whichever
// is there. As a destination where there is nothing it becomes what the source
// is.
func ContentPath() provider.Deployer { return new(Options).ContentPath() }

// ContentPath returns the provider contentPath.
func (o *Options) ContentPath() provider.Deployer { return contentPath{o.pool()} }

// contentLink is the link of the dirPath or filePath that a contentPath holds.
const contentLink = "contentPath"

type contentPath struct{ targets *pool }

// Kind returns provider.ContentPath.
func (contentPath) Kind() provider.Kind { return provider.ContentPath }

// Doc describes the provider.
func (contentPath) Doc() provider.Doc {
	return provider.Doc{
		Summary: "The content of a site: a folder or a file.",
		Example: "contentPath=/srv/site",
		Settings: []provider.SettingDoc{
			{Name: "AppOfflineTemplate", Doc: "The page that is shown while the content is being replaced."},
			{Name: "WebConfigEncryptProvider", Doc: "The name of the provider that encrypts web.config; accepted, without effect."},
			{Name: "syncPackageTimeStamps", Doc: "Whether times of files below approot/packages count; accepted, without effect."},
		},
	}
}

// Open opens what is at ref for reading.
func (p contentPath) Open(_ context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	ref.Kind = provider.ContentPath
	in, err := statPath(ref.Path)
	if err != nil || in.typ != dirType && in.typ != fileType {
		msg := &provider.Error{
			Op: "open", Kind: ref.Kind, Path: ref.Path, Err: quietly(notType(err, fileType)),
			Msg: "Object of type '" + string(ref.Kind) + "' and path '" + ref.Path + "' cannot be created.",
		}
		return nil, noContent(ref.Path, msg)
	}
	part := newTree(partRef(env, ref, in.typ), in, false).remember(p.targets.sums)
	return provider.Join(contentRoot(ref), provider.Relink(part, contentLink)), nil
}

// OpenTarget opens what is at ref for changing. If there is nothing, the target
// has room for a folder and for a file.
func (p contentPath) OpenTarget(_ context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	ref.Kind = provider.ContentPath
	if err := checkTarget(runtime.GOOS, ref); err != nil {
		return nil, err
	}
	in, err := statPath(ref.Path)
	if err != nil && !isMissing(err) {
		return nil, openError(ref, err)
	}
	root := contentRoot(ref)
	var parts []provider.Target
	if err == nil && (in.typ == dirType || in.typ == fileType) {
		part := p.targets.newTarget(newTree(partRef(env, ref, in.typ), in, true))
		parts = []provider.Target{provider.Relink(part, contentLink)}
	} else {
		root.Invalid = noContent(ref.Path, quietly(notType(err, fileType)))
		for _, typ := range []entryType{dirType, fileType} {
			part := p.targets.newTarget(newAbsent(partRef(env, ref, typ), root.Invalid))
			parts = append(parts, provider.Relink(part, contentLink))
		}
	}
	return &contentTarget{Target: provider.JoinTargets(root, parts...)}, nil
}

func contentRoot(ref provider.Ref) *provider.Object {
	return &provider.Object{
		Kind: provider.ContentPath, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path, Settings: ref.Settings,
	}
}

func partRef(env *provider.Env, ref provider.Ref, typ entryType) provider.Ref {
	kind := provider.FilePath
	if typ == dirType {
		kind = provider.DirPath
	}
	return env.WithNested(provider.Ref{Kind: kind, Path: ref.Path})
}

// A contentTarget is a contentPath that can be changed.
type contentTarget struct{ provider.Target }

// Parts returns the folder or the file, or room for both.
func (t *contentTarget) Parts(ctx context.Context, parent *provider.Object) ([]*provider.Object, error) {
	return provider.Parts(ctx, t.Target, parent)
}

// Meet introduces src to the folder or the file.
func (t *contentTarget) Meet(src provider.Tree) { provider.Introduce(src, t.Target) }

// Place places what goes into the folder. A part that the content does not have
// is one of the other kind, which is in the way; it is announced as a virtual
// path (recorded: sync/contentpath-dir-to-file, sync/contentpath-file-to-dir).
func (t *contentTarget) Place(parent, src *provider.Object) (*provider.Object, error) {
	if src.Link != contentLink || !parent.Kind.Is(provider.ContentPath) {
		return t.Target.Place(parent, src)
	}
	n := &provider.Object{
		Parent: parent.Parent, Kind: parent.Kind, Link: parent.Link, Key: parent.Key, Path: src.Path,
	}
	what, other := "directory", "file"
	if src.Kind.Is(provider.FilePath) {
		what, other = other, what
	}
	return n, &provider.Error{
		Op: "add", Kind: src.Kind, Path: parent.Path, Side: provider.DestinationSide,
		Msg:  "Cannot create the " + what + " '" + parent.Path + "' because a " + other + " with the same name already exists.",
		Hint: "remove it first, or choose another destination",
	}
}
