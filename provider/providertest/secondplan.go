package providertest

import (
	"context"
	"errors"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// checkSecondPlan: a sync of what has been synced has nothing to do.
func checkSecondPlan(ctx context.Context, k kit) error {
	sample := func(s *session) (*provider.Object, error) { return s.lookup(ctx, k.name) }
	return plannedAgain(ctx, k, sample, k.sample(), k.changed())
}

// plannedAgain syncs each of the given sources, but for the first, which is
// there, into what find returns, and makes sure each time that the next plan is
// empty.
func plannedAgain(ctx context.Context, k kit, find func(*session) (*provider.Object, error), sources ...*provider.Object) error {
	for i, src := range sources {
		each := func(do func(*session, *provider.Change) error) error {
			return with(ctx, k, func(s *session) error {
				root, err := find(s)
				if err == nil && root == nil {
					err = errors.New("the sample is gone")
				}
				if err != nil {
					return err
				}
				for c, err := range sync.Plan(ctx, one{src}, part{s.Target, root}, &sync.Options{Rules: rules.Default()}) {
					if err == nil {
						err = do(s, c)
					}
					if err != nil {
						return err
					}
				}
				return nil
			})
		}
		if i > 0 {
			if err := each(func(s *session, c *provider.Change) error { return s.Apply(ctx, c) }); err != nil {
				return unsupported(err)
			}
		}
		var p problems
		err := each(func(_ *session, c *provider.Change) error {
			p.addf("%s: planned again: %v", c.Object().Path, c.Op())
			return nil
		})
		if err := errors.Join(p.err(), err); err != nil {
			return err
		}
	}
	return nil
}

// one is the tree of an object that is no tree's.
type one struct{ root *provider.Object }

// Root returns the object.
func (o one) Root() *provider.Object { return o.root }

// Close does nothing.
func (one) Close() error { return nil }

// A part is a target of which only what is below one object is looked at.
type part struct {
	provider.Target
	root *provider.Object
}

// Root returns that object.
func (p part) Root() *provider.Object { return p.root }

// Parts returns what the target says.
func (p part) Parts(ctx context.Context, parent *provider.Object) ([]*provider.Object, error) {
	return provider.Parts(ctx, p.Target, parent)
}
