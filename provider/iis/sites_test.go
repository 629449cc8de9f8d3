package iis_test

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/iis"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// www is a site map in which an application has a folder of its own.
func www() iis.Sites {
	return iis.Sites{
		{Name: "Default Web Site", Folder: "/old"}, {Name: "Default Web Site", Folder: "/srv/www"},
		{Name: "default web site/API/", Folder: "/srv/api"}, {Name: "plain", Folder: "plain"}, {Name: ".NET", Folder: "/net"},
	}
}

// opened returns the path at which a provider of content is asked for what is
// at path.
func opened(t *testing.T, sites iis.Sites, path string) (string, error) {
	t.Helper()
	c := sample()
	target, err := c.envWith(iis.Options{Sites: sites}).OpenTarget(t.Context(), provider.Ref{Kind: "contentPath", Path: path})
	if err != nil {
		require.Empty(t, c.refs)
		return "", err
	}
	require.Equal(t, [2]string{path, path}, [2]string{target.Root().Key, target.Root().Path}, "it goes by the name it was asked for")
	return c.refs[0].Path, nil
}

func TestSitesFindPaths(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"Default Web Site", "/srv/www"},
		{"default web SITE/", "/srv/www"},
		{"Default Web Site/app", "/srv/www/app"},
		{"Default Web Site/app/App_Data", "/srv/www/app/App_Data"},
		{"Default Web Site//app/", "/srv/www/app"},
		{"Default Web Site/api", "/srv/api"},
		{"Default Web Site/Api/v2/App_Data", "/srv/api/v2/App_Data"},
		{"Default Web Site/apis", "/srv/www/apis"},
		{"plain/app", "plain/app"},
		{".net/app", "/net/app"},
		// what is no path of a site that is known
		{"Default Web Site 2/app", "Default Web Site 2/app"},
		{"Default", "Default"},
		{"other/app", "other/app"},
		{"", ""},
		{".", "."},
		{"./Default Web Site", "./Default Web Site"},
		{"../Default Web Site", "../Default Web Site"},
		{"/Default Web Site/app", "/Default Web Site/app"},
		{`C:\Default Web Site`, `C:\Default Web Site`},
		{`C:/Default Web Site`, `C:/Default Web Site`},
		{`Default Web Site\app`, `Default Web Site\app`},
		{`\\server\Default Web Site`, `\\server\Default Web Site`},
	} {
		t.Run(c.path, func(t *testing.T) {
			got, err := opened(t, www(), c.path)
			require.NoError(t, err)
			require.Equal(t, c.want, filepath.ToSlash(got))
		})
	}
	got, err := opened(t, nil, "Default Web Site/app")
	require.NoError(t, err)
	require.Equal(t, "Default Web Site/app", got, "a folder as any other")
}

// Nothing leads out of the folder of a site, on any system.
func TestSitesRefusePaths(t *testing.T) {
	for _, below := range []string{
		"..", "../x", "app/../../x", ".", "app/./x", "c:", "app/C:/x", "web.config::$DATA", "CON", "app/nul.txt", "com1",
		"app.", "app ", "a*", "a\x00", "a\nb", "\x1b[2J",
	} {
		for _, kind := range []provider.Kind{"contentPath", "iisApp", "createApp", "setAcl"} {
			env := sample().envWith(iis.Options{Sites: www()})
			ref := provider.Ref{Kind: kind, Path: "Default Web Site/" + below}
			_, err := env.OpenTarget(t.Context(), ref)
			require.ErrorIs(t, err, provider.CodeInvalidPath, "%s %q", kind, below)
			require.NotContains(t, err.Error(), "\x1b")
			_, err = env.Open(t.Context(), ref)
			require.ErrorIs(t, err, provider.CodeInvalidPath, "%s %q", kind, below)
		}
	}
}

func TestParseSite(t *testing.T) {
	for text, want := range map[string]iis.Site{
		"Default Web Site=/srv/www":      {Name: "Default Web Site", Folder: "/srv/www"},
		"Default Web Site/api/=/srv/api": {Name: "Default Web Site/api", Folder: "/srv/api"},
		`"Default Web Site"="/srv/w w"`:  {Name: "Default Web Site", Folder: "/srv/w w"},
		` 'a' = 'b' `:                    {Name: "a", Folder: "b"},
		`a=C:\x=y`:                       {Name: "a", Folder: `C:\x=y`},
		"a":                              {},
		"":                               {},
		"=":                              {},
		"=b":                             {},
		"/=b":                            {},
		"a=":                             {},
		"a=''":                           {},
		"../a=b":                         {},
		"a /b=c":                         {},
		`a\b=c`:                          {},
		"a:80=c":                         {},
		"a\x1b=c":                        {},
	} {
		got, err := iis.ParseSite(text)
		if want.Name != "" {
			require.NoError(t, err, text)
			require.Equal(t, want, got)
			continue
		}
		require.ErrorIs(t, err, fs.ErrInvalid, text)
		require.NotContains(t, err.Error(), "\x1b")
		require.ErrorContains(t, err, "SITE=FOLDER")
	}
}

func TestParseSites(t *testing.T) {
	got, err := iis.ParseSites(strings.NewReader("\ufeff# where things are\r\n\r\n  Default Web Site = /srv/www\r\n#x=y\nDefault Web Site/api=/srv/api"))
	require.NoError(t, err)
	require.Equal(t, iis.Sites{{Name: "Default Web Site", Folder: "/srv/www"}, {Name: "Default Web Site/api", Folder: "/srv/api"}}, got)

	_, err = iis.ParseSites(strings.NewReader("a=b\n\nc"))
	require.ErrorContains(t, err, "Line 3")
	require.ErrorIs(t, err, fs.ErrInvalid)

	_, err = iis.ParseSites(strings.NewReader("a=" + strings.Repeat("b", 1<<20)))
	require.Error(t, err, "no line is that long")
}

// A site is found by its name, and no path leads out of its folder.
func FuzzSites(f *testing.F) {
	f.Add("Default Web Site=/srv/www", "Default Web Site/app")
	f.Add("a/b=/c", "A//B/../x")
	f.Add(`"a"='b'`, `a\b`)
	f.Add("é=x", "É/con")
	f.Fuzz(func(t *testing.T, text, path string) {
		site, err := iis.ParseSite(text)
		if err != nil {
			return
		}
		require.NotEmpty(t, site.Folder)
		own, err := opened(t, iis.Sites{site}, site.Name)
		require.NoError(t, err)
		require.Equal(t, site.Folder, own)

		site.Folder = "/srv/www"
		got, err := opened(t, iis.Sites{site}, path)
		if err != nil {
			require.ErrorIs(t, err, provider.CodeInvalidPath)
			return
		}
		if got != path {
			require.True(t, got == "/srv/www" || strings.HasPrefix(got, "/srv/www/"), got)
			require.Equal(t, filepath.Clean(got), got)
		}
	})
}

// All providers find sites by the same map, and content goes by its folder.
func TestSyncIntoSite(t *testing.T) {
	c := sample()
	env := c.envWith(iis.Options{Sites: www()})
	for _, kind := range []provider.Kind{"iisApp", "contentPath"} {
		delete(c.folders, "/srv/www/app")
		got, err := run(t, env, provider.Ref{Kind: kind, Path: "site"}, provider.Ref{Kind: kind, Path: "Default Web Site/app"}, false)
		require.NoError(t, err)
		require.Contains(t, got.said, "Adding virtual path (Default Web Site/app)")
		require.Contains(t, got.said, "Adding directory (/srv/www/app).")
		require.Equal(t, c.folders["site"], c.folders["/srv/www/app"])
		again, err := run(t, env, provider.Ref{Kind: kind, Path: "Default Web Site/app"}, provider.Ref{Kind: kind, Path: "Default Web Site/app"}, false)
		require.NoError(t, err)
		require.Zero(t, again.sum.Total(), "as a source as well: %q", again.said)
		if kind == "iisApp" {
			require.Equal(t, websync.Summary{Added: 4, Warnings: 1}, got.sum)
			require.Equal(t, []string{"Set SkipAppCreation=true if only the content is wanted."}, got.details)
		}
	}
}

// Somebody who does not know of site maps is told.
func TestUnknownSites(t *testing.T) {
	const advice = `-siteMap:"Default Web Site=FOLDER"`
	env := sample().env()
	for _, kind := range []provider.Kind{"iisApp", "contentPath", "createApp", "setAcl"} {
		_, err := env.Open(t.Context(), provider.Ref{Kind: kind, Path: "Default Web Site/app"})
		require.ErrorIs(t, err, provider.CodeNotFound, kind)
		require.ErrorContains(t, err, advice, kind)
		_, err = env.Open(t.Context(), provider.Ref{Kind: kind, Path: "/nope"})
		require.NotContains(t, err.Error(), "siteMap", kind)
	}
	got, err := run(t, env, appRef("site", "managedRuntimeVersion=v4.0"), appRef("Default Web Site/app"), true)
	require.NoError(t, err)
	require.Len(t, got.details, 1)
	require.Contains(t, got.details[0], advice)
	require.Contains(t, got.details[0], "It asks for managedRuntimeVersion=v4.0.")
}

func TestParseUser(t *testing.T) {
	u, err := iis.ParseUser(`"IIS AppPool\web"=www-data`)
	require.NoError(t, err)
	require.Equal(t, iis.User{Name: `IIS AppPool\web`, Local: "www-data"}, u)
	for _, bad := range []string{"", "a", "a=", "=b", "''=b"} {
		_, err := iis.ParseUser(bad)
		require.ErrorIs(t, err, fs.ErrInvalid, bad)
	}
}
