package providertest

import (
	"context"
	"errors"
	"slices"

	"github.com/webdeploy-go/webdeploy/provider"
)

// name tells siblings apart.
type name struct{ link, kind, key string }

func names(list []*provider.Object) []name {
	out := make([]name, len(list))
	for i, o := range list {
		out[i] = name{o.Link, string(o.Kind), o.Key}
	}
	return out
}

// checkBreak: a loop may be left early; listing anew then yields everything.
func checkBreak(ctx context.Context, t provider.Tree) error {
	var p problems
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Invalid != nil {
			return nil
		}
		all, err := collect(o.Below(ctx))
		if err != nil {
			return err
		}
		for stop := range min(len(all), 3) {
			n := 0
			for range o.Below(ctx) {
				if n++; n > stop {
					break
				}
			}
			again, err := collect(o.Below(ctx))
			if err != nil || !slices.Equal(names(all), names(again)) {
				p.addf("%s: lists %d children, and %d after a loop was left early (%v)", o.Path, len(all), len(again), err)
			}
		}
		return nil
	})
	return errors.Join(p.err(), err)
}

// checkAgain: a sequence is single-use. Using it twice is a mistake, and must
// not yield something that is not there.
func checkAgain(ctx context.Context, t provider.Tree) error {
	var p problems
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Invalid != nil {
			return nil
		}
		seq := o.Below(ctx)
		first, err := collect(seq)
		if err != nil {
			return err
		}
		second, err := collect(seq)
		if err == nil && len(second) > 0 && !slices.Equal(names(first), names(second)) {
			p.addf("%s: a sequence used twice yields other children the second time", o.Path)
		}
		return nil
	})
	return errors.Join(p.err(), err)
}

// checkErrors: an error is the last thing a sequence yields, comes alone, and
// is typed. Cancelling provokes one everywhere.
func checkErrors(ctx context.Context, t provider.Tree) error {
	var p problems
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Invalid != nil && !typed(o.Invalid) {
			p.addf("%s: Invalid is no *provider.Error: %v", o.Path, o.Invalid)
		}
		p.errorLast(ctx, o)
		return nil
	})
	return errors.Join(p.err(), err)
}

func (p *problems) errorLast(ctx context.Context, o *provider.Object) {
	if o.Invalid != nil {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var last error
	for c, err := range o.Below(ctx) {
		cancel()
		switch {
		case last != nil:
			p.addf("%s: goes on after the error: %v", o.Path, last)
			return
		case err != nil && c != nil:
			p.addf("%s: yields a child together with the error: %v", o.Path, err)
		case err != nil && !typed(err):
			p.addf("%s: yields an error that is no *provider.Error: %v", o.Path, err)
		case err == nil && c == nil:
			p.addf("%s: yields neither a child nor an error", o.Path)
		}
		last = err
	}
}

// checkCancel: what is called with a context that has ended fails with its
// cause.
func checkCancel(ctx context.Context, t provider.Tree) error {
	cause := errors.New("providertest: stop")
	ended, cancel := context.WithCancelCause(ctx)
	cancel(cause)
	var p problems
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Invalid != nil {
			return nil
		}
		if o.Content != nil {
			p.contentEnded(ended, o, cause)
		}
		list, err := collect(o.Below(ctx))
		if err != nil || len(list) == 0 || list[0].Link != "" {
			return err // a list of parts is there already
		}
		if _, err := collect(o.Below(ended)); !errors.Is(err, cause) {
			p.addf("%s: listed in a context that has ended, it fails with %v, not its cause", o.Path, err)
		}
		return nil
	})
	return errors.Join(p.err(), err)
}

func (p *problems) contentEnded(ended context.Context, o *provider.Object, cause error) {
	r, err := o.Content(ended)
	if err == nil {
		r.Close()
	}
	if !errors.Is(err, cause) {
		p.addf("%s: opened in a context that has ended, it fails with %v, not its cause", o.Path, err)
	}
}
