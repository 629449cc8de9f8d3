package main

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A realCheck is a package by name, and what it has that is checked:
//
//   - structure: the root and the parts below it, as the table says; and every
//     object that archive.xml names, in order, with its link, its key attribute
//     and all its values, typed ones as what they stand for, is what a dump shows;
//   - deployment, with one command, by -dest:auto, the values that were published
//     with the package and a site map: every file and folder with its content and
//     time, in the folder that the site path stands for; in the file that a
//     parameter rewrites, the value, and else nothing different;
//   - a second deployment, which changes nothing; one with another value, which
//     changes that file; and one with the published value again, likewise;
//   - packing it again: archive.xml is the same in structure and values, provider
//     options and contents of other providers are the same.
//
// Packages that were published without their content are checked for structure,
// and for being refused without a trace.
type realCheck struct {
	name   string // in the folder packages with .zip, in the folder unpacked without
	root   string
	parts  string
	site   string // where its values lead
	values string // the file of values published with it, in the folder xml; "": those it declares
	param  string // rewrites one file
	add    string // which element of that file, by its name
	extra  string // switch without which it does not deploy
	empty  bool   // published without its content
}

func realChecks() []realCheck {
	const (
		vs        = "iisApp setAcl setAcl"
		services  = "ApplicationServices-Web.config Connection String"
		default20 = "DefaultConnection-Web.config Connection String"
		hello     = "satishpwr__HelloWorld__ab43bbb9__HelloWorld.SetParameters.xml"
	)
	return []realCheck{
		{
			name: "Azure__connectthedots__3437a003__ConnectTheDotsWebSite.zip", root: "sitemanifest", parts: vs,
			site: "ConnectTheDotsWebSite", values: "Azure__connectthedots__392a70f3__ConnectTheDotsWebSite.SetParameters.xml",
		},
		{
			name: "Azure__connectthedots__568ca430__ConnectTheDotsWebSite.zip", root: "sitemanifest", parts: vs,
			site: "ConnectTheDots", values: "Azure__connectthedots__bf947978__ConnectTheDotsWebSite.SetParameters.xml",
		},
		{
			name: "anandrjoshi__FunWithCPlusPluss__33e14036__testCCNet.zip", root: "sitemanifest", parts: vs,
			site: "Default Web Site/testCCNet_deploy", values: "anandrjoshi__FunWithCPlusPluss__8a8a127b__testCCNet.SetParameters.xml",
			param: services, add: "ApplicationServices",
		},
		{
			name: "anandrjoshi__FunWithCPlusPluss__dcc7bf66__WebApplication2.zip", root: "sitemanifest", parts: vs,
			site: "Default Web Site/WebApplication2_deploy", values: "anandrjoshi__FunWithCPlusPluss__03f3bc01__WebApplication2.SetParameters.xml",
			param: services, add: "ApplicationServices",
		},
		{
			name: "eftals__binarypush__aa74c1a2__WebApplication1.zip", root: "sitemanifest", parts: vs,
			site: "Default Web Site/WebApplication1_deploy", values: "eftals__binarypush__331969f8__WebApplication1.SetParameters.xml",
			param: services, add: "ApplicationServices",
		},
		{
			name: "khushboo1701__Book-Sharing-Hub__9b6a9f38__WebApplication1.zip", root: "sitemanifest", parts: vs,
			site: "Default Web Site/WebApplication1_deploy", param: services, add: "ApplicationServices",
		},
		{
			name: "ksenia-iskandarova__labnet__b7d85d41__WebApplication2.zip", root: "sitemanifest", parts: "iisApp setAcl setAcl setAcl dbFullSql",
			site: "newnet/WebApplication2_deploy", values: "ksenia-iskandarova__labnet__5bf24db6__WebApplication2.SetParameters.xml",
			param: "ConnectionString-Web.config Connection String", add: "ConnectionString", extra: "-skip:objectName=dbFullSql",
		},
		{
			name: "pragoyal87__WebApplication2__9d77af09__WebApplication2.zip", root: "sitemanifest", parts: vs,
			site: "Default Web Site/WebApplication2_deploy", param: default20, add: "DefaultConnection",
		},
		{name: "satishpwr__HelloWorld__1acb29fd__HelloWorld.zip", root: "sitemanifest", parts: vs, site: "Default Web Site/HelloWorld_deploy", values: hello},
		{name: "satishpwr__HelloWorld__637d46b6__HelloWorld.zip", root: "sitemanifest", parts: vs, site: "Default Web Site/HelloWorld_deploy", values: hello},
		{name: "satishpwr__HelloWorld__c25b8e89__HelloWorld.zip", root: "sitemanifest", parts: vs, site: "Default Web Site/HelloWorld_deploy", values: hello},
		{name: "satishpwr__HelloWorld__e0207744__HelloWorld.zip", root: "sitemanifest", parts: vs, site: "Default Web Site/HelloWorld_deploy", values: hello},
		{name: "satishpwr__HelloWorld__e2b246f1__HelloWorld.zip", root: "sitemanifest", parts: vs, site: "Default Web Site/HelloWorld_deploy", values: hello},
		{
			name: "sayedihashimi__package-web__a2da9323__SampleWebPackage-Default.zip", root: "sitemanifest", parts: vs,
			site: "Default Web Site/SampleWeb_deploy", param: services, add: "ApplicationServices",
		},
		{name: "RobertoSchneiders__webdeploy-isapi-package", root: "MSDeploy.IisApp", parts: "iisApp", site: "Default Web Site/datasnap"},
		{name: "arpangupta968__maven", root: "sitemanifest", parts: vs, empty: true},
		{name: "coden4fun__Web-Deploy", root: "sitemanifest", parts: vs, empty: true},
		{name: "gauravsharmaGG__CFJ", root: "sitemanifest", parts: vs, empty: true},
		{name: "humanadevops__cloud-app", root: "sitemanifest", parts: vs, site: "Default Web Site/todo_deploy"},
		{name: "surendra3__surendra-proj", root: "sitemanifest", parts: "iisApp", empty: true},
		{
			name: "tusharlute__dotnet", root: "sitemanifest", parts: vs, site: "Default Web Site/AWSBeanstalkHelloWorldWebApp_deploy",
			param: services, add: "ApplicationServices",
		},
		{name: "vinothkumarGanesan__DotNetPipeline", root: "sitemanifest", parts: "iisApp", site: "Default Web Site"},
	}
}

// Every package that was published by others deploys as it was meant to be.
func TestRealTable(t *testing.T) {
	table := map[string]realCheck{}
	for _, c := range realChecks() {
		table[c.name] = c
	}
	checked := 0
	eachReal(t, func(t *testing.T, p *realPackage) {
		c, ok := table[path.Base(filepath.ToSlash(p.ref))]
		require.True(t, ok, "the table does not have it")
		checked++
		archive := p.xml(t, "archive.xml")
		require.Equal(t, c.root, archive.XMLName.Local)
		var parts []string
		for _, n := range archive.Kids {
			parts = append(parts, n.XMLName.Local)
		}
		require.Equal(t, c.parts, strings.Join(parts, " "))
		require.Equal(t, c.empty, !p.isWhole(t))
		requireStructure(t, archive, p, c.empty)
		if c.empty {
			www := filepath.Join(t.TempDir(), "www")
			refuse(t, "-verb:sync", "-source:"+p.ref, "-dest:auto", "-siteMap:Default Web Site="+www, "-disableRule:SkipInvalidSource")
			require.NoDirExists(t, www)
			return
		}
		c.deploy(t, p)
		c.repack(t, p, archive)
	})
	require.Equal(t, len(table), checked, "a package of the table is not there")
}
