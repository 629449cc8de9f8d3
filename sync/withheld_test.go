package sync_test

import (
	"context"
	"io/fs"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A spoiled tree lists some of its objects as unreadable.
type spoiled struct {
	provider.Tree
	bad       map[string]bool // paths
	skippable bool
}

// spoil returns t with the objects at the given paths unreadable.
func spoil(t provider.Tree, paths ...string) provider.Tree {
	s := &spoiled{t, map[string]bool{}, true}
	for _, p := range paths {
		s.bad[p] = true
	}
	return s
}

func (s *spoiled) Root() *provider.Object { return s.wrap(s.Tree.Root()) }

func (s *spoiled) wrap(o *provider.Object) *provider.Object {
	c := *o
	if s.bad[o.Path] {
		c.Invalid, c.Content, c.Children = &provider.Error{Op: "read", Path: o.Path, Err: fs.ErrPermission, Skippable: s.skippable}, nil, nil
		return &c
	}
	c.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for x, err := range o.Below(ctx) {
				if err == nil {
					x = s.wrap(x)
					x.Parent = &c
				}
				if !yield(x, err) {
					return
				}
			}
		}
	}
	return &c
}

func TestUnreadableSourceObjects(t *testing.T) {
	files := map[string]string{"a.txt": "new", "dir/b.txt": "new", "z.txt": "new"}
	old := map[string]string{"a.txt": "old!", "dir/b.txt": "old!", "dir/c.txt": "c", "gone.txt": "g", "z.txt": "old!"}
	for _, test := range []struct {
		name string
		bad  []string
		want map[string]string
	}{
		{"a file", []string{"/src/a.txt"}, map[string]string{"a.txt": "old!", "dir/b.txt": "new", "z.txt": "new"}},
		{"a folder", []string{"/src/dir"}, map[string]string{"a.txt": "new", "dir/b.txt": "old!", "dir/c.txt": "c", "z.txt": "new"}},
		{"everything", []string{"/src"}, old},
	} {
		t.Run(test.name+" is kept at the destination", func(t *testing.T) {
			src, dst := spoil(memory.New("/src", files), test.bad...), memory.New("/dst", old)
			sum, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{Rules: rules.Default()})
			require.NoError(t, err)
			require.Equal(t, 1, sum.Warnings)
			got := dst.Files()
			require.Equal(t, test.want, got)
		})
		t.Run(test.name+" ends the sync without the rule", func(t *testing.T) {
			src, dst := spoil(memory.New("/src", files), test.bad...), memory.New("/dst", old)
			_, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), nil)
			require.ErrorIs(t, err, fs.ErrPermission)
		})
	}
	t.Run("what must be read ends the sync", func(t *testing.T) {
		src, dst := spoil(memory.New("/src", files), "/src/a.txt"), memory.New("/dst", old)
		src.(*spoiled).skippable = false
		_, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{Rules: rules.Default()})
		require.ErrorIs(t, err, fs.ErrPermission)
		require.Equal(t, old, dst.Files())
	})
	t.Run("one of another kind at the destination is kept", func(t *testing.T) {
		src, dst := spoil(memory.New("/src", map[string]string{"x": "file"}), "/src/x"), memory.New("/dst", map[string]string{"x/y": "deep"})
		_, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{Rules: rules.Default()})
		require.NoError(t, err)
		got := dst.Files()
		require.Equal(t, map[string]string{"x/y": "deep"}, got)
	})
	t.Run("one of another kind at the destination is kept by what must be read", func(t *testing.T) {
		src, dst := spoil(memory.New("/src", map[string]string{"x": "file"}), "/src/x"), memory.New("/dst", map[string]string{"x/y": "deep"})
		src.(*spoiled).skippable = false
		_, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{Rules: rules.Default()})
		require.ErrorIs(t, err, fs.ErrPermission)
		require.Equal(t, map[string]string{"x/y": "deep"}, dst.Files())
	})
}
