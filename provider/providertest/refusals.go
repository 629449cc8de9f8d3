package providertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// checkMissingParent: nothing can be added to a folder that is not there, and
// no folder comes into being by accident.
func checkMissingParent(ctx context.Context, k kit) error {
	err := with(ctx, k, func(s *session) error {
		dir, err := s.Place(s.holder, folder(k.name))
		if err != nil {
			return err
		}
		n, err := s.Place(dir, file("a.txt", []byte("alpha")))
		if err != nil {
			return err
		}
		if err := s.Apply(ctx, &provider.Change{New: n}); err == nil {
			return fmt.Errorf("%s: added to a folder that does not exist", n.Path)
		} else if !typed(err) {
			return fmt.Errorf("%s: fails with an error that is no *provider.Error: %w", n.Path, err)
		}
		return nil
	})
	return errors.Join(err, absent(ctx, k, k.name))
}

// hostileNames could lead out of the folder that they are in.
func hostileNames() []string {
	return []string{"", ".", "..", "/", "a/b", "../a.txt", "/a.txt", "..//a.txt", "a\x00b"}
}

// checkHostile: names that mean something to a system are refused, by Place or
// by Apply, and nothing happens.
func checkHostile(ctx context.Context, k kit) error {
	var p problems
	for i, name := range hostileNames() {
		for _, src := range []*provider.Object{file(name, []byte("bad")), folder(name)} {
			own := kit{open: k.open, name: fmt.Sprintf("%s %d %s", k.name, i, src.Kind)}
			check := func(ctx context.Context, k kit) error { return hostile(ctx, k, src) }
			if err := filled(kit.empty, check)(ctx, own); err != nil {
				p.addf("%s called %q: %w", src.Kind, name, err)
			}
		}
	}
	return p.err()
}

// hostile tries to add src, whose name must not be accepted, to a folder that
// stays empty.
func hostile(ctx context.Context, k kit, src *provider.Object) error {
	err := change(ctx, k, func(s *session, root *provider.Object) error {
		n, err := s.Place(root, src)
		if err == nil && s.Apply(ctx, &provider.Change{New: n, Source: src}) == nil {
			return errors.New("accepted")
		}
		return nil
	})
	return errors.Join(err, present(ctx, k, k.empty()))
}

// failingReader fails after some bytes.
type failingReader struct{ left int }

var errContent = errors.New("providertest: the content ends in an error")

func (r *failingReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, errContent
	}
	n := min(len(p), r.left)
	r.left -= n
	copy(p, strings.Repeat("x", n))
	return n, nil
}

// failing returns a file whose content cannot be read to its end.
func failing(name string) *provider.Object {
	o := file(name, noise(200_000))
	o.Content = func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(&failingReader{left: 150_000}), nil
	}
	return o
}

// checkFailingContent: a change whose content cannot be read changes nothing,
// and says why.
func checkFailingContent(ctx context.Context, k kit) error {
	return untouched(ctx, k, errContent, func(s *session, c *provider.Change) error { return s.Apply(ctx, c) })
}

// checkCancelledChange: a change in a context that has ended changes nothing,
// and fails with its cause.
func checkCancelledChange(ctx context.Context, k kit) error {
	cause := errors.New("providertest: stop")
	ended, cancel := context.WithCancelCause(ctx)
	cancel(cause)
	return untouched(ctx, k, cause, func(s *session, c *provider.Change) error { return s.Apply(ended, c) })
}

// untouched tries to update a file and to add two, one of them beside the
// sample's own, and makes sure that this fails with want and that the sample
// stays what it was.
func untouched(ctx context.Context, k kit, want error, apply func(*session, *provider.Change) error) error {
	err := change(ctx, k, func(s *session, root *provider.Object) error {
		var p problems
		old, err := s.lookup(ctx, k.name, "a.txt")
		if err != nil || old == nil {
			return errors.Join(errors.New("a.txt is gone"), err)
		}
		n, err := s.Place(root, failing("new.bin"))
		if err != nil {
			return err
		}
		for _, c := range []*provider.Change{{New: n}, update(old, failing("a.txt"))} {
			p.refused(c, apply(s, c), want)
		}
		return p.err()
	})
	return errors.Join(err, present(ctx, k, k.sample()))
}

// refused says so unless c failed with want, or is not offered.
func (p *problems) refused(c *provider.Change, err, want error) {
	if !errors.Is(err, want) && unsupported(err) != nil || err == nil {
		p.addf("%s: %v fails with %v, not %v", c.New.Path, c.Op(), err, want)
	}
}
