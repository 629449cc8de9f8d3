package manifest

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A target is a document of several parts, found by position.
type target struct {
	provider.Target // the parts, joined below root
	root            *provider.Object
}

// newTarget joins parts below root. The root counts as absent as long as one
// part is (recorded: manifest-auto/two-three, parameters/pp-live-manifest-auto).
func newTarget(root *provider.Object, parts []provider.Target) provider.Target {
	t := &target{Target: provider.JoinTargets(root, parts...), root: root}
	for _, p := range parts {
		if r := p.Root(); r.Absent {
			root.Absent, root.Invalid = true, r.Invalid
			break
		}
	}
	return t
}

// Parts returns the roots of the parts, or those of one of them.
func (t *target) Parts(ctx context.Context, parent *provider.Object) ([]*provider.Object, error) {
	return provider.Parts(ctx, t.Target, parent)
}

// InTurn asks the part that c belongs to.
func (t *target) InTurn(c *provider.Change) bool { return provider.InTurn(t.Target, c) }

// Meet introduces src to the parts.
func (t *target) Meet(src provider.Tree) { provider.Introduce(src, t.Target) }

// Commit commits the parts in order.
func (t *target) Commit(ctx context.Context) error { return provider.Commit(ctx, t.Target) }

// Place returns where src goes. An entry of the source that no part stands for
// becomes an object of the kind of the root that has its content, which is
// counted, but no children and no place of its own (recorded:
// manifest-auto/two-one, manifest-auto/three-order).
func (t *target) Place(parent, src *provider.Object) (*provider.Object, error) {
	if parent.Parent != nil {
		return t.Target.Place(parent, src)
	}
	n := *src
	n.Parent, n.Kind, n.Link, n.Children, n.Absent = parent, t.root.Kind, "", nil, false
	return &n, nil
}

// Apply makes a change in the part it belongs to. Adding an object that has no
// place does nothing.
func (t *target) Apply(ctx context.Context, c *provider.Change) error {
	if placeless(c) {
		return nil
	}
	return t.Target.Apply(ctx, c)
}

// placeless reports whether c adds what Place found no part for.
func placeless(c *provider.Change) bool {
	return c.Op() == provider.AddChild && c.New.Link == "" && c.New.Parent != nil && c.New.Parent.Parent == nil
}

// Describe describes c in the words of the part it belongs to. The root goes by
// the name that the destination gives it (recorded: manifest-auto/root-case).
func (t *target) Describe(src provider.Tree, c *provider.Change) string {
	if c.Object().Parent == nil {
		return provider.Sentence(c.Op(), t.root.Kind, t.root.Path)
	}
	return provider.Describe(t.Target, src, c)
}
