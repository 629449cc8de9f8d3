package providertest_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

func TestTargetAcceptsWhatIsRight(t *testing.T) {
	for name, m := range map[string]*memory.Tree{"full": tree(), "absent": memory.Absent("/srv/none")} {
		before := m.Files()
		open := func() (provider.Target, error) { return m.Reopen(), nil }
		require.NoError(t, providertest.Target(t.Context(), open), name)
		require.Equal(t, before, m.Files(), "what was there stays, and nothing else")
	}
}

// What a provider does not offer is left out.
func TestTargetThatOnlyAdds(t *testing.T) {
	m := tree()
	require.NoError(t, providertest.Target(t.Context(), func() (provider.Target, error) {
		return &broken{Target: m.Reopen(), apply: func(ctx context.Context, t provider.Target, c *provider.Change) error {
			if c.Op() != provider.AddChild {
				return provider.Unsupported(c.Op().String(), c.Object())
			}
			return t.Apply(ctx, c)
		}}, nil
	}))
	require.True(t, m.Exists("providertest add/b/c/deep.bin"))
}

// Every rule has targets that break it.
func TestTargetFindsWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name, rule, want string
		b                *broken
	}{
		{"absent with children", "open", "children", &broken{root: absentWithChildren}},
		{"absent for no reason", "open", "for no reason", &broken{root: func() *provider.Object {
			return &provider.Object{Kind: provider.DirPath, Path: "/x", Absent: true}
		}}},
		{"not a good tree", "open", "no kind", &broken{object: func(o *provider.Object) { o.Kind = "" }}},
		{"placed elsewhere", "place", "Parent is not", &broken{place: placed(func(n *provider.Object) { n.Parent = nil })}},
		{"placed where its folder is", "place", "where its folder is", &broken{place: placed(func(n *provider.Object) { n.Path = "/srv/site" })}},
		{"placed without content", "place", "lost its content", &broken{place: placed(func(n *provider.Object) { n.Content = nil })}},
		{"placed with other attributes", "place", "the attribute size became", &broken{place: placed(func(n *provider.Object) {
			n.Attrs = n.Attrs.With(provider.AttrSize, provider.Int(7))
		})}},
		{"placed under another name", "place", "placed as", &broken{place: placed(func(n *provider.Object) { n.Key += "x" })}},
		{"placing changes the source", "place", "changed what it was given", &broken{place: func(t provider.Target, parent, src *provider.Object) (*provider.Object, error) {
			n, err := t.Place(parent, src)
			src.Parent = parent
			return n, err
		}}},
		{"placing creates", "place", "though it should not be", &broken{place: func(t provider.Target, parent, src *provider.Object) (*provider.Object, error) {
			n, err := t.Place(parent, src)
			if err == nil && n.Kind.Is(provider.DirPath) {
				err = t.Apply(context.Background(), &provider.Change{New: n})
			}
			return n, err
		}}},
		{"loses the content", "add", "another content", &broken{apply: adding(func(n *provider.Object) {
			if n.Key == "leaf.txt" {
				n.Content = content("LEAF")
			}
		})}},
		{"loses the time", "add", "lastWriteTime is", &broken{apply: adding(func(n *provider.Object) {
			n.Attrs = n.Attrs.With(provider.AttrLastWriteTime, provider.Time(tree().Root().Attrs[0].Value.Time()))
		})}},
		{"adds nothing", "add", "not there", &broken{apply: ignoring(provider.AddChild)}},
		{"lists what was added without a kind", "read", "no kind", &broken{object: func(o *provider.Object) {
			if o.Key == "leaf.txt" {
				o.Kind = ""
			}
		}}},
		{"a time that is a second early", "second plan", "planned again: Update", &broken{object: func(o *provider.Object) {
			if at, ok := o.Attrs.Get(provider.AttrLastWriteTime); ok {
				o.Attrs = o.Attrs.With(provider.AttrLastWriteTime, provider.Time(at.Time().Add(-time.Second)))
			}
		}}},
		{"a sync leaves something behind", "second plan", "planned again: Delete", &broken{apply: ignoringOne(provider.Delete, "with space.txt")}},
		{"updates nothing", "update", "a.txt", &broken{apply: ignoring(provider.Update)}},
		{"deletes nothing", "delete", "has filePath a.txt", &broken{apply: ignoringOne(provider.Delete, "a.txt")}},
		{"deletes too much", "delete", "not filePath B.txt", &broken{apply: deletingMore}},
		{"one change at a time", "parallel", "busy", &broken{apply: oneAtATime()}},
		{"makes missing folders", "missing parent", "does not exist", &broken{apply: makingParents}},
		{"untyped error", "missing parent", "no *provider.Error", &broken{apply: func(ctx context.Context, t provider.Target, c *provider.Change) error {
			if err := t.Apply(ctx, c); err != nil {
				return errors.New("failed")
			}
			return nil
		}}},
		{"takes any name", "hostile names", `called "..": accepted`, &broken{place: anywhere, apply: pretend}},
		{"writes what it has", "failing content", "has another content of 150000 bytes", &broken{apply: halfWritten}},
		{"hides a failure", "failing content", "fails with <nil>", &broken{apply: hidingFailures}},
		{"heeds no context", "cancelled change", "not providertest: stop", &broken{apply: heedingNoContext}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := tree()
			open := func() (provider.Target, error) {
				b := *c.b
				b.Target = m.Reopen()
				return &b, nil
			}
			err := providertest.Target(t.Context(), open)
			require.ErrorContains(t, err, c.want)
			require.Contains(t, "\n"+err.Error(), "\n"+c.rule+": ", err)
		})
	}
}

// A target that is one file is checked by a rule of its own.
func TestTargetFindsWhatIsWrongWithOneFile(t *testing.T) {
	type apply = func(context.Context, provider.Target, *provider.Change) error
	for name, c := range map[string]struct {
		want  string
		apply apply
	}{
		"updates nothing": {"has 0 bytes, not 5", ignoring(provider.Update)},
		"deletes nothing": {"still there", ignoring(provider.Delete)},
		"half-written":    {"", halfWritten},
	} {
		t.Run(name, func(t *testing.T) {
			ref := provider.Ref{Kind: provider.FilePath, Path: t.TempDir() + "/f"}
			open := func() (provider.Target, error) {
				f, err := fsys.FilePath().OpenTarget(t.Context(), nil, ref)
				return &broken{Target: f, apply: func(ctx context.Context, t provider.Target, ch *provider.Change) error {
					if ch.Op() == provider.Add { // so that there is something
						return t.Apply(ctx, ch)
					}
					return c.apply(ctx, t, ch)
				}}, err
			}
			f, err := open()
			require.NoError(t, err)
			n := *f.Root()
			n.Absent, n.Content = false, content("")
			require.NoError(t, f.Apply(t.Context(), &provider.Change{Old: f.Root(), New: &n}))
			err = providertest.Target(t.Context(), open)
			require.ErrorContains(t, err, "one file: ")
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTargetThatCannotBeOpened(t *testing.T) {
	bad := errors.New("no such thing")
	err := providertest.Target(t.Context(), func() (provider.Target, error) { return nil, bad })
	require.ErrorIs(t, err, bad)
}

func absentWithChildren() *provider.Object {
	o := *tree().Root()
	o.Absent, o.Invalid = true, &provider.Error{Op: "open"}
	return &o
}

func placed(spoil func(*provider.Object)) func(provider.Target, *provider.Object, *provider.Object) (*provider.Object, error) {
	return func(t provider.Target, parent, src *provider.Object) (*provider.Object, error) {
		n, err := t.Place(parent, src)
		if err == nil {
			spoil(n)
		}
		return n, err
	}
}

func adding(spoil func(*provider.Object)) func(context.Context, provider.Target, *provider.Change) error {
	return func(ctx context.Context, t provider.Target, c *provider.Change) error {
		if c.New != nil && c.New.Content != nil {
			n := *c.New
			spoil(&n)
			c = &provider.Change{Old: c.Old, New: &n, Source: c.Source}
		}
		return t.Apply(ctx, c)
	}
}

func ignoring(op provider.Op) func(context.Context, provider.Target, *provider.Change) error {
	return func(ctx context.Context, t provider.Target, c *provider.Change) error {
		if c.Op() == op {
			return nil
		}
		return t.Apply(ctx, c)
	}
}

// ignoringOne ignores an operation on what has the given key.
func ignoringOne(op provider.Op, key string) func(context.Context, provider.Target, *provider.Change) error {
	return func(ctx context.Context, t provider.Target, c *provider.Change) error {
		if c.Op() == op && c.Object().Key == key {
			return nil
		}
		return t.Apply(ctx, c)
	}
}

func hidingFailures(ctx context.Context, t provider.Target, c *provider.Change) error {
	_ = t.Apply(ctx, c)
	return nil
}

func heedingNoContext(ctx context.Context, t provider.Target, c *provider.Change) error {
	return t.Apply(context.WithoutCancel(ctx), c)
}

// deletingMore deletes a second file with every file.
func deletingMore(ctx context.Context, t provider.Target, c *provider.Change) error {
	if c.Op() == provider.Delete && c.Old.Key == "a.txt" {
		o := *c.Old
		o.Key, o.Path = "B.txt", strings.Replace(o.Path, "a.txt", "B.txt", 1)
		if err := t.Apply(ctx, &provider.Change{Old: &o}); err != nil {
			return err
		}
	}
	return t.Apply(ctx, c)
}

// oneAtATime refuses a change while it makes another one.
func oneAtATime() func(context.Context, provider.Target, *provider.Change) error {
	var busy atomic.Bool
	return func(ctx context.Context, t provider.Target, c *provider.Change) error {
		if !busy.CompareAndSwap(false, true) {
			return &provider.Error{Op: "busy"}
		}
		defer busy.Store(false)
		time.Sleep(time.Millisecond)
		return t.Apply(ctx, c)
	}
}

// makingParents adds the folders that an object is to be in.
func makingParents(ctx context.Context, t provider.Target, c *provider.Change) error {
	err := t.Apply(ctx, c)
	if err != nil && c.Op() == provider.AddChild {
		if perr := t.Apply(ctx, &provider.Change{New: c.New.Parent}); perr == nil {
			return t.Apply(ctx, c)
		}
	}
	return err
}

func anywhere(t provider.Target, parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Path = parent, parent.Path+"/"+src.Key
	return &n, nil
}

func pretend(ctx context.Context, t provider.Target, c *provider.Change) error {
	if err := t.Apply(ctx, c); !errors.Is(err, provider.CodeInvalidPath) {
		return err
	}
	return nil
}

// halfWritten writes what can be read of a content.
func halfWritten(ctx context.Context, t provider.Target, c *provider.Change) error {
	err := t.Apply(ctx, c)
	if err == nil || c.New == nil || c.New.Content == nil || ctx.Err() != nil {
		return err
	}
	r, rerr := c.New.Content(ctx)
	if rerr != nil {
		return err
	}
	defer r.Close()
	b, _ := io.ReadAll(r)
	n := *c.New
	n.Content = content(string(b))
	return errors.Join(err, t.Apply(ctx, &provider.Change{Old: c.Old, New: &n}))
}
