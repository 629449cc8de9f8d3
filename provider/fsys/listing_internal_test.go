package fsys

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A folder that could not be listed when somebody looked ahead is listed when it
// is asked for.
func TestTakeTriesAgain(t *testing.T) {
	dir := t.TempDir()
	in, err := statPath(dir)
	require.NoError(t, err)
	it := &newTree(provider.Ref{Kind: provider.DirPath, Path: filepath.Join(dir, "d")}, in, false).root
	ended, cancel := context.WithCancel(t.Context())
	it.lookAhead(t.Context()) // there is no d yet
	l := it.ahead.Load()
	l.wait()
	require.Error(t, l.err)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "d", "e"), 0o755))
	keys := func() (list []string) {
		for o, err := range it.children(t.Context()) {
			require.NoError(t, err)
			list = append(list, o.Key)
		}
		return list
	}
	require.Equal(t, []string{"e"}, keys())
	cancel()
	it.lookAhead(ended)
	require.Equal(t, []string{"e"}, keys())
	require.Nil(t, it.ahead.Load())
}

// Small folders are closed before somebody asks for them, large ones when they
// are dropped.
func TestDrop(t *testing.T) {
	dir := t.TempDir()
	in, err := statPath(dir)
	require.NoError(t, err)
	it := &newTree(provider.Ref{Kind: provider.DirPath, Path: dir}, in, false).root
	for n := range 2*chunkItems + 1 {
		require.NoError(t, os.WriteFile(filepath.Join(dir, string(rune('a'+n%26))+string(rune('a'+n/26))), nil, 0o600))
		it.lookAhead(t.Context())
		l := it.ahead.Load()
		l.wait()
		require.NoError(t, l.err)
		require.Len(t, l.chunk, min(n+1, chunkItems))
		require.Equal(t, n < chunkItems, l.dir == nil)
		it.drop()
		require.Nil(t, l.dir)
		require.Nil(t, it.ahead.Load())
	}
}
