package pkg_test

import (
	"path/filepath"
	"testing"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

// The suite that every provider passes, on packages of both forms, where there
// is something and where there is nothing yet.
func TestProviders(t *testing.T) {
	dir := t.TempDir()
	zip, archive := pkg.Package(nil), pkg.ArchiveDir(nil)
	for _, p := range []struct {
		provider.Deployer
		name string
	}{{zip, "site.zip"}, {archive, "site"}} {
		pack(t, p.Deployer, filepath.Join(dir, p.name), site())
	}
	for _, c := range []struct {
		name   string
		p      provider.Deployer
		path   string
		absent bool
	}{
		{"package", zip, "site.zip", false},
		{"package absent", zip, "new.zip", true},
		{"archiveDir", archive, "site", false},
		{"archiveDir absent", archive, "new", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ref := provider.Ref{Kind: c.p.Kind(), Path: filepath.Join(dir, c.path)}
			s := providertest.Suite{Target: func() (provider.Target, error) { return c.p.OpenTarget(t.Context(), nil, ref) }}
			if !c.absent {
				s.Tree = func() (provider.Tree, error) { return c.p.Open(t.Context(), nil, ref) }
			}
			providertest.Run(t, s)
		})
	}
}
