package memory_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

func walk(t testing.TB, tree provider.Tree) (list []*provider.Object) {
	t.Helper()
	for o, err := range provider.Walk(t.Context(), tree.Root()) {
		require.NoError(t, err)
		list = append(list, o)
	}
	return list
}

func lookup(t testing.TB, tree provider.Tree, path string) *provider.Object {
	t.Helper()
	for _, o := range walk(t, tree) {
		if o.Path == path {
			return o
		}
	}
	require.Fail(t, "there is no "+path)
	return nil
}

func TestFilesAreWhatNewTakes(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"nothing":       {},
		"a file":        {"a": "1"},
		"deep":          {"a/b/c/d": "1", "a/b/e": "2"},
		"empty folders": {"a/": "", "b/c/": ""},
		"both cases":    {"a": "1", "A": "2", "B/x": "", "b/x": ""},
		"odd names":     {"a b": "", "ünï/日本": "x", ".hid": "", "a\\b": "", "..a": ""},
	} {
		tree := memory.New("/dir", files)
		require.Equal(t, files, tree.Files(), name)
		require.Equal(t, files, memory.New("/other", tree.Files()).Files(), name)
		require.Equal(t, tree.Entries(), memory.New("/other", tree.Entries()).Entries(), name)
	}
	require.Equal(t, map[string]string{"a/b": "1"}, memory.New("/dir", map[string]string{"a/": "", "a/b": "1"}).Files(), "a folder with something in it goes without saying")
}

func TestNewRefusesNonsense(t *testing.T) {
	for _, files := range []map[string]string{{"a": "1", "a/": ""}, {"a": "1", "a/b": "2"}, {"a/b": "1", "a/b/c/d": "2"}, {"a": "", "a/b/": ""}} {
		for range 10 { // whatever order the map is in
			require.Panics(t, func() { memory.New("/dir", files) }, "%v", files)
		}
	}
}

func TestAttributes(t *testing.T) {
	at := time.Date(2021, 3, 4, 5, 6, 7, 8, time.UTC)
	bad := &provider.Error{Op: "read"}
	tree := memory.New("/dir", map[string]memory.File{
		"full": {Data: "12345", Time: at, Attributes: "ReadOnly", Mode: 0o755}, "plain": {}, "bad": {Data: "x", Invalid: bad}, "d/": {},
	})
	describe := func(o *provider.Object) (s string) {
		for _, a := range o.Attrs {
			s += fmt.Sprintf("%s=%v/%d ", a.Name, a.Value, a.Flags)
		}
		return s
	}
	require.Equal(t, "size=5/0 attributes=ReadOnly/0 lastWriteTime=03/04/2021 05:06:07/0 mode=0755/24 ", describe(lookup(t, tree, "/dir/full")))
	require.Equal(t, "size=0/0 attributes=Normal/0 lastWriteTime=01/01/2020 00:00:00/0 ", describe(lookup(t, tree, "/dir/plain")))
	require.Equal(t, "attributes=Directory/1 ", describe(lookup(t, tree, "/dir/d")))
	require.Equal(t, "attributes=Directory/1 ", describe(tree.Root()))
	o := lookup(t, tree, "/dir/bad")
	require.Equal(t, bad, o.Invalid)
	require.Nil(t, o.Content)
	require.Equal(t, at, tree.Entries()["full"].Time)
}

func TestRootPaths(t *testing.T) {
	for dir, want := range map[string]string{"/srv": "/srv/a", "/srv/": "/srv/a", "/": "/a", "rel": "rel/a", "C:\\site": "C:\\site/a"} {
		tree := memory.New(dir, map[string]string{"a": "1"})
		require.Equal(t, dir, tree.Root().Path)
		o := lookup(t, tree, want)
		require.NoError(t, tree.Apply(t.Context(), &provider.Change{Old: o}))
		require.Empty(t, tree.Files())
	}
}

// Objects are data: they stay what they were when the tree changes.
func TestObjectsOutliveChanges(t *testing.T) {
	tree := memory.New("/dir", map[string]string{"a": "old", "b/c": "1"})
	a, b := lookup(t, tree, "/dir/a"), lookup(t, tree, "/dir/b")
	n := *a
	n.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("new!")), nil }
	n.Attrs = n.Attrs.With(provider.AttrSize, provider.Int(4))
	require.NoError(t, tree.Apply(t.Context(), &provider.Change{Old: a, New: &n}))
	require.EqualValues(t, 3, a.Size())
	r, err := a.Content(t.Context())
	require.NoError(t, err)
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, "old", string(data), "what was read stays readable")
	require.Equal(t, map[string]string{"a": "new!", "b/c": "1"}, tree.Files())

	for o, err := range b.Below(t.Context()) {
		require.NoError(t, err)
		require.NoError(t, tree.Apply(t.Context(), &provider.Change{Old: o}), "a list survives changes")
	}
	require.NoError(t, tree.Apply(t.Context(), &provider.Change{Old: b}))
	for _, err := range b.Below(t.Context()) {
		require.ErrorIs(t, err, fs.ErrNotExist)
	}
}

func TestApplyRefuses(t *testing.T) {
	content := func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("x")), nil }
	file := func(path string) *provider.Object {
		return &provider.Object{Kind: provider.FilePath, Path: path, Content: content}
	}
	folder := func(path string) *provider.Object { return &provider.Object{Kind: provider.DirPath, Path: path} }
	for name, c := range map[string]struct {
		c    *provider.Change
		want error
	}{
		"outside":                    {&provider.Change{New: file("/elsewhere/x")}, provider.CodeInvalidPath},
		"beside":                     {&provider.Change{New: file("/dirx")}, provider.CodeInvalidPath},
		"above":                      {&provider.Change{New: file("/dir/../x")}, provider.CodeInvalidPath},
		"an empty name":              {&provider.Change{New: file("/dir//x")}, provider.CodeInvalidPath},
		"another kind":               {&provider.Change{New: &provider.Object{Kind: "cert", Path: "/dir/x"}}, provider.CodeInvalidPath},
		"no parent":                  {&provider.Change{New: file("/dir/none/x")}, fs.ErrNotExist},
		"below a file":               {&provider.Change{New: file("/dir/f/x")}, fs.ErrNotExist},
		"a folder over a file":       {&provider.Change{New: folder("/dir/f")}, fs.ErrExist},
		"a file over a folder":       {&provider.Change{New: file("/dir/d")}, fs.ErrExist},
		"no content":                 {&provider.Change{New: &provider.Object{Kind: provider.FilePath, Path: "/dir/x"}}, errors.ErrUnsupported},
		"a folder that is not empty": {&provider.Change{Old: folder("/dir/d")}, nil},
		"the root is not empty":      {&provider.Change{Old: folder("/dir")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			tree := memory.New("/dir", map[string]string{"f": "1", "d/x": "2"})
			before := tree.Entries()
			err := tree.Apply(t.Context(), c.c)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			require.Equal(t, before, tree.Entries())
		})
	}
	tree := memory.New("/dir", map[string]string{"f": "1", "d/x": "2"})
	for _, c := range []*provider.Change{{New: folder("/dir/d")}, {New: file("/dir/f")}, {Old: file("/dir/gone")}, {Old: folder("/dir/gone/too")}} {
		require.NoError(t, tree.Apply(t.Context(), c), "like a file system")
	}
	require.Equal(t, map[string]string{"f": "x", "d/x": "2"}, tree.Files())
	_, err := tree.Place(lookup(t, tree, "/dir/f"), file("x"))
	require.ErrorIs(t, err, errors.ErrUnsupported, "a file holds nothing")
	_, err = tree.Place(tree.Root(), &provider.Object{Kind: "cert", Key: "x"})
	require.ErrorIs(t, err, errors.ErrUnsupported)
}

func TestAbsent(t *testing.T) {
	tree := memory.Absent("/dir")
	require.True(t, tree.Root().Absent)
	require.ErrorIs(t, tree.Root().Invalid, fs.ErrNotExist)
	require.False(t, tree.Exists(""))
	require.Empty(t, tree.Files())
	add := func() error {
		return tree.Apply(t.Context(), &provider.Change{Old: tree.Root(), New: &provider.Object{Kind: provider.DirPath, Path: "/dir"}})
	}
	require.NoError(t, add())
	require.NoError(t, add(), "it may be there already")
	require.True(t, tree.Root().Absent, "objects do not change")
	require.False(t, tree.Reopen().Root().Absent)
	require.True(t, tree.Exists(""))
	require.NoError(t, tree.Apply(t.Context(), &provider.Change{Old: tree.Reopen().Root()}))
	require.True(t, tree.Reopen().Root().Absent)
}

func TestExists(t *testing.T) {
	tree := memory.New("/dir", map[string]string{"a/b": "", "c/": ""})
	for name, want := range map[string]bool{"": true, "a": true, "a/": true, "a/b": true, "c/": true, "A": false, "a/b/c": false, "b": false} {
		require.Equal(t, want, tree.Exists(name), name)
	}
}

func TestFail(t *testing.T) {
	bad := errors.New("bad")
	tree := memory.New("/dir", map[string]string{"a": "1", "b": "2"})
	tree.Fail = func(c *provider.Change) error {
		if c.Object().Key == "a" {
			return bad
		}
		return nil
	}
	require.ErrorIs(t, tree.Apply(t.Context(), &provider.Change{Old: lookup(t, tree, "/dir/a")}), bad)
	require.ErrorIs(t, tree.Reopen().Apply(t.Context(), &provider.Change{Old: lookup(t, tree, "/dir/a")}), bad)
	require.NoError(t, tree.Apply(t.Context(), &provider.Change{Old: lookup(t, tree, "/dir/b")}))
	require.Equal(t, map[string]string{"a": "1"}, tree.Files())
}

func TestProvider(t *testing.T) {
	ctx := t.Context()
	trees := map[string]*memory.Tree{"/srv": memory.New("/srv", map[string]string{"a": "1"}), "/gone": memory.Absent("/gone")}
	p := memory.Provider(trees)
	env := &provider.Env{Providers: provider.NewRegistry(p)}
	settings := provider.Settings{{Name: "includeAcls", Value: "true"}}
	src, err := env.Open(ctx, provider.Ref{Kind: "dirpath", Path: "/srv", Settings: settings})
	require.NoError(t, err)
	require.Equal(t, settings, src.Root().Settings)
	again, err := p.Open(ctx, env, provider.Ref{Path: "/srv"})
	require.NoError(t, err)
	require.Empty(t, again.Root().Settings)
	for _, path := range []string{"/none", "/gone", ""} {
		_, err = env.Open(ctx, provider.Ref{Kind: "dirPath", Path: path})
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.ErrorIs(t, err, provider.CodeCreatingObject)
	}
	dst, err := env.OpenTarget(ctx, provider.Ref{Kind: "dirPath", Path: "/new"})
	require.NoError(t, err)
	require.True(t, dst.Root().Absent)
	require.NoError(t, dst.Apply(ctx, &provider.Change{Old: dst.Root(), New: &provider.Object{Kind: provider.DirPath, Path: "/new"}}))
	_, err = env.Open(ctx, provider.Ref{Kind: "dirPath", Path: "/new"})
	require.NoError(t, err, "what was made can be read")
	require.Len(t, trees, 2, "the map stays the caller's")
	_, err = memory.Provider(nil).OpenTarget(ctx, env, provider.Ref{Path: "/x"})
	require.NoError(t, err)
}

// A tree may be used from many goroutines: what is listed is always in order,
// and nothing is lost.
func TestConcurrentUse(t *testing.T) {
	tree := memory.New("/dir", map[string]string{"d/": ""})
	d := lookup(t, tree, "/dir/d")
	var group sync.WaitGroup
	for w := range 8 {
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), 1))
			for i := range 100 {
				src := &provider.Object{Kind: provider.FilePath, Key: fmt.Sprintf("%d-%d", w, i)}
				src.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("x")), nil }
				n, err := tree.Place(d, src)
				if err == nil {
					err = tree.Apply(context.Background(), &provider.Change{New: n})
				}
				if err == nil && r.IntN(2) == 0 {
					err = tree.Apply(context.Background(), &provider.Change{Old: n})
				}
				if err != nil {
					t.Error(err)
				}
				var last *provider.Object
				for o := range d.Below(context.Background()) {
					if last != nil && provider.Compare(last, o) >= 0 {
						t.Error(last.Key, o.Key)
					}
					last = o
				}
				tree.Files()
			}
		})
	}
	group.Wait()
}

// Deep and wide trees take time in proportion to their size.
func BenchmarkNew(b *testing.B) {
	files := map[string]string{}
	for i := range 10_000 {
		files[fmt.Sprintf("d%d/%s/f%d", i%100, strings.Repeat("x/", i%20), i)] = ""
	}
	for b.Loop() {
		tree := memory.New("/dir", files)
		n := 0
		for range provider.Walk(b.Context(), tree.Root()) {
			n++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/file")
}
