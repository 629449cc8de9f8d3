package providertest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

// values is a store of objects that are neither files nor folders: each has a
// number, and a content that says it.
type values struct {
	mu sync.Mutex
	m  map[string]int64
}

func newValues() *values { return &values{m: map[string]int64{"there": 7}} }

// value makes an object for a store.
func value(key string, revision int) *provider.Object {
	return &provider.Object{
		Kind: "value", Key: key, Path: "value:" + key, Content: content(fmt.Sprint(revision)),
		Attrs: provider.Attrs{{Name: "n", Value: provider.Int(int64(revision))}},
	}
}

func (v *values) open() (provider.Target, error) {
	t := &valuesTarget{v: v, root: &provider.Object{Kind: "values", Link: provider.FirstLink, Key: "v", Path: "v"}}
	t.root.Children = t.list
	return t, nil
}

type valuesTarget struct {
	v    *values
	root *provider.Object
}

func (t *valuesTarget) Root() *provider.Object { return t.root }
func (*valuesTarget) Close() error             { return nil }

func (t *valuesTarget) list(ctx context.Context) iter.Seq2[*provider.Object, error] {
	return func(yield func(*provider.Object, error) bool) {
		t.v.mu.Lock()
		now := maps.Clone(t.v.m)
		t.v.mu.Unlock()
		var list []*provider.Object
		for key, n := range now {
			list = append(list, value(key, int(n)))
		}
		slices.SortFunc(list, func(a, b *provider.Object) int {
			if d := provider.Compare(a, b); d != 0 {
				return d
			}
			return strings.Compare(a.Key, b.Key)
		})
		for _, o := range list {
			o.Parent = t.root
			if err := context.Cause(ctx); err != nil {
				yield(nil, &provider.Error{Op: "list", Err: err})
				return
			}
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (t *valuesTarget) Place(parent, src *provider.Object) (*provider.Object, error) {
	if src.Kind != "value" || parent.Kind != "values" || strings.Contains(src.Key, "/") {
		return nil, provider.Unsupported("add", src)
	}
	n := *src
	n.Parent, n.Path = parent, "v:"+src.Key
	return &n, nil
}

func (t *valuesTarget) Apply(ctx context.Context, c *provider.Change) error {
	err := context.Cause(ctx)
	if err == nil && c.New != nil {
		err = drain(ctx, c.New)
	}
	if err != nil {
		return &provider.Error{Op: "apply", Err: err}
	}
	t.v.mu.Lock()
	defer t.v.mu.Unlock()
	if c.New == nil {
		delete(t.v.m, c.Old.Key)
		return nil
	}
	n, _ := c.New.Attrs.Get("n")
	t.v.m[c.New.Key] = n.Int()
	return nil
}

// drain reads the content of o.
func drain(ctx context.Context, o *provider.Object) error {
	r, err := o.Content(ctx)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

func TestObjectsAcceptsWhatIsRight(t *testing.T) {
	v := newValues()
	require.NoError(t, providertest.Objects(t.Context(), v.open, value))
	require.Equal(t, map[string]int64{"there": 7}, v.m, "what was there stays, and nothing else")

	providertest.Run(t, providertest.Suite{Target: v.open, Object: value})
}

// What a provider does not offer is left out.
func TestObjectsThatCanOnlyBeAdded(t *testing.T) {
	v := newValues()
	require.NoError(t, providertest.Objects(t.Context(), func() (provider.Target, error) {
		target, err := v.open()
		return &broken{Target: target, apply: func(ctx context.Context, t provider.Target, c *provider.Change) error {
			if c.Op() != provider.AddChild {
				return provider.Unsupported(c.Op().String(), c.Object())
			}
			return t.Apply(ctx, c)
		}}, err
	}, value))
	require.Contains(t, v.m, "providertest_add_c")
}

// Every rule has targets that break it.
func TestObjectsFindsWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name, rule, want string
		b                *broken
	}{
		{"takes none of them", "add", "no object takes", &broken{place: func(_ provider.Target, _, src *provider.Object) (*provider.Object, error) {
			return nil, provider.Unsupported("add", src)
		}}},
		{"placed elsewhere", "place", "Parent is not", &broken{place: placed(func(n *provider.Object) { n.Parent = nil })}},
		{"placed under another name", "place", "placed as", &broken{place: placed(func(n *provider.Object) { n.Key += "x" })}},
		{"placing changes the source", "place", "changed what it was given", &broken{place: func(t provider.Target, parent, src *provider.Object) (*provider.Object, error) {
			n, err := t.Place(parent, src)
			src.Parent = parent
			return n, err
		}}},
		{"placing creates", "place", "which it should not", &broken{place: func(t provider.Target, parent, src *provider.Object) (*provider.Object, error) {
			n, err := t.Place(parent, src)
			if err == nil {
				err = t.Apply(context.Background(), &provider.Change{New: n})
			}
			return n, err
		}}},
		{"loses the number", "add", "n is '9', not '0'", &broken{apply: adding(func(n *provider.Object) { n.Attrs = n.Attrs.With("n", provider.Int(9)) })}},
		{"adds nothing", "add", "has no value", &broken{apply: ignoring(provider.AddChild)}},
		{"lists what was added without a path", "read", "has no path", &broken{object: func(o *provider.Object) {
			if strings.HasPrefix(o.Key, "providertest_read") {
				o.Path = ""
			}
		}}},
		{"updates nothing", "update", "n is '0', not '1'", &broken{apply: ignoring(provider.Update)}},
		{"deletes nothing", "delete", "has value providertest_delete_b, not", &broken{apply: ignoring(provider.Delete)}},
		{"deletes too much", "delete", "not value providertest_delete_a", &broken{apply: func(ctx context.Context, t provider.Target, c *provider.Change) error {
			if c.Op() == provider.Delete {
				o := *c.Old
				o.Key = o.Key[:len(o.Key)-1] + "a"
				if err := t.Apply(ctx, &provider.Change{Old: &o}); err != nil {
					return err
				}
			}
			return t.Apply(ctx, c)
		}}},
		{"says something else each time", "second plan", "planned again: Update", &broken{object: flickering()}},
		{"one change at a time", "parallel", "busy", &broken{apply: oneAtATime()}},
		{"takes one name for another", "any name", "has value", &broken{apply: func(ctx context.Context, t provider.Target, c *provider.Change) error {
			if c.New != nil {
				n := *c.New
				n.Key = strings.TrimSpace(n.Key)
				c = &provider.Change{Old: c.Old, New: &n}
			}
			return t.Apply(ctx, c)
		}}},
		{"refuses a name in its own way", "any name", "no *provider.Error", &broken{place: func(t provider.Target, parent, src *provider.Object) (*provider.Object, error) {
			if strings.Contains(src.Key, "=") {
				return nil, errors.New("what a name")
			}
			return t.Place(parent, src)
		}}},
		{"writes what it has", "failing content", "n is '1', not '0'", &broken{apply: func(ctx context.Context, t provider.Target, c *provider.Change) error {
			err := t.Apply(ctx, c)
			if err == nil || c.New == nil || ctx.Err() != nil {
				return err
			}
			n := *c.New
			n.Content = content("")
			return errors.Join(err, t.Apply(ctx, &provider.Change{Old: c.Old, New: &n}))
		}}},
		{"hides a failure", "failing content", "fails with <nil>", &broken{apply: hidingFailures}},
		{"heeds no context", "cancelled change", "not providertest: stop", &broken{apply: heedingNoContext}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := newValues()
			err := providertest.Objects(t.Context(), func() (provider.Target, error) {
				b := *c.b
				var err error
				b.Target, err = v.open()
				return &b, err
			}, value)
			require.ErrorContains(t, err, c.want)
			require.Contains(t, "\n"+err.Error(), "\n"+c.rule+": ", err)
		})
	}
}

// flickering gives every second object that is listed another number, but only
// where the rule about plans looks.
func flickering() func(*provider.Object) {
	n := int64(100)
	return func(o *provider.Object) {
		if n++; strings.HasPrefix(o.Key, "providertest_second_plan") {
			o.Attrs = o.Attrs.With("n", provider.Int(n))
		}
	}
}
