package providertest

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"

	"github.com/webdeploy-go/webdeploy/provider"
)

// checkObjectPlace: Place says where an object would go, and touches nothing.
func checkObjectPlace(ctx context.Context, k kit) error {
	err := ownNow(ctx, k, func(s *session, _ []*provider.Object) error {
		var p problems
		src := k.make(0)[0]
		n, err := s.Place(s.holder, src)
		if err != nil {
			return err
		}
		p.placed(s.holder, src, n)
		if n == src || src.Parent != nil {
			p.addf("%s: Place changed what it was given", n.Path)
		}
		return p.err()
	})
	return errors.Join(err, there(ctx, k, nil))
}

// checkObjectAdd: what was added is there when the target is opened again.
func checkObjectAdd(ctx context.Context, k kit) error { return there(ctx, k, k.make(0, 0, 0)) }

// second returns the second object of a list.
func second(list []*provider.Object) (*provider.Object, error) {
	if len(list) < 2 {
		return nil, errors.New("what was added is not there")
	}
	return list[1], nil
}

// checkObjectUpdate: an object takes what another revision says, and the others
// stay what they are.
func checkObjectUpdate(ctx context.Context, k kit) error {
	err := ownNow(ctx, k, func(s *session, list []*provider.Object) error {
		old, err := second(list)
		if err != nil {
			return err
		}
		return s.Apply(ctx, update(old, k.make(0, 1)[1]))
	})
	if err != nil {
		return unsupported(err)
	}
	return there(ctx, k, k.make(0, 1, 0))
}

// checkObjectDelete: an object goes, and the others stay.
func checkObjectDelete(ctx context.Context, k kit) error {
	err := ownNow(ctx, k, func(s *session, list []*provider.Object) error {
		old, err := second(list)
		if err != nil {
			return err
		}
		return s.remove(ctx, old)
	})
	if err != nil {
		return unsupported(err)
	}
	return there(ctx, k, k.make(0, -1, 0))
}

// checkObjectSecondPlan: a sync of what has been synced has nothing to do.
func checkObjectSecondPlan(ctx context.Context, k kit) error {
	var like *provider.Object
	if err := with(ctx, k, func(s *session) error { like = s.holder; return nil }); err != nil {
		return err
	}
	holding := func(like *provider.Object, list []*provider.Object) *provider.Object {
		n := *like
		n.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] { return provider.List(ctx, &n, list) }
		return &n
	}
	own := func(s *session) (*provider.Object, error) {
		list, err := s.own(ctx, k)
		if err != nil {
			return nil, err
		}
		return holding(s.holder, list), nil
	}
	return plannedAgain(ctx, k, own, holding(like, k.make(0, 0, 0)), holding(like, k.make(1, -1, 0, 0)))
}

// checkObjectParallel: Apply may be called from several goroutines.
func checkObjectParallel(ctx context.Context, k kit) (err error) {
	defer func() { err = errors.Join(err, clearObjects(ctx, k)) }()
	revisions := make([]int, 20)
	err = ownNow(ctx, k, func(s *session, _ []*provider.Object) error {
		var work []func() error
		for _, o := range k.make(revisions...) {
			n, err := s.Place(s.holder, o)
			if err != nil {
				return err
			}
			work = append(work, func() error { return s.Apply(ctx, &provider.Change{New: n, Source: o}) })
		}
		return atOnce(work)
	})
	return errors.Join(err, there(ctx, k, k.make(revisions...)))
}

// checkObjectNames: an object of whatever key is refused, or there under that
// very key; the others stay what they are.
func checkObjectNames(ctx context.Context, k kit) error {
	var p problems
	stay := k.make(0, 0, 0)
	for _, name := range append(hostileNames(), "=", "a=b", "#", "\n", "a\r\nb", `"`, "'", `\`, " ", "<&>", "ünï", "\xff") {
		src := k.object(k.prefix()+name, 1)
		want := stay
		err := with(ctx, k, func(s *session) error { return s.addAll(ctx, []*provider.Object{src}) })
		switch {
		case err == nil:
			want = append(slices.Clone(stay), src)
			slices.SortFunc(want, provider.Compare)
		case !typed(err):
			p.addf("%q: fails with an error that is no *provider.Error: %w", name, err)
		}
		if err := there(ctx, k, want); err != nil {
			p.addf("%q: %w", name, err)
			return p.err() // what follows is not about the next name
		}
		err = ownNow(ctx, k, func(s *session, list []*provider.Object) error {
			for _, o := range list {
				if o.Key == src.Key {
					return s.remove(ctx, o)
				}
			}
			return nil
		})
		switch {
		case unsupported(err) != nil:
			p.addf("%q: %w", name, err)
		case err != nil:
			stay = want
		}
	}
	return p.err()
}

// checkObjectContent: a change whose content cannot be read changes nothing, and
// says why.
func checkObjectContent(ctx context.Context, k kit) error {
	if k.make(0)[0].Content == nil {
		return nil
	}
	spoil := func(o *provider.Object) *provider.Object {
		o.Content, o.Checksum = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(&failingReader{left: 100}), nil }, nil
		return o
	}
	return objectsUntouched(ctx, k, spoil, errContent, func(s *session, c *provider.Change) error { return s.Apply(ctx, c) })
}

// checkObjectCancelled: a change in a context that has ended changes nothing,
// and fails with its cause.
func checkObjectCancelled(ctx context.Context, k kit) error {
	cause := errors.New("providertest: stop")
	ended, cancel := context.WithCancelCause(ctx)
	cancel(cause)
	same := func(o *provider.Object) *provider.Object { return o }
	return objectsUntouched(ctx, k, same, cause, func(s *session, c *provider.Change) error { return s.Apply(ended, c) })
}

// objectsUntouched tries to update an object and to add one, and makes sure that
// this fails with want and that the objects stay what they were.
func objectsUntouched(ctx context.Context, k kit, spoil func(*provider.Object) *provider.Object, want error, apply func(*session, *provider.Change) error) error {
	err := ownNow(ctx, k, func(s *session, list []*provider.Object) error {
		var p problems
		src := k.make(0, 1, 0, 0)
		old, err := second(list)
		if err != nil {
			return err
		}
		n, err := s.Place(s.holder, spoil(src[3]))
		if err != nil {
			return err
		}
		for _, c := range []*provider.Change{{New: n, Source: src[3]}, update(old, spoil(src[1]))} {
			p.refused(c, apply(s, c), want)
		}
		return p.err()
	})
	return errors.Join(err, there(ctx, k, k.make(0, 0, 0)))
}
