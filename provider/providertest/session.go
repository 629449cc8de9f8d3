package providertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A kit is what a rule is checked with: a target, and the name of a folder in
// it that is the rule's own, or what makes objects for it.
type kit struct {
	open   func() (provider.Target, error)
	name   string
	object func(key string, revision int) *provider.Object // nil: files and folders
}

// A session is an open target and the object in it that takes folders, or what
// the kit makes: its root or a part of it. Holder is nil if it has none.
type session struct {
	provider.Target
	holder *provider.Object
}

// begin opens a target. Its root and the holder are added if they are absent.
func begin(ctx context.Context, k kit) (*session, error) {
	t, err := k.open()
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	s := &session{Target: t}
	probe := folder("providertest")
	if k.object != nil {
		probe = k.object("providertest", 0)
	}
	s.holder, err = s.find(ctx, t.Root(), probe, 4)
	if err == nil && s.holder != nil {
		err = s.exist(ctx, s.holder)
	}
	if err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return s, nil
}

// find returns the first object, down to a depth, that takes the probe.
func (s *session) find(ctx context.Context, o, probe *provider.Object, depth int) (*provider.Object, error) {
	if _, err := s.Place(o, probe); err == nil {
		return o, nil
	}
	parts, err := provider.Parts(ctx, s.Target, o)
	if err != nil || depth == 0 {
		return nil, err
	}
	for _, p := range parts {
		if h, err := s.find(ctx, p, probe, depth-1); h != nil || err != nil {
			return h, err
		}
	}
	return nil, nil
}

// exist adds o and what it is part of if they are absent.
func (s *session) exist(ctx context.Context, o *provider.Object) error {
	if o == nil || !o.Absent {
		return nil
	}
	if err := s.exist(ctx, o.Parent); err != nil {
		return err
	}
	n := *o
	n.Absent, n.Invalid = false, nil
	if err := s.Apply(ctx, &provider.Change{Old: o, New: &n, Source: &n}); err != nil {
		return fmt.Errorf("%s: add, as it is absent: %w", o.Path, err)
	}
	return nil
}

// add places and adds src and everything below it. It returns the new object.
func (s *session) add(ctx context.Context, parent, src *provider.Object) (*provider.Object, error) {
	n, err := s.Place(parent, src)
	if err != nil {
		return nil, fmt.Errorf("%s: place: %w", src.Path, err)
	}
	if err := s.Apply(ctx, &provider.Change{New: n, Source: src}); err != nil {
		return nil, fmt.Errorf("%s: add: %w", n.Path, err)
	}
	for k, err := range src.Below(ctx) {
		if err != nil {
			return nil, err
		}
		if _, err := s.add(ctx, n, k); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// remove deletes o and everything below it.
func (s *session) remove(ctx context.Context, o *provider.Object) error {
	kids, err := collect(o.Below(ctx))
	if err != nil {
		return err
	}
	for _, k := range kids {
		if err := s.remove(ctx, k); err != nil {
			return err
		}
	}
	if err := s.Apply(ctx, &provider.Change{Old: o}); err != nil {
		return fmt.Errorf("%s: delete: %w", o.Path, err)
	}
	return nil
}

// end commits and closes the target.
func (s *session) end(ctx context.Context) error {
	return errors.Join(provider.Commit(ctx, s.Target), s.Close())
}

// lookup returns the object at keys below the holder, or nil.
func (s *session) lookup(ctx context.Context, keys ...string) (*provider.Object, error) {
	o := s.holder
	for _, key := range keys {
		var next *provider.Object
		for c, err := range o.Below(ctx) {
			if err != nil {
				return nil, fmt.Errorf("%s: list: %w", o.Path, err)
			}
			if c.Key == key && c.Link == "" {
				next = c
				break
			}
		}
		if next == nil {
			return nil, nil
		}
		o = next
	}
	return o, nil
}

// with opens a target, calls f, commits and closes it.
func with(ctx context.Context, k kit, f func(*session) error) error {
	s, err := begin(ctx, k)
	if err != nil {
		return err
	}
	if err := f(s); err != nil {
		return errors.Join(err, s.Close())
	}
	if err := s.end(ctx); err != nil {
		return fmt.Errorf("commit and close: %w", err)
	}
	return nil
}

// cleanUp removes the sample if it is there.
func cleanUp(ctx context.Context, k kit) error {
	return with(ctx, k, func(s *session) error {
		if s.holder == nil {
			return nil
		}
		o, err := s.lookup(ctx, k.name)
		if err != nil || o == nil {
			return err
		}
		return s.remove(ctx, o)
	})
}
