package rules_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

func TestCheckDelete(t *testing.T) {
	const blocked = " is blocked, by BlockHarmfulDeleteOperations, from performing delete operations to avoid harmful results."
	tests := []struct {
		name string
		ref  provider.Ref
		want string // "" if it may be deleted
	}{
		{"delete/auto", provider.Ref{Kind: "auto"}, "Provider auto" + blocked},
		{"delete/package", provider.Ref{Kind: "package", Path: "/w/p.zip"},
			"Delete not supported on type 'Microsoft.Web.Deployment.ZipPackageProvider'."},
		{"archivedir/delete", provider.Ref{Kind: "archiveDir", Path: "/w/a"},
			"Delete not supported on type 'Microsoft.Web.Deployment.ArchiveProvider'."},
		{"whole server", provider.Ref{Kind: "webServer"}, "Provider webServer" + blocked},
		{"all sites", provider.Ref{Kind: "appHostConfig"}, "Provider appHostConfig" + blocked},
		{"one site", provider.Ref{Kind: "appHostConfig", Path: "Default Web Site"}, ""},
		{"delete/dir", provider.Ref{Kind: "dirPath", Path: "/w/d"}, ""},
		{"delete/manifest", provider.Ref{Kind: "manifest", Path: "/w/m.xml"}, ""},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			s := rules.NewSelection()
			err := s.Chain().CheckDelete(context.Background(), c.ref)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.want, e.Sentence())
			require.Equal(t, provider.DestinationSide, e.Side)

			require.NoError(t, s.Disable("Block.*DeleteOperations"))
			require.NoError(t, s.Chain().CheckDelete(context.Background(), c.ref))
		})
	}
}

// Other rules, even those that keep everything, have no say.
func TestCheckDeleteAsksTwoRulesOnly(t *testing.T) {
	s := enabled(t, "DoNotDeleteRule")
	require.NoError(t, s.Skip(rules.Skip{Action: provider.Delete}))
	require.NoError(t, s.Chain().CheckDelete(context.Background(), provider.Ref{Kind: "dirPath", Path: "/w/d"}))
	require.Error(t, s.Chain().CheckDelete(context.Background(), provider.Ref{Kind: "auto"}))
	require.NoError(t, rules.Chain(nil).CheckDelete(context.Background(), provider.Ref{Kind: "auto"}))
}

// What a sync would delete is looked at as well.
func TestHarmfulDeletesInASync(t *testing.T) {
	ctx := context.Background()
	server := &provider.Object{Kind: "webServer", Link: "Child2"}
	_, err := rules.Default().Change(ctx, &provider.Change{Old: server})
	require.ErrorContains(t, err, "BlockHarmfulDeleteOperations")
	c, err := rules.Default().Change(ctx, &provider.Change{Old: server, New: server})
	require.NoError(t, err)
	require.NotNil(t, c)
}
