package manifest_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/heap"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/manifest"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// made is a provider of folders that are made up as they are listed. Those whose
// path begins with d have other sizes, and no files that end in 0.
type made struct{}

const filesInEach = 100

func (made) Kind() provider.Kind { return provider.DirPath }

func (made) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	return newMade(ref.Path), nil
}

func (made) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	return newMade(ref.Path), nil
}

type madeTree struct{ root *provider.Object }

func newMade(path string) *madeTree {
	root := &provider.Object{Kind: provider.DirPath, Link: provider.FirstLink, Key: path, Path: path}
	dest := strings.HasPrefix(path, "d")
	root.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for i := range filesInEach {
				o := &provider.Object{Parent: root, Kind: provider.FilePath, Key: fmt.Sprintf("f%05d", i)}
				o.Path = path + "/" + o.Key
				if dest && i%10 == 0 {
					continue
				}
				o.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(int64(i + len(path)))}}
				o.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }
				if !yield(o, nil) {
					return
				}
			}
		}
	}
	return &madeTree{root}
}

func (m *madeTree) Root() *provider.Object { return m.root }
func (*madeTree) Close() error             { return nil }

func (m *madeTree) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Path = parent, parent.Path+"/"+src.Key
	return &n, nil
}

func (*madeTree) Apply(context.Context, *provider.Change) error { return nil }

// A sync of manifests with 1,000 entries keeps what is open of each entry, and
// nothing of what they hold.
func TestManifestsStream(t *testing.T) {
	const entries = 1000
	list := func(prefix string) provider.Ref {
		var b strings.Builder
		b.WriteString("<m>")
		for i := range entries {
			fmt.Fprintf(&b, `<dirPath path="%s%d"/>`, prefix, i)
		}
		return write(t, b.String()+"</m>")
	}
	from, to := list("s"), list("dest")
	env := &provider.Env{Providers: provider.NewRegistry(manifest.Manifest(), made{})}
	var sum websync.Summary
	peak := heap.Peak(func(step func()) {
		src, err := provider.OpenSource(t.Context(), env, from)
		require.NoError(t, err)
		e := *env
		e.Source = src
		dst, err := provider.OpenDestination(t.Context(), &e, to)
		require.NoError(t, err)
		sum, err = websync.Run(t.Context(), src, dst, &websync.Options{Rules: rules.Default(), Observe: func(websync.Event) { step() }})
		require.NoError(t, err)
	})
	require.Equal(t, entries*filesInEach/10, sum.Added)
	require.Equal(t, entries*filesInEach*9/10, sum.Updated)
	require.Less(t, peak, int64(8<<20))
	t.Logf("%d entries, %d changes: %.1f MB", entries, sum.Total(), float64(peak)/(1<<20))
}
