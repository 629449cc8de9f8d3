package rules

import (
	"context"
	"errors"
	"iter"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Seen returns t as it is when the parts that the directives of the chain hide
// cannot be read. As provider.Env.Source it keeps a destination that is made of
// what the source is, such as auto, from opening a counterpart of them: of a
// database that nobody here can reach, for one. The sync itself is given t.
func (ch Chain) Seen(t provider.Tree) provider.Tree {
	ch = ch.Directives()
	root := *t.Root()
	root.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		silent := provider.WithReporter(ctx, func(provider.Event) {}) // the sync announces what is skipped
		return func(yield func(*provider.Object, error) bool) {
			for o, err := range t.Root().Below(ctx) {
				if err == nil {
					o, err = ch.marked(silent, o)
				}
				if !yield(o, err) || err != nil {
					return
				}
			}
		}
	}
	return seen{t, &root}
}

// marked returns o, marked Invalid if the chain hides it.
func (ch Chain) marked(ctx context.Context, o *provider.Object) (*provider.Object, error) {
	n, err := ch.see(ctx, o, sourceView())
	if n != nil || err != nil {
		return n, err
	}
	hidden := *o
	hidden.Content, hidden.Children = nil, nil
	hidden.Invalid = &provider.Error{Op: "read", Kind: o.Kind, Path: o.Path, Side: provider.SourceSide, Err: errSkipped}
	return &hidden, nil
}

var errSkipped = errors.New("a directive skips it")

// seen is a tree with another root.
type seen struct {
	provider.Tree
	root *provider.Object
}

// Root returns the root.
func (s seen) Root() *provider.Object { return s.root }
