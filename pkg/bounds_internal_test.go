package pkg

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Of too many files one warning is given, and the first too many is refused.
// What is deleted, or could not be read, does not count.
func TestMoreFilesThanWebDeployReads(t *testing.T) {
	for _, strict := range []bool{false, true} {
		w, err := Create(filepath.Join(t.TempDir(), "p.zip"), &WriterOptions{StrictLimits: strict})
		require.NoError(t, err)
		defer w.Close()
		warnings := 0
		ctx := provider.WithReporter(t.Context(), provider.LevelVerbose, func(provider.Event) { warnings++ })
		folder := &provider.Object{Parent: w.Root(), Kind: provider.DirPath, Link: "Child1", Key: "web", Path: "web"}
		require.NoError(t, w.Apply(ctx, &provider.Change{New: folder}))
		file := func(i int) *provider.Object {
			return &provider.Object{Parent: folder, Kind: provider.FilePath, Key: fmt.Sprint(i), Path: "web", Content: bytesOf(nil)}
		}
		w.bounds.files = 65_530
		broken := file(0)
		broken.Content = func(context.Context) (io.ReadCloser, error) { return nil, io.ErrUnexpectedEOF }
		for range 9 {
			require.Error(t, w.Apply(ctx, &provider.Change{New: broken}))
		}
		for i := range 6 {
			require.NoError(t, w.Apply(ctx, &provider.Change{New: file(i)}))
		}
		require.NoError(t, w.Apply(ctx, &provider.Change{Old: file(1)}))
		require.NoError(t, w.Apply(ctx, &provider.Change{New: file(1)}))
		require.Zero(t, warnings)
		for i := range 2 {
			err = w.Apply(ctx, &provider.Change{New: file(70_000 + i)})
			require.Equal(t, strict, err != nil)
		}
		if strict {
			require.ErrorIs(t, err, ErrLimit)
			require.Zero(t, warnings)
		} else {
			require.Equal(t, 1, warnings)
		}
	}
}
