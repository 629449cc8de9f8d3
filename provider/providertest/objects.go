package providertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// objectRules returns what is true of every target of objects that are neither
// files nor folders.
func objectRules() []targetRule {
	return []targetRule{
		{"place", checkObjectPlace},
		{"add", withObjects(checkObjectAdd)},
		{"read", withObjects(checkReadable)},
		{"update", withObjects(checkObjectUpdate)},
		{"delete", withObjects(checkObjectDelete)},
		{"second plan", withObjects(checkObjectSecondPlan)},
		{"parallel", checkObjectParallel},
		{"any name", withObjects(checkObjectNames)},
		{"failing content", withObjects(checkObjectContent)},
		{"cancelled change", withObjects(checkObjectCancelled)},
	}
}

// prefix is what the keys of the objects of the kit begin with. It has no blanks:
// not every key may.
func (k kit) prefix() string { return strings.ReplaceAll(k.name, " ", "_") + "_" }

// make returns objects whose keys end in a, b and so on, of the given revisions;
// those of negative ones are left out.
func (k kit) make(revisions ...int) (list []*provider.Object) {
	for i, n := range revisions {
		if n >= 0 {
			list = append(list, k.object(k.prefix()+string(rune('a'+i)), n))
		}
	}
	return list
}

// own returns those of the objects in the target that are the kit's.
func (s *session) own(ctx context.Context, k kit) ([]*provider.Object, error) {
	if s.holder == nil {
		return nil, errors.New("no object takes what Suite.Object makes")
	}
	list, err := collect(s.holder.Below(ctx))
	return slices.DeleteFunc(list, func(o *provider.Object) bool { return o.Link != "" || !strings.HasPrefix(o.Key, k.prefix()) }), err
}

// ownNow calls f with the kit's objects.
func ownNow(ctx context.Context, k kit, f func(s *session, list []*provider.Object) error) error {
	return with(ctx, k, func(s *session) error {
		list, err := s.own(ctx, k)
		if err != nil {
			return err
		}
		return f(s, list)
	})
}

// there returns an error unless the kit's objects are those wanted.
func there(ctx context.Context, k kit, want []*provider.Object) error {
	return ownNow(ctx, k, func(s *session, list []*provider.Object) error {
		var p problems
		p.sameChildren(ctx, s.holder, want, list)
		return p.err()
	})
}

// withObjects returns a check that starts with three objects, and that cleans
// up.
func withObjects(check func(context.Context, kit) error) func(context.Context, kit) error {
	return func(ctx context.Context, k kit) (err error) {
		defer func() { err = errors.Join(err, clearObjects(ctx, k)) }()
		err = with(ctx, k, func(s *session) error { return s.addAll(ctx, k.make(0, 0, 0)) })
		if err != nil {
			return err
		}
		return check(ctx, k)
	}
}

// addAll adds objects to the holder.
func (s *session) addAll(ctx context.Context, list []*provider.Object) error {
	if s.holder == nil {
		return errors.New("no object takes what Suite.Object makes")
	}
	for _, o := range list {
		if _, err := s.add(ctx, s.holder, o); err != nil {
			return err
		}
	}
	return nil
}

// clearObjects removes the kit's objects.
func clearObjects(ctx context.Context, k kit) error {
	err := ownNow(ctx, k, func(s *session, list []*provider.Object) error {
		for _, o := range list {
			if err := s.remove(ctx, o); err != nil {
				return unsupported(err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("clean up: %w", err)
	}
	return nil
}
