package providertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/webdeploy-go/webdeploy/provider"
)

// checkOneFile: a target that is one file, or can become one, can be added,
// updated and deleted, and is whole at any time. In the end it is what it was.
func checkOneFile(ctx context.Context, k kit) error {
	was, err := theFile(ctx, k)
	if err != nil || was == nil {
		return err
	}
	err = checkFile(ctx, k)
	if !was.Absent {
		err = errors.Join(err, writeFile(ctx, k, was))
	}
	return err
}

func checkFile(ctx context.Context, k kit) error {
	for _, size := range []int{5, 200_000, 0} {
		if err := writeFile(ctx, k, file("f", noise(size))); err != nil {
			return fmt.Errorf("write %d bytes: %w", size, err)
		}
		if err := isFile(ctx, k, noise(size)); err != nil {
			return err
		}
	}
	if err := writeFile(ctx, k, failing("f")); !errors.Is(err, errContent) {
		return fmt.Errorf("writing a content that cannot be read ends with %v, not %w", err, errContent)
	}
	if err := isFile(ctx, k, nil); err != nil {
		return err
	}
	err := withFile(ctx, k, func(t provider.Target, o *provider.Object) error {
		return t.Apply(ctx, &provider.Change{Old: o})
	})
	if err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	o, err := theFile(ctx, k)
	if err == nil && (o == nil || !o.Absent) {
		err = errors.New("the file was deleted, but is still there")
	}
	return err
}

// theFile returns the file that the target is, with a content that outlives it,
// or nil if it is none.
func theFile(ctx context.Context, k kit) (found *provider.Object, err error) {
	err = withFile(ctx, k, func(_ provider.Target, o *provider.Object) error {
		n := *o
		found = &n
		if o.Absent || o.Content == nil {
			return nil
		}
		b, err := read(ctx, o)
		n.Content, n.Checksum = file("", b).Content, nil
		return err
	})
	return found, err
}

// withFile opens the target, calls f with the file that it is or can become,
// commits and closes it. If it is none, it does nothing.
func withFile(ctx context.Context, k kit, f func(provider.Target, *provider.Object) error) error {
	t, err := k.open()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	s := &session{Target: t}
	o, err := fileIn(ctx, t)
	if err == nil && o != nil {
		err = f(t, o)
	}
	if err != nil {
		return errors.Join(err, t.Close())
	}
	return s.end(ctx)
}

// fileIn returns the root of t, or the part that is the only one or one of
// several that are absent, if it is a file, and nil if it is not.
func fileIn(ctx context.Context, t provider.Target) (*provider.Object, error) {
	o := t.Root()
	for !o.Kind.Is(provider.FilePath) {
		parts, err := provider.Parts(ctx, t, o)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(parts, func(p *provider.Object) bool {
			return len(parts) == 1 || p.Absent && p.Kind.Is(provider.FilePath)
		})
		if i < 0 {
			return nil, nil
		}
		o = parts[i]
	}
	return o, nil
}

func writeFile(ctx context.Context, k kit, src *provider.Object) error {
	return withFile(ctx, k, func(t provider.Target, o *provider.Object) error {
		s := &session{Target: t}
		if err := s.exist(ctx, o.Parent); err != nil {
			return err
		}
		c := update(o, src)
		c.New.Absent, c.New.Invalid = false, nil
		return t.Apply(ctx, c)
	})
}

// isFile returns an error unless the target holds data.
func isFile(ctx context.Context, k kit, data []byte) error {
	return withFile(ctx, k, func(_ provider.Target, o *provider.Object) error {
		if o.Absent || o.Content == nil {
			return fmt.Errorf("%s: not there", o.Path)
		}
		b, err := read(ctx, o)
		if err == nil && !bytes.Equal(b, data) {
			err = fmt.Errorf("%s: has %d bytes, not %d", o.Path, len(b), len(data))
		}
		return err
	})
}
