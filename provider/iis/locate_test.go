package iis_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/provider/iis"
)

// In a file such as a manifest the paths of sites stay, and relative ones are
// relative to the file.
func TestLocate(t *testing.T) {
	opts := &iis.Options{Sites: iis.Sites{{Name: "Shop", Folder: "/srv/shop"}}}
	for _, p := range []provider.Provider{iis.App(opts), iis.CreateApp(opts), iis.SetACL(opts), iis.ContentPath(opts, fsys.ContentPath())} {
		for path, want := range map[string]string{
			"shop/app": "shop/app", "Shop": "Shop", "Shop/../x": "Shop/../x", "/abs": "/abs", "": "",
			"shops/app": filepath.Join("m", "shops/app"), "./Shop": filepath.Join("m", "Shop"),
		} {
			require.Equal(t, want, provider.Locate(p, "m", path), "%s=%s", p.Kind(), path)
		}
	}
}
