package provider

import (
	"context"
	"errors"
	"iter"
)

// Relink makes t a part with the given link. It may only be called before the
// root of t has been handed out.
func Relink[T Tree](t T, link string) T {
	t.Root().Link = link
	return t
}

// Join returns a tree whose root has the roots of parts, told apart by their
// links, as its only children. It is how contentPath, iisApp and manifest are
// built from other providers. Closing it closes the parts.
func Join(root *Object, parts ...Tree) Tree {
	adopt(root, parts)
	return &joined{root: root, parts: parts}
}

// JoinTargets is Join for trees that can be changed. The root is marked Absent
// if every part is, for the reason that the first part gives. Parts may share a
// link if their kinds differ: of several that are Absent, the one of the kind
// of the source comes to be.
func JoinTargets(root *Object, parts ...Target) Target {
	trees := make([]Tree, len(parts))
	root.Absent = len(parts) > 0
	for i, p := range parts {
		trees[i] = p
		root.Absent = root.Absent && p.Root().Absent
	}
	if root.Absent && root.Invalid == nil {
		root.Invalid = parts[0].Root().Invalid
	}
	adopt(root, trees)
	return &joinedTarget{joined: joined{root: root, parts: trees}, targets: parts}
}

// adopt makes the roots of parts the children of root.
func adopt(root *Object, parts []Tree) {
	for _, p := range parts {
		p.Root().Parent = root
	}
	root.Children = func(ctx context.Context) iter.Seq2[*Object, error] {
		return func(yield func(*Object, error) bool) {
			for _, p := range parts {
				if p.Root().Absent {
					continue
				}
				if !yield(p.Root(), nil) {
					return
				}
			}
		}
	}
}

type joined struct {
	root  *Object
	parts []Tree
}

// Root returns the root that joins the parts.
func (j *joined) Root() *Object { return j.root }

// Close closes the parts.
func (j *joined) Close() error {
	var errs []error
	for _, p := range j.parts {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

type joinedTarget struct {
	joined
	targets []Target
}

// part returns the target that o belongs to: that of its ancestor directly
// below the root. It returns nil for the root and for what no part holds.
func (j *joinedTarget) part(o *Object) Target {
	n := o.depth() - j.root.depth()
	if n <= 0 {
		return nil
	}
	for ; n > 1; n-- {
		o = o.Parent
	}
	for _, p := range j.targets {
		if r := p.Root(); r.Link == o.Link && r.Kind.Is(o.Kind) {
			return p
		}
	}
	return nil
}

// Parts returns the roots of the parts, or what the part that parent belongs to
// says.
func (j *joinedTarget) Parts(ctx context.Context, parent *Object) ([]*Object, error) {
	if p := j.part(parent); p != nil {
		return Parts(ctx, p, parent)
	}
	roots := make([]*Object, len(j.targets))
	for i, p := range j.targets {
		roots[i] = p.Root()
	}
	return roots, nil
}

// Place returns where src goes in the part that parent belongs to. A joined
// root takes no further children.
func (j *joinedTarget) Place(parent, src *Object) (*Object, error) {
	p := j.part(parent)
	if p == nil {
		return nil, Unsupported("add", src)
	}
	return p.Place(parent, src)
}

// Apply makes a change in the part it belongs to. The root has no existence of
// its own, so there is nothing to do for it.
func (j *joinedTarget) Apply(ctx context.Context, c *Change) error {
	o := c.Object()
	if p := j.part(o); p != nil {
		return p.Apply(ctx, c)
	}
	if o.depth() <= j.root.depth() {
		return nil
	}
	return Unsupported(c.Op().String(), o)
}

// Describe describes c in the words of the part it belongs to.
func (j *joinedTarget) Describe(src Tree, c *Change) string {
	if p := j.part(c.Object()); p != nil {
		return Describe(p, src, c)
	}
	return ""
}

// InTurn asks the part that c belongs to.
func (j *joinedTarget) InTurn(c *Change) bool {
	p := j.part(c.Object())
	return p != nil && InTurn(p, c)
}

// Commit commits the parts in order.
func (j *joinedTarget) Commit(ctx context.Context) error {
	for _, p := range j.targets {
		if err := Commit(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
