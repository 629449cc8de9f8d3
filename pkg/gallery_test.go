package pkg_test

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// gallery is a package as the Web Application Gallery had them.
func gallery() []file {
	return []file{
		{name: "Manifest.xml", data: `<?xml version="1.0"?>
<msdeploy.iisApp>
  <!-- the application -->
  <iisapp path="Blog" managedRuntimeVersion="v4.0" />
  <alias from="Blog/sample.config" to="Blog/web.config" />
  <setAcl path="Blog/App_Data" setAclAccess="Modify" />
  <dbfullsql path="install.sql" transacted="false" />
  <DBMYSQL path="install.mysql" commandDelimiter="//" />
  <runCommand path="echo done" waitInterval="1000" />
  <dbDacFx path="blog.dacpac" />
</msdeploy.iisApp>`},
		{name: "PARAMETERS.XML", data: `<parameters>
  <parameter name="Application Path" defaultValue="Default Web Site/blog" tags="iisapp">
    <parameterEntry type="ProviderPath" scope="iisapp" match="^Blog$" />
  </parameter>
  <parameter name="Title" defaultValue="Mine">
    <parameterEntry type="TextFile" scope="web\.config$" match="@TITLE@" />
    <parameterEntry type="TextFile" scope="install\.sql$" match="@TITLE@" />
  </parameter>
</parameters>`},
		{name: "Blog/sample.config", data: "title=@TITLE@"},
		{name: "Blog/App_Data/posts.txt", data: "posts"},
		{name: "install.sql", data: "use @TITLE@"},
		{name: "install.mysql", data: "show tables //"},
		{name: "blog.dacpac", data: "dacpac"},
	}
}

// galleryFolder is the same in a folder.
func galleryFolder() fstest.MapFS {
	m := fstest.MapFS{}
	for _, f := range gallery() {
		m[f.name] = &fstest.MapFile{Data: []byte(f.data), ModTime: epoch()}
	}
	return m
}

// handMade is the manifest.xml of a package made by hand.
func handMade(data string) file { return file{name: "Manifest.xml", data: data} }

// both calls f with the package in a zip file and in a folder.
func both(t *testing.T, f func(t *testing.T, r *pkg.Reader)) {
	t.Run("zip", func(t *testing.T) { f(t, mustReadZip(t, zipOf(t, gallery()...))) })
	t.Run("folder", func(t *testing.T) {
		r, err := pkg.NewReader(galleryFolder(), nil)
		require.NoError(t, err)
		f(t, r)
	})
}

func TestGalleryPackage(t *testing.T) {
	both(t, func(t *testing.T, r *pkg.Reader) {
		require.Equal(t, []string{
			"msdeploy.iisApp", "Blog", "Blog", "Blog", "Blog", "Blog/App_Data", "Blog/App_Data/posts.txt", "Blog/sample.config", "Blog/web.config",
			"Blog/App_Data", "install.sql", "msdeploy.iisApp/dbFullSql[@path='install.sql']/sqlScript", "install.mysql", "msdeploy.iisApp/dbMySql[@path='install.mysql']/sqlScript", "echo done", "blog.dacpac",
		}, paths(t, r))
		set, err := r.Parameters()
		require.NoError(t, err)
		require.Equal(t, []string{"Application Path", "Title"}, set.Names())
		require.Equal(t, param.ProviderPath, set[0].Entries[0].Kind)
		_, err = r.SystemInfo()
		require.Error(t, err)
	})
}

// Names of providers are those of their providers, whatever the manifest says;
// links count providers only.
func TestGalleryEntries(t *testing.T) {
	both(t, func(t *testing.T, r *pkg.Reader) {
		var got []string
		for o, err := range r.Root().Below(t.Context()) {
			require.NoError(t, err)
			ref := provider.Ref{Kind: o.Kind, Path: o.Key, Settings: o.Settings}
			got = append(got, o.Link+" "+ref.String())
		}
		require.Equal(t, []string{
			"Child1 iisApp=Blog,managedRuntimeVersion=v4.0",
			"Child2 setAcl=Blog/App_Data,setAclAccess=Modify",
			"Child3 dbFullSql=install.sql,transacted=false",
			"Child4 dbMySql=install.mysql,commandDelimiter=//",
			`Child5 runCommand="echo done",waitInterval=1000`,
			"Child6 dbDacFx=blog.dacpac",
		}, got)
		isSource, _ := lookup(t, r, "echo done").Attr("isSource")
		require.Equal(t, "True", isSource.String(), "recorded: presync/runcommand-package")
	})
}

func TestGalleryPayloads(t *testing.T) {
	both(t, func(t *testing.T, r *pkg.Reader) {
		for path, want := range map[string]struct {
			kind provider.Kind
			data string
		}{
			"msdeploy.iisApp/dbFullSql[@path='install.sql']/sqlScript": {"sqlScript", "use @TITLE@"},
			"msdeploy.iisApp/dbMySql[@path='install.mysql']/sqlScript": {"sqlScript", "show tables //"},
			"blog.dacpac":     {"dbDacFx", "dacpac"},
			"Blog/web.config": {provider.FilePath, "title=@TITLE@"},
		} {
			o := lookup(t, r, path)
			require.Equal(t, want.kind, o.Kind)
			require.Equal(t, want.data, content(t, o))
		}
		require.EqualValues(t, 13, lookup(t, r, "Blog/web.config").Size())
		require.Nil(t, lookup(t, r, "echo done").Content, "a command is no file")
	})
}

// Packed again it is an ordinary package: what was an alias is a file, scripts
// travel, and the values of parameters are in place.
func TestGalleryIsPackedAgain(t *testing.T) {
	both(t, func(t *testing.T, r *pkg.Reader) {
		set, err := r.Parameters()
		require.NoError(t, err)
		b, err := param.Bind(set, nil)
		require.NoError(t, err)
		name := filepath.Join(t.TempDir(), "p.zip")
		w, err := pkg.Create(name, options())
		require.NoError(t, err)
		_, err = websync.Run(t.Context(), r, w, &websync.Options{Rules: append(rules.Default(), b.Rule())})
		require.NoError(t, err)
		require.NoError(t, w.Close())

		again := open(t, name)
		require.Equal(t, paths(t, r), paths(t, again))
		for path, want := range map[string]string{
			"Blog/web.config": "title=Mine", "Blog/sample.config": "title=@TITLE@",
			"msdeploy.iisApp/dbFullSql[@path='install.sql']/sqlScript": "use Mine",
			"msdeploy.iisApp/dbMySql[@path='install.mysql']/sqlScript": "show tables //",
			"blog.dacpac": "dacpac",
		} {
			require.Equal(t, want, content(t, lookup(t, again, path)), path)
		}
		require.Contains(t, entryText(t, name, "archive.xml"), `<dbFullSql path="install.sql" `)
		require.NotContains(t, entryText(t, name, "archive.xml"), "alias")
	})
}

// A batch file that a command names travels with it.
func TestGalleryCommandFile(t *testing.T) {
	r := mustReadZip(t, zipOf(t, handMade(`<m><runCommand path="setup.cmd"/></m>`), file{name: "setup.cmd", data: "echo"}))
	require.Equal(t, "echo", content(t, lookup(t, r, "setup.cmd")))
}

func TestAliases(t *testing.T) {
	app := func(aliases ...string) file {
		return handMade(`<m><dirPath path="a"/>` + strings.Join(aliases, "") + `</m>`)
	}
	for _, c := range []struct {
		name  string
		files []file
		want  []string
	}{
		{"between others", []file{app(`<alias from="a/b" to="a/c"/>`), {name: "a/b"}, {name: "a/d/x"}},
			[]string{"m", "a", "a/b", "a/c", "a/d", "a/d/x"}},
		{"first and last", []file{app(`<alias from="a/m" to="a/z"/>`, `<ALIAS TO="a/A" FROM="a/m"/>`), {name: "a/m"}},
			[]string{"m", "a", "a/A", "a/m", "a/z"}},
		{"from the top", []file{app(`<alias from="web.config" to="a/web.config"/>`), {name: "web.config"}, {name: "a/b"}},
			[]string{"m", "a", "a/b", "a/web.config"}},
		{"in place of a file", []file{app(`<alias from="new" to="a/B"/>`), {name: "new"}, {name: "a/b"}, {name: "a/c"}},
			[]string{"m", "a", "a/B", "a/c"}},
		{"backslashes and dots", []file{app(`<alias from=".\a\b" to="a\.\c\"/>`), {name: "a/b"}}, []string{"m", "a", "a/b", "a/c"}},
		{"in new folders", []file{app(`<alias from="a/b" to="a/n/o/p"/>`, `<alias from="a/b" to="A/N/q"/>`), {name: "a/b"}},
			[]string{"m", "a", "a/b", "a/n", "a/n/o", "a/n/o/p", "a/n/q"}},
		{"in a folder that is there", []file{app(`<alias from="a/b" to="a/c/new"/>`), {name: "a/b"}, {name: "a/c/old"}},
			[]string{"m", "a", "a/b", "a/c", "a/c/new", "a/c/old"}},
		{"all there is", []file{app(`<alias from="b" to="a/c"/>`), {name: "b"}}, []string{"m", "a", "a/c"}},
		{"named by the manifest", []file{handMade(`<m><filePath path="c"/><contentPath path="d/e"/><alias from="b" to="c"/><alias from="b" to="d/e"/></m>`), {name: "b"}},
			[]string{"m", "c", "d/e", "d/e"}},
		{"twice", []file{app(`<alias from="no" to="a/c"/>`, `<alias from="b" to="a/C"/>`), {name: "b"}, {name: "a/d"}},
			[]string{"m", "a", "a/C", "a/d"}},
		{"a file and a folder", []file{app(`<alias from="b" to="a/c"/>`, `<alias from="b" to="a/c/d"/>`), {name: "b"}},
			[]string{"m", "a", "a/c", "a/c/d", "a/c"}},
		{"elsewhere", []file{app(`<alias from="a/b" to="other/c"/>`), {name: "a/b"}}, []string{"m", "a", "a/b"}},
		{"of nothing", []file{app(`<alias from="a/gone" to="a/c"/>`), {name: "a/b"}}, []string{"m", "a", "a/b", "a/c INVALID"}},
		{"of a folder", []file{app(`<alias from="a/d" to="a/c"/>`), {name: "a/d/x"}}, []string{"m", "a", "a/c INVALID", "a/d", "a/d/x"}},
		{"upwards", []file{app(`<alias from="a/b" to="a/../x"/>`, `<alias from="../b" to="a/c"/>`), {name: "a/b"}},
			[]string{"m", "a", "a/.. INVALID", "a/b", "a/c INVALID"}},
		{"of everything", []file{handMade(`<m><dirPath path="."/><alias from="b" to="c/d"/></m>`), {name: "b"}},
			[]string{"m", ".", "./b", "./c", "./c/d", "./Manifest.xml"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, paths(t, mustReadZip(t, zipOf(t, c.files...))))
			m := fstest.MapFS{}
			for _, f := range c.files {
				m[f.name] = &fstest.MapFile{Data: []byte(f.data)}
			}
			r, err := pkg.NewReader(m, nil)
			require.NoError(t, err)
			require.Equal(t, c.want, paths(t, r), "in a folder")
		})
	}
}

// A name that the system would take for another is refused as second name, too.
func TestAliasNamesMustBeSafe(t *testing.T) {
	z := zipOf(t, handMade(`<m><dirPath path="a"/><alias from="a/b" to="a/nul"/><alias from="a/b" to="a/c:d/e"/></m>`), file{name: "a/b"})
	r, err := readZip(z, &pkg.ReaderOptions{System: "windows"})
	require.NoError(t, err)
	require.Equal(t, []string{"m", "a", "a/b", "a/c:d INVALID", "a/nul INVALID"}, paths(t, r))
}

func TestAliasesMustBeWhole(t *testing.T) {
	for _, alias := range []string{`<alias/>`, `<alias from="a"/>`, `<alias to="a"/>`, `<alias from="" to="a"/>`, `<alias from="a" to="./"/>`} {
		_, err := readZip(zipOf(t, handMade("<m>\n"+alias+"</m>")), nil)
		var s *pkg.SyntaxError
		require.ErrorAs(t, err, &s, alias)
		require.Equal(t, 2, s.Line)
	}
}

// Listing stops when it is told to.
func TestListingOfAliasesStops(t *testing.T) {
	r := mustReadZip(t, zipOf(t, handMade(`<m><dirPath path="a"/><alias from="a/c" to="a/b"/><alias from="a/c" to="a/d"/></m>`), file{name: "a/c"}))
	for n := range 4 {
		var names []string
		for o, err := range lookup(t, r, "a").Below(t.Context()) {
			require.NoError(t, err)
			if names = append(names, o.Key); len(names) > n {
				break
			}
		}
		require.Equal(t, []string{"b", "c", "d"}[:min(n+1, 3)], names)
	}
}
