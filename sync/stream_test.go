package sync_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/heap"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A gen is a tree that is made up as it is listed: nothing of it is kept.
type gen struct {
	dirs, files int    // folders, and files in each
	size        int64  // of every file
	miss        int    // every so many files are missing, unless 0
	extra       bool   // each folder has a file more, at the end
	path        string // of the root
	root        *provider.Object
}

func newGen(path string, g gen) *gen {
	g.path = path
	root := &provider.Object{Kind: provider.DirPath, Link: provider.FirstLink, Key: path, Path: path}
	g.root = root
	root.Children = list(g.dirs, func(i int) *provider.Object {
		o := g.object(root, provider.DirPath, fmt.Sprintf("d%07d", i))
		o.Children = list(g.files+1, func(i int) *provider.Object {
			switch {
			case i == g.files && g.extra:
				return g.file(o, "zzz")
			case i == g.files || g.miss > 0 && i%g.miss == 0:
				return nil
			}
			return g.file(o, fmt.Sprintf("f%07d", i))
		})
		return o
	})
	return &g
}

// list returns children 0 to n-1, without those that are nil.
func list(n int, child func(int) *provider.Object) provider.Children {
	return func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for i := range n {
				if err := context.Cause(ctx); err != nil {
					yield(nil, err)
					return
				}
				if o := child(i); o != nil && !yield(o, nil) {
					return
				}
			}
		}
	}
}

func (g *gen) object(parent *provider.Object, kind provider.Kind, key string) *provider.Object {
	return &provider.Object{Parent: parent, Kind: kind, Key: key, Path: parent.Path + "/" + key}
}

func (g *gen) file(parent *provider.Object, key string) *provider.Object {
	o := g.object(parent, provider.FilePath, key)
	o.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(g.size)}}
	o.Content = func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(io.LimitReader(bytes.NewReader(nil), g.size)), nil
	}
	return o
}

func (g *gen) Root() *provider.Object { return g.root }
func (g *gen) Close() error           { return nil }

func (g *gen) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Path = parent, parent.Path+"/"+src.Key
	return &n, nil
}

func (g *gen) Apply(context.Context, *provider.Change) error { return nil }

const objects = 100_000

// Memory does not grow with the number of objects, however they are spread over
// folders, nor with the number of changes.
func TestPlanStreams(t *testing.T) {
	for _, c := range []struct {
		name        string
		dirs, files int
	}{
		{"folders of a thousand", 100, 1000}, {"one folder", 1, objects}, {"small folders", objects / 10, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := newGen("/src", gen{dirs: c.dirs, files: c.files, size: 1})
			dst := newGen("/dst", gen{dirs: c.dirs, files: c.files, size: 2, miss: 2, extra: true})
			ops := map[provider.Op]int{}
			peak := heap.Peak(func(step func()) {
				for c, err := range sync.Plan(t.Context(), src, dst, nil) {
					require.NoError(t, err)
					ops[c.Op()]++
					step()
				}
			})
			missing := c.dirs * ((c.files + 1) / 2)
			require.Equal(t, map[provider.Op]int{
				provider.AddChild: missing, provider.Update: c.dirs*c.files - missing, provider.Delete: c.dirs,
			}, ops)
			require.Less(t, peak, int64(4<<20))
		})
	}
}

// The same for a run that makes the changes and is observed.
func TestRunStreams(t *testing.T) {
	src := newGen("/src", gen{dirs: 100, files: 1000, size: 1})
	dst := newGen("/dst", gen{dirs: 100, files: 1000, size: 2, miss: 2, extra: true})
	var sum sync.Summary
	peak := heap.Peak(func(step func()) {
		var err error
		sum, err = sync.Run(t.Context(), src, dst, &sync.Options{Rules: rules.Default(), Observe: func(sync.Event) { step() }})
		require.NoError(t, err)
	})
	require.Equal(t, "50000 100 50000", fmt.Sprint(sum.Added, sum.Deleted, sum.Updated))
	require.Less(t, peak, int64(4<<20))
}

// BenchmarkPlanMillion plans 1,000,000 objects against as many, half of which
// have to change, and fails above 32 MB of heap.
func BenchmarkPlanMillion(b *testing.B) {
	for _, c := range []struct{ dirs, files int }{{1000, 1000}, {1, 1_000_000}, {100_000, 10}} {
		b.Run(fmt.Sprintf("%dx%d", c.dirs, c.files), func(b *testing.B) {
			peak := int64(0)
			for b.Loop() {
				src := newGen("/src", gen{dirs: c.dirs, files: c.files, size: 1})
				dst := newGen("/dst", gen{dirs: c.dirs, files: c.files, size: 1, miss: 2, extra: true})
				peak = max(peak, heap.Peak(func(step func()) {
					for _, err := range sync.Plan(b.Context(), src, dst, nil) {
						require.NoError(b, err)
						step()
					}
				}))
			}
			require.Less(b, peak, int64(32<<20))
			b.ReportMetric(float64(peak)/(1<<20), "MB-heap")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1_000_000, "ns/object")
		})
	}
}

// BenchmarkGenerate is what the two trees of BenchmarkPlan cost by themselves.
func BenchmarkGenerate(b *testing.B) {
	for b.Loop() {
		for range 2 {
			for _, err := range provider.Walk(b.Context(), newGen("/g", gen{dirs: 100, files: 1000}).Root()) {
				require.NoError(b, err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100_000, "ns/object")
}

// BenchmarkPlan compares two equal trees of 100,000 objects.
func BenchmarkPlan(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		src, dst := newGen("/src", gen{dirs: 100, files: 1000}), newGen("/dst", gen{dirs: 100, files: 1000})
		for _, err := range sync.Plan(b.Context(), src, dst, &sync.Options{Rules: rules.Default()}) {
			require.NoError(b, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100_000, "ns/object")
}
