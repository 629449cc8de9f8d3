package iis

import "github.com/webdeploy-go/webdeploy/provider"

// Locate takes paths in a file that are not those of sites for relative to the
// file.
func (a app) Locate(dir, path string) string { return a.opts.Sites.locate(dir, path) }

// Locate takes paths in a file that are not those of sites for relative to the
// file.
func (c createApp) Locate(dir, path string) string { return c.sites.locate(dir, path) }

// Locate takes paths in a file that are not those of sites for relative to the
// file.
func (a setACL) Locate(dir, path string) string { return a.opts.Sites.locate(dir, path) }

// Locate takes paths in a file that are not those of sites for relative to the
// file.
func (c siteContent) Locate(dir, path string) string { return c.sites.locate(dir, path) }

func (s Sites) locate(dir, path string) string {
	if at, err := s.find(path); err != nil || at != (place{folder: path}) {
		return path // of a site
	}
	return provider.Beside(dir, path)
}
