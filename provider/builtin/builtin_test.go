package builtin_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/provider/iis"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func TestProviders(t *testing.T) {
	ps := builtin.Providers(nil)
	registry := provider.NewRegistry(ps...) // panics if two are of one kind
	var kinds []string
	for p := range registry.All() {
		kinds = append(kinds, string(p.Kind()))
	}
	require.Subset(t, kinds, []string{
		"archiveDir", "auto", "contentPath", "createApp", "dirPath", "filePath", "iisApp", "manifest", "package", "recycleApp", "runCommand", "setAcl",
	})
	ps[0] = nil
	require.NotNil(t, builtin.Providers(nil)[0], "each call returns a list of its own")
}

// Users find their way by what providers say of themselves.
func TestDocumented(t *testing.T) {
	for _, p := range builtin.Providers(&builtin.Options{}) {
		t.Run(string(p.Kind()), func(t *testing.T) {
			d := provider.DocOf(p)
			require.True(t, strings.HasSuffix(d.Summary, "."), "a sentence: %q", d.Summary)
			ref, err := provider.ParseRef(d.Example)
			require.NoError(t, err)
			require.Equal(t, p.Kind(), ref.Kind)
			require.NoError(t, provider.CheckSettings(p, ref))
			for i, s := range d.Settings {
				require.NotEmpty(t, s.Doc, s.Name)
				same := slices.IndexFunc(append(provider.CommonSettings(), d.Settings...), func(o provider.SettingDoc) bool {
					return strings.EqualFold(o.Name, s.Name)
				})
				require.Equal(t, len(provider.CommonSettings())+i, same, "%s twice", s.Name)
			}
		})
	}
}

// tree writes files below a new folder and returns its path.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	return dir
}

// run syncs from into to and returns what it said.
func run(t *testing.T, env provider.Env, from, to provider.Ref) []string {
	t.Helper()
	src, err := provider.OpenSource(t.Context(), &env, from)
	require.NoError(t, err)
	defer src.Close()
	env.Source = src
	dst, err := provider.OpenDestination(t.Context(), &env, to)
	require.NoError(t, err)
	defer dst.Close()
	var said []string
	_, err = websync.Run(t.Context(), src, dst, &websync.Options{Observe: func(e websync.Event) {
		if e.Level >= 0 {
			said = append(said, e.Message)
		}
	}})
	require.NoError(t, err)
	return said
}

// All providers together: a manifest is packed, and the package goes to a new
// place by way of auto.
func TestManifestToPackageToAuto(t *testing.T) {
	site := tree(t, map[string]string{"index.html": "hello", "img/logo.svg": "<svg/>"})
	dir := t.TempDir()
	manifest := filepath.Join(dir, "m.xml")
	require.NoError(t, os.WriteFile(manifest, []byte(`<site><iisApp path="`+site+`" managedRuntimeVersion="v4.0"/>`+
		`<setAcl path="`+site+`" setAclAccess="Modify"/></site>`), 0o666))
	zip := provider.Ref{Kind: "package", Path: filepath.Join(dir, "site.zip")}
	env := provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}

	said := run(t, env, provider.Ref{Kind: "manifest", Path: manifest}, zip)
	require.Equal(t, []string{"Adding site (site).", "Adding IIS Application (" + site + ")", "Creating application (" + site + ")"}, said[:3])

	www := filepath.Join(dir, "www")
	env.Redirect = func(ref provider.Ref) provider.Ref {
		ref.Path = www
		return ref
	}
	said = run(t, env, zip, provider.Ref{Kind: "auto"})
	require.Equal(t, []string{
		"Adding site (site).",
		"The application '" + www + "' is neither created nor removed, only its content is deployed: there is no configuration of IIS here.",
		"Adding virtual path (" + www + ")",
		"Adding directory (" + www + ").",
		"Adding directory (" + filepath.Join(www, "img") + ").",
		"Adding file (" + filepath.Join(www, "img", "logo.svg") + ").",
		"Adding file (" + filepath.Join(www, "index.html") + ").",
		"Adding ACLs for path (" + www + ")",
		"No permissions on '" + www + "' were granted to 'ApplicationPoolIdentity': without a configuration of IIS nobody can tell who that is.",
	}, said)
	require.FileExists(t, filepath.Join(www, "img", "logo.svg"))

	said = run(t, env, zip, provider.Ref{Kind: "auto"})
	require.Len(t, said, 3, "only what is not done: %q", said)
}

// What is packed of a site goes to the site of that name, wherever that is.
func TestSiteToPackageToSite(t *testing.T) {
	here, there := tree(t, map[string]string{"app/index.html": "hello", "app/img/logo.svg": "<svg/>", "other": "x"}), t.TempDir()
	zip := provider.Ref{Kind: "package", Path: filepath.Join(t.TempDir(), "site.zip")}
	with := func(folder string) provider.Env {
		opts := &builtin.Options{IIS: iis.Options{Sites: iis.Sites{{Name: "Default Web Site", Folder: folder}}}}
		return provider.Env{Providers: provider.NewRegistry(builtin.Providers(opts)...)}
	}
	said := run(t, with(here), provider.Ref{Kind: "iisApp", Path: "Default Web Site/app"}, zip)
	require.Equal(t, []string{
		"Adding MSDeploy.iisApp (MSDeploy.iisApp).", "Adding IIS Application (Default Web Site/app)",
		"Creating application (Default Web Site/app)", "Adding virtual path (Default Web Site/app)",
	}, said[:4])
	said = run(t, with(there), zip, provider.Ref{Kind: "auto"})
	require.Contains(t, said, "Adding file ("+filepath.Join(there, "app", "index.html")+").")
	require.FileExists(t, filepath.Join(there, "app", "img", "logo.svg"))
	require.NoFileExists(t, filepath.Join(there, "other"))
	require.Len(t, run(t, with(there), zip, provider.Ref{Kind: "auto"}), 1, "but for the application nothing is left to do")
}

// What goes into a folder of itself does not see that folder.
func TestIntoItself(t *testing.T) {
	env := provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	manifest := func(site string) provider.Ref {
		path := filepath.Join(t.TempDir(), "m.xml")
		require.NoError(t, os.WriteFile(path, []byte(`<m><dirPath path="`+site+`"/></m>`), 0o666))
		return provider.Ref{Kind: "manifest", Path: path}
	}
	app := func(site string) provider.Ref { return provider.Ref{Kind: "iisApp", Path: site} }
	for name, ref := range map[string]func(site string) provider.Ref{"iisApp": app, "manifest": manifest} {
		t.Run(name, func(t *testing.T) {
			site := tree(t, map[string]string{"index.html": "hello"})
			inside := filepath.Join(site, "copy")
			for range 2 {
				run(t, env, ref(site), ref(inside))
				require.FileExists(t, filepath.Join(inside, "index.html"))
				require.NoDirExists(t, filepath.Join(inside, "copy"))
			}
		})
	}
}

// A folder entry of a manifest that no part stands for is announced, without
// what is in it (recorded: manifest-auto/two-one).
func TestFolderWithoutPlace(t *testing.T) {
	a, b := tree(t, map[string]string{"a.txt": "a"}), tree(t, map[string]string{"b.txt": "b", "c/d.txt": "d"})
	dir := t.TempDir()
	to := filepath.Join(dir, "o")
	write := func(name, text string) provider.Ref {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
		return provider.Ref{Kind: "manifest", Path: path}
	}
	env := provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	said := run(t, env, write("from.xml", `<m><dirPath path="`+a+`"/><dirPath path="`+b+`"/></m>`), write("to.xml", `<m><dirPath path="`+to+`"/></m>`))
	require.Equal(t, []string{
		"Adding m (m).", "Adding directory (" + to + ").", "Adding file (" + filepath.Join(to, "a.txt") + ").", "Adding child m (" + b + ").",
	}, said)
}

// Trees made of others keep the rules that hold for each of them.
func TestTreesKeepTheRules(t *testing.T) {
	site := tree(t, map[string]string{"index.html": "hello", "img/logo.svg": "<svg/>"})
	manifest := filepath.Join(t.TempDir(), "m.xml")
	require.NoError(t, os.WriteFile(manifest, []byte(`<m><iisApp path="`+site+`"/><contentPath path="`+site+`"/><setAcl path="`+site+
		`"/><runCommand path="echo hi"/></m>`), 0o666))
	env := &provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	for _, ref := range []provider.Ref{
		{Kind: "manifest", Path: manifest}, {Kind: "auto"}, {Kind: "iisApp", Path: site}, {Kind: "createApp", Path: site},
		{Kind: "setAcl", Path: site}, {Kind: "runCommand", Path: "echo hi"},
	} {
		t.Run(string(ref.Kind), func(t *testing.T) {
			src, err := provider.OpenSource(t.Context(), env, ref)
			require.NoError(t, err)
			require.NoError(t, providertest.Tree(t.Context(), src))
			require.NoError(t, src.Close())
		})
	}
}
