package iis

import (
	"context"
	"errors"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Kinds of the providers of this package.
const (
	kindApp        provider.Kind = "iisApp"
	kindCreateApp  provider.Kind = "createApp"
	kindSetACL     provider.Kind = "setAcl"
	kindRecycleApp provider.Kind = "recycleApp"
)

// Settings of applications, which are attributes of createApp as well.
const (
	skipCreation    = "SkipAppCreation"
	runtimeVersion  = "managedRuntimeVersion"
	enable32Bit     = "enable32BitAppOnWin64"
	pipelineMode    = "managedPipelineMode"
	attrIsDest      = "isDest"
	attrPool        = "applicationPool"
	attrExists      = "appExists"
	offlineTemplate = "AppOfflineTemplate"
	encryptProvider = "WebConfigEncryptProvider"
	packageTimes    = "syncPackageTimeStamps"
)

// CreateApp returns the provider of kind createApp: an application of IIS
// without its content. Open succeeds if there is a folder of that name, or if
// the path is empty, as it may be at a source that only says what to create.
func CreateApp() provider.Deployer { return createApp{} }

type createApp struct{}

// Kind returns createApp.
func (createApp) Kind() provider.Kind { return kindCreateApp }

// Doc describes the provider.
func (createApp) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "An application of IIS, without its content. A source only: IIS is not configured yet.",
		Example:  "createApp=Default Web Site/app",
		Settings: poolSettings(),
	}
}

// poolSettings are what an application expects of its pool.
func poolSettings() []provider.SettingDoc {
	return []provider.SettingDoc{
		{Name: runtimeVersion, Doc: "The .NET version that the application needs, such as v4.0; recorded, not checked yet."},
		{Name: enable32Bit, Doc: "Whether the application needs a 32-bit process: True or False; recorded, not checked yet."},
		{Name: pipelineMode, Doc: "Integrated or Classic; recorded, not checked yet."},
	}
}

// Open opens the application at ref.Path.
func (c createApp) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if err := missing(ref); err != nil && ref.Path != "" {
		return nil, err
	}
	o := describeApp(ref, provider.FirstLink)
	o.Settings = settings.Own(poolSettings(), ref.Settings)
	return &leaf{o}, nil
}

// OpenTarget fails, as there is no configuration to create applications in.
func (createApp) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	return nil, noConfiguration(ref)
}

// describeApp returns the object createApp of an application that exists
// (recorded: dump/iisapp-xml, package/iisapp-folder).
func describeApp(ref provider.Ref, link string) *provider.Object {
	get := func(name string) provider.Value {
		v, _ := ref.Settings.Lookup(name)
		return provider.String(v)
	}
	exists := provider.String("True")
	if ref.Path == "" {
		exists = provider.String("False")
	}
	return &provider.Object{
		Kind: kindCreateApp, Link: link, Key: ref.Path, Path: ref.Path,
		Attrs: provider.Attrs{
			{Name: attrIsDest, Value: provider.Bool(false)},
			{Name: runtimeVersion, Value: get(runtimeVersion), Flags: provider.IgnoreCase},
			{Name: enable32Bit, Value: get(enable32Bit), Flags: provider.IgnoreCase},
			{Name: pipelineMode, Value: get(pipelineMode), Flags: provider.IgnoreCase},
			{Name: attrPool, Flags: provider.NoCompare},
			{Name: attrExists, Value: exists, Flags: provider.NoCompare},
		},
	}
}

// noConfiguration returns the error of providers that need a configuration of
// IIS.
func noConfiguration(ref provider.Ref) error {
	return provider.CannotCreate(ref, &provider.Error{
		Op: "open", Kind: ref.Kind, Path: ref.Path, Err: provider.Quiet(errors.ErrUnsupported),
		Msg:  "The configuration of IIS cannot be accessed: this is not implemented yet.",
		Hint: "leave " + string(ref.Kind) + " out of the manifest or package",
	})
}
