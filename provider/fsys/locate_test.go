package fsys_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
)

// Paths of files and folders in a file are relative to it.
func TestLocate(t *testing.T) {
	for _, p := range []provider.Provider{fsys.DirPath(), fsys.FilePath(), fsys.ContentPath()} {
		require.Equal(t, filepath.Join("m", "site"), provider.Locate(p, "m", "site"), p.Kind())
	}
}
