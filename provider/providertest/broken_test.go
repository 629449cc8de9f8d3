package providertest_test

import (
	"context"
	"iter"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

// broken is a tree or target in which something is wrong. What is not set is as
// it should be.
type broken struct {
	provider.Target
	root   func() *provider.Object
	object func(*provider.Object)                                                                                    // spoils each object
	list   func(ctx context.Context, parent *provider.Object, seq objects, yield func(*provider.Object, error) bool) // instead of the right list
	place  func(t provider.Target, parent, src *provider.Object) (*provider.Object, error)
	apply  func(ctx context.Context, t provider.Target, c *provider.Change) error
	close  func() error

	top *provider.Object
}

type objects = iter.Seq2[*provider.Object, error]

func (b *broken) Root() *provider.Object {
	if b.root != nil {
		return b.root()
	}
	if b.top == nil {
		b.top = b.spoil(b.Target.Root(), nil)
	}
	return b.top
}

// spoil returns a spoiled copy of o.
func (b *broken) spoil(o, parent *provider.Object) *provider.Object {
	n := *o
	n.Parent = parent
	if o.Children != nil {
		n.Children = func(ctx context.Context) objects { return b.children(ctx, o, &n) }
	}
	if b.object != nil {
		b.object(&n)
	}
	return &n
}

func (b *broken) children(ctx context.Context, o, n *provider.Object) objects {
	seq := func(yield func(*provider.Object, error) bool) {
		for c, err := range o.Children(ctx) {
			if err == nil {
				c = b.spoil(c, n)
			}
			if !yield(c, err) {
				return
			}
		}
	}
	if b.list == nil {
		return seq
	}
	return func(yield func(*provider.Object, error) bool) { b.list(ctx, n, seq, yield) }
}

func (b *broken) Place(parent, src *provider.Object) (*provider.Object, error) {
	if b.place != nil {
		return b.place(b.Target, parent, src)
	}
	return b.Target.Place(parent, src)
}

func (b *broken) Apply(ctx context.Context, c *provider.Change) error {
	if b.apply != nil {
		return b.apply(ctx, b.Target, c)
	}
	return b.Target.Apply(ctx, c)
}

func (b *broken) Close() error {
	if b.close != nil {
		return b.close()
	}
	return b.Target.Close()
}

// tree returns a tree that is as it should be.
func tree() *memory.Tree {
	return memory.New("/srv/site", map[string]string{
		"a.txt": "alpha", "b/c.txt": "gamma", "b/d.txt": "delta", "e.txt": "", "f/": "",
	})
}
