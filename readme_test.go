package webdeploy_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// readme is the code that the README shows.
func readme() error {
	ctx := context.Background()
	env := &provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	src, err := provider.OpenSource(ctx, env, provider.Ref{Kind: "dirPath", Path: "examples/site"})
	if err != nil {
		return err
	}
	defer src.Close()
	env.Source = src
	dst, err := provider.OpenDestination(ctx, env, provider.Ref{Kind: "package", Path: "site.zip"})
	if err != nil {
		return err
	}
	defer dst.Close()
	sum, err := sync.Run(ctx, src, dst, &sync.Options{Rules: rules.Default()})
	fmt.Println(sum) // Total changes: 17 (17 added, 0 deleted, ...)
	return err
}

func TestReadmeCodeRuns(t *testing.T) {
	work := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(work, "examples/site"), os.DirFS("examples/site")))
	t.Chdir(work)
	require.NoError(t, readme())
	require.FileExists(t, "site.zip")
}

// TestReadmeShowsThisCode keeps the README and the code above the same.
func TestReadmeShowsThisCode(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	_, code, ok := strings.Cut(string(text), "```go\n")
	require.True(t, ok)
	code, _, ok = strings.Cut(code, "```")
	require.True(t, ok)
	_, body, ok := strings.Cut(string(source), "func readme() error {\n")
	require.True(t, ok)
	body, _, ok = strings.Cut(body, "\n}\n")
	require.True(t, ok)
	require.Equal(t, strings.ReplaceAll("\n"+body+"\n", "\n\t", "\n"), "\n"+code)
}
