package pkg_test

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Files of a size that Web Deploy cannot read are announced, or refused before
// they are opened.
func TestFilesThatWebDeployCannotRead(t *testing.T) {
	for _, c := range []struct {
		name           string
		size           int64
		strict, folder bool
		warned         bool
	}{
		{"as large as may be", 1<<31 - 1, true, false, false},
		{"larger", 1 << 31, false, false, true},
		{"larger and strict", 1 << 31, true, false, false},
		{"in an archive folder", 1 << 31, true, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			create := pkg.Create
			if c.folder {
				create = pkg.CreateDir
			}
			w, err := create(filepath.Join(t.TempDir(), "p"), &pkg.WriterOptions{StrictLimits: c.strict})
			require.NoError(t, err)
			defer w.Close()
			var warnings []string
			ctx := provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) { warnings = append(warnings, e.Message) })
			folder := &provider.Object{Parent: w.Root(), Kind: provider.DirPath, Link: "Child1", Key: "web", Path: "web"}
			require.NoError(t, w.Apply(ctx, &provider.Change{New: folder}))
			opened := false
			f := &provider.Object{Parent: folder, Kind: provider.FilePath, Key: "x", Path: "web/x", Content: func(ctx context.Context) (io.ReadCloser, error) {
				opened = true
				return text("x")(ctx)
			}, Attrs: provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(c.size)}}}
			err = w.Apply(ctx, &provider.Change{New: f})
			if refused := c.strict && c.size > 1<<31-1 && !c.folder; refused {
				require.ErrorIs(t, err, pkg.ErrLimit)
				require.ErrorContains(t, err, "Web Deploy would not be able to read 'web/x' in the package: it has 2147483648 bytes, and Web Deploy reads files of up to 2147483647.")
				require.False(t, opened)
				return
			}
			require.NoError(t, err)
			require.True(t, opened)
			if c.warned {
				require.Equal(t, []string{"Web Deploy will not be able to read 'web/x' in the package: it has 2147483648 bytes, and Web Deploy reads files of up to 2147483647."}, warnings)
			} else {
				require.Empty(t, warnings)
			}
		})
	}
}
