package fsys

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// FilePath returns the provider filePath: one file. The folder that it is in
// must exist.
func FilePath() provider.Deployer { return new(Options).FilePath() }

// FilePath returns the provider filePath.
func (o *Options) FilePath() provider.Deployer { return filePath{o.pool()} }

type filePath struct{ targets *pool }

// Kind returns provider.FilePath.
func (filePath) Kind() provider.Kind { return provider.FilePath }

// Doc describes the provider.
func (filePath) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "One file.",
		Example:  "filePath=/srv/site/web.config",
		Settings: []provider.SettingDoc{ignoreErrors()},
	}
}

// Open opens the file at ref for reading.
func (p filePath) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	ref.Kind = provider.FilePath
	in, err := statPath(ref.Path)
	if err != nil || in.typ != fileType {
		return nil, provider.CannotCreate(ref, noFile(ref.Path, notType(err, fileType)))
	}
	return newTree(ref, in, false).remember(p.targets.sums), nil
}

// OpenTarget opens the file at ref, which need not exist, for changing.
func (p filePath) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	ref.Kind = provider.FilePath
	return p.targets.openTarget(ref, fileType, noFile)
}
