package sync_test

import (
	"context"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/sync"
)

// An untimedTree is a tree with another root.
type untimedTree struct {
	provider.Tree
	root *provider.Object
}

// Root returns the other root.
func (t untimedTree) Root() *provider.Object { return t.root }

// A file that says how large it is but not when it was written is compared by
// its contents, whichever side it is on.
func TestFilesWithoutTimesAreComparedByContent(t *testing.T) {
	untimed := func(data string) provider.Tree {
		src := memory.New("site", map[string]string{"a": data})
		root := *src.Root()
		below := root.Children
		root.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
			return func(yield func(*provider.Object, error) bool) {
				for o, err := range below(ctx) {
					require.NoError(t, err)
					n := *o
					n.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(o.Size())}}
					n.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(data)), nil }
					if !yield(&n, nil) {
						return
					}
				}
			}
		}
		return untimedTree{src, &root}
	}
	for _, c := range []struct {
		old, new string
		changes  int
	}{{"same", "same", 0}, {"same", "s0me", 1}, {"same", "longer", 1}, {"", "", 0}} {
		dst := memory.New("site", map[string]string{"a": c.old})
		sum, err := sync.Run(t.Context(), untimed(c.new), dst, nil)
		require.NoError(t, err)
		require.Equal(t, c.changes, sum.Total(), c)
		require.Equal(t, c.new, dst.Files()["a"])
	}
}
