package pkg_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// web is the content of most hand-made packages.
func web() []file {
	return []file{
		{name: "Content/web/", ext: 0x10},
		{name: "Content/web/a.txt", data: "aaa", ext: 0x80},
		{name: "Content/web/sub/", ext: 0x10},
		{name: "Content/web/sub/b.txt", data: strings.Repeat("b", 200), ext: 0x80},
	}
}

func webPaths() []string {
	return []string{"MSDeploy.dirPath", "web", "web/a.txt", "web/sub", "web/sub/b.txt"}
}

// What can be listed of zip files that nobody's tool made. Names of cases are
// those of recorded: package/zip-*.
func TestHandMadePackages(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []file
		want  []string
	}{
		{"dir", wrap("web", web()...), webPaths()},
		{"lastarchive", append(web(), wrap("web")...), webPaths()},
		{"upper", wrap("web", upper(web())...), webPaths()},
		{"other case in archive.xml", wrap("WEB", web()...), []string{"MSDeploy.dirPath", "WEB", "WEB/a.txt", "WEB/sub", "WEB/sub/b.txt"}},
		{"extra", wrap("web", append(web(), file{name: "other/x.txt", data: "x"}, file{name: "Content/web2/y.txt"})...), webPaths()},
		{"nodirs", wrap("web", file{name: "Content/web/a.txt", data: "aaa"}), []string{"MSDeploy.dirPath", "web INVALID"}},
		{"missingcontent", wrap("web"), []string{"MSDeploy.dirPath", "web INVALID"}},
		{"missingdir", wrap("web2", web()...), []string{"MSDeploy.dirPath", "web2 INVALID"}},
		{"inner folder without entry", wrap("web", append(web(), file{name: "Content/web/gap/c.txt"})...),
			[]string{"MSDeploy.dirPath", "web", "web/a.txt", "web/gap INVALID", "web/sub", "web/sub/b.txt"}},
		{"dotdot", wrap("web", append(web(), file{name: "Content/web/../../evil.txt", data: "evil"})...),
			[]string{"MSDeploy.dirPath", "web", "web/.. INVALID", "web/a.txt", "web/sub", "web/sub/b.txt"}},
		{"dotdot2", wrap("web", append(web(), file{name: "Content/web/../evil.txt"}, file{name: "Content/web/sub/../up.txt"})...),
			[]string{"MSDeploy.dirPath", "web", "web/.. INVALID", "web/a.txt", "web/sub", "web/sub/.. INVALID", "web/sub/b.txt"}},
		{"abs", wrap("web", append(web(), file{name: "/abs.txt"}, file{name: "Content//abs2.txt"})...), webPaths()},
		{"backslash", wrap("web", file{name: `Content\web\`, ext: 0x10}, file{name: `Content\web\a.txt`, data: "aaa"}),
			[]string{"MSDeploy.dirPath", "web", "web/a.txt"}},
		{"win", wrap(`C:\web`, file{name: "Content/C_C/web/", ext: 0x10}, file{name: "Content/C_C/web/a.txt"}),
			[]string{"MSDeploy.dirPath", `C:\web`, `C:\web\a.txt`}},
		{"cp437", wrap("web", web()[0], file{name: "Content/web/\x82.txt"}), []string{"MSDeploy.dirPath", "web", "web/é.txt"}},
		{"utf8", wrap("web", web()[0], file{name: "Content/web/é日.txt"}), []string{"MSDeploy.dirPath", "web", "web/é日.txt"}},
		{"file and folder of one name", wrap("web", append(web(), file{name: "Content/web/sub", data: "x"})...),
			[]string{"MSDeploy.dirPath", "web", "web/a.txt", "web/sub", "web/sub/b.txt", "web/sub"}},
		{"noarchive", web(), []string{"MSDeploy.contentPath", ".", ".", "./Content", "./Content/web", "./Content/web/a.txt",
			"./Content/web/sub", "./Content/web/sub/b.txt"}},
		{"several slashes behind one", []file{{name: "a/ b/"}, {name: "a//c"}}, []string{"MSDeploy.contentPath", ".", ".", "./a", "./a/ b", "./a/c"}},
		{"two slashes after another name", []file{{name: `Content/"a/x`}, {name: "Content//b/y"}}, []string{"MSDeploy.contentPath", ".", ".", "./Content",
			`./Content/"a`, `./Content/"a/x`, "./Content/b", "./Content/b/y"}},
		{"gallery-dir", []file{
			handMade(`<m><dirPath path="app"/><filePath path="one.txt"/></m>`),
			{name: "app/index.html", data: "i"}, {name: "app/css/x.css"}, {name: "one.txt", data: "1"},
		}, []string{"m", "app", "app/css", "app/css/x.css", "app/index.html", "one.txt"}},
		{"gallery", []file{
			handMade(`<MSDeploy.iisApp><iisApp path="app"/><dbFullSql path="install.sql"/><setAcl path="app/data" setAclAccess="Modify"/></MSDeploy.iisApp>`),
			{name: "app/index.html"}, {name: "install.sql", data: "go"},
		}, []string{"MSDeploy.iisApp", "app", "app", "app", "app", "app/index.html", "install.sql", "MSDeploy.iisApp/dbFullSql[@path='install.sql']/sqlScript", "app/data"}},
		{"gallery of a file", []file{handMade(`<m><contentPath path="one.txt"/><alias from="a" to="b"/></m>`), {name: "one.txt"}},
			[]string{"m", "one.txt", "one.txt"}},
		{"gallery with missing paths", []file{handMade(`<m><dirPath path="no"/><contentPath path="no"/></m>`), {name: "one.txt"}},
			[]string{"m", "no INVALID", "no", "no INVALID"}},
		{"gallery-both", append(wrap("web", web()...), handMade(`<m><dirPath path="app"/></m>`)), webPaths()},
		{"unknownprovider", []file{
			{name: "archive.xml", data: `<root><MSDeploy.noSuch path="web" MSDeploy.MSDeployLinkName="Child1" /></root>`},
			{name: "systemInfo.xml", data: "<systemInfo />"}, web()[0], web()[1],
		}, []string{"root", "web", "a.txt"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, paths(t, mustReadZip(t, zipOf(t, c.files...))))
		})
	}
}

func upper(files []file) []file {
	for i := range files {
		files[i].name = strings.Replace(files[i].name, "Content/", "CONTENT/", 1)
	}
	return files
}

// Recorded: package/unzip-dup, package/unzip-dupcase.
func TestDuplicates(t *testing.T) {
	for _, c := range []struct {
		name string
		more []file
		want map[string]string
	}{
		{"same name", []file{{name: "Content/web/a.txt", data: "second"}}, map[string]string{"web/a.txt": "second"}},
		{"case", []file{{name: "Content/web/A.TXT", data: "second"}}, map[string]string{"web/a.txt": "second"}},
		{"case in the folder", []file{{name: "content/WEB/a.txt", data: "second"}}, map[string]string{"web/a.txt": "second"}},
		{"three", []file{{name: "Content/web/A.TXT", data: "second"}, {name: "Content/web/a.TXT", data: "3"}}, map[string]string{"web/a.txt": "3"}},
		{"case on Unix", []file{{name: "Content/web/A.TXT", data: "second", ext: 0x81a40080}},
			map[string]string{"web/a.txt": "aaa", "web/A.TXT": "second"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustReadZip(t, zipOf(t, wrap("web", append(web(), c.more...)...)...))
			require.Len(t, paths(t, r), 4+len(c.want))
			for path, want := range c.want {
				require.Equal(t, want, content(t, lookup(t, r, path)))
			}
		})
	}
}

func TestAttributesOfEntries(t *testing.T) {
	r := mustReadZip(t, zipOf(t, wrap("web",
		file{name: "Content/web/", ext: 0x10},
		file{name: "Content/web/a.txt", data: "aaa", ext: 0x80},
		file{name: "Content/web/b.txt", data: "", ext: 0x21},
		file{name: "Content/web/run.sh", data: "#!", ext: 0x81ed0000},
		file{name: "Content/web/sub/", ext: 0x41c00010},
	)...))
	for path, want := range map[string]string{
		"web":        "attributes=Directory/1",
		"web/a.txt":  "size=3/0 attributes=Normal/0 lastWriteTime=03/04/2021 05:06:08/0",
		"web/b.txt":  "size=0/0 attributes=ReadOnly/0 lastWriteTime=03/04/2021 05:06:08/0 MSDeploy..external=33/17",
		"web/run.sh": "size=2/0 attributes=Normal/0 lastWriteTime=03/04/2021 05:06:08/0 MSDeploy..external=0/17 mode=0755/24",
		"web/sub":    "attributes=Directory/1 mode=0700/25",
	} {
		t.Run(path, func(t *testing.T) { require.Equal(t, want, attributes(lookup(t, r, path))) })
	}
	root := lookup(t, r, "web")
	require.Equal(t, "Child1", root.Link)
	require.Equal(t, "web", root.Key)
	require.Equal(t, provider.DirPath, root.Kind)
}

// attributes lists the attributes of an object and their flags.
func attributes(o *provider.Object) string {
	var list []string
	for _, a := range o.Attrs {
		list = append(list, a.Name+"="+a.Value.String()+"/"+provider.Int(int64(a.Flags)).String())
	}
	return strings.Join(list, " ")
}

// Recorded: package/manifest-mixed, and two real packages.
func TestArchiveXML(t *testing.T) {
	const xml = `<any MSDeploy.ObjectResolver.x="y" own="1">
  <setAcl path="web" MSDeploy.path="2" isDest="AA==" MSDeploy.isDest.Type="Microsoft.Web.Deployment.DeploymentObjectBooleanAttributeValue" setAclUser="u" MSDeploy.setAclUser="1" MSDeploy.MSDeployLinkName="Child2" MSDeploy.MSDeployKeyAttributeName="path" />
  <section name="b" MSDeploy.MSDeployKeyAttributeName="name" MSDeploy.name="1" deep="x" MSDeploy.deep="3" />
  <section name="A" MSDeploy.MSDeployKeyAttributeName="name" />
  <dbFullSql path="Data Source=." MSDeploy.MSDeployLinkName="Child3" MSDeploy.MSDeployKeyAttributeName="path">
    <sqlScript size="AgAAAAAAAAA=" MSDeploy.size.Type="Microsoft.Web.Deployment.DeploymentObjectInt64AttributeValue" MSDeploy.MSDeployObjectFlags="1" MSDeploy.MSDeployStreamRelativeFilePath="sqlScript-1" />
    <sqlScript MSDeploy.MSDeployStreamRelativeFilePath="gone" />
  </dbFullSql>
</any>`
	r := mustReadZip(t, zipOf(t, file{name: "archive.xml", data: xml}, file{name: "systemInfo.xml"}, file{name: "sqlScript-1", data: "go"}))
	require.Equal(t, "MSDeploy.ObjectResolver.x=y/17 own=1/0", attributes(r.Root()))
	require.Equal(t, provider.Kind("any"), r.Root().Kind)
	require.Empty(t, r.Root().KeyAttr())
	require.Equal(t, []string{"any", "web", "Data Source=.", "any/dbFullSql[@path='Data Source=.']/sqlScript", "any/dbFullSql[@path='Data Source=.']/sqlScript INVALID", "A", "b"}, paths(t, r))

	acl := lookup(t, r, "web")
	require.Equal(t, "isDest=False/0 setAclUser=u/1 MSDeploy..order=0/17", attributes(acl))
	require.Equal(t, "Child2", acl.Link)
	b := lookup(t, r, "b")
	require.Equal(t, "name", b.KeyName)
	require.Equal(t, "MSDeploy.name=1/17 deep=x/3 MSDeploy..order=1/17", attributes(b))

	var scripts []*provider.Object
	for o, err := range provider.Walk(t.Context(), r.Root()) {
		require.NoError(t, err)
		if o.Kind == "sqlScript" {
			scripts = append(scripts, o)
		}
	}
	require.Len(t, scripts, 2)
	require.Equal(t, "go", content(t, scripts[0]))
	require.Equal(t, int64(2), scripts[0].Size())
	require.ErrorIs(t, scripts[1].Invalid, fs.ErrNotExist)
}

func TestInvalidSaysWhatToDo(t *testing.T) {
	data := zipOf(t, wrap("web", file{name: "Content/web/a.txt"})...)
	r, err := readZip(data, &pkg.ReaderOptions{Name: "p.zip"})
	require.NoError(t, err)
	o := lookup(t, r, "web")
	var e *provider.Error
	require.ErrorAs(t, o.Invalid, &e)
	require.Equal(t, "The Zip package 'p.zip' could not be loaded.", e.Sentence())
	require.Contains(t, e.Hint, "no entry for the folder")
	require.True(t, provider.IsQuiet(e.Err))
	require.Nil(t, o.Children)
}

// sentences returns what the errors of a chain say, as the example program
// prints them.
func sentences(err error) (list []string) {
	for err != nil && !provider.IsQuiet(err) {
		var e *provider.Error
		if e, _ = err.(*provider.Error); e == nil {
			return append(list, err.Error())
		}
		list = append(list, e.Sentence())
		err = e.Err
	}
	return list
}

// Recorded: package/zip-*, package/missing-source, archivedir/*. What the
// runtime adds is loose.
func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	whole := zipOf(t, wrap("web", web()...)...)
	damaged := append([]byte{}, whole...)
	copy(damaged, "xxxx") // the local header of archive.xml
	put(t, dir, map[string]string{
		"notazip.zip":        "this is no zip",
		"empty.zip":          "PK\x05\x06" + strings.Repeat("\x00", 18),
		"truncated.zip":      string(whole[:300]),
		"zero.zip":           "",
		"noinfo.zip":         string(zipOf(t, append(web(), file{name: "archive.xml", data: archiveXML("web")})...)),
		"broken.zip":         string(zipOf(t, file{name: "archive.xml", data: "<MSDeploy.dirPath><oops"}, file{name: "systemInfo.xml"})),
		"emptyarchive.zip":   string(zipOf(t, file{name: "archive.xml"}, file{name: "systemInfo.xml"})),
		"gallery-broken.zip": string(zipOf(t, file{name: "MANIFEST.XML", data: "<m><oops"})),
		"paramsbroken.zip":   string(zipOf(t, append(wrap("web", web()...), file{name: "parameters.xml", data: "<parameters><oops"})...)),
		"badflags.zip": string(zipOf(t, file{name: "archive.xml", data: "<a>\n<b path='x' MSDeploy.path='two'/></a>"},
			file{name: "systemInfo.xml"})),
		"badoptions.zip": string(zipOf(t, file{name: "archive.xml", data: "<a><b path='x' MSDeploy.MSDeployProviderOptions='?'/></a>"},
			file{name: "systemInfo.xml"})),
		"damaged.zip":        string(damaged),
		"dir/archive.xml":    "<oops",
		"other/readme.txt":   "nothing",
		"noinfo/archive.xml": archiveXML("web"),
	})
	for name, want := range map[string][]string{
		"notazip.zip":        {"The Zip package '$P' could not be loaded.", "Package file '$P' is not in a supported .zip format and therefore cannot be read."},
		"empty.zip":          {"The Zip package '$P' could not be loaded.", "Package file '$P' is not in a supported .zip format and therefore cannot be read."},
		"truncated.zip":      {"The Zip package '$P' could not be loaded.", "Package file '$P' is not in a supported .zip format and therefore cannot be read."},
		"zero.zip":           {"The Zip package '$P' could not be loaded.", "Package file '$P' is not in a supported .zip format and therefore cannot be read."},
		"noinfo.zip":         {"The Zip package '$P' could not be loaded.", "The XML file 'systemInfo.xml' could not be loaded."},
		"broken.zip":         {"The Zip package '$P' could not be loaded.", "The XML file 'archive.xml' could not be loaded.", "Unexpected EOF. Line 1, position 24."},
		"emptyarchive.zip":   {"The Zip package '$P' could not be loaded.", "The XML file 'archive.xml' could not be loaded.", "Root element is missing."},
		"gallery-broken.zip": {"The Zip package '$P' could not be loaded.", "The XML file 'manifest.xml' could not be loaded.", "Unexpected EOF. Line 1, position 9."},
		"paramsbroken.zip":   {"The Zip package '$P' could not be loaded.", "The XML file 'parameters.xml' could not be loaded.", "*"},
		"badflags.zip":       {"The Zip package '$P' could not be loaded.", "The XML file 'archive.xml' could not be loaded.", "The flags of attribute 'path' cannot be read: 'two' is no number. Line 2, position 1."},
		"badoptions.zip":     {"The Zip package '$P' could not be loaded.", "The XML file 'archive.xml' could not be loaded.", "*"},
		"damaged.zip":        {"The Zip package '$P' could not be loaded.", "The XML file 'archive.xml' could not be loaded.", "read entry archive.xml", "not a zip file that can be read"},
		"missing.zip":        {"The Zip package '$P' could not be loaded.", "*"},
		"dir":                {"The archive directory '$P' could not be loaded.", "The XML file '$P/archive.xml' could not be loaded.", "Unexpected EOF. Line 1, position 6."},
		"other":              {"The archive directory '$P' could not be loaded.", "The XML file '$P/manifest.xml' could not be loaded.", "Could not find file '$P/manifest.xml'."},
		"noinfo":             {"The archive directory '$P' could not be loaded.", "The XML file '$P/systemInfo.xml' could not be loaded."},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			r, err := pkg.Open(path, nil)
			require.Error(t, err)
			require.Nil(t, r)
			got := sentences(err)
			require.Len(t, got, len(want), "%q", got)
			for i := range want {
				if want[i] != "*" {
					require.Equal(t, strings.ReplaceAll(want[i], "$P", path), strings.ReplaceAll(got[i], path+`\`, path+"/"))
				}
			}
		})
	}
}

func TestOpenErrorsMatch(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.zip": "no", "b/x": ""})
	_, err := pkg.Open(filepath.Join(dir, "a.zip"), nil)
	require.ErrorIs(t, err, pkg.ErrFormat)
	_, err = pkg.Open(filepath.Join(dir, "no.zip"), nil)
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = pkg.Open(filepath.Join(dir, "b"), nil)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// An archive folder and a zip file of the same layout are the same tree.
func TestReaderOfFileSystem(t *testing.T) {
	fsys := fstest.MapFS{
		"Archive.XML":             {Data: []byte(archiveXML("web"))},
		"systemInfo.xml":          {Data: []byte("<systemInfo />")},
		"Content/WEB/a.txt":       {Data: []byte("aaa"), ModTime: epoch().Add(time.Second + 5)},
		"Content/WEB/_b.txt":      {Data: []byte("b"), Mode: 0o444},
		"Content/WEB/Zed.txt":     {Data: []byte("z"), Mode: 0o755},
		"Content/WEB/sub/c.txt":   {Data: []byte("c")},
		"Content/WEB/link":        {Data: []byte("a.txt"), Mode: fs.ModeSymlink | 0o777},
		"Content/WEB/con\x01.txt": {Data: []byte("c")},
	}
	r, err := pkg.NewReader(fsys, &pkg.ReaderOptions{Name: "fs"})
	require.NoError(t, err)
	require.Equal(t, []string{
		"MSDeploy.dirPath", "web", "web/a.txt", "web/con\x01.txt INVALID", "web/link INVALID", "web/sub", "web/sub/c.txt", "web/Zed.txt", "web/_b.txt",
	}, paths(t, r))
	a := lookup(t, r, "web/a.txt")
	at, _ := a.Attrs.Get(provider.AttrLastWriteTime)
	require.Equal(t, epoch().Add(time.Second+5), at.Time())
	require.Equal(t, "aaa", content(t, a))
	if ro, _ := lookup(t, r, "web/_b.txt").Attrs.Get(provider.AttrAttributes); os.PathSeparator == '/' {
		require.Equal(t, "ReadOnly", ro.String())
	}
	require.NoError(t, r.Close())
}

func TestParametersAndSystemInfo(t *testing.T) {
	r := mustReadZip(t, zipOf(t, append(wrap("web", web()...),
		file{name: "PARAMETERS.xml", data: `<parameters><parameter name="P" defaultValue="v" /></parameters>`})...))
	set, err := r.Parameters()
	require.NoError(t, err)
	require.Equal(t, []string{"P"}, set.Names())
	info, err := r.SystemInfo()
	require.NoError(t, err)
	require.Equal(t, "<systemInfo />", string(info))

	bare := mustReadZip(t, zipOf(t, web()...))
	set, err = bare.Parameters()
	require.NoError(t, err)
	require.Empty(t, set)
	_, err = bare.SystemInfo()
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestCloseTwice(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	require.NoError(t, os.WriteFile(name, zipOf(t, wrap("web", web()...)...), 0o644))
	r, err := pkg.Open(name, nil)
	require.NoError(t, err)
	o := lookup(t, r, "web/a.txt")
	require.NoError(t, r.Close())
	require.NoError(t, r.Close())
	_, err = o.Content(t.Context())
	require.Error(t, err)
	require.False(t, errors.Is(err, pkg.ErrFormat))
}
