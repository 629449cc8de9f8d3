// Package builtin lists the providers that ship with this module. Programs that
// want them all make a registry of the list; programs that want some import
// those. Only programs and tests import this package.
package builtin

import (
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/command"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/provider/iis"
	"github.com/webdeploy-go/webdeploy/provider/manifest"
)

// Options configure the providers. A nil *Options means the defaults.
type Options struct {
	Files   fsys.Options    // of dirPath, filePath and contentPath
	Package pkg.Options     // of package and archiveDir
	Command command.Options // of runCommand
	IIS     iis.Options     // of iisApp, contentPath, createApp and setAcl
}

// Providers returns a new list of all providers that ship, no two of the same
// kind.
func Providers(opts *Options) []provider.Provider {
	if opts == nil {
		opts = &Options{}
	}
	return []provider.Provider{
		opts.Files.DirPath(), opts.Files.FilePath(), iis.ContentPath(&opts.IIS, opts.Files.ContentPath()),
		pkg.Package(&opts.Package), pkg.ArchiveDir(&opts.Package),
		manifest.Manifest(), manifest.Auto(),
		iis.App(&opts.IIS), iis.CreateApp(&opts.IIS), iis.RecycleApp(), iis.SetACL(&opts.IIS),
		command.RunCommand(&opts.Command),
	}
}
