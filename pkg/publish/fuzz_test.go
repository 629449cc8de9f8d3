package publish_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg/publish"
	"github.com/webdeploy-go/webdeploy/provider"
)

// use does with a profile what a program would.
func use(t *testing.T, p *publish.Profile) {
	ref, err := p.Destination()
	if err != nil {
		var e *provider.Error
		require.ErrorAs(t, err, &e)
	} else {
		require.Equal(t, p.Method == publish.MSDeploy, ref.Path == "", "every other method has a place")
		if p.Password.IsSet() && p.Method == publish.MSDeploy && p.Service != publish.InProc {
			require.Contains(t, ref.String(), "password=******")
		}
	}
	_, _ = p.Values()
	_ = p.Rules()
	for _, x := range p.Connections {
		require.True(t, x.Value.IsSecret())
	}
	for _, x := range p.Parameters {
		require.True(t, x.Value.IsSecret())
	}
}

// refused requires the error of a reader to be one of the library.
func refused(t *testing.T, err error) {
	var e *provider.Error
	if !errors.As(err, &e) {
		t.Fatalf("%T is no error of the library: %v", err, err)
	}
}

func FuzzParseSettings(f *testing.F) {
	for _, s := range []string{
		hosted, "\ufeff" + hosted, strings.ReplaceAll(hosted, "<", "&lt;"), "<publishData/>", "<publishData><publishProfile",
		"<?xml version='1.0' encoding='utf-16'?><publishData/>", "<!DOCTYPE p [<!ENTITY e 'x'>]><publishData><publishProfile userPWD='&e;'/></publishData>",
		`<PublishData><PUBLISHPROFILE PublishMethod="filesystem" publishUrl="a\b"/></PublishData>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := publish.ParseSettings(bytes.NewReader(data))
		if err != nil {
			refused(t, err)
			return
		}
		require.NotEmpty(t, list)
		for _, p := range list {
			use(t, p)
		}
	})
}

func FuzzParseProject(f *testing.F) {
	for _, s := range []string{
		projectProfile, "\ufeff" + projectProfile, "<Project/>", "<Project><PropertyGroup>", "<Project><PropertyGroup><A>%3b%</A></PropertyGroup></Project>",
		`<Project><PropertyGroup><PublishProtocol>FileSystem</PublishProtocol><PublishDir>bin\Release\publish\</PublishDir></PropertyGroup></Project>`,
		`<Project><PropertyGroup><WebPublishMethod>Package</WebPublishMethod><DesktopBuildPackageLocation>out\X.zip</DesktopBuildPackageLocation></PropertyGroup></Project>`,
		`<Project><PropertyGroup><WebPublishMethod>MSDeploy</WebPublishMethod><MSDeployServiceURL>[::1]:1</MSDeployServiceURL><Password>a,b'c"</Password></PropertyGroup></Project>`,
		`<Project><ItemGroup><DestinationConnectionStrings Include="a" Value="b"/></ItemGroup></Project>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := publish.ParseProject(bytes.NewReader(data))
		if err != nil {
			refused(t, err)
			return
		}
		use(t, p)
	})
}
