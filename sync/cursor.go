package sync

import (
	"context"
	"iter"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A cursor stands on one object of a sequence.
type cursor struct {
	o    *provider.Object // nil at the end and after an error
	err  error
	pull func() (*provider.Object, error, bool)
	stop func()
}

func newCursor(seq iter.Seq2[*provider.Object, error]) *cursor {
	c := new(cursor)
	c.pull, c.stop = iter.Pull2(seq)
	return c
}

// next moves on. It returns true, so that it can end a chain of conditions.
func (c *cursor) next() bool {
	c.o, c.err, _ = c.pull()
	return true
}

// run moves past all objects that have the name, in any spelling, of the one
// that c stands on and returns them, that one first.
func (c *cursor) run() []*provider.Object {
	list := []*provider.Object{c.o}
	for c.next(); c.o != nil && c.o.Link == "" && ordinal.Equal(c.o.Key, list[0].Key); c.next() {
		list = append(list, c.o)
	}
	return list
}

// firstErr returns the error of the first cursor that has one.
func firstErr(cs ...*cursor) error {
	for _, c := range cs {
		if c.err != nil {
			return c.err
		}
	}
	return nil
}

// unlinked returns o without those of its children that have a link: the parts
// of a target are found, and shown to the rules, by other means.
func unlinked(o *provider.Object) *provider.Object {
	if o.Children == nil {
		return o
	}
	c := *o
	c.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for x, err := range o.Children(ctx) {
				if err == nil && x.Link != "" {
					continue
				}
				if !yield(x, err) {
					return
				}
			}
		}
	}
	return &c
}
