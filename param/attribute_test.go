package param_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// attributed returns the object of kind child below one of kind top, as a set of
// one entry of kind DeploymentObjectAttribute leaves it, and the events.
func attributed(t *testing.T, scope, match string, value param.Value) (*provider.Object, []string, error) {
	t.Helper()
	b, err := param.Bind(param.Set{{Name: "P", Value: value, Entries: []param.Entry{
		{Kind: param.DeploymentObjectAttribute, Scope: scope, Match: match},
	}}}, nil)
	require.NoError(t, err)
	top := &provider.Object{Kind: "appHostConfig", Key: "site", Path: "site", Attrs: provider.Attrs{{Name: "path", Value: provider.String("/")}}}
	app := &provider.Object{
		Kind: "application", Link: "x", Key: "", Path: "site/app", Parent: top,
		Settings: provider.Settings{{Name: "ApplicationPool", Value: "old"}},
		Attrs:    provider.Attrs{{Name: "applicationPool", Value: provider.String("old")}, {Name: "count", Value: provider.Int(1)}},
	}
	var l listener
	o, err := b.Rule().Source(l.context(t), app)
	require.Equal(t, "old", app.Attrs[0].Value.String(), "objects do not change")
	require.Equal(t, "old", app.Settings[0].Value)
	return o, l.lines, err
}

// The expression is evaluated at each object in scope on the way to an object.
func TestDeploymentObjectAttribute(t *testing.T) {
	for _, c := range []struct {
		scope, match string
		applied      bool
	}{
		{"^appHostConfig$", "application/@applicationPool", true},
		{"apphost", "application[@count=1]/@applicationPool", true},
		{"appHostConfig", "application[@count=2]/@applicationPool", false},
		{"^application$", "@applicationPool", true},
		{"application", "application/@applicationPool", false},
		{"appHostConfig", "application", false},
		{"appHostConfig", "@path", false},
		{"site", "application/@applicationPool", false},
	} {
		o, lines, err := attributed(t, c.scope, c.match, param.Plain("new"))
		require.NoError(t, err)
		v, _ := o.Attrs.Get("applicationPool")
		s, _ := o.Settings.Lookup("applicationPool")
		if !c.applied {
			require.Equal(t, []string{"old", "old"}, []string{v.String(), s}, "%s %s", c.scope, c.match)
			require.Empty(t, lines)
			continue
		}
		require.Equal(t, []string{"new", "new"}, []string{v.String(), s}, "%s %s", c.scope, c.match)
		require.Equal(t, []string{"Parameter entry 'P/1' is applicable to 'site/app' because of its scope."}, lines)
	}
}

// An attribute keeps its type, and a secret one is marked.
func TestDeploymentObjectAttributeValues(t *testing.T) {
	o, _, err := attributed(t, "application", "@count", param.Secret("5"))
	require.NoError(t, err)
	v, _ := o.Attrs.Get("count")
	require.Equal(t, provider.Int(5), v)
	require.Equal(t, provider.Secret, o.Attrs[1].Flags)
	_, _, err = attributed(t, "application", "@count", param.Secret("s3cret"))
	require.ErrorContains(t, err, "The value '******' of parameter 'P' does not fit the attribute 'count' of 'site/app'.")
	require.NotContains(t, err.Error(), "s3cret")
}
