package main

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
)

// published is a package as Visual Studio and the .NET SDK make them: an
// application and permissions for it, under the path that it had on the machine
// where it was built, and parameters that lead it elsewhere.
type published struct {
	Path    string // that of the application
	Version string // of .NET, if the package says one
	ACLs    bool   // the two entries for whoever runs the application, and one for App_Data
	SQL     bool   // a database script
	Default string // how a default is called
}

const publishedArchive = `<?xml version="1.0" encoding="utf-8"?>
<sitemanifest MSDeploy.ObjectResolver.createApp="Microsoft.Web.Deployment.CreateApplicationObjectResolver"
  MSDeploy.ObjectResolver.dirPath="Microsoft.Web.Deployment.DirPathObjectResolver"
  MSDeploy.ObjectResolver.filePath="Microsoft.Web.Deployment.FilePathObjectResolver">
  <iisApp path="{{.Path}}" MSDeploy.path="2" {{part "Child1"}} {{made "iisApp" .Path "managedRuntimeVersion" .Version}}>
    <createApp path="{{.Path}}" MSDeploy.path="2" isDest="AA==" MSDeploy.isDest.Type="Microsoft.Web.Deployment.DeploymentObjectBooleanAttributeValue"
      managedRuntimeVersion="{{.Version}}" MSDeploy.managedRuntimeVersion="2" enable32BitAppOnWin64="" MSDeploy.enable32BitAppOnWin64="2"
      managedPipelineMode="" MSDeploy.managedPipelineMode="2" applicationPool="" MSDeploy.applicationPool="1" appExists="True" MSDeploy.appExists="1"
      {{part "createApp"}} />
    <contentPath path="{{.Path}}" MSDeploy.path="2" {{part "contentPath"}} {{made "contentPath" .Path}}>
      <MSDeploy.dirPath path="{{.Path}}" MSDeploy.MSDeployLinkName="contentPath" />
    </contentPath>
  </iisApp>
{{- define "acl"}}
  <setAcl path="{{.path}}" MSDeploy.path="2" isDest="AA==" MSDeploy.isDest.Type="Microsoft.Web.Deployment.DeploymentObjectBooleanAttributeValue"
    setAclUser="{{.user}}" MSDeploy.setAclUser="1" setAclAccess="{{.access}}" MSDeploy.setAclAccess="1" {{part .link}}
    {{made "setAcl" .path "setAclUser" .user "setAclAccess" .asked "setAclResourceType" "Directory"}} />
{{- end}}
{{- if .ACLs}}
{{- template "acl" (acl "Child2" .Path "" "")}}
{{- template "acl" (acl "Child3" .Path "anonymousAuthenticationUser" "")}}
{{- template "acl" (acl "Child4" (print .Path "\\App_Data") "" "Write")}}
{{- end}}
{{- if .SQL}}
  <dbFullSql path="C:\build\AutoScripts\app.sql" {{part "Child5"}} {{made "dbFullSql" "C:\\build\\AutoScripts\\app.sql" "transacted" "True"}}>
    <sqlScript size="HAAAAAAAAAA=" MSDeploy.size.Type="Microsoft.Web.Deployment.DeploymentObjectInt64AttributeValue" MSDeploy.MSDeployObjectFlags="1" MSDeploy.MSDeployStreamRelativeFilePath="sqlScript-1" />
  </dbFullSql>
{{- end}}
</sitemanifest>
`

const publishedParameters = `<parameters>
  <parameter name="IIS Web Application Name" {{.Default}}="Default Web Site/app_deploy" tags="IisApp">
    <parameterEntry kind="ProviderPath" scope="IisApp" match="^{{escape .Path}}$" />
{{- if .ACLs}}
    <parameterEntry kind="ProviderPath" scope="setAcl" match="^{{escape .Path}}$" />
{{- end}}
  </parameter>
{{- if .ACLs}}
  <parameter name="Add write permission to App_Data Folder" defaultValue="{IIS Web Application Name}/App_Data" tags="Hidden">
    <parameterEntry kind="ProviderPath" scope="setAcl" match="^{{escape .Path}}\\App_Data$" />
  </parameter>
{{- end}}
{{- if .SQL}}
  <parameter name="Db Connection String" defaultValue="Data Source=." tags="SqlConnectionString">
    <parameterEntry kind="ProviderPath" scope="dbFullSql" match="^{{escape "C:\\build\\AutoScripts\\app.sql"}}$" />
  </parameter>
{{- end}}
  <parameter name="Db-Web.config Connection String" description="What Web.config says" {{.Default}}="Data Source=build" tags="SqlConnectionString">
    <parameterEntry kind="XmlFile" scope="{{escape .Path}}\\?Web\.config$" match="/configuration/connectionStrings/add[@name='Db']/@connectionString" />
  </parameter>
</parameters>
`

const publishedConfig = "<?xml version=\"1.0\"?>\r\n<configuration>\r\n  <connectionStrings>\r\n" +
	"    <add name=\"Db\" connectionString=\"Data Source=dev\" /> <!-- of developers -->\r\n  </connectionStrings>\r\n</configuration>\r\n"

// text fills a template of one of the documents of p.
func (p published) text(t *testing.T, source string) string {
	t.Helper()
	var b strings.Builder
	funcs := template.FuncMap{
		"part": func(link string) string {
			return `MSDeploy.MSDeployLinkName="` + link + `" MSDeploy.MSDeployKeyAttributeName="path"`
		},
		"made": func(kind, path string, pairs ...string) string {
			o := nrbf.Options{Provider: kind, Path: path}
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i+1] != "" {
					o.Settings = append(o.Settings, nrbf.Setting{Name: pairs[i], Value: pairs[i+1]})
				}
			}
			return `MSDeploy.MSDeployProviderOptions="` + nrbf.Encode(o) + `"`
		},
		"acl": func(link, path, user, asked string) map[string]string {
			access := asked
			if access == "" {
				access = "Read"
			}
			return map[string]string{"link": link, "path": path, "user": user, "asked": asked, "access": access}
		},
		"escape": func(s string) string {
			return strings.NewReplacer(`\`, `\\`, ` `, `\ `, `.`, `\.`, `#`, `\#`).Replace(s)
		},
	}
	require.NoError(t, template.Must(template.New("").Funcs(funcs).Parse(source)).Execute(&b, p))
	return b.String()
}

// files are what is in the application.
func (published) files() map[string]string {
	return map[string]string{
		"Web.config": publishedConfig, "Default.aspx": "<%@ Page %>", "bin/": "", "bin/app.dll": strings.Repeat("MZ", 500),
		"App_Data/": "", "App_Data/app.mdf": "data", "with space/": "", "with space/a b.txt": "a",
	}
}

// write writes the package and, beside it, the file of parameter values that
// goes with it.
func (p published) write(t *testing.T, folder string) (pack, values string) {
	t.Helper()
	entries := []zipEntry{{"parameters.xml", p.text(t, publishedParameters)}}
	content := "Content/" + strings.TrimSuffix(strings.ReplaceAll(strings.Replace(p.Path, ":", "_C", 1), `\`, "/"), "/") + "/"
	entries = append(entries, zipEntry{content, ""})
	for name, data := range p.files() {
		entries = append(entries, zipEntry{content + name, data})
	}
	if p.SQL {
		entries = append(entries, zipEntry{"sqlScript-1", "create table t (i int)"})
	}
	pack, values = filepath.Join(folder, "app.zip"), filepath.Join(folder, "app.SetParameters.xml")
	require.NoError(t, os.WriteFile(pack, handMade(t, p.text(t, publishedArchive), entries...), 0o666))
	require.NoError(t, os.WriteFile(values, []byte("\ufeff"+`<?xml version="1.0" encoding="utf-8"?>
<parameters>
  <setParameter name="IIS Web Application Name" value="Default Web Site/Shop" />
  <setParameter name="Db-Web.config Connection String" value="Data Source=live;Password=&quot;a&lt;b&quot;" />
</parameters>`), 0o666))
	return pack, values
}

// What build tools publish deploys with one command, with the values that lie
// beside it, to the folder of a site.
func TestPublishedPackages(t *testing.T) {
	visualStudio := published{Path: `C:\build\My App\obj\Release\Package\PackageTmp`, Version: "v4.0", ACLs: true, SQL: true, Default: "defaultValue"}
	sdk := published{Path: `D:\a\1\s\obj\Release\net8.0\PubTmp\Out\`, Default: "value"}
	for name, c := range map[string]struct {
		published
		extra []string // what the package takes besides
		acls  []string // paths below the site, of entries in order
	}{
		"Visual Studio": {visualStudio, []string{"-skip:objectName=dbFullSql"}, []string{"Shop", "Shop", "Shop/App_Data"}},
		".NET SDK":      {sdk, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			pack, values := c.write(t, dir)
			www := filepath.Join(dir, "www")
			site := filepath.Join(www, "Shop")
			base := append([]string{"-verb:sync", "-source:package=" + pack, "-dest:auto", "-setParamFile:" + values, "-siteMap:Default Web Site=" + www}, c.extra...)

			whatif := succeed(t, append(base, "-whatif")...)
			require.NoDirExists(t, www)
			said := succeed(t, base...)
			require.True(t, strings.HasPrefix(said, strings.TrimSuffix(whatif, total(whatif)+"\n")), "%s\n%s", whatif, said)
			require.Equal(t, total(whatif), total(said))
			require.Contains(t, said, "The application 'Default Web Site/Shop' is neither created nor removed")
			for _, at := range c.acls {
				require.Contains(t, said, "Info: Adding ACLs for path (Default Web Site/"+at+")\n")
			}
			require.Equal(t, len(c.acls), strings.Count(said, "Warning: No permissions on"), "nobody knows the users of IIS")

			want := c.files()
			want["Web.config"] = strings.Replace(publishedConfig, "Data Source=dev", "Data Source=live;Password=&quot;a&lt;b&quot;", 1)
			require.Equal(t, want, contents(t, site))

			again := succeed(t, base...)
			require.Equal(t, fmt.Sprintf("Total changes: %d (0 added, 0 deleted, %[1]d updated, 0 parameters changed, 0 bytes copied)", len(c.acls)), total(again))
			known := append(base, "-aclUser:ApplicationPoolIdentity="+me(t), "-aclUser:anonymousAuthenticationUser="+me(t))
			succeed(t, known...)
			require.Equal(t, noChanges, total(succeed(t, known...)), "who owns the files has the permissions")

			require.NoError(t, os.WriteFile(filepath.Join(site, "Default.aspx"), []byte("changed by hand"), 0o666))
			require.Contains(t, total(succeed(t, known...)), " 1 updated,")
			require.Equal(t, want, contents(t, site))
		})
	}
}

// A package with a part that nothing here can deploy says how to do without.
func TestPublishedPackageWithDatabase(t *testing.T) {
	dir := t.TempDir()
	pack, values := published{Path: `C:\build`, ACLs: true, SQL: true, Default: "defaultValue"}.write(t, dir)
	args := []string{"-verb:sync", "-source:package=" + pack, "-dest:auto", "-setParamFile:" + values, "-siteMap:Default Web Site=" + filepath.Join(dir, "www")}
	require.Contains(t, refuse(t, args...), "The provider 'dbFullSql' could not be found.")
	require.NoDirExists(t, filepath.Join(dir, "www"))
	said := succeed(t, append(args, "-skip:objectName=dbFullSql")...)
	require.Contains(t, said, "Info: Object dbFullSql (C:\\build\\AutoScripts\\app.sql) skipped due to skip directive")
	require.DirExists(t, filepath.Join(dir, "www", "Shop"))
}

// A site map may be a file, and -siteMap may be given several times.
func TestSiteMapSwitch(t *testing.T) {
	dir := t.TempDir()
	pack, values := published{Path: `C:\build`, Default: "defaultValue"}.write(t, dir)
	file := filepath.Join(dir, "sites.txt")
	deploy := func(switches ...string) string {
		return succeed(t, append([]string{"-verb:sync", "-source:package=" + pack, "-dest:auto", "-setParamFile:" + values}, switches...)...)
	}
	require.NoError(t, os.WriteFile(file, []byte("# ours\ndefault web site="+filepath.Join(dir, "a")+"\n"), 0o666))
	deploy("-siteMap:" + file)
	require.FileExists(t, filepath.Join(dir, "a", "Shop", "Web.config"))
	deploy("-siteMap:"+file, `-siteMap:"Default Web Site/Shop"="`+filepath.Join(dir, "b")+`"`)
	require.FileExists(t, filepath.Join(dir, "b", "Web.config"))

	t.Chdir(t.TempDir())
	require.Contains(t, deploy("-siteMap:Other=/nowhere"), `-siteMap:"Default Web Site=FOLDER" says where the site is.`)
	require.FileExists(t, filepath.Join("Default Web Site", "Shop", "Web.config"), "a path like any other")

	require.NoError(t, os.WriteFile(file, []byte("a=b\nc"), 0o666))
	for _, bad := range []string{"-siteMap:nofile", "-siteMap:a=", "-siteMap:../a=b", "-siteMap:" + file, "-aclUser:a"} {
		refuse(t, "-verb:sync", "-source:package="+pack, "-dest:auto", bad)
	}
	require.Contains(t, refuse(t, "-verb:dump", "-source:contentPath=a/../b", "-siteMap:a="+dir), "leads to nothing in its site")
	require.Contains(t, succeed(t, "-verb:dump", "-source:contentPath=a/Shop/bin", "-siteMap:a="+filepath.Join(dir, "a")), filepath.Join(dir, "a", "Shop", "bin", "app.dll"))
}

// me returns the name of whoever runs the tests.
func me(t *testing.T) string {
	t.Helper()
	u, err := user.Current()
	require.NoError(t, err)
	return u.Username
}
