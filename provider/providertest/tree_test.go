package providertest_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

func isFile(o *provider.Object) bool { return o.Kind.Is(provider.FilePath) }

func content(s string) provider.Content {
	return func(ctx context.Context) (io.ReadCloser, error) {
		if err := context.Cause(ctx); err != nil {
			return nil, &provider.Error{Op: "read", Err: err}
		}
		return io.NopCloser(strings.NewReader(s)), nil
	}
}

// pass yields what seq yields.
func pass(seq objects, yield func(*provider.Object, error) bool) {
	for o, err := range seq {
		if !yield(o, err) {
			return
		}
	}
}

func TestTreeAcceptsWhatIsRight(t *testing.T) {
	require.NoError(t, providertest.Tree(t.Context(), tree()))
	require.NoError(t, providertest.Tree(t.Context(), provider.Document(tree())))
	require.NoError(t, providertest.Tree(t.Context(), &broken{Target: tree()}))
}

// Every rule has trees that break it.
func TestTreeFindsWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name, rule, want string
		b                *broken
	}{
		{"no root", "root", "there is no root", &broken{root: func() *provider.Object { return nil }}},
		{"a root of its own each time", "root", "another object", &broken{root: func() *provider.Object { o := *tree().Root(); return &o }}},
		{"absent for no reason", "root", "for no reason", &broken{object: func(o *provider.Object) { o.Absent = o.Parent == nil }}},
		{"no kind", "objects", "has no kind", &broken{object: func(o *provider.Object) { o.Kind = "" }}},
		{"no key", "objects", "neither key nor link", &broken{object: func(o *provider.Object) { o.Key = "" }}},
		{"no path", "objects", "has no path", &broken{object: func(o *provider.Object) { o.Path = "" }}},
		{"no parent", "objects", "has no parent", &broken{object: func(o *provider.Object) { o.Parent = nil }}},
		{"an attribute twice", "objects", "two attributes called SIZE", &broken{object: func(o *provider.Object) {
			if isFile(o) {
				o.Attrs = append(o.Attrs[:len(o.Attrs):len(o.Attrs)], provider.Attr{Name: "SIZE"})
			}
		}}},
		{"a wrong checksum", "content", "its checksum is said to be 0000002a", &broken{object: func(o *provider.Object) {
			o.Checksum = func(context.Context) (uint32, error) { return 42, nil }
		}}},
		{"a checksum that fails", "content", "bad sum", &broken{object: func(o *provider.Object) {
			o.Checksum = func(context.Context) (uint32, error) { return 0, errors.New("bad sum") }
		}}},
		{"invalid with content", "objects", "all the same", &broken{object: func(o *provider.Object) {
			if isFile(o) {
				o.Invalid = &provider.Error{Op: "read"}
			}
		}}},
		{"parent of another tree", "order", "Parent is not", &broken{object: func(o *provider.Object) {
			if isFile(o) {
				o.Parent = tree().Root()
			}
		}}},
		{"unsorted", "order", "comes after", &broken{list: reversed}},
		{"a child twice", "order", "listed twice", &broken{list: doubled}},
		{"a link after the others", "order", "has a link but comes after", &broken{object: func(o *provider.Object) {
			if o.Key == "b" {
				o.Link = "b"
			}
		}}},
		{"a link twice", "order", "has the link of", &broken{object: func(o *provider.Object) {
			if isFile(o) {
				o.Link = "content"
			}
		}}},
		{"one object for all", "unchanged", "after it had been yielded", &broken{list: reused}},
		{"goes on after break", "break", "panic", &broken{list: stubborn}},
		{"remembers where it was", "break", "after a loop was left early", &broken{list: remembers()}},
		{"another list each time", "again", "other children", &broken{list: shrinks()}},
		{"goes on after an error", "errors", "goes on after the error", &broken{list: goesOn}},
		{"untyped error", "errors", "no *provider.Error", &broken{list: untyped}},
		{"untyped reason", "errors", "Invalid is no *provider.Error", &broken{object: func(o *provider.Object) {
			if isFile(o) {
				o.Invalid, o.Content = errors.New("bad"), nil
			}
		}}},
		{"a child with an error", "errors", "together with the error", &broken{list: both}},
		{"neither child nor error", "errors", "neither a child nor an error", &broken{list: neither}},
		{"wrong size", "content", "size says", &broken{object: func(o *provider.Object) {
			if isFile(o) {
				o.Content = content("longer than it says")
			}
		}}},
		{"content only once", "content", "open while it is open", &broken{object: once}},
		{"another content each time", "content", "opened twice", &broken{object: changing}},
		{"content only during the walk", "content later", "read after the walk", &broken{list: expiring}},
		{"lists in spite of the context", "cancel", "not its cause", &broken{list: heedless}},
		{"reads in spite of the context", "cancel", "opened in a context that has ended", &broken{object: func(o *provider.Object) {
			if c := o.Content; c != nil {
				o.Content = func(ctx context.Context) (io.ReadCloser, error) { return c(context.WithoutCancel(ctx)) }
			}
		}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.b.Target = tree()
			err := providertest.Tree(t.Context(), c.b)
			require.ErrorContains(t, err, c.want)
			require.Contains(t, "\n"+err.Error(), "\n"+c.rule+": ", err)
		})
	}
}

func reversed(_ context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	var list []*provider.Object
	for o := range seq {
		list = append([]*provider.Object{o}, list...)
	}
	for _, o := range list {
		if !yield(o, nil) {
			return
		}
	}
}

func doubled(_ context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	for o, err := range seq {
		for range 2 {
			if !yield(o, err) {
				return
			}
		}
	}
}

func reused(_ context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	var one provider.Object
	for o, err := range seq {
		one = *o
		if !yield(&one, err) {
			return
		}
	}
}

func stubborn(_ context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	for o, err := range seq {
		yield(o, err)
	}
}

// remembers goes on where the last loop was left.
func remembers() func(context.Context, *provider.Object, objects, func(*provider.Object, error) bool) {
	left := map[string]int{}
	return func(_ context.Context, parent *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
		n, skip := 0, left[parent.Path]
		for o, err := range seq {
			if n++; n <= skip {
				continue
			}
			if !yield(o, err) {
				left[parent.Path] = n
				return
			}
		}
		left[parent.Path] = 0
	}
}

// shrinks leaves out one child in every second loop.
func shrinks() func(context.Context, *provider.Object, objects, func(*provider.Object, error) bool) {
	loops := 0
	return func(_ context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
		loops++
		skip := loops%2 == 0
		pass(func(yield func(*provider.Object, error) bool) {
			for o, err := range seq {
				if skip {
					skip = false
					continue
				}
				if !yield(o, err) {
					return
				}
			}
		}, yield)
	}
}

func goesOn(ctx context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	for o := range seq {
		if o == nil || ctx.Err() != nil {
			for range 2 {
				if !yield(nil, &provider.Error{Op: "list"}) {
					return
				}
			}
			return
		}
		if !yield(o, nil) {
			return
		}
	}
}

func untyped(ctx context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	for o, err := range seq {
		if err != nil {
			err = context.Cause(ctx)
		}
		if !yield(o, err) {
			return
		}
	}
}

func both(_ context.Context, parent *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	for o, err := range seq {
		if err != nil {
			o = parent
		}
		if !yield(o, err) {
			return
		}
	}
}

func neither(ctx context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	for o, err := range seq {
		if err != nil && ctx.Err() != nil {
			err = nil
		}
		if !yield(o, err) {
			return
		}
	}
}

func heedless(ctx context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	for o, err := range seq {
		if err != nil && ctx.Err() != nil {
			return
		}
		if !yield(o, err) {
			return
		}
	}
}

// once makes the content of o one that cannot be opened while it is open.
func once(o *provider.Object) {
	if o.Content == nil {
		return
	}
	open, c := false, o.Content
	o.Content = func(ctx context.Context) (io.ReadCloser, error) {
		if open {
			return nil, errors.New("busy")
		}
		open = true
		r, err := c(ctx)
		return closer{r, func() { open = false }}, err
	}
}

type closer struct {
	io.Reader
	close func()
}

func (c closer) Close() error { c.close(); return nil }

// changing makes the content of o another one, of the same length, each time.
func changing(o *provider.Object) {
	if o.Content == nil {
		return
	}
	n := 0
	o.Content = func(ctx context.Context) (io.ReadCloser, error) {
		n++
		return content(strings.Repeat(string(rune('a'+n%26)), int(o.Size())))(ctx)
	}
}

// expiring makes contents fail when the loop that yielded their objects is over.
func expiring(_ context.Context, _ *provider.Object, seq objects, yield func(*provider.Object, error) bool) {
	over := false
	defer func() { over = true }()
	for o, err := range seq {
		if o != nil && o.Content != nil {
			c := o.Content
			o.Content = func(ctx context.Context) (io.ReadCloser, error) {
				if over {
					return nil, errors.New("gone")
				}
				return c(ctx)
			}
		}
		if !yield(o, err) {
			return
		}
	}
}
