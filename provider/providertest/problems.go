package providertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/webdeploy-go/webdeploy/provider"
)

// problems collects what is wrong. Of very many, the first ones tell enough.
type problems struct{ errs []error }

const maxProblems = 20

func (p *problems) addf(format string, args ...any) {
	if len(p.errs) < maxProblems {
		p.errs = append(p.errs, fmt.Errorf(format, args...))
	}
}

func (p *problems) err() error { return errors.Join(p.errs...) }

// collect returns the objects of seq and the error that ended it.
func collect(seq iter.Seq2[*provider.Object, error]) ([]*provider.Object, error) {
	var list []*provider.Object
	for o, err := range seq {
		if err != nil {
			return list, err
		}
		list = append(list, o)
	}
	return list, nil
}

// read returns the content of o.
func read(ctx context.Context, o *provider.Object) ([]byte, error) {
	r, err := o.Content(ctx)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	return b, errors.Join(err, r.Close())
}

// typed reports whether err is, or wraps, an *provider.Error.
func typed(err error) bool {
	var e *provider.Error
	return errors.As(err, &e)
}

// each calls f for every object of a tree, parents first, until f fails. Unlike
// provider.Walk it goes on within the loop that yielded the parent, and leaves
// out what is Invalid.
func each(ctx context.Context, o *provider.Object, f func(*provider.Object) error) error {
	if err := f(o); err != nil || o.Invalid != nil {
		return err
	}
	for c, err := range o.Below(ctx) {
		if err != nil {
			return fmt.Errorf("%s: list: %w", o.Path, err)
		}
		if c == nil {
			return fmt.Errorf("%s: list: a child is nil", o.Path)
		}
		if err := each(ctx, c, f); err != nil {
			return err
		}
	}
	return nil
}
