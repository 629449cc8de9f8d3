package provider_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

func TestKindIs(t *testing.T) {
	require.True(t, provider.DirPath.Is("dirPath"))
	require.True(t, provider.DirPath.Is("DIRPATH"))
	require.False(t, provider.DirPath.Is("dirPath "))
	require.False(t, provider.DirPath.Is(""))
}

func TestObjectAttributes(t *testing.T) {
	root := &provider.Object{Kind: "MSDeploy.dirPath"}
	dir := &provider.Object{Parent: root, Link: provider.FirstLink, Key: "/srv"}
	file := &provider.Object{Parent: dir, Key: "a", Attrs: provider.Attrs{{Name: "Size", Value: provider.Int(5)}}}
	pool := &provider.Object{Parent: dir, Key: "Default", KeyName: "name"}

	require.Empty(t, root.KeyAttr(), "the root of a document has no key")
	require.Equal(t, "path", dir.KeyAttr())
	require.Equal(t, "path", (&provider.Object{Link: provider.FirstLink}).KeyAttr())
	require.Equal(t, "name", pool.KeyAttr())

	attr := func(o *provider.Object, name string) string {
		v, ok := o.Attr(name)
		if !ok {
			return "-"
		}
		return v.String()
	}
	require.Equal(t, "a", attr(file, "PATH"))
	require.Equal(t, "5", attr(file, "size"))
	require.Equal(t, "Default", attr(pool, "Name"))
	require.Equal(t, "-", attr(pool, "path"))
	require.Equal(t, "-", attr(root, "path"))
	require.EqualValues(t, 5, file.Size())
	require.Zero(t, root.Size())
}

// recorded: sync/interleaved, dump/names
func TestCompare(t *testing.T) {
	o := func(kind provider.Kind, key string) *provider.Object { return &provider.Object{Kind: kind, Key: key} }
	sorted := []*provider.Object{
		o("filePath", ""), o("filePath", "a"), o("filePath", "a b"), o("dirPath", "A2"), o("dirPath", "b"), o("filePath", "B"), o("filePath", "b.txt"), o("filePath", "_"),
	}
	require.True(t, slices.IsSortedFunc(sorted, provider.Compare))
	require.Zero(t, provider.Compare(o("dirPath", "ünï"), o("dirPath", "ÜNÏ")))
	require.Negative(t, provider.Compare(o("dirPath", "x"), o("filePath", "X")), "one name, two kinds")
	for _, a := range sorted {
		for _, b := range sorted {
			require.Equal(t, provider.Compare(a, b) < 0, provider.Compare(b, a) > 0)
		}
	}
}

func TestBelowAndWalk(t *testing.T) {
	n := 0
	for range (*provider.Object)(nil).Below(t.Context()) {
		n++
	}
	for range (&provider.Object{}).Below(t.Context()) {
		n++
	}
	require.Zero(t, n)

	tree := memory.New("/r", map[string]string{"a/b/c": "", "a/d": "", "e": ""})
	var paths []string
	for o, err := range provider.Walk(t.Context(), tree.Root()) {
		require.NoError(t, err)
		paths = append(paths, o.Path)
	}
	require.Equal(t, []string{"/r", "/r/a", "/r/a/b", "/r/a/b/c", "/r/a/d", "/r/e"}, paths)

	paths = nil
	for o := range provider.Walk(t.Context(), tree.Root()) {
		paths = append(paths, o.Path)
		if o.Key == "b" {
			break
		}
	}
	require.Equal(t, []string{"/r", "/r/a", "/r/a/b"}, paths, "a loop may be left at any depth")
}

// failing is a folder whose list ends in an error.
func failing(path string, err error, kids ...*provider.Object) *provider.Object {
	o := &provider.Object{Kind: provider.DirPath, Path: path}
	o.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for _, k := range kids {
				if !yield(k, nil) {
					return
				}
			}
			yield(nil, err)
		}
	}
	return o
}

func TestWalkEndsWithTheFirstError(t *testing.T) {
	bad := errors.New("bad")
	root := failing("/", errors.New("never reached"), failing("/a", bad, &provider.Object{Path: "/a/b"}), &provider.Object{Path: "/c"})
	var paths []string
	var got error
	for o, err := range provider.Walk(t.Context(), root) {
		if require.NoError(t, got, "the error is the last thing"); err != nil {
			require.Nil(t, o)
			got = err
			continue
		}
		paths = append(paths, o.Path)
	}
	require.Equal(t, bad, got)
	require.Equal(t, []string{"/", "/a", "/a/b"}, paths)
}

func TestChangeOp(t *testing.T) {
	o, absent := &provider.Object{Path: "old"}, &provider.Object{Absent: true}
	n := &provider.Object{Path: "new"}
	for _, c := range []struct {
		c    provider.Change
		op   provider.Op
		name string
		path string
	}{
		{provider.Change{New: n}, provider.AddChild, "AddChild", "new"},
		{provider.Change{Old: absent, New: n}, provider.Add, "Add", "new"},
		{provider.Change{Old: o, New: n}, provider.Update, "Update", "new"},
		{provider.Change{Old: o}, provider.Delete, "Delete", "old"},
		{provider.Change{Old: absent}, provider.Delete, "Delete", ""},
	} {
		require.Equal(t, c.op, c.c.Op())
		require.Equal(t, c.name, c.c.Op().String())
		require.Equal(t, c.path, c.c.Object().Path)
	}
	require.Equal(t, "Op(0)", provider.Op(0).String())
}
