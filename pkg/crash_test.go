package pkg_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// Nothing is on disk before something is written, nor after a what-if run.
func TestWhatIfTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	w, err := pkg.Create(filepath.Join(dir, "p.zip"), nil)
	require.NoError(t, err)
	sum, err := websync.Run(t.Context(), tree(site()), w, &websync.Options{WhatIf: true})
	require.NoError(t, err)
	require.Positive(t, sum.Added)
	require.NoError(t, w.Commit(t.Context()))
	require.NoError(t, w.Close())
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, list)
}

// Whatever goes wrong, and whenever, the old package is there, byte for byte, and
// nothing else.
func TestCrashSafety(t *testing.T) {
	broken := func(files map[string]string, fail func(n int) error) provider.Tree {
		var n atomic.Int64
		return &failing{Tree: at("/srv/site2", files), fail: func() error { return fail(int(n.Add(1))) }}
	}
	boom := errors.New("boom")
	changed := site2()
	for name := range changed {
		changed[name] += "!"
	}
	for _, c := range []struct {
		name string
		run  func(t *testing.T, w *pkg.Writer) error
	}{
		{"content cannot be opened", func(t *testing.T, w *pkg.Writer) error {
			_, err := websync.Run(t.Context(), broken(changed, func(n int) error { return boom }), w, nil)
			return err
		}},
		{"the third content fails", func(t *testing.T, w *pkg.Writer) error {
			_, err := websync.Run(t.Context(), broken(changed, func(n int) error {
				if n < 3 {
					return nil
				}
				return boom
			}), w, &websync.Options{Parallel: 1})
			return err
		}},
		{"closed without Commit", func(t *testing.T, w *pkg.Writer) error {
			sum, err := websync.Run(t.Context(), at("/srv/site2", changed), noCommit{w}, nil)
			require.NoError(t, err)
			require.Equal(t, 4, sum.Updated)
			return boom
		}},
		{"cancelled in Commit", func(t *testing.T, w *pkg.Writer) error {
			_, err := websync.Run(t.Context(), at("/srv/site2", changed), noCommit{w}, nil)
			require.NoError(t, err)
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(boom)
			return w.Commit(ctx)
		}},
		{"the package is gone", func(t *testing.T, w *pkg.Writer) error { return boom }},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			name := filepath.Join(dir, "p.zip")
			create(t, name, at("/srv/site2", site2()))
			before, err := os.ReadFile(name)
			require.NoError(t, err)
			w, err := pkg.Create(name, nil)
			require.NoError(t, err)
			require.ErrorIs(t, c.run(t, w), boom)
			now, err := os.ReadFile(name)
			require.NoError(t, err)
			require.True(t, bytes.Equal(before, now))
			require.NoError(t, w.Close())
			require.NoError(t, w.Close())
			require.Empty(t, leftovers(t, dir))
			list, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Len(t, list, 1)
		})
	}
}

// noCommit is a target that forgets to commit.
type noCommit struct{ *pkg.Writer }

func (noCommit) Commit(context.Context) error { return nil }

// failing is a tree whose contents fail.
type failing struct {
	provider.Tree
	fail func() error
	root *provider.Object
}

func (f *failing) Root() *provider.Object {
	if f.root == nil {
		f.root = f.spoil(f.Tree.Root(), nil)
	}
	return f.root
}

func (f *failing) spoil(o, parent *provider.Object) *provider.Object {
	n := *o
	n.Parent = parent
	if o.Children != nil {
		n.Children = func(ctx context.Context) seq {
			return func(yield func(*provider.Object, error) bool) {
				for c, err := range o.Children(ctx) {
					if err == nil {
						c = f.spoil(c, &n)
					}
					if !yield(c, err) {
						return
					}
				}
			}
		}
	}
	if o.Content != nil {
		n.Content = func(ctx context.Context) (io.ReadCloser, error) {
			if err := f.fail(); err != nil {
				return nil, err
			}
			return o.Content(ctx)
		}
	}
	return &n
}

// A link to a package stays a link; what it leads to is replaced.
func TestLinkToPackage(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("links need privileges here")
	}
	dir := t.TempDir()
	put(t, dir, map[string]string{"store/": ""})
	link, target := filepath.Join(dir, "p.zip"), filepath.Join(dir, "store", "p.zip")
	create(t, target, at("/srv/site2", site2()))
	require.NoError(t, os.Symlink(target, link))
	create(t, link, at("/srv/site2", map[string]string{"a": "a"}))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, os.ModeSymlink, info.Mode().Type())
	require.Equal(t, "a", content(t, lookup(t, open(t, target), "/srv/site2/a")))
	require.Empty(t, leftovers(t, dir))
}

// What is no file is neither waited for nor replaced.
func TestNoFile(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("there is no /dev/null here")
	}
	_, err := pkg.Open("/dev/null", nil)
	require.ErrorIs(t, err, pkg.ErrFormat)
	_, err = pkg.Create("/dev/null", nil)
	require.ErrorIs(t, err, errors.ErrUnsupported)
}
