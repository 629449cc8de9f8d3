package pkg_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/manifest"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// A recorder is a provider that remembers how it was opened and what it was
// given.
type recorder struct {
	refs  []provider.Ref
	added []*provider.Object
}

func (*recorder) Kind() provider.Kind { return "dbDacFx" }

func (*recorder) Doc() provider.Doc {
	return provider.Doc{Settings: []provider.SettingDoc{{Name: "dacpacAction"}, {Name: "includeData"}, {Name: "commandTimeout"}}}
}

func (*recorder) Open(context.Context, *provider.Env, provider.Ref) (provider.Tree, error) {
	return nil, errors.ErrUnsupported
}

func (r *recorder) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	r.refs = append(r.refs, ref)
	root := &provider.Object{Kind: "dbDacFx", Link: provider.FirstLink, Key: ref.Path, Path: ref.Path, Absent: true}
	root.Invalid = &provider.Error{Op: "open", Kind: "dbDacFx", Path: ref.Path}
	return &recorded{leaf{root}, r}, nil
}

type recorded struct {
	leaf
	by *recorder
}

func (*recorded) Place(_, src *provider.Object) (*provider.Object, error) {
	return nil, provider.Unsupported("add", src)
}

func (t *recorded) Apply(_ context.Context, c *provider.Change) error {
	t.by.added = append(t.by.added, c.New)
	return nil
}

// What the provider options of an object say reaches the provider that applies
// it, along with the attributes and the contents, unless it is about the
// connection to where it was made.
func TestSettingsReachTheDestination(t *testing.T) {
	xml := encoded(`<MSDeploy.dbDacFx><dbDacFx path="Data Source=." databaseName="x" MSDeploy.databaseName="1" ` +
		`MSDeploy.MSDeployLinkName="Child1" MSDeploy.MSDeployKeyAttributeName="path" {dbDacFx|Data Source=.|dacpacAction=Deploy|includeData=|password=p} ` +
		`MSDeploy.MSDeployObjectFlags="1" MSDeploy.MSDeployStreamRelativeFilePath="x.dacpac" /></MSDeploy.dbDacFx>`)
	name := filepath.Join(t.TempDir(), "p.zip")
	require.NoError(t, os.WriteFile(name, zipOf(t, file{name: "archive.xml", data: xml}, file{name: "systemInfo.xml"}, file{name: "x.dacpac", data: "a dacpac"}), 0o644))
	for _, c := range []struct {
		to   provider.Ref
		want provider.Ref
	}{
		{
			provider.Ref{Kind: "auto", Settings: provider.Settings{{Name: "dbDacFx.commandTimeout", Value: "60"}, {Name: "dbDacFx.dacpacAction", Value: "Script"}}},
			provider.Ref{Kind: "dbDacFx", Path: "Data Source=.", Settings: provider.Settings{
				{Name: "dacpacAction", Value: "Deploy"}, {Name: "includeData", Value: ""}, {Name: "commandTimeout", Value: "60"},
			}},
		},
		{
			provider.Ref{Kind: "dbDacFx", Path: "Data Source=other", Settings: provider.Settings{{Name: "includeData", Value: "True"}}},
			provider.Ref{Kind: "dbDacFx", Path: "Data Source=other", Settings: provider.Settings{{Name: "includeData", Value: "True"}}},
		},
	} {
		rec := &recorder{}
		env := &provider.Env{Providers: provider.NewRegistry(pkg.Package(nil), manifest.Auto(), rec)}
		src, err := provider.OpenSource(t.Context(), env, provider.Ref{Kind: "package", Path: name})
		require.NoError(t, err)
		env.Source = src
		dst, err := provider.OpenDestination(t.Context(), env, c.to)
		require.NoError(t, err)
		sum, err := websync.Run(t.Context(), src, dst, nil)
		require.NoError(t, err)
		require.Equal(t, websync.Summary{Added: 2, Bytes: 8}, sum)
		require.Equal(t, []provider.Ref{c.want}, rec.refs)
		require.Len(t, rec.added, 1)
		v, _ := rec.added[0].Attr("databaseName")
		require.Equal(t, "x", v.String())
		require.Equal(t, "a dacpac", content(t, rec.added[0]))
		require.NoError(t, dst.Close())
		require.NoError(t, src.Close())
	}
}
