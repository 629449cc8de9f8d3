package pkg_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// files gives site the attributes that packages keep.
func files() map[string]memory.File {
	list := map[string]memory.File{}
	for name, data := range site() {
		if !strings.HasSuffix(name, "/") {
			list[name] = memory.File{Data: data, Time: epoch().Add(time.Second)}
		}
	}
	return list
}

// The form of a package, entry by entry (recorded: package/dirpath,
// package/sizes, package/odd-seconds, package/names).
func TestListing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, provider.Document(memory.New("/srv/site", files())))
	const file, dir, own = "f=0 v=20/20 ext=0x80 extra=", "m=0 f=0 v=20/20 ext=0x10 extra=", "m=8 f=0 v=20/20 ext=0x0 extra="
	const at = "2021-03-04T05:06:08"
	require.Equal(t, strings.Join([]string{
		"archive.xml " + own + " " + at,
		"Content//srv/site/ " + dir + " " + at,
		"Content//srv/site/A.txt m=0 " + file + " " + at,
		"Content//srv/site/a_b m=0 " + file + " " + at,
		"Content//srv/site/bin/ " + dir + " " + at,
		"Content//srv/site/bin/app.dll m=8 " + file + " " + at,
		"Content//srv/site/bin/x/ " + dir + " " + at,
		"Content//srv/site/bin/x/y/ " + dir + " " + at,
		"Content//srv/site/bin/x/y/z.txt m=0 " + file + " " + at,
		"Content//srv/site/web.config m=0 " + file + " " + at,
		"Content//srv/site/with space/ " + dir + " " + at,
		"Content//srv/site/with space/a b.txt m=0 " + file + " " + at,
		"Content//srv/site/ünï.txt m=0 " + file + " " + at,
		"systemInfo.xml " + own + " " + at,
	}, "\n")+"\n", listing(t, name))
	require.Empty(t, leftovers(t, filepath.Dir(name)))
}

// Recorded: package/sizes.
func TestStoredOrDeflated(t *testing.T) {
	list := map[string]string{}
	for _, n := range []int{0, 1, 127, 128, 129, 4096} {
		list[fmt.Sprintf("zeros%04d", n)] = strings.Repeat("0", n)
	}
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, tree(list))
	for n, m := range map[int]int{0: 0, 1: 0, 127: 0, 128: 8, 129: 8, 4096: 8} {
		require.Contains(t, listing(t, name), fmt.Sprintf("zeros%04d m=%d ", n, m))
	}
}

func TestEntryAttributes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, provider.Document(memory.New("web", map[string]memory.File{
		"plain": {Attributes: "Normal"}, "ro": {Attributes: "ReadOnly"}, "hid": {Attributes: "ReadOnly, Hidden"},
	})))
	got := listing(t, name)
	for entry, ext := range map[string]string{"plain": "0x80", "ro": "0x1", "hid": "0x3"} {
		require.Contains(t, got, "Content/web/"+entry+" m=0 f=0 v=20/20 ext="+ext+" ")
	}
}

// options of the root and of parts, decoded.
func decoded(t testing.TB, xml string) string {
	t.Helper()
	const attr = ` MSDeploy.MSDeployProviderOptions="`
	for {
		before, rest, ok := strings.Cut(xml, attr)
		if !ok {
			return xml
		}
		blob, after, _ := strings.Cut(rest, `"`)
		o, err := nrbf.Decode(blob)
		require.NoError(t, err)
		text := o.Provider + "|" + o.Path
		for _, s := range o.Settings {
			text += "|" + s.Name + "=" + s.Value
		}
		xml = before + " {" + text + "}" + after
	}
}

// mixed is a manifest of several providers.
func mixed() provider.Tree {
	part := func(link string, o provider.Object) provider.Tree {
		o.Link = link
		if o.Path == "" {
			o.Path = o.Key
		}
		return leaf{&o}
	}
	content := &provider.Object{Kind: provider.ContentPath, Key: "/srv/site2", Path: "/srv/site2", Link: "Child2"}
	return provider.Join(&provider.Object{Kind: "anyRootName", Path: "anyRootName"},
		provider.Relink(memory.New("/srv/sa", map[string]string{"a.txt": "a"}), "Child1"),
		provider.Join(content, provider.Relink(memory.New("/srv/site2", map[string]string{"b.txt": "b"}), "contentPath")),
		part("Child3", provider.Object{
			Kind: "setAcl", Key: "/srv/site2", Settings: provider.Settings{{Name: "setAclUser", Value: "u"}, {Name: "password", Value: "secret"}},
			Attrs: provider.Attrs{
				{Name: "isDest", Value: provider.Bool(false)},
				{Name: "setAclUser", Value: provider.String(`<"u">'`), Flags: provider.NoCompare},
				{Name: "size", Value: provider.Int(540)},
			},
		}),
		part("Child4", provider.Object{Kind: "runCommand", Key: "echo hi", Attrs: provider.Attrs{
			{Name: "isSource", Value: provider.String("True")}, {Name: "hidden", Value: provider.String("x"), Flags: provider.Hidden},
		}}),
		part("Child5", provider.Object{Kind: "dbFullSql", Key: "Data Source=.", Content: text("go"), Attrs: provider.Attrs{
			{Name: "size", Value: provider.Int(2)},
		}}),
	)
}

// A leaf is a tree of one object.
type leaf struct{ o *provider.Object }

func (l leaf) Root() *provider.Object { return l.o }
func (leaf) Close() error             { return nil }

func text(s string) provider.Content {
	return func(ctxOf) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
}

// Recorded: package/manifest-mixed, and a real package with a database.
func TestArchiveXMLOfManifest(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	lines, sum := create(t, name, mixed())
	require.Equal(t, 9, sum.Added)
	require.Contains(t, lines, "Adding child runCommand (echo hi).")
	require.Equal(t, "\ufeff"+`<?xml version="1.0" encoding="utf-8"?>
<anyRootName MSDeploy.ObjectResolver.dirPath="Microsoft.Web.Deployment.DirPathObjectResolver" MSDeploy.ObjectResolver.filePath="Microsoft.Web.Deployment.FilePathObjectResolver">
  <MSDeploy.dirPath path="/srv/sa" MSDeploy.MSDeployLinkName="Child1" />
  <contentPath path="/srv/site2" MSDeploy.path="2" MSDeploy.MSDeployLinkName="Child2" MSDeploy.MSDeployKeyAttributeName="path" {contentPath|/srv/site2}>
    <MSDeploy.dirPath path="/srv/site2" MSDeploy.MSDeployLinkName="contentPath" />
  </contentPath>
  <setAcl path="/srv/site2" MSDeploy.path="2" isDest="AA==" MSDeploy.isDest.Type="Microsoft.Web.Deployment.DeploymentObjectBooleanAttributeValue" setAclUser="&lt;&quot;u&quot;&gt;'" MSDeploy.setAclUser="1" size="HAIAAAAAAAA=" MSDeploy.size.Type="Microsoft.Web.Deployment.DeploymentObjectInt64AttributeValue" MSDeploy.MSDeployLinkName="Child3" MSDeploy.MSDeployKeyAttributeName="path" {setAcl|/srv/site2|setAclUser=u} />
  <runCommand path="echo hi" isSource="True" MSDeploy.MSDeployLinkName="Child4" MSDeploy.MSDeployKeyAttributeName="path" {runCommand|echo hi} />
  <dbFullSql path="Data Source=." size="AgAAAAAAAAA=" MSDeploy.size.Type="Microsoft.Web.Deployment.DeploymentObjectInt64AttributeValue" MSDeploy.MSDeployLinkName="Child5" MSDeploy.MSDeployKeyAttributeName="path" {dbFullSql|Data Source=.} MSDeploy.MSDeployObjectFlags="1" MSDeploy.MSDeployStreamRelativeFilePath="STREAM" />
</anyRootName>`, strings.ReplaceAll(decoded(t, entryText(t, name, "archive.xml")), streamOf(t, name), "STREAM"))
	require.Equal(t, "go", entryText(t, name, streamOf(t, name)))
	require.Contains(t, listing(t, name), streamOf(t, name)+" m=0 f=0 v=20/20 ext=0x0 ")
}

func streamOf(t testing.TB, name string) string {
	t.Helper()
	for line := range strings.Lines(listing(t, name)) {
		if strings.HasPrefix(line, "dbFullSql-") {
			return strings.Fields(line)[0]
		}
	}
	require.Fail(t, "no stream")
	return ""
}

// What comes out of a package is what went in, whatever the provider.
func TestManifestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "p.zip"), filepath.Join(dir, "q.zip")
	create(t, first, mixed())
	r := open(t, first)
	acl := lookup(t, r, "/srv/site2")
	require.Equal(t, provider.Kind("setAcl"), acl.Kind)
	require.Equal(t, "isDest=False/0 setAclUser=<\"u\">'/1 size=540/0 MSDeploy..order=2/17", attributes(acl))
	require.Equal(t, provider.Settings{{Name: "setAclUser", Value: "u"}}, acl.Settings)
	require.Equal(t, "go", content(t, lookup(t, r, "Data Source=.")))

	lines, _ := create(t, second, r)
	require.Contains(t, lines, "Adding child contentPath (/srv/site2).")
	require.Equal(t, listing(t, first), listing(t, second))
	again := strings.Replace(decoded(t, entryText(t, second, "archive.xml")), " {package|"+first+"}", "", 1)
	require.Equal(t, decoded(t, entryText(t, first, "archive.xml")), again)
}

// Recorded: package/verbose.
func TestSavingEvents(t *testing.T) {
	src := tree(map[string]string{"a.txt": "a", "b/c.txt": "c"})
	w, err := pkg.Create(filepath.Join(t.TempDir(), "p.zip"), options())
	require.NoError(t, err)
	defer w.Close()
	var got []string
	_, err = websync.Run(t.Context(), src, w, &websync.Options{Level: provider.LevelVerbose, Observe: func(e websync.Event) {
		if e.Type == provider.EventPackage {
			require.Equal(t, provider.LevelVerbose, e.Level)
			got = append(got, e.Message)
		}
	}})
	require.NoError(t, err)
	require.Equal(t, []string{
		"Saving files in the package: archive.xml (1 of 4)",
		"Saving files in the package: Content//srv/site/a.txt (2 of 4)",
		"Saving files in the package: Content//srv/site/b/c.txt (3 of 4)",
		"Saving files in the package: systemInfo.xml (4 of 4)",
	}, got)
}

// Recorded: package/merge-declare, parameters/declare.
func TestParametersFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	declare := func(params ...*param.Parameter) {
		src, o := tree(map[string]string{"a.txt": "a"}), options()
		o.Parameters, o.Source = params, src
		w, err := pkg.Create(name, o)
		require.NoError(t, err)
		run(t, src, w)
		require.NoError(t, w.Close())
	}
	declare(&param.Parameter{Name: "X", Default: param.Plain("1")}, &param.Parameter{Name: "Y", Default: param.Plain("2")})
	require.Equal(t, "\ufeff<parameters>\n  <parameter name=\"X\" defaultValue=\"1\" />\n  <parameter name=\"Y\" defaultValue=\"2\" />\n</parameters>",
		entryText(t, name, "parameters.xml"))
	require.Contains(t, listing(t, name), "parameters.xml m=8 f=0 v=20/20 ext=0x0 ")
	declare(&param.Parameter{Name: "y", Default: param.Plain("3")}, &param.Parameter{Name: "Z", Default: param.Plain("4")})
	set, err := open(t, name).Parameters()
	require.NoError(t, err)
	require.Equal(t, []string{"X", "y", "Z"}, set.Names())
	declare()
	require.Contains(t, listing(t, name), "parameters.xml")
}

func TestSystemInfoFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, tree(map[string]string{"a.txt": "a"}))
	require.Equal(t, "\ufeff"+`<systemInfo osVersion="6.8" winDir="" machineName="build" processorArchitecture="x64" msdeployVersion="1.0" buildVersion="7.1.1994.0">
  <iisSystemInfo iisMajorVersion="0" iisMinorVersion="0">
    <aspNetVersionInfo />
  </iisSystemInfo>
</systemInfo>`, entryText(t, name, "systemInfo.xml"))
	s := pkg.LocalSystem()
	require.NotEmpty(t, s.OSVersion)
	require.Equal(t, "7.1.1994.0", s.BuildVersion)
	require.Contains(t, string(s.XML()), `osVersion="`+s.OSVersion+`"`)
}

// Nothing of what a package would hold needs more than a name.
func TestPlace(t *testing.T) {
	w, err := pkg.Create(filepath.Join(t.TempDir(), "p.zip"), nil)
	require.NoError(t, err)
	defer w.Close()
	dir := &provider.Object{Parent: w.Root(), Kind: provider.DirPath, Link: "Child1", Key: "web", Path: "elsewhere"}
	n, err := w.Place(w.Root(), dir)
	require.NoError(t, err)
	require.Equal(t, "web", n.Path, "the key of a part is its path: a rule may have changed it")
	child, err := w.Place(n, &provider.Object{Kind: provider.FilePath, Key: "Index.aspx", Path: "elsewhere/Default.aspx", Link: "x"})
	require.NoError(t, err)
	require.Equal(t, "web/Index.aspx", child.Path)
	require.Empty(t, child.Link)
	_, err = w.Place(child, child)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorContains(t, err, "Child object 'filePath' cannot be added to object 'filePath'.")
	for _, key := range []string{"..", "a/b", "", "a\n"} {
		_, err = w.Place(n, &provider.Object{Kind: provider.FilePath, Key: key})
		require.ErrorIs(t, err, pkg.ErrName, key)
		require.ErrorIs(t, err, provider.CodeInvalidPath, key)
	}
	_, err = w.Place(w.Root(), &provider.Object{Kind: provider.DirPath, Link: "Child1", Key: "a\nb"})
	require.ErrorIs(t, err, pkg.ErrName)
}

// Names that only differ in case, and those with backslashes, come back as they
// were.
func TestNamesOfUnix(t *testing.T) {
	list := map[string]string{
		"README": "1", "readme": "2", "Dir/x": "3", "dir/y": "4", "dir/Y": "5", `a\b`: "6", "\xffraw": "7", "CON": "8", "a:b": "9", "x.": "10",
	}
	name := filepath.Join(t.TempDir(), "p.zip")
	src := tree(list)
	create(t, name, src)
	r, err := pkg.Open(name, &pkg.ReaderOptions{Location: time.UTC, System: "linux"})
	require.NoError(t, err)
	defer r.Close()
	for k, want := range list {
		require.Equal(t, want, content(t, lookup(t, r, "/srv/site/"+k)), k)
	}
	require.Equal(t, append([]string{"MSDeploy.dirPath"}, paths(t, src)[1:]...), paths(t, r))
}

func TestModes(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("there are no modes here")
	}
	dir := t.TempDir()
	put(t, filepath.Join(dir, "src"), map[string]string{"plain": "p", "run.sh": "r", "secret": "s", "ro": "o", "closed/": ""})
	for name, mode := range map[string]fs.FileMode{"run.sh": 0o755, "secret": 0o600, "ro": 0o444, "closed": 0o700} {
		require.NoError(t, os.Chmod(filepath.Join(dir, "src", name), mode))
	}
	zip, out := filepath.Join(dir, "p.zip"), filepath.Join(dir, "out")
	syncPaths(t, provider.Ref{Kind: provider.DirPath, Path: filepath.Join(dir, "src")}, provider.Ref{Kind: "package", Path: zip})
	got := listing(t, zip)
	for name, ext := range map[string]string{"plain": "0x80", "run.sh": "0x81ed0080", "secret": "0x81800080", "ro": "0x1", "closed/": "0x41c00010"} {
		require.Contains(t, got, "/src/"+name+" m=0 f=0 v=20/20 ext="+ext+" ")
	}
	syncPaths(t, provider.Ref{Kind: "package", Path: zip}, provider.Ref{Kind: provider.DirPath, Path: out})
	for name, mode := range map[string]fs.FileMode{"run.sh": 0o755, "secret": 0o600, "ro": 0o444} {
		info, err := os.Stat(filepath.Join(out, name))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode().Perm(), name)
	}

	// A file that can be run now is another one, though nothing else changed.
	require.NoError(t, os.Chmod(filepath.Join(dir, "src", "plain"), 0o755))
	sum := syncPaths(t, provider.Ref{Kind: provider.DirPath, Path: filepath.Join(dir, "src")}, provider.Ref{Kind: "package", Path: zip})
	require.Equal(t, 1, sum.Updated)
	require.Contains(t, listing(t, zip), "/src/plain m=0 f=0 v=20/20 ext=0x81ed0080 ")
}
