package fsys

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

func TestPathsOfWindowsAreNoDestinationElsewhere(t *testing.T) {
	for _, path := range []string{`c:\inetpub`, `C:/site`, `\\server\share`, `z:\`} {
		err := checkTarget("linux", provider.Ref{Kind: provider.DirPath, Path: path})
		require.ErrorIs(t, err, provider.CodeInvalidPath, path)
		require.NoError(t, checkTarget("windows", provider.Ref{Path: path}), path)
	}
	for _, path := range []string{"/srv", "c:", "c", "cc:/x", "1:/x", `a\b`, "", "Default Web Site/app"} {
		require.NoError(t, checkTarget("linux", provider.Ref{Path: path}), path)
	}
}
