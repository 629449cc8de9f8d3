package provider_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

// A nest is a provider that opens another one as its part, and remembers the
// settings that it was given.
type nest struct {
	kind, part provider.Kind
	given      *[]provider.Settings
}

func (n nest) Kind() provider.Kind { return n.kind }

func (n nest) Doc() provider.Doc {
	return provider.Doc{Settings: []provider.SettingDoc{{Name: "user"}, {Name: "mode", Check: func(v string) error {
		if v == "bad" {
			return &provider.Error{Op: "check setting", Msg: "bad mode"}
		}
		return nil
	}}}}
}

func (n nest) Open(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	return n.OpenTarget(ctx, env, ref)
}

func (n nest) OpenTarget(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	*n.given = append(*n.given, ref.Settings)
	if n.part == "" {
		return memory.New(ref.Path, map[string]string{}), nil
	}
	return env.OpenTarget(ctx, provider.Ref{Kind: n.part, Path: ref.Path, Settings: provider.Settings{{Name: "mode", Value: "own"}}})
}

// Settings written KIND.NAME reach every provider of that kind on their side,
// however deep, but do not replace what it is given.
func TestNestedSettings(t *testing.T) {
	var outer, inner []provider.Settings
	env := &provider.Env{Providers: provider.NewRegistry(nest{"outer", "inner", &outer}, nest{"inner", "", &inner})}
	ref := provider.Ref{Kind: "outer", Path: "/x", Settings: provider.Settings{
		{Name: "INNER.User", Value: "u"}, {Name: "inner.mode", Value: "other"}, {Name: "user", Value: "o"},
		{Name: "outer.mode", Value: "m"}, {Name: "gacAssembly.anything", Value: "1"},
	}}
	_, err := provider.OpenSource(t.Context(), env, ref)
	require.NoError(t, err)
	_, err = provider.OpenDestination(t.Context(), env, ref)
	require.NoError(t, err)
	require.Len(t, outer, 2)
	for i := range outer {
		require.Equal(t, provider.Settings{{Name: "user", Value: "o"}, {Name: "mode", Value: "m"}}, outer[i])
		require.Equal(t, provider.Settings{{Name: "mode", Value: "own"}, {Name: "User", Value: "u"}}, inner[i])
	}

	outer, inner = nil, nil
	_, err = provider.OpenSource(t.Context(), env, provider.Ref{Kind: "outer", Path: "/x"})
	require.NoError(t, err)
	require.Nil(t, outer[0], "another side is not concerned")
	require.Equal(t, provider.Settings{{Name: "mode", Value: "own"}}, inner[0])
}

// They are checked even if nothing of their kind comes up.
func TestNestedSettingsAreChecked(t *testing.T) {
	var given []provider.Settings
	env := &provider.Env{Providers: provider.NewRegistry(nest{"outer", "", &given}, nest{"iisApp", "", &given})}
	for _, c := range []struct{ name, value, want string }{
		{"iisApp.none", "", "The provider 'iisApp' does not support the 'none' setting."},
		{"iisApp.", "", "The provider 'iisApp' does not support the '' setting."},
		{"iisApp.mode", "bad", "bad mode"},
		{"iisApp.computerName", "other", "The provider 'iisApp' does not support the 'computerName' setting. Supported settings are (user, mode)."},
		{"noSuch.mode", "x", "The provider 'noSuch' could not be found."},
		{".mode", "x", "The provider '' could not be found."},
	} {
		ref := provider.Ref{Kind: "outer", Settings: provider.Settings{{Name: c.name, Value: c.value}}}
		_, err := provider.OpenSource(t.Context(), env, ref)
		require.ErrorContains(t, err, c.want)
		_, err = provider.OpenDestination(t.Context(), env, ref)
		require.ErrorContains(t, err, c.want)
	}
	require.Empty(t, given)
	var none *provider.Env
	_, err := provider.OpenSource(t.Context(), none, provider.Ref{Kind: "outer", Settings: provider.Settings{{Name: "a.b"}}})
	require.ErrorIs(t, err, provider.CodeProviderNotFound)
	require.Equal(t, provider.Ref{Kind: "x"}, none.WithNested(provider.Ref{Kind: "x"}))
}
