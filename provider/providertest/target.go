package providertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/webdeploy-go/webdeploy/provider"
)

// targetRules returns what is true of every target.
func targetRules() []targetRule {
	return []targetRule{
		{"open", checkOpen},
		{"place", filled(nil, checkPlace)},
		{"add", filled(kit.sample, checkAdd)},
		{"read", filled(kit.sample, checkReadable)},
		{"update", filled(kit.sample, checkUpdate)},
		{"delete", filled(kit.sample, checkDelete)},
		{"second plan", filled(kit.sample, checkSecondPlan)},
		{"parallel", filled(nil, checkParallel)},
		{"missing parent", filled(nil, checkMissingParent)},
		{"hostile names", checkHostile},
		{"failing content", filled(kit.sample, checkFailingContent)},
		{"one file", checkOneFile},
		{"cancelled change", filled(kit.sample, checkCancelledChange)},
	}
}

// filled returns a check that starts with a target in which there is the sample
// that src makes, or none, and that cleans up. Targets that take no folders, as
// they are one file, pass; those that do not delete are not cleaned up.
func filled(src func(kit) *provider.Object, check func(context.Context, kit) error) func(context.Context, kit) error {
	return func(ctx context.Context, k kit) (err error) {
		takes := false
		if err := with(ctx, k, func(s *session) error { takes = s.holder != nil; return nil }); err != nil || !takes {
			return err
		}
		defer func() {
			if cerr := cleanUp(ctx, k); unsupported(cerr) != nil {
				err = errors.Join(err, fmt.Errorf("clean up: %w", cerr))
			}
		}()
		if src != nil {
			err := with(ctx, k, func(s *session) error { _, err := s.add(ctx, s.holder, src(k)); return err })
			if err != nil {
				return err
			}
		}
		return check(ctx, k)
	}
}

// checkOpen: a target can be opened, what is not there yet is marked, and it is
// a tree like any other.
func checkOpen(ctx context.Context, k kit) error {
	t, err := k.open()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if r := t.Root(); r.Absent {
		list, err := collect(r.Below(ctx))
		if err != nil || len(list) > 0 {
			return errors.Join(fmt.Errorf("%s: absent, but it has %d children (%v)", r.Path, len(list), err), t.Close())
		}
		if r.Invalid == nil {
			return errors.Join(fmt.Errorf("%s: absent for no reason", r.Path), t.Close())
		}
		return t.Close()
	}
	return errors.Join(Tree(ctx, t), t.Close())
}

// checkPlace: Place says where an object would go, and touches nothing.
func checkPlace(ctx context.Context, k kit) error {
	err := with(ctx, k, func(s *session) error {
		var p problems
		dir, f := folder(k.name), file("a.txt", []byte("alpha"))
		n, err := s.Place(s.holder, dir)
		if err != nil {
			return err
		}
		p.placed(s.holder, dir, n)
		m, err := s.Place(n, f)
		if err != nil {
			return fmt.Errorf("in a folder that is only placed yet: %w", err)
		}
		p.placed(n, f, m)
		if m.Path == n.Path || m == f || n == dir {
			p.addf("%s: placed at %s, where its folder is", m.Path, n.Path)
		}
		if dir.Parent != nil || f.Parent != nil {
			p.addf("%s: Place changed what it was given", m.Path)
		}
		return p.err()
	})
	return errors.Join(err, absent(ctx, k, k.name))
}

// placed checks what Place made of src.
func (p *problems) placed(parent, src, n *provider.Object) {
	if n.Parent != parent {
		p.addf("%s: Parent is not the object that it was placed in", n.Path)
	}
	if n.Key != src.Key || !n.Kind.Is(src.Kind) || n.Path == "" || n.Absent {
		p.addf("%s: placed as %s %s", src.Path, n.Kind, n.Key)
	}
	if (n.Content == nil) != (src.Content == nil) {
		p.addf("%s: lost its content, or got one", n.Path)
	}
	for d := range src.Attrs.Diff(n.Attrs) {
		p.addf("%s: the attribute %s became %v", n.Path, d.Name, d.Old)
	}
}

// absent returns an error if there is anything at keys below the holder.
func absent(ctx context.Context, k kit, keys ...string) error {
	return with(ctx, k, func(s *session) error {
		o, err := s.lookup(ctx, keys...)
		if err == nil && o != nil {
			err = fmt.Errorf("%s: is there, though it should not be", o.Path)
		}
		return err
	})
}

// checkReadable: what was written is a tree like any other.
func checkReadable(ctx context.Context, k kit) error {
	return with(ctx, k, func(s *session) error { return Tree(ctx, s.Target) })
}
