package pkg_test

import (
	"encoding/base64"
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
	"github.com/webdeploy-go/webdeploy/provider"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// foreignXML is the archive.xml of a package of objects that have no provider
// here, with everything that can be said of an object. Provider options stand in
// braces.
const foreignXML = "\ufeff" + `<?xml version="1.0" encoding="utf-8"?>
<sitemanifest path="x" version="3" MSDeploy.version="5" MSDeploy.ObjectResolver.dbDacFx="Own.DacFxResolver" MSDeploy.ObjectResolver.dirPath="Microsoft.Web.Deployment.DirPathObjectResolver" MSDeploy.ObjectResolver.filePath="Microsoft.Web.Deployment.FilePathObjectResolver" xmlns:o="urn:own" MSDeploy.MSDeployLinkName="odd">
  <gacAssembly path="System.Web, Version=2.0.0.0" MSDeploy.path="2" culture="" MSDeploy.culture="6" raw="AQID" MSDeploy.raw="1" MSDeploy.raw.Type="Own.BinaryAttributeValue" o:when="WHEN" MSDeploy.o:when.Type="Microsoft.Web.Deployment.DeploymentObjectDateTimeAttributeValue" MSDeploy.MSDeployLinkName="Child1" MSDeploy.MSDeployKeyAttributeName="path" {gacAssembly|System.Web, Version=2.0.0.0|force=True|note=a "b" & <c>} MSDeploy.MSDeployObjectFlags="4" MSDeploy.Own="&#xA;" />
  <dbDacFx path="Data Source=.;Initial Catalog=x" databaseName="x" MSDeploy.databaseName="1" MSDeploy.MSDeployLinkName="Child2" MSDeploy.MSDeployKeyAttributeName="path" {dbDacFx|Data Source=.;Initial Catalog=x|dacpacAction=Deploy|userName=|password=p} MSDeploy.MSDeployObjectFlags="1" MSDeploy.MSDeployStreamRelativeFilePath="db/my.dacpac" />
  <regKey path="HKLM\Software\X" MSDeploy.MSDeployLinkName="Child3" MSDeploy.MSDeployKeyAttributeName="path" {regKey|HKLM\Software\Y|a=1}>
    <regValue name="z" type="REG_SZ" value="  two  blanks " MSDeploy.MSDeployKeyAttributeName="name" />
    <regValue name="a" type="REG_BINARY" value="" on="Ag==" MSDeploy.on.Type="Microsoft.Web.Deployment.DeploymentObjectBooleanAttributeValue" MSDeploy.MSDeployKeyAttributeName="name" />
    <regKey path="sub" MSDeploy.MSDeployKeyAttributeName="path">
      <regValue name="" MSDeploy.name="3" value="def" MSDeploy.MSDeployKeyAttributeName="name" />
    </regKey>
  </regKey>
  <dbFullSql path="s.sql" MSDeploy.MSDeployLinkName="Child4" MSDeploy.MSDeployKeyAttributeName="path" {dbFullSql|s.sql|transacted=True}>
    <sqlScript size="BQAAAAAAAAA=" MSDeploy.size.Type="Microsoft.Web.Deployment.DeploymentObjectInt64AttributeValue" MSDeploy.MSDeployObjectFlags="1" MSDeploy.MSDeployStreamRelativeFilePath="sqlScript-1" />
    <sqlScript size="BQAAAAAAAAA=" MSDeploy.size.Type="Microsoft.Web.Deployment.DeploymentObjectInt64AttributeValue" MSDeploy.MSDeployStreamRelativeFilePath="sqlScript-2" MSDeploy.MSDeployObjectFlags="3" />
  </dbFullSql>
  <comObject32 path="{CLSID}" MSDeploy.MSDeployLinkName="Child5" MSDeploy.MSDeployKeyAttributeName="path" {comObject32|{CLSID}} />
  <appHostConfig path="Site" MSDeploy.MSDeployLinkName="Child6" MSDeploy.MSDeployKeyAttributeName="path" {appHostConfig|Site}>
    <site name="Site" id="1" MSDeploy.MSDeployKeyAttributeName="name">
      <virtualDirectory path="/" physicalPath="C:\web" MSDeploy.physicalPath="2" MSDeploy.MSDeployKeyAttributeName="path">
        <MSDeploy.dirPath path="C:\web" MSDeploy.MSDeployLinkName="Content" securityDescriptor="D:" MSDeploy.securityDescriptor="1" />
      </virtualDirectory>
      <limits maxBandwidth="1" />
      <application path="/" MSDeploy.MSDeployKeyAttributeName="path" />
    </site>
  </appHostConfig>
  <MSDeploy.theirs path="one" MSDeploy.MSDeployLinkName="Child7" MSDeploy.MSDeployKeyAttributeName="path" {theirs|one|deep=1} />
  <MSDeploy.theirs path="two" MSDeploy.MSDeployLinkName="Child8" />
  <MSDeploy.theirs path="file.bin" MSDeploy.MSDeployLinkName="Child9" />
  <MSDeploy.theirs path="none" MSDeploy.MSDeployLinkName="Child10" />
</sitemanifest>`

// foreignFiles are the entries of the package beside archive.xml.
func foreignFiles() []file {
	return []file{
		{name: "systemInfo.xml", data: "<systemInfo />"},
		{name: "db/my.dacpac", data: "a dacpac"}, {name: "sqlScript-1", data: "first"}, {name: "sqlScript-2", data: "other"},
		{name: "Content/C_C/web/", ext: 0x10}, {name: "Content/C_C/web/a.txt", data: "aaa", ext: 0x80},
		{name: "Content/one/", ext: 0x10}, {name: "Content/one/same.txt", data: "of one", ext: 0x80},
		{name: "Content/two/", ext: 0x10}, {name: "Content/two/same.txt", data: "of two", ext: 0x80},
		{name: "Content/file.bin", data: "file", ext: 0x80},
	}
}

// foreign makes the package in a new folder and returns its name.
func foreign(t testing.TB, files ...file) string {
	t.Helper()
	local := binary.LittleEndian.AppendUint64(nil, 637022411570000000|1<<63) // the upper bit says that the time was a local one
	xml := strings.Replace(encoded(foreignXML), "WHEN", base64.StdEncoding.EncodeToString(local), 1)
	name := filepath.Join(t.TempDir(), "p.zip")
	require.NoError(t, os.WriteFile(name, zipOf(t, append([]file{{name: "archive.xml", data: xml}}, files...)...), 0o644))
	return name
}

// encoded is the reverse of decoded.
func encoded(xml string) string {
	return regexp.MustCompile(` \{([a-zA-Z0-9]+)\|(.*?)\}( M|/| /|>)`).ReplaceAllStringFunc(xml, func(s string) string {
		end := strings.LastIndexByte(s, '}')
		parts := strings.Split(s[2:end], "|")
		o := nrbf.Options{Provider: parts[0], Path: parts[1]}
		for _, p := range parts[2:] {
			name, value, _ := strings.Cut(p, "=")
			o.Settings = append(o.Settings, nrbf.Setting{Name: name, Value: value})
		}
		return ` MSDeploy.MSDeployProviderOptions="` + nrbf.Encode(o) + `"` + s[end+1:]
	})
}

// archiveOf returns the archive.xml of a package, which was made from the package
// named from, as foreignXML has it.
func archiveOf(t testing.TB, name, from string) string {
	t.Helper()
	text := ""
	if strings.HasSuffix(name, ".zip") {
		text = entryText(t, name, "archive.xml")
	} else {
		data, err := os.ReadFile(filepath.Join(name, "archive.xml"))
		require.NoError(t, err)
		text = string(data)
	}
	text = decoded(t, text)
	kind := "archiveDir"
	if strings.HasSuffix(from, ".zip") {
		kind = "package"
	}
	remembered := " {" + kind + "|" + from + "}"
	require.Equal(t, 1, strings.Count(text, remembered))
	text = strings.Replace(text, remembered, "", 1)
	return regexp.MustCompile(`o:when="[^"]*"`).ReplaceAllStringFunc(text, func(s string) string {
		require.Equal(t, byte('='), s[len(s)-2])
		return `o:when="WHEN"`
	})
}

// Objects that have no provider here travel from package to package, zip file or
// folder, and lose nothing: all attributes with their flags and types, notes of
// their makers, contents, provider options, what is below them, and their order.
func TestForeignObjectsTravel(t *testing.T) {
	p := foreign(t, foreignFiles()...)
	dir := filepath.Dir(p)
	q, ar, r := filepath.Join(dir, "q.zip"), filepath.Join(dir, "ar"), filepath.Join(dir, "r.zip")
	want := flat(t, open(t, p))
	require.Contains(t, strings.Join(want, "\n"), "dbDacFx Data Source=.;Initial Catalog=x 8 a")
	for _, c := range []struct {
		from, to string
		pack     func(testing.TB, string, provider.Tree) ([]string, websync.Summary)
	}{{p, q, create}, {q, ar, createDir}, {ar, r, create}} {
		_, sum := c.pack(t, c.to, open(t, c.from))
		require.Equal(t, len(want), sum.Added)
		require.Equal(t, want, flat(t, open(t, c.to)))
		xml := foreignXML
		if c.to == ar { // names the classes of what archive.xml names only (recorded: archivedir/dirpath)
			xml = strings.Replace(xml, ` MSDeploy.ObjectResolver.filePath="Microsoft.Web.Deployment.FilePathObjectResolver"`, "", 1)
		}
		require.Equal(t, xml, archiveOf(t, c.to, c.from))

		lines, _ := c.pack(t, c.to, open(t, c.from))
		require.Empty(t, lines, "the second sync changes something")
	}
	for _, f := range foreignFiles()[1:] {
		if !strings.HasSuffix(f.name, "/") {
			require.Equal(t, f.data, entryText(t, r, f.name))
		}
	}
}

// replaced returns files with other data in the named one.
func replaced(files []file, name, data string) []file {
	for i := range files {
		if files[i].name == name {
			files[i].data = data
		}
	}
	return files
}

// Contents that changed are found even if archive.xml says nothing of their
// size, and what an object no longer has goes.
func TestForeignContentsAreKeptUpToDate(t *testing.T) {
	p := foreign(t, foreignFiles()...)
	changed := open(t, foreign(t, replaced(foreignFiles(), "db/my.dacpac", "another dacpac")...))
	for name, pack := range map[string]func(testing.TB, string, provider.Tree) ([]string, websync.Summary){"q.zip": create, "ar": createDir} {
		name = filepath.Join(filepath.Dir(p), name)
		pack(t, name, open(t, p))
		lines, sum := pack(t, name, changed)
		require.Equal(t, []string{"Updating dbDacFx (Data Source=.;Initial Catalog=x)."}, lines)
		require.Equal(t, websync.Summary{Updated: 1, Bytes: 14}, sum)
		require.Equal(t, flat(t, changed), flat(t, open(t, name)))

		less := foreignFiles()
		less[0].name, less[1].name = "archive.xml", "systemInfo.xml"
		less[0].data = `<sitemanifest><own path="a" MSDeploy.MSDeployLinkName="Child1" /></sitemanifest>`
		small, err := readZip(zipOf(t, less[:2]...), nil)
		require.NoError(t, err)
		pack(t, name, small)
		r := open(t, name)
		require.Equal(t, []string{"sitemanifest", "a"}, paths(t, r))
	}
}

// Two objects that name one entry have an entry each when they are packed again,
// so that changing or deleting one leaves the other alone.
func TestForeignObjectsThatShareContents(t *testing.T) {
	two := func(first, second string) []byte {
		element := func(key, stream string) string {
			if stream == "" {
				return ""
			}
			return `<own name="` + key + `" MSDeploy.MSDeployKeyAttributeName="name" MSDeploy.MSDeployStreamRelativeFilePath="` + stream + `" />`
		}
		xml := `<any><part path="p" MSDeploy.MSDeployLinkName="Child1">` + element("a", first) + element("b", second) + `</part></any>`
		return zipOf(t, file{name: "archive.xml", data: xml}, file{name: "systemInfo.xml"}, file{name: "s", data: "shared"}, file{name: "S-2", data: "other"})
	}
	contents := func(name string) map[string]string {
		m := map[string]string{}
		for o, err := range provider.Walk(t.Context(), open(t, name).Root()) {
			require.NoError(t, err)
			if o.Content != nil {
				m[o.Key] = content(t, o)
			}
		}
		return m
	}
	byHand := filepath.Join(t.TempDir(), "q.zip")
	require.NoError(t, os.WriteFile(byHand, two("s", "s"), 0o644))
	for _, c := range []struct {
		name string
		pack func(testing.TB, string, provider.Tree) ([]string, websync.Summary)
	}{{filepath.Join(t.TempDir(), "q.zip"), create}, {filepath.Join(t.TempDir(), "ar"), createDir}, {byHand, create}} {
		c.pack(t, c.name, mustReadZip(t, two("s", "s")))
		require.Equal(t, map[string]string{"a": "shared", "b": "shared"}, contents(c.name))
		c.pack(t, c.name, mustReadZip(t, two("S-2", "s")))
		require.Equal(t, map[string]string{"a": "other", "b": "shared"}, contents(c.name))
		c.pack(t, c.name, mustReadZip(t, two("", "s")))
		require.Equal(t, map[string]string{"b": "shared"}, contents(c.name))
	}
	require.NotContains(t, listing(t, filepath.Join(filepath.Dir(byHand), "q.zip")), "S-2 ", "what nobody has goes")
}
