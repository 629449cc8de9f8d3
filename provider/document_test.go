package provider_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

// recorded: dump/dirpath-verbose
func TestDocument(t *testing.T) {
	settings := provider.Settings{{Name: "ignoreErrors", Value: "1"}}
	m := memory.New("/srv", map[string]string{"a": ""})
	m.Root().Settings = settings
	d := provider.Document(m)
	root := d.Root()
	require.Equal(t, provider.Kind("MSDeploy.dirPath"), root.Kind)
	require.Equal(t, "MSDeploy.dirPath", root.Path)
	require.Empty(t, root.Link)
	require.Empty(t, root.KeyAttr())
	require.Equal(t, settings, root.Settings)
	require.Same(t, root, m.Root().Parent)
	require.Equal(t, d, provider.Document(d), "a document is one already")
	require.NoError(t, d.Close())

	m = memory.New("/srv", map[string]string{})
	dt := provider.DocumentTarget(m)
	require.False(t, dt.Root().Absent)
	require.Equal(t, dt, provider.DocumentTarget(dt))
	require.True(t, provider.DocumentTarget(memory.Absent("/none")).Root().Absent)
}

func TestDocumentKind(t *testing.T) {
	for kind, want := range map[provider.Kind]provider.Kind{
		"MSDeploy.dirPath": "dirPath", "msdeploy.iisApp": "iisApp", "sitemanifest": "sitemanifest", "MSDeploy.": "MSDeploy.", "MSDeploy": "MSDeploy", "": "",
	} {
		require.Equal(t, want, provider.DocumentKind(&provider.Object{Kind: kind}))
	}
}

// accepter is a target that takes documents of one other kind.
type accepter struct {
	provider.Target
	kind provider.Kind
}

func (a accepter) Accepts(k provider.Kind) bool { return k.Is(a.kind) }

// recorded: errors/mismatch, sync/contentpath-to-dirpath
func TestCompatible(t *testing.T) {
	src := func(kind provider.Kind) provider.Tree {
		return provider.Join(&provider.Object{Kind: kind})
	}
	dst := func(kind provider.Kind) provider.Target {
		return provider.JoinTargets(&provider.Object{Kind: kind})
	}
	require.NoError(t, provider.Compatible(src("MSDeploy.dirPath"), dst("MSDeploy.DIRPATH")))
	require.NoError(t, provider.Compatible(src("m"), dst("M")))
	require.NoError(t, provider.Compatible(src("MSDeploy.dirPath"), accepter{dst("package"), "dirPath"}))
	for _, c := range []struct {
		dst  provider.Target
		want string
	}{
		{dst("MSDeploy.filePath"), "filePath"},
		{accepter{dst("package"), "iisApp"}, "package"},
	} {
		err := provider.Compatible(src("MSDeploy.dirPath"), c.dst)
		require.ErrorContains(t, err, "Source (dirPath) and destination ("+c.want+") are not compatible for the given operation.")
		var e *provider.Error
		require.ErrorAs(t, err, &e)
		require.Contains(t, e.Hint, "-dest:auto")
	}
}

// recorded: sync/new-dest, sync/contentpath-new, package/iisapp-folder,
// package/to-package, presync/runcommand-package
func TestSentence(t *testing.T) {
	for _, c := range []struct {
		op   provider.Op
		kind provider.Kind
		want string
	}{
		{provider.Add, "MSDeploy.dirPath", "Adding MSDeploy.dirPath (P)."},
		{provider.Add, "dirPath", "Adding directory (P)."},
		{provider.AddChild, "dirPath", "Adding directory (P)."},
		{provider.AddChild, "FILEPATH", "Adding file (P)."},
		{provider.Update, "filePath", "Updating file (P)."},
		{provider.Delete, "filePath", "Deleting file (P)."},
		{provider.Delete, "dirPath", "Deleting directory (P)."},
		{provider.Add, "contentPath", "Adding virtual path (P)"},
		{provider.AddChild, "contentPath", "Adding virtual path (P)"},
		{provider.Delete, "contentPath", "Deleting contentPath (P)."},
		{provider.Add, "iisApp", "Adding IIS Application (P)"},
		{provider.Add, "createApp", "Creating application (P)"},
		{provider.Update, "createApp", "Creating application (P)"},
		{provider.Add, "setAcl", "Adding ACLs for path (P)"},
		{provider.AddChild, "runCommand", "Adding child runCommand (P)."},
		{provider.Update, "runCommand", "Updating runCommand (P)."},
		{provider.Delete, "m", "Deleting m (P)."},
	} {
		require.Equal(t, c.want, provider.Sentence(c.op, c.kind, "P"), "%v %v", c.op, c.kind)
	}
	c := &provider.Change{New: &provider.Object{Kind: "filePath", Path: "/x"}}
	require.Equal(t, "Adding file (/x).", provider.Describe(memory.New("/", map[string]string{}), nil, c))
}

// Targets and sources are opened through an environment.
func TestEnv(t *testing.T) {
	ctx := t.Context()
	m := memory.Provider(map[string]*memory.Tree{"/srv": memory.New("/srv", map[string]string{"a": "1"})})
	env := &provider.Env{Providers: provider.NewRegistry(m, readOnly{})}
	ref := provider.Ref{Kind: "DIRPATH", Path: "/srv"}

	src, err := provider.OpenSource(ctx, env, ref)
	require.NoError(t, err)
	require.Equal(t, provider.Kind("MSDeploy.dirPath"), src.Root().Kind)
	dst, err := provider.OpenDestination(ctx, env, ref)
	require.NoError(t, err)
	require.Equal(t, provider.Kind("MSDeploy.dirPath"), dst.Root().Kind)

	env.Redirect = func(r provider.Ref) provider.Ref { r.Path = "/elsewhere"; return r }
	dst, err = env.OpenTarget(ctx, ref)
	require.NoError(t, err)
	require.Equal(t, "/elsewhere", dst.Root().Path)
	src, err = env.Open(ctx, ref)
	require.NoError(t, err)
	require.Equal(t, "/srv", src.Root().Path, "sources are where they say")

	_, err = env.OpenTarget(ctx, provider.Ref{Kind: "readOnly", Path: "x"})
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorContains(t, err, "readOnly x")
	for _, env := range []*provider.Env{nil, {}, env} {
		_, err = env.Open(ctx, provider.Ref{Kind: "none"})
		require.ErrorIs(t, err, provider.CodeProviderNotFound)
		_, err = env.OpenTarget(ctx, provider.Ref{Kind: "none"})
		require.ErrorContains(t, err, "The provider 'none' could not be found.")
		_, err = provider.OpenSource(ctx, env, provider.Ref{Kind: "none"})
		require.Error(t, err)
		_, err = provider.OpenDestination(ctx, env, provider.Ref{Kind: "none"})
		require.Error(t, err)
	}
	_, err = env.Open(ctx, provider.Ref{Kind: "dirPath", Path: "/srv", Settings: provider.Settings{{Name: "foo"}}})
	require.ErrorContains(t, err, "does not support the 'foo' setting", "settings are checked before anything is opened")
}
