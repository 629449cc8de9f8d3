package publish_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg/publish"
)

// Profiles that others have published can be read and say where they go.
func TestRealSettings(t *testing.T) {
	dir := os.Getenv("WEBDEPLOY_REAL")
	if dir == "" {
		t.Skip("WEBDEPLOY_REAL names no folder of real files")
	}
	files, err := filepath.Glob(filepath.Join(dir, "xml", "*ublish*ettings"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		list, err := publish.ParseSettingsFile(f)
		require.NoError(t, err)
		for _, p := range list {
			_, err := p.Destination()
			require.NoError(t, err)
			require.NotEmpty(t, p.Name)
		}
	}
}
