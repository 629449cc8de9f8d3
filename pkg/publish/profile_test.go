package publish_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg/publish"
	"github.com/webdeploy-go/webdeploy/provider"
)

func mustDeclare(t *testing.T, xml string) param.Set {
	t.Helper()
	set, err := param.Parse(strings.NewReader(xml))
	require.NoError(t, err)
	return set
}

// hosted is what a host hands out.
const hosted = `<?xml version="1.0" encoding="utf-8"?>
<publishData>
  <publishProfile profileName="shop - Web Deploy" publishMethod="MSDeploy" publishUrl="shop.scm.example.net:443" msdeploySite="shop"
    userName="$shop" userPWD="s3cret-1" destinationAppUrl="https://shop.example.net" SQLServerDBConnectionString="Data Source=db;Password=s3cret-2"
    mySQLDBConnectionString="" hostingProviderForumLink="" controlPanelLink="https://panel.example.net" apiToken="s3cret-3">
    <databases><add name="Main" connectionString="Server=db;Pwd=s3cret-4" providerName="x" type="Sql"/></databases>
  </publishProfile>
  <!-- the same by other means -->
  <publishProfile profileName="shop - FTP" publishMethod="FTP" publishUrl="ftps://ftp.example.net/site/wwwroot" ftpPassiveMode="True"
    userName="shop\$shop" userPWD="s3cret-5"><databases /></publishProfile>
  <publishProfile publishMethod="ZipDeploy" />
</publishData>`

func TestParseSettings(t *testing.T) {
	list, err := publish.ParseSettings(strings.NewReader(hosted))
	require.NoError(t, err)
	require.Equal(t, []*publish.Profile{
		{
			Name: "shop - Web Deploy", Method: publish.MSDeploy, URL: "shop.scm.example.net:443", App: "shop", Service: publish.WMSVC,
			UserName: "$shop", Password: param.Secret("s3cret-1"), SiteURL: "https://shop.example.net",
			Connections: []publish.Connection{
				{Name: "SQLServerDBConnectionString", Value: param.Secret("Data Source=db;Password=s3cret-2")},
				{Name: "Main", Value: param.Secret("Server=db;Pwd=s3cret-4")},
			},
			Other: []publish.Property{
				{Name: "hostingProviderForumLink", Value: param.Plain("")},
				{Name: "controlPanelLink", Value: param.Plain("https://panel.example.net")},
				{Name: "apiToken", Value: param.Secret("s3cret-3")},
			},
		},
		{
			Name: "shop - FTP", Method: publish.FTP, URL: "ftps://ftp.example.net/site/wwwroot", Service: publish.WMSVC,
			UserName: `shop\$shop`, Password: param.Secret("s3cret-5"), Other: []publish.Property{{Name: "ftpPassiveMode", Value: param.Plain("True")}},
		},
		{Method: "ZipDeploy", Service: publish.WMSVC},
	}, list)
}

// A profile of a project, with what Visual Studio writes and what people add.
const projectProfile = `<?xml version="1.0" encoding="utf-8"?>
<Project ToolsVersion="4.0" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <PropertyGroup>
    <WebPublishMethod>MSDeploy</WebPublishMethod>
    <LastUsedBuildConfiguration>Release</LastUsedBuildConfiguration>
    <SiteUrlToLaunchAfterPublish>http://www.example.net</SiteUrlToLaunchAfterPublish>
    <MSDeployServiceURL>https://web1:8172/msdeploy.axd</MSDeployServiceURL>
    <DeployIisAppPath>Default Web Site/shop</DeployIisAppPath>
    <SkipExtraFilesOnServer>True</SkipExtraFilesOnServer>
    <MSDeployPublishMethod>WMSVC</MSDeployPublishMethod>
    <MSDeployUseChecksum>true</MSDeployUseChecksum>
    <EnableMSDeployAppOffline>True</EnableMSDeployAppOffline>
    <UserName> deployer </UserName>
    <_SavePWD>True</_SavePWD>
    <Password>$(Pwd)</Password>
    <DeployEncryptKey>s3cret-1</DeployEncryptKey>
    <UserName Condition="'$(Configuration)' == 'Debug'">tester</UserName>
  </PropertyGroup>
  <PropertyGroup Condition="'$(A)' == '1'"><AuthType>NTLM</AuthType><AuthType Condition="x">Bearer</AuthType></PropertyGroup>
  <ItemGroup>
    <MSDeployParameterValue Include="$(DeployParameterPrefix)Main-Web.config Connection String">
      <ParameterValue>Server=db%3BPassword=s3cret-2</ParameterValue>
    </MSDeployParameterValue>
    <MSDeployParameterValue Include="Mode" ParameterValue="live" />
    <MSDeployParameterValue Include="Unset" />
    <MSDeployParameterValue Include="Left alone"><ParameterValue>x</ParameterValue><UpdateDestWebConfig>False</UpdateDestWebConfig></MSDeployParameterValue>
    <MSDeployParameterValue Include="If" Condition="c"><ParameterValue>x</ParameterValue></MSDeployParameterValue>
    <MSDeployParameterValue Include="$(Prefix)Name"><ParameterValue>x</ParameterValue></MSDeployParameterValue>
    <MSDeployParameterValue Include="Referring"><ParameterValue>$(Value)</ParameterValue></MSDeployParameterValue>
    <MsDeploySkipRules Include="Logs"><ObjectName>dirPath</ObjectName></MsDeploySkipRules>
    <Content Include="x" />
  </ItemGroup>
  <Target Name="Custom" />
</Project>`

func TestParseProject(t *testing.T) {
	p, err := publish.ParseProject(strings.NewReader(projectProfile))
	require.NoError(t, err)
	require.Equal(t, &publish.Profile{
		Method: publish.MSDeploy, URL: "https://web1:8172/msdeploy.axd", App: "Default Web Site/shop", Service: publish.WMSVC,
		UserName: "deployer", KeepExtra: true, Checksum: true, AppOffline: true, SiteURL: "http://www.example.net",
		Parameters: []param.Assignment{
			{Name: "Main-Web.config Connection String", Value: param.Secret("Server=db;Password=s3cret-2")},
			{Name: "Mode", Value: param.Secret("live")},
		},
		Other: []publish.Property{
			{Name: "LastUsedBuildConfiguration", Value: param.Plain("Release")},
			{Name: "_SavePWD", Value: param.Secret("True")},
			{Name: "DeployEncryptKey", Value: param.Secret("s3cret-1")},
			{Name: "UserName", Value: param.Plain("tester"), Condition: "'$(Configuration)' == 'Debug'"},
			{Name: "AuthType", Value: param.Plain("NTLM"), Condition: "'$(A)' == '1'"},
			{Name: "AuthType", Value: param.Plain("Bearer"), Condition: "('$(A)' == '1') And (x)"},
		},
		Notes: []string{
			"The element 'UserName' in line 17 has a condition, which is not evaluated.",
			"The element 'AuthType' in line 19 has a condition, which is not evaluated.",
			"The element 'AuthType' in line 19 has a condition, which is not evaluated.",
			"The element 'MSDeployParameterValue' in line 27 has a condition, which is not evaluated.",
			"The element 'MsDeploySkipRules' in line 30 is not followed: use skip directives.",
			"The element 'Target' in line 33 is not followed.",
			"The value of 'Password' is not used, since its references are not resolved.",
			"The value of '$(Prefix)Name' is not used, since its references are not resolved.",
			"The value of 'Referring' is not used, since its references are not resolved.",
		},
	}, p)
}

// The rules that properties depend on each other by.
func TestProjectProperties(t *testing.T) {
	type fields struct {
		method                            publish.Method
		url                               string
		service                           publish.Service
		keep, checksum, offline, unpacked bool
	}
	for _, c := range []struct {
		name, properties string
		want             fields
	}{
		{"nothing", ``, fields{method: publish.FileSystem, service: publish.WMSVC, keep: true}},
		{"folder", `<WebPublishMethod>filesystem</WebPublishMethod><PublishUrl>out</PublishUrl><DeleteExistingFiles>false</DeleteExistingFiles>`,
			fields{method: publish.FileSystem, url: "out", service: publish.WMSVC, keep: true}},
		{"folder to be emptied", `<PublishProtocol>FileSystem</PublishProtocol><PublishDir>out</PublishDir><DeleteExistingFiles>True</DeleteExistingFiles>`,
			fields{method: publish.FileSystem, url: "out", service: publish.WMSVC}},
		{"protocol before method", `<WebPublishMethod>FTP</WebPublishMethod><PublishProtocol>MSDeployPackage</PublishProtocol>`,
			fields{method: publish.Package, service: publish.WMSVC}},
		{"package", `<WebPublishMethod>Package</WebPublishMethod><PackageAsSingleFile>true</PackageAsSingleFile><SkipExtraFilesOnServer>true</SkipExtraFilesOnServer>`,
			fields{method: publish.Package, service: publish.WMSVC}},
		{"archive folder", `<WebPublishMethod>Package</WebPublishMethod><PackageAsSingleFile>False</PackageAsSingleFile>`,
			fields{method: publish.Package, service: publish.WMSVC, unpacked: true}},
		{"offline unless refused", `<WebPublishMethod>msdeploy</WebPublishMethod><MSDeployServiceURL>w</MSDeployServiceURL><PublishUrl>not this</PublishUrl>`,
			fields{method: publish.MSDeploy, url: "w", service: publish.WMSVC, offline: true}},
		{"offline refused", `<WebPublishMethod>MSDeploy</WebPublishMethod><enablemsdeployappoffline>false</enablemsdeployappoffline>`,
			fields{method: publish.MSDeploy, service: publish.WMSVC}},
		{"agent", `<WebPublishMethod>MSDeploy</WebPublishMethod><MSDeployPublishMethod>remoteagent</MSDeployPublishMethod>`,
			fields{method: publish.MSDeploy, service: publish.RemoteAgent}},
		{"agent and offline", `<WebPublishMethod>MSDeploy</WebPublishMethod><MSDeployPublishMethod>InProc</MSDeployPublishMethod><EnableMSDeployAppOffline>true</EnableMSDeployAppOffline>`,
			fields{method: publish.MSDeploy, service: publish.InProc, offline: true}},
		{"the last one counts", `<MSDeployUseChecksum>true</MSDeployUseChecksum><PublishUrl>a</PublishUrl><MSDeployUseChecksum>false</MSDeployUseChecksum><PublishUrl>b</PublishUrl>`,
			fields{method: publish.FileSystem, url: "b", service: publish.WMSVC, keep: true}},
		{"another method", `<WebPublishMethod>ZipDeploy</WebPublishMethod><PublishUrl>https://x</PublishUrl>`,
			fields{method: "ZipDeploy", url: "https://x", service: publish.WMSVC}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := publish.ParseProject(strings.NewReader("<Project><PropertyGroup>" + c.properties + "</PropertyGroup></Project>"))
			require.NoError(t, err)
			require.Equal(t, c.want, fields{p.Method, p.URL, p.Service, p.KeepExtra, p.Checksum, p.AppOffline, p.Unpacked})
		})
	}
}

func TestUnescaping(t *testing.T) {
	for in, want := range map[string]string{
		"a%3Bb%3b": "a;b;", "100%": "100%", "%4": "%4", "%zz%": "%zz%", "%25": "%", "%E9": "é", "no": "no",
	} {
		p, err := publish.ParseProject(strings.NewReader("<Project><PropertyGroup><UserName>" + in + "</UserName></PropertyGroup></Project>"))
		require.NoError(t, err)
		require.Equal(t, want, p.UserName)
	}
}

// What one user keeps beside a profile wins over it.
func TestParseProjectFile(t *testing.T) {
	lay(t)
	require.NoError(t, os.WriteFile("Live.pubxml", []byte(`<Project><PropertyGroup><UserName>a</UserName></PropertyGroup></Project>`), 0o644))
	p, err := publish.ParseProjectFile("Live.pubxml")
	require.NoError(t, err)
	require.Equal(t, "Live", p.Name)
	require.Equal(t, "a", p.UserName)

	user := func(s string) {
		require.NoError(t, os.WriteFile("Live.pubxml.user", []byte(s), 0o644))
	}
	user(`<Project><PropertyGroup><UserName>b</UserName><EncryptedPassword>AQAAANCM</EncryptedPassword></PropertyGroup>
		<ItemGroup><DestinationConnectionStrings Include="Main"><Value>Server=db</Value></DestinationConnectionStrings></ItemGroup></Project>`)
	p, err = publish.ParseProjectFile("Live.pubxml")
	require.NoError(t, err)
	require.Equal(t, "b", p.UserName)
	require.False(t, p.Password.IsSet())
	require.Equal(t, []string{"The password is encrypted for one user of Windows and cannot be read."}, p.Notes)
	require.Equal(t, []publish.Connection{{Name: "Main", Value: param.Secret("Server=db")}}, p.Connections)

	user(`<Project><PropertyGroup><Password>pw</Password><EncryptedPassword>AQAAANCM</EncryptedPassword></PropertyGroup></Project>`)
	p, err = publish.ParseProjectFile("Live.pubxml")
	require.NoError(t, err)
	require.Equal(t, param.Secret("pw"), p.Password)
	require.Empty(t, p.Notes)

	user(`<Project>`)
	_, err = publish.ParseProjectFile("Live.pubxml")
	require.ErrorContains(t, err, "The publish profile 'Live.pubxml.user' could not be read.")
}

func TestProfileErrors(t *testing.T) {
	settings := func(s string) error { _, err := publish.ParseSettings(strings.NewReader(s)); return err }
	project := func(s string) error { _, err := publish.ParseProject(strings.NewReader(s)); return err }
	const head = "<!DOCTYPE x [<!ENTITY e 'v'>]>"
	for _, c := range []struct {
		name, in     string
		parse        func(string) error
		line, column int
		want         string
	}{
		{"settings cut off", "<publishData>\n <publishProfile", settings, 2, 17, ""},
		{"settings of another kind", "<x/>", settings, 0, 0, "The file is no publish profile: the element 'publishData' is expected, not 'x'. (line 1, column 1)"},
		{"settings without profiles", "<publishData><other/></publishData>", settings, 0, 0, "There is no publish profile in the file. (the element publishData must hold elements publishProfile)"},
		{"entity in a setting", head + "<publishData><publishProfile userPWD='&e;'/></publishData>", settings, 1, 60, ""},
		{"entity in a database", head + "<publishData><publishProfile><databases><add name='&e;'/></databases></publishProfile></publishData>", settings, 1, 76, ""},
		{"entity in a connection", head + "<publishData><publishProfile><databases><add name='' connectionString='&e;'/></databases></publishProfile></publishData>", settings, 1, 0, ""},
		{"project cut off", "<Project>\n<PropertyGroup>", project, 2, 16, ""},
		{"project of another kind", "<publishData/>", project, 0, 0, "The file is no publish profile: the element 'Project' is expected, not 'publishData'. (line 1, column 1)"},
		{"entity in a property", head + "<Project><PropertyGroup><A>&e;</A></PropertyGroup></Project>", project, 1, 58, ""},
		{"entity in a condition", head + "<Project><PropertyGroup><A Condition='&e;'/></PropertyGroup></Project>", project, 1, 58, ""},
		{"entity in the condition of a group", head + "<Project><ItemGroup Condition='&e;'/></Project>", project, 1, 51, ""},
		{"entity in an item", head + "<Project><ItemGroup><MSDeployParameterValue Include='&e;'/></ItemGroup></Project>", project, 1, 0, ""},
		{"entity in a value", head + "<Project><ItemGroup><MSDeployParameterValue Include='a'><ParameterValue>&e;</ParameterValue></MSDeployParameterValue></ItemGroup></Project>", project, 1, 0, ""},
		{"entity in a flag", head + "<Project><ItemGroup><MSDeployParameterValue Include='a'><UpdateDestWebConfig>&e;</UpdateDestWebConfig></MSDeployParameterValue></ItemGroup></Project>", project, 1, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.parse(c.in)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			if c.want != "" {
				require.EqualError(t, err, c.want)
				return
			}
			var s *param.SyntaxError
			require.ErrorAs(t, err, &s)
			require.Equal(t, c.line, s.Line)
			if c.column != 0 {
				require.Equal(t, c.column, s.Column)
			}
		})
	}
	_, err := publish.ParseSettingsFile("gone.publishSettings")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = publish.ParseProjectFile("gone.pubxml")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = publish.ParseSettings(strings.NewReader("<publishData>" + strings.Repeat(" ", 16<<20) + "</publishData>"))
	require.ErrorContains(t, err, "more than 16 MB")
}

// No way of printing a profile, or what comes of it, shows a secret.
func TestSecretsDoNotShow(t *testing.T) {
	list, err := publish.ParseSettings(strings.NewReader(hosted))
	require.NoError(t, err)
	p, err := publish.ParseProject(strings.NewReader(projectProfile))
	require.NoError(t, err)
	for _, p := range append(list, p) {
		text := fmt.Sprintf("%v %+v %#v", p, *p, p)
		data, err := json.Marshal(p)
		require.NoError(t, err)
		ref, err := p.Destination()
		if !errors.Is(err, errors.ErrUnsupported) {
			require.NoError(t, err)
		}
		require.NotContains(t, text+string(data)+ref.String(), "s3cret")
	}
}
