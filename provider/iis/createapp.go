package iis

import (
	"context"

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
// the path is empty, as it may be at a source that only says what to create. A
// target always differs from a source, and warns of what it would have created.
func CreateApp(opts *Options) provider.Deployer { return createApp{opts.or().Sites} }

type createApp struct{ sites Sites }

// Kind returns createApp.
func (createApp) Kind() provider.Kind { return kindCreateApp }

// Doc describes the provider.
func (createApp) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "An application of IIS, without its content. As a destination it warns of what would have to be configured.",
		Example:  "createApp=Default Web Site/app",
		Settings: poolSettings(),
	}
}

// poolSettings are what an application expects of its pool.
func poolSettings() []provider.SettingDoc {
	return []provider.SettingDoc{
		{Name: runtimeVersion, Doc: "The .NET version that the application needs, such as v4.0; recorded and reported, there is no pool to compare."},
		{Name: enable32Bit, Doc: "Whether the application needs a 32-bit process: True or False; recorded and reported."},
		{Name: pipelineMode, Doc: "Integrated or Classic; recorded and reported."},
	}
}

// Open opens the application at ref.Path.
func (c createApp) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if ref.Path != "" {
		if _, err := c.sites.look(ref); err != nil {
			return nil, err
		}
	}
	o := describeApp(ref, provider.FirstLink)
	o.Settings = settings.Own(poolSettings(), ref.Settings)
	return &leaf{o}, nil
}

// OpenTarget opens the application at ref.Path for creating.
func (c createApp) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	at, err := c.sites.find(ref.Path)
	if err != nil {
		return nil, err
	}
	o := describeApp(ref, provider.FirstLink)
	o.Settings = settings.Own(poolSettings(), ref.Settings)
	o.Attrs = o.Attrs.With(attrIsDest, provider.Bool(true))
	return &createTarget{leaf{o}, at.path()}, nil
}

// A createTarget is an application that cannot be created.
type createTarget struct {
	leaf
	folder string
}

// Apply warns of what is not done.
func (t *createTarget) Apply(ctx context.Context, c *provider.Change) error {
	if c.Op() == provider.Delete {
		warn(ctx, t.root, "The application '"+t.root.Path+"' was not removed: there is no configuration of IIS here.", "")
		return nil
	}
	place := ""
	if t.folder != "" {
		place = "its folder would be '" + t.folder + "'"
	}
	warn(ctx, t.root, "The application '"+t.root.Path+"' was not created: there is no configuration of IIS here.",
		details(place, wanted(c.New, t.root.Settings)))
	return nil
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
