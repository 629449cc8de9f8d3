package provider_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

func TestBeside(t *testing.T) {
	for _, c := range []struct{ dir, path, want string }{
		{"m", "site", "m/site"},
		{"m", "site/sub", "m/site/sub"},
		{"m", `site\sub`, "m/site/sub"},
		{"m", `.\site\`, "m/site"},
		{"m", "../site", "site"},
		{"m", ".", "m"},
		{"m", "ünï cödé", "m/ünï cödé"},
		{"/srv/m", `..\site`, "/srv/site"},
		{".", "./site", "./site"},
		{".", "site/", "site/"},
	} {
		require.Equal(t, filepath.FromSlash(c.want), filepath.FromSlash(provider.Beside(c.dir, c.path)), "%q in %q", c.path, c.dir)
	}
	require.Equal(t, filepath.FromSlash("site/sub"), provider.Beside(".", filepath.FromSlash("site/sub")))
	for _, path := range []string{"", "/srv/site", `\site`, `C:\site`, "c:/site", "C:site", `\\server\share`, "//server/share"} {
		require.Equal(t, path, provider.Beside("m", path), "stays as it is")
	}
}

// filed is a provider whose paths are those of files.
type filed struct{ readOnly }

func (filed) Locate(dir, path string) string { return dir + "+" + path }

func TestLocate(t *testing.T) {
	require.Equal(t, "a/b", provider.Locate(readOnly{}, "m", "a/b"))
	require.Equal(t, "m+a/b", provider.Locate(filed{}, "m", "a/b"))
}
