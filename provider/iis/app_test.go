package iis_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/iis"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func appRef(path string, settings ...string) provider.Ref {
	return provider.Ref{Kind: "iisApp", Path: path, Settings: settingsList(settings...)}
}

// children returns the objects directly below o.
func children(t *testing.T, o *provider.Object) []*provider.Object {
	t.Helper()
	var list []*provider.Object
	for c, err := range o.Below(t.Context()) {
		require.NoError(t, err)
		list = append(list, c)
	}
	return list
}

// recorded: dump/iisapp-xml, package/iisapp-folder
func TestAppAsSource(t *testing.T) {
	c := sample()
	tree, err := provider.OpenSource(t.Context(), c.env(), appRef("site",
		"AppOfflineTemplate=off.htm", "managedruntimeversion=v4.0", "computerName=x", "SkipAppCreation=true"))
	require.NoError(t, err)
	defer tree.Close()
	require.Equal(t, provider.Kind("MSDeploy.iisApp"), tree.Root().Kind)
	app := children(t, tree.Root())[0]
	require.Equal(t, provider.Kind("iisApp"), app.Kind)
	require.Equal(t, "Child1", app.Link)
	require.Equal(t, "site", app.Key)
	require.Empty(t, app.Attrs)
	require.Equal(t, settingsList("SkipAppCreation=true", "managedRuntimeVersion=v4.0", "AppOfflineTemplate=off.htm"), app.Settings)

	parts := children(t, app)
	require.Len(t, parts, 2)
	created, content := parts[0], parts[1]
	require.Equal(t, [3]string{"createApp", "createApp", "site"}, [3]string{string(created.Kind), created.Link, created.Key})
	require.Equal(t, provider.Attrs{
		{Name: "isDest", Value: provider.Bool(false)},
		{Name: "managedRuntimeVersion", Value: provider.String("v4.0"), Flags: provider.IgnoreCase},
		{Name: "enable32BitAppOnWin64", Value: provider.String(""), Flags: provider.IgnoreCase},
		{Name: "managedPipelineMode", Value: provider.String(""), Flags: provider.IgnoreCase},
		{Name: "applicationPool", Value: provider.String(""), Flags: provider.NoCompare},
		{Name: "appExists", Value: provider.String("True"), Flags: provider.NoCompare},
	}, created.Attrs)
	require.Nil(t, created.Settings)
	require.Same(t, app, created.Parent)
	require.Equal(t, [3]string{"contentPath", "contentPath", "site"}, [3]string{string(content.Kind), content.Link, content.Key})
	require.Equal(t, settingsList("AppOfflineTemplate=off.htm"), content.Settings, "only its own")
	require.Equal(t, provider.DirPath, children(t, content)[0].Kind)
}

func TestAppOfMissingFolder(t *testing.T) {
	_, err := sample().env().Open(t.Context(), appRef("nope"))
	require.ErrorIs(t, err, provider.CodeNotFound)
	require.True(t, provider.NotExist(err))
}

// recorded: cmdline/setting-unknown-iisapp
func TestSettingsOfApp(t *testing.T) {
	_, err := sample().env().Open(t.Context(), appRef("site", "foo=bar"))
	require.EqualError(t, err, "The provider 'iisApp' does not support the 'foo' setting. Supported settings are "+
		"(SkipAppCreation, managedRuntimeVersion, enable32BitAppOnWin64, managedPipelineMode, AppOfflineTemplate, WebConfigEncryptProvider, "+
		"syncPackageTimeStamps, authType, computerName, encryptPassword, includeAcls, password, prefetchPayload, userName, wmsvc).")
	_, err = sample().env().Open(t.Context(), appRef("site", "SkipAppCreation=perhaps"))
	require.ErrorContains(t, err, "The value 'perhaps' provided for 'SkipAppCreation' is not valid.")
}

const notTouched = "The application 'd' is neither created nor removed, only its content is deployed: there is no configuration of IIS here."

func TestSyncApp(t *testing.T) {
	added := []string{"Adding virtual path (d)", "Adding directory (d).", "Adding directory (d/bin).", "Adding directory (d/img)."}
	for _, c := range []struct {
		name     string
		from, to provider.Ref
		have     []string // in the destination, nil if there is none
		want     []string
		sum      websync.Summary
	}{
		{"new", appRef("site"), appRef("d"), nil, added, websync.Summary{Added: 4, Warnings: 1}},
		{"new, pool settings", appRef("site", "managedRuntimeVersion=v4.0"), appRef("d"), nil, added, websync.Summary{Added: 4, Warnings: 1}},
		{"new, only content wanted", appRef("site"), appRef("d", "SkipAppCreation=True"), nil, added, websync.Summary{Added: 4}},
		{"equal", appRef("site"), appRef("d"), []string{"bin", "img"}, nil, websync.Summary{Warnings: 1}},
		{
			"different", appRef("site"), appRef("d"), []string{"css", "img"},
			[]string{"Adding directory (d/bin).", "Deleting directory (d/css)."}, websync.Summary{Added: 1, Deleted: 1, Warnings: 1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, whatIf := range []bool{true, false} {
				s := sample()
				if c.have != nil {
					s.folders["d"] = c.have
				}
				before := clone(s)
				got, err := run(t, s.env(), c.from, c.to, whatIf)
				require.NoError(t, err)
				require.Equal(t, c.want, got.said)
				require.Equal(t, c.sum, got.sum)
				if c.sum.Warnings > 0 {
					require.Equal(t, []string{notTouched}, got.warnings)
				}
				if whatIf {
					require.Equal(t, before.folders, s.folders)
					continue
				}
				require.Equal(t, s.folders["site"], s.folders["d"])
				again, err := run(t, s.env(), c.from, c.to, false)
				require.NoError(t, err)
				require.Zero(t, again.sum.Total(), again.said)
			}
		})
	}
}

// Without a look at the source, the application seems to differ. It stays as it
// is all the same, and the plan says so.
func TestSyncAppOfUnknownSource(t *testing.T) {
	s := sample()
	src, err := provider.OpenSource(t.Context(), s.env(), appRef("site", "managedRuntimeVersion=v4.0"))
	require.NoError(t, err)
	dst, err := provider.OpenDestination(t.Context(), s.env(), appRef("d", "SkipAppCreation=true"))
	require.NoError(t, err)
	var got outcome
	got.sum, err = websync.Run(t.Context(), src, dst, got.observer(false))
	require.NoError(t, err)
	require.Equal(t, "Leaving application (d) as it is", got.said[0])
	require.Equal(t, []string{"The application 'd' is left as it is: there is no configuration of IIS here."}, got.warnings)
	require.Equal(t, []string{"bin", "img"}, s.folders["d"])
}

// A source may have content only, as a package made by hand.
func TestSyncContentOnly(t *testing.T) {
	s := sample()
	env := s.env()
	content, err := env.Open(t.Context(), provider.Ref{Kind: "contentPath", Path: "site"})
	require.NoError(t, err)
	src := provider.Document(provider.Join(&provider.Object{Kind: "iisApp", Link: "Child1", Key: "site", Path: "site"},
		provider.Relink(content, "contentPath")))
	env.Source = src
	dst, err := provider.OpenDestination(t.Context(), env, appRef("d"))
	require.NoError(t, err)
	var got outcome
	got.sum, err = websync.Run(t.Context(), src, dst, got.observer(false))
	require.NoError(t, err)
	require.Equal(t, websync.Summary{Added: 4, Warnings: 1}, got.sum, got.said)
	require.NoError(t, provider.Commit(t.Context(), dst))
}

// A redirection is for the application. Its content goes where that goes.
func TestRedirectedApp(t *testing.T) {
	s := sample()
	env := s.env()
	env.Redirect = func(ref provider.Ref) provider.Ref {
		ref.Path += "x"
		return ref
	}
	_, err := env.OpenTarget(t.Context(), appRef("d"))
	require.NoError(t, err)
	require.Equal(t, "dx", s.refs[0].Path)
}

func TestDeleteApp(t *testing.T) {
	for _, whatIf := range []bool{true, false} {
		s := sample()
		s.folders["d"] = []string{"bin"}
		dst, err := provider.OpenDestination(t.Context(), s.env(), appRef("d"))
		require.NoError(t, err)
		var got outcome
		got.sum, err = websync.Delete(t.Context(), dst, got.observer(whatIf))
		require.NoError(t, err)
		require.Equal(t, []string{
			"Deleting directory (d/bin).", "Deleting directory (d).", "Deleting contentPath (d).", "Deleting iisApp (d).",
			"Deleting MSDeploy.iisApp (MSDeploy.iisApp).",
		}, got.said)
		require.Equal(t, []string{notTouched}, got.warnings)
		require.Equal(t, whatIf, s.folders["d"] != nil)
	}
}

func TestCreateApp(t *testing.T) {
	env := sample().env()
	ref := func(path string) provider.Ref { return provider.Ref{Kind: "createApp", Path: path} }
	t.Run("source", func(t *testing.T) {
		for path, exists := range map[string]string{t.TempDir(): "True", "": "False"} {
			tree, err := env.Open(t.Context(), ref(path))
			require.NoError(t, err)
			v, _ := tree.Root().Attrs.Get("appExists")
			require.Equal(t, exists, v.String())
			require.Equal(t, provider.FirstLink, tree.Root().Link)
			require.NoError(t, tree.Close())
		}
	})
	t.Run("source that is missing", func(t *testing.T) {
		_, err := env.Open(t.Context(), ref("nope"))
		require.ErrorIs(t, err, provider.CodeNotFound)
	})
}

// What would have to be configured is planned, and reported where it is not
// done.
func TestCreateAppAsDestination(t *testing.T) {
	env := sample().envWith(iis.Options{Sites: iis.Sites{{Name: "Site", Folder: "/srv/www"}}})
	for _, whatIf := range []bool{true, false} {
		got, err := run(t, env, provider.Ref{Kind: "createApp", Settings: settingsList("managedPipelineMode=Classic", "managedRuntimeVersion=v2.0")},
			provider.Ref{Kind: "createApp", Path: "Site/app", Settings: settingsList("managedRuntimeVersion=v4.0")}, whatIf)
		require.NoError(t, err)
		require.Equal(t, []string{"Creating application (Site/app)"}, got.said)
		want := websync.Summary{Updated: 1}
		if !whatIf {
			want.Warnings = 1
			require.Equal(t, []string{"The application 'Site/app' was not created: there is no configuration of IIS here."}, got.warnings)
			require.Equal(t, []string{"Its folder would be '/srv/www/app'. It asks for managedRuntimeVersion=v4.0, managedPipelineMode=Classic."}, got.details)
		}
		require.Equal(t, want, got.sum)
	}
	_, err := env.OpenTarget(t.Context(), provider.Ref{Kind: "createApp", Path: "Site/../app"})
	require.ErrorIs(t, err, provider.CodeInvalidPath)
}

func TestDeleteCreateApp(t *testing.T) {
	dst, err := provider.OpenDestination(t.Context(), sample().env(), provider.Ref{Kind: "createApp", Path: "Site/app"})
	require.NoError(t, err)
	var got outcome
	got.sum, err = websync.Delete(t.Context(), dst, got.observer(false))
	require.NoError(t, err)
	require.Equal(t, []string{"The application 'Site/app' was not removed: there is no configuration of IIS here."}, got.warnings)
}

func TestRecycleApp(t *testing.T) {
	env := sample().env()
	ref := func(path string, settings ...string) provider.Ref {
		return provider.Ref{Kind: "recycleApp", Path: path, Settings: settingsList(settings...)}
	}
	for mode, settings := range map[string][]string{
		"RecycleAppPool": nil, "stopAppPool": {"recyclemode=stopAppPool", "timeout=-1"}, "UnloadAppDomain": {"recycleMode=UnloadAppDomain", "timeout=0"},
	} {
		for _, whatIf := range []bool{true, false} {
			got, err := run(t, env, ref(""), ref("Site/app", settings...), whatIf)
			require.NoError(t, err)
			require.Equal(t, []string{"Adding MSDeploy.recycleApp (MSDeploy.recycleApp).", "Adding recycleApp (Site/app)."}, got.said)
			want := websync.Summary{Added: 2}
			if !whatIf {
				want.Warnings = 1
				require.Equal(t, []string{"Nothing was done to the application pool of 'Site/app' (recycleMode=" + mode + "): there is no running IIS here."}, got.warnings)
			}
			require.Equal(t, want, got.sum)
		}
	}
	for _, bad := range []string{"recycleMode=Restart", "timeout=-2", "timeout=soon", "timeout=2147483648"} {
		_, err := env.OpenTarget(t.Context(), ref("Site/app", bad))
		require.ErrorContains(t, err, "is not valid.", bad)
	}
	dst, err := provider.OpenDestination(t.Context(), env, ref("Site/app"))
	require.NoError(t, err)
	_, err = websync.Delete(t.Context(), dst, nil)
	require.ErrorIs(t, err, errors.ErrUnsupported)
}

func TestDocs(t *testing.T) {
	for _, p := range []provider.Provider{iis.App(nil), iis.CreateApp(nil), iis.SetACL(nil), iis.RecycleApp()} {
		d := provider.DocOf(p)
		require.NotEmpty(t, d.Summary, p.Kind())
		ref, err := provider.ParseRef(d.Example)
		require.NoError(t, err)
		require.Equal(t, p.Kind(), ref.Kind)
		require.NoError(t, provider.CheckSettings(p, ref))
	}
}
