package fsys

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// DirPath returns the provider dirPath: a folder and everything in it. As a
// destination it is made if it is missing, with its parents.
func DirPath() provider.Deployer { return new(Options).DirPath() }

// DirPath returns the provider dirPath.
func (o *Options) DirPath() provider.Deployer { return dirPath{o.pool()} }

type dirPath struct{ targets *pool }

// Kind returns provider.DirPath.
func (dirPath) Kind() provider.Kind { return provider.DirPath }

// Doc describes the provider.
func (dirPath) Doc() provider.Doc {
	return provider.Doc{
		Summary: "A folder with everything in it.",
		Example: "dirPath=/srv/site",
		Settings: []provider.SettingDoc{
			ignoreErrors(),
			{Name: "firstChangeUSN", Doc: "Where in the change journal of a Windows volume to start; accepted, without effect."},
			{Name: "incremental", Doc: "Whether to go by the change journal of a Windows volume; accepted, without effect."},
			{Name: "isAppRoot", Doc: "Whether the folder is the root of an application; accepted, without effect."},
		},
	}
}

// Open opens the folder at ref for reading.
func (p dirPath) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	ref.Kind = provider.DirPath
	in, err := statPath(ref.Path)
	if err != nil || in.typ != dirType {
		return nil, provider.CannotCreate(ref, noFolder(ref.Path, notType(err, dirType)))
	}
	return newTree(ref, in, false).remember(p.targets.sums), nil
}

// OpenTarget opens the folder at ref, which need not exist, for changing.
func (p dirPath) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	ref.Kind = provider.DirPath
	return p.targets.openTarget(ref, dirType, noFolder)
}
