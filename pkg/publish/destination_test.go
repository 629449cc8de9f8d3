package publish_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg/publish"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// Profiles shorten URLs as Visual Studio lets them.
func TestServiceURL(t *testing.T) {
	for _, c := range []struct {
		url, app string
		service  publish.Service
		want     string
	}{
		{"web1", "Default Web Site/shop", publish.WMSVC, "https://web1:8172/msdeploy.axd?site=Default%20Web%20Site"},
		{" web1 ", "shop", publish.WMSVC, "https://web1:8172/msdeploy.axd?site=shop"},
		{"https://web1", "shop", publish.WMSVC, "https://web1:8172/msdeploy.axd?site=shop"},
		{"http://web1/", `shop\api`, publish.WMSVC, "http://web1:8172/msdeploy.axd?site=shop"},
		{"web1:443", "shop", publish.WMSVC, "https://web1:443/msdeploy.axd?site=shop"},
		{"https://web1:8172/msdeploy.axd", "a&b=c/d", publish.WMSVC, "https://web1:8172/msdeploy.axd?site=a%26b%3Dc"},
		{"https://web1:8172/msdeploy.axd?site=other", "shop", publish.WMSVC, "https://web1:8172/msdeploy.axd?site=other"},
		{"https://web1/deploy", "", publish.WMSVC, "https://web1:8172/deploy"},
		{"[::1]", "s", publish.WMSVC, "https://[::1]:8172/msdeploy.axd?site=s"},
		{"web1", "shop", publish.RemoteAgent, "http://web1/MSDEPLOYAGENTSERVICE"},
		{"http://web1:8080/", "shop", publish.RemoteAgent, "http://web1:8080/MSDEPLOYAGENTSERVICE"},
		{"http://web1/msdeployagentservice", "shop", publish.RemoteAgent, "http://web1/msdeployagentservice"},
	} {
		t.Run(c.url, func(t *testing.T) {
			p := publish.Profile{Method: publish.MSDeploy, URL: c.url, App: c.app, Service: c.service}
			ref, err := p.Destination()
			require.NoError(t, err)
			got, _ := ref.Settings.Lookup("computerName")
			require.Equal(t, c.want, got)
		})
	}
}

func TestDestination(t *testing.T) {
	secret := param.Secret("pw")
	for _, c := range []struct {
		name    string
		profile publish.Profile
		want    provider.Ref
		local   bool
	}{
		{"service", publish.Profile{Method: publish.MSDeploy, URL: "w", App: "s", Service: publish.WMSVC, UserName: "u", Password: secret},
			provider.Ref{Kind: "auto", Settings: provider.Settings{
				{Name: "computerName", Value: "https://w:8172/msdeploy.axd?site=s"}, {Name: "userName", Value: "u"}, {Name: "password", Value: "pw"},
				{Name: "includeAcls", Value: "False"}, {Name: "authType", Value: "Basic"}}}, false},
		{"service without a password", publish.Profile{Method: publish.MSDeploy, URL: "w", Service: publish.WMSVC, AuthType: "Bearer"},
			provider.Ref{Kind: "auto", Settings: provider.Settings{
				{Name: "computerName", Value: "https://w:8172/msdeploy.axd"}, {Name: "includeAcls", Value: "False"}, {Name: "authType", Value: "Bearer"}}}, false},
		{"agent", publish.Profile{Method: publish.MSDeploy, URL: "w", App: "s", Service: publish.RemoteAgent, AuthType: "Basic"},
			provider.Ref{Kind: "auto", Settings: provider.Settings{
				{Name: "computerName", Value: "http://w/MSDEPLOYAGENTSERVICE"}, {Name: "includeAcls", Value: "False"}, {Name: "authType", Value: "NTLM"}}}, false},
		{"this machine", publish.Profile{Method: publish.MSDeploy, URL: "localhost", App: "s", Service: publish.InProc, UserName: "u"},
			provider.Ref{Kind: "auto", Settings: provider.Settings{{Name: "includeAcls", Value: "False"}}}, true},
		{"package", publish.Profile{Method: publish.Package, File: `obj\Release\X.zip`}, provider.Ref{Kind: "package", Path: filepath.Join("obj", "Release", "X.zip")}, true},
		{"archive folder", publish.Profile{Method: publish.Package, File: "out/", Unpacked: true}, provider.Ref{Kind: "archiveDir", Path: "out"}, true},
		{"folder", publish.Profile{Method: publish.FileSystem, URL: `bin\publish\`}, provider.Ref{Kind: "contentPath", Path: filepath.Join("bin", "publish")}, true},
		{"folder of Windows", publish.Profile{Method: publish.FileSystem, URL: `C:\inetpub\x`}, provider.Ref{Kind: "contentPath", Path: `C:\inetpub\x`}, true},
		{"folder of a share", publish.Profile{Method: publish.FileSystem, URL: `\\server\share`}, provider.Ref{Kind: "contentPath", Path: `\\server\share`}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ref, err := c.profile.Destination()
			require.NoError(t, err)
			require.Equal(t, c.want, ref)
			require.Equal(t, c.local, c.profile.Local())
		})
	}
}

func TestDestinationErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		profile publish.Profile
		want    string
	}{
		{"no server", publish.Profile{Method: publish.MSDeploy}, "The publish profile does not say where to publish: it has no service URL. (write it into the profile, without references)"},
		{"no server name", publish.Profile{Method: publish.MSDeploy, URL: "https://:8172"}, "The service URL of the publish profile is not valid. (write https://SERVER:8172/msdeploy.axd)"},
		{"another scheme", publish.Profile{Method: publish.MSDeploy, URL: "ftp://w"}, "The service URL of the publish profile is not valid. (write https://SERVER:8172/msdeploy.axd)"},
		{"no URL at all", publish.Profile{Method: publish.MSDeploy, URL: "a b:c"}, "The service URL of the publish profile is not valid. (write https://SERVER:8172/msdeploy.axd)"},
		{"no package", publish.Profile{Method: publish.Package}, "The publish profile does not say where to publish: it has no DesktopBuildPackageLocation. (write it into the profile, without references)"},
		{"no folder", publish.Profile{Method: publish.FileSystem}, "The publish profile does not say where to publish: it has no PublishUrl. (write it into the profile, without references)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.profile.Destination()
			require.EqualError(t, err, c.want)
		})
	}
	_, err := (&publish.Profile{Name: "live", Method: publish.FTP}).Destination()
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorContains(t, err, "The method 'FTP' is not one of Web Deploy.")
	require.False(t, (&publish.Profile{Method: publish.FTP}).Local())
	_, err = (&publish.Profile{Method: publish.FileSystem}).Values()
	require.ErrorContains(t, err, "it has no PublishUrl")
}

// The names of rules are those that can be switched on.
func TestRules(t *testing.T) {
	require.Empty(t, (&publish.Profile{}).Rules())
	names := (&publish.Profile{KeepExtra: true, AppOffline: true}).Rules()
	require.Equal(t, []string{"DoNotDeleteRule", "AppOffline"}, names)
	s := rules.NewSelection()
	for _, n := range names {
		require.False(t, s.IsOn(n))
		require.NoError(t, s.Enable(n))
		require.True(t, s.IsOn(n))
	}
}

func TestValues(t *testing.T) {
	more := param.Assignment{Name: "Mode", Value: param.Secret("live")}
	for _, c := range []struct {
		name    string
		profile publish.Profile
		want    []param.Assignment
	}{
		{"application", publish.Profile{Method: publish.MSDeploy, App: "s/a", Parameters: []param.Assignment{more}},
			[]param.Assignment{{Name: publish.AppParameter, Value: param.Plain("s/a")}, more}},
		{"nothing", publish.Profile{Method: publish.Package}, nil},
		{"folder", publish.Profile{Method: publish.FileSystem, URL: "out", App: "s"}, []param.Assignment{{Name: publish.AppParameter, Value: param.Plain("out")}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := c.profile.Values()
			require.NoError(t, err)
			require.Equal(t, c.want, v.Assignments)
		})
	}
}
