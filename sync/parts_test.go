package sync_test

import (
	"context"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A listed is a tree of objects that a test puts together. As a target it has
// those with links as its parts.
type listed struct {
	root *provider.Object

	busy  chan struct{}             // full while the next two are used
	added map[*provider.Object]bool // by changes that have returned
	early []string                  // added before their parents
}

func (l *listed) Root() *provider.Object { return l.root }
func (*listed) Close() error             { return nil }

// holding returns o with the given children.
func holding(o *provider.Object, kids ...*provider.Object) *provider.Object {
	for _, k := range kids {
		k.Parent = o
	}
	o.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for _, k := range kids {
				if !yield(k, nil) {
					return
				}
			}
		}
	}
	return o
}

// own returns an object of a kind that nobody knows. What differs in value
// differs.
func own(link, key, value string) *provider.Object {
	return &provider.Object{Kind: "own", Link: link, Key: key, Path: key, Attrs: provider.Attrs{{Name: "v", Value: provider.String(value)}}}
}

func (l *listed) Parts(ctx context.Context, parent *provider.Object) (list []*provider.Object, err error) {
	for o, err := range parent.Below(ctx) {
		if err != nil {
			return nil, err
		}
		if o.Link != "" {
			list = append(list, o)
		}
	}
	return list, nil
}

func (l *listed) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent = parent
	return &n, nil
}

func (l *listed) Apply(_ context.Context, c *provider.Change) error {
	l.busy <- struct{}{}
	defer func() { <-l.busy }()
	if p := c.New.Parent; p != l.root && !l.added[p] {
		l.early = append(l.early, c.New.Path)
	}
	l.added[c.New] = true
	return nil
}

// An object may have parts and, after them, children that are found by key.
func TestPartsAndChildren(t *testing.T) {
	tree := func(kids ...*provider.Object) *listed {
		return &listed{root: holding(own("Child1", "root", ""), kids...)}
	}
	for _, c := range []struct {
		name     string
		src, dst *listed
		want     string
	}{
		{"alike", tree(own("x", "x", "1"), own("y", "y", "1"), own("", "a", "1")), tree(own("x", "x", "1"), own("y", "y", "1"), own("", "a", "1")), ""},
		{
			"all there is", tree(own("x", "x", "2"), own("z", "z", "1"), own("", "a", "2"), own("", "c", "1")),
			tree(own("x", "x", "1"), own("y", "y", "1"), own("", "a", "1"), own("", "b", "1")),
			"Delete y, Update x, AddChild z, Update a, Delete b, AddChild c",
		},
		{"no children any more", tree(own("x", "x", "1"), own("y", "y", "1")), tree(own("x", "x", "1"), own("y", "y", "1"), own("", "a", "1")), "Delete a"},
		{"no parts any more", tree(own("", "a", "1")), tree(own("x", "x", "1"), own("y", "y", "1"), own("", "a", "1")), "Delete x, Delete y"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := planned(t, c.src, c.dst, nil)
			require.NoError(t, err)
			require.Equal(t, c.want, strings.Join(got, ", "))
		})
	}
}

// A part that cannot be read ends a sync before it changes anything.
func TestInvalidPart(t *testing.T) {
	bad := own("y", "y", "1")
	bad.Invalid = &provider.Error{Op: "open", Kind: "own", Path: "y"}
	src := &listed{root: holding(own("Child1", "root", "new"), own("x", "x", "2"), own("y", "y", "1"))}
	dst := &listed{root: holding(own("Child1", "root", "old"), own("x", "x", "1"), bad)}
	got, err := planned(t, src, dst, nil)
	require.ErrorIs(t, err, bad.Invalid)
	require.Empty(t, got)
}

// An object that has both contents and children is there before they come.
func TestContentsWithChildren(t *testing.T) {
	var kids []*provider.Object
	for i := range 200 {
		o := holding(own("", strings.Repeat("k", i+1), ""), own("", "child", ""))
		o.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }
		kids = append(kids, o)
	}
	src := &listed{root: holding(own("Child1", "root", ""), kids...)}
	dst := &listed{root: holding(own("Child1", "root", "")), busy: make(chan struct{}, 1), added: map[*provider.Object]bool{}}
	_, err := sync.Run(t.Context(), src, dst, &sync.Options{Parallel: 4})
	require.NoError(t, err)
	require.Empty(t, slices.Sorted(slices.Values(dst.early)))
	require.Len(t, dst.added, 400)
}
