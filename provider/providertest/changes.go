package providertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/webdeploy-go/webdeploy/provider"
)

// present returns an error unless the sample is there and looks like want.
func present(ctx context.Context, k kit, want *provider.Object) error {
	return with(ctx, k, func(s *session) error {
		o, err := s.lookup(ctx, k.name)
		switch {
		case err != nil:
			return err
		case o == nil:
			return fmt.Errorf("%s: not there", want.Path)
		}
		return Same(ctx, want, o)
	})
}

// checkAdd: what was added is there when the target is opened again.
func checkAdd(ctx context.Context, k kit) error { return present(ctx, k, k.sample()) }

// change makes the change that f finds in the sample.
func change(ctx context.Context, k kit, f func(s *session, root *provider.Object) error) error {
	return with(ctx, k, func(s *session) error {
		root, err := s.lookup(ctx, k.name)
		if err == nil && root == nil {
			err = errors.New("the sample is gone")
		}
		if err != nil {
			return err
		}
		return f(s, root)
	})
}

// update returns the change that gives old the content and attributes of src.
func update(old, src *provider.Object) *provider.Change {
	n := *src
	n.Parent, n.Path, n.Key, n.Link = old.Parent, old.Path, old.Key, old.Link
	return &provider.Change{Old: old, New: &n, Source: src}
}

// checkUpdate: a file takes a new content, a shorter or a longer one, and new
// attributes.
func checkUpdate(ctx context.Context, k kit) error {
	longer, shorter := file("a.txt", noise(100_000)), file("leaf.txt", nil)
	longer.Attrs = longer.Attrs.With(provider.AttrLastWriteTime, provider.Time(sampleTime().AddDate(1, 0, 0)))
	err := change(ctx, k, func(s *session, root *provider.Object) error {
		a, err := s.lookup(ctx, k.name, "a.txt")
		if err != nil || a == nil {
			return errors.Join(errors.New("a.txt is gone"), err)
		}
		leaf, err := s.lookup(ctx, k.name, "b", "leaf.txt")
		if err != nil || leaf == nil {
			return errors.Join(errors.New("b/leaf.txt is gone"), err)
		}
		return errors.Join(s.Apply(ctx, update(a, longer)), s.Apply(ctx, update(leaf, shorter)))
	})
	if err != nil {
		return unsupported(err)
	}
	return present(ctx, k, folder(k.name,
		longer,
		folder("b",
			folder("c", file("deep.bin", noise(300_000))),
			folder("empty"),
			shorter),
		file("B.txt", nil),
		file("with space.txt", []byte("blank")),
		file("ünï.txt", []byte("umlaut"))))
}

// unsupported returns nil if err says that a provider does not offer something.
func unsupported(err error) error {
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// checkDelete: files and folders go, and nothing beside them.
func checkDelete(ctx context.Context, k kit) error {
	err := change(ctx, k, func(s *session, root *provider.Object) error {
		var errs []error
		for _, keys := range [][]string{{"a.txt"}, {"b"}} {
			o, err := s.lookup(ctx, append([]string{k.name}, keys...)...)
			if err != nil || o == nil {
				return errors.Join(fmt.Errorf("%v is gone", keys), err)
			}
			errs = append(errs, s.remove(ctx, o))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		return unsupported(err)
	}
	return present(ctx, k, folder(k.name,
		file("B.txt", nil),
		file("with space.txt", []byte("blank")),
		file("ünï.txt", []byte("umlaut"))))
}

const parallelFolders, parallelFiles = 3, 20

// checkParallel: Apply may be called from several goroutines.
func checkParallel(ctx context.Context, k kit) error {
	err := with(ctx, k, func(s *session) error {
		root, err := s.add(ctx, s.holder, folder(k.name))
		if err != nil {
			return err
		}
		var work []func() error
		for d := range parallelFolders {
			dir, err := s.add(ctx, root, folder(fmt.Sprintf("d%d", d)))
			if err != nil {
				return err
			}
			for i := range parallelFiles {
				n, err := s.Place(dir, parallelFile(d, i))
				if err != nil {
					return err
				}
				work = append(work, func() error { return s.Apply(ctx, &provider.Change{New: n}) })
			}
		}
		return atOnce(work)
	})
	if err != nil {
		return err
	}
	want := folder(k.name, parallelSample()...)
	return present(ctx, k, want)
}

func parallelFile(d, i int) *provider.Object {
	return file(fmt.Sprintf("f%02d.txt", i), noise(1000*i+d))
}

func parallelSample() (want []*provider.Object) {
	for d := range parallelFolders {
		var kids []*provider.Object
		for i := range parallelFiles {
			kids = append(kids, parallelFile(d, i))
		}
		want = append(want, folder(fmt.Sprintf("d%d", d), kids...))
	}
	return want
}
