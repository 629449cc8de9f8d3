package sync

import (
	"context"
	"iter"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A cursor stands on one object of a sequence. What is reported while it moves
// on comes out of it like the objects, since whoever listens must not be called
// from within the sequence.
type cursor struct {
	o    *provider.Object // nil at the end and after an error
	err  error
	said Event
	tell func(Event)
	pull func() (*provider.Object, error, bool)
	stop func()
}

// newCursor returns a cursor of the objects that seq yields, given the context
// to report to. It passes what they report to tell.
func newCursor(ctx context.Context, tell func(Event), seq func(context.Context) iter.Seq2[*provider.Object, error]) *cursor {
	c := &cursor{tell: tell}
	c.pull, c.stop = iter.Pull2(func(yield func(*provider.Object, error) bool) {
		more := true
		ctx := provider.Intercept(ctx, func(e Event) {
			if c.said = e; more {
				more = yield(nil, nil)
			}
		})
		for o, err := range seq(ctx) {
			if more = more && yield(o, err); !more {
				return
			}
		}
	})
	return c
}

// next moves on. It returns true, so that it can end a chain of conditions.
func (c *cursor) next() bool {
	for {
		o, err, more := c.pull()
		if o != nil || err != nil || !more {
			c.o, c.err = o, err
			return true
		}
		c.tell(c.said)
	}
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
