package pkg_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/heap"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// Nowhere is a target that takes everything and keeps nothing.
type nowhere struct{ provider.Tree }

func (nowhere) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Path = parent, parent.Path+"/"+src.Key
	return &n, nil
}

func (nowhere) Apply(context.Context, *provider.Change) error { return nil }

const manyFolders, manyFiles = 100, 1000

// bigApp is an iisApp with 100,000 files, which are made up as they are listed.
func bigApp() provider.Tree {
	const path = "C:/inetpub/site"
	part := func(kind provider.Kind, link string) *provider.Object {
		return &provider.Object{Kind: kind, Link: link, Key: path, Path: path}
	}
	child := func(parent *provider.Object, kind provider.Kind, key string) *provider.Object {
		return &provider.Object{Parent: parent, Kind: kind, Key: key, Path: parent.Path + "/" + key}
	}
	folder := part(provider.DirPath, "contentPath")
	folder.Children = made(manyFolders, func(i int) *provider.Object {
		dir := child(folder, provider.DirPath, fmt.Sprintf("folder %03d", i))
		dir.Children = made(manyFiles, func(i int) *provider.Object {
			o := child(dir, provider.FilePath, fmt.Sprintf("file number %04d.html", i))
			o.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(2)}, {Name: provider.AttrLastWriteTime, Value: provider.Time(epoch())}}
			o.Content = text("ok")
			return o
		})
		return dir
	})
	content := provider.Join(part(provider.ContentPath, "contentPath"), leaf{folder})
	return provider.Document(provider.Join(part("iisApp", provider.FirstLink), leaf{part("createApp", "createApp")}, content))
}

// made returns children that child makes as they are listed.
func made(n int, child func(int) *provider.Object) provider.Children {
	return func(context.Context) seq {
		return func(yield func(*provider.Object, error) bool) {
			for i := range n {
				if !yield(child(i), nil) {
					return
				}
			}
		}
	}
}

// What a package takes of memory is its directory, less than 200 bytes a file
// with a short name while it is written or read. Nothing is kept of the objects
// and their contents.
func TestPackagesStream(t *testing.T) {
	const all = manyFolders * (manyFiles + 1)
	name := filepath.Join(t.TempDir(), "p.zip")
	run := func(open func() (provider.Tree, provider.Target)) (peak int64, sum websync.Summary) {
		peak = heap.Peak(func(step func()) {
			src, dst := open()
			count := &rules.Rule{Name: "count", Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
				step()
				return o, nil
			}}
			var err error
			opts := &websync.Options{Rules: append(rules.Default(), count), Parallel: 1} // nothing goes on while the heap is looked at
			sum, err = websync.Run(t.Context(), src, dst, opts)
			require.NoError(t, err)
			require.NoError(t, dst.Close())
			require.NoError(t, src.Close())
		})
		require.Less(t, peak, int64(all*200))
		return peak, sum
	}
	packed := func() *pkg.Reader {
		r, err := pkg.Open(name, nil)
		require.NoError(t, err)
		return r
	}
	written := func() *pkg.Writer {
		w, err := pkg.Create(name, options())
		require.NoError(t, err)
		return w
	}
	write, sum := run(func() (provider.Tree, provider.Target) { return bigApp(), written() })
	require.Greater(t, sum.Added, all)
	read, sum := run(func() (provider.Tree, provider.Target) {
		return packed(), nowhere{leaf{&provider.Object{Kind: "MSDeploy.iisApp", Path: "MSDeploy.iisApp"}}}
	})
	require.Greater(t, sum.Added, all)
	compare, sum := run(func() (provider.Tree, provider.Target) { return bigApp(), written() })
	require.Zero(t, sum.Total())
	t.Logf("%d files: %.1f MB to write, %.1f MB to read, %.1f MB to compare", all, mb(write), mb(read), mb(compare))
}

func mb(n int64) float64 { return float64(n) / (1 << 20) }
