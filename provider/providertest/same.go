package providertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// granularity is how far apart two times may be that a format rounds.
const granularity = 2 * time.Second

// Same returns an error unless got, an object of one tree, and everything below
// it look like want, one of another: the same names and kinds in the same
// order, the same contents, and no difference in attributes that compare. Times
// may differ by less than two seconds.
func Same(ctx context.Context, want, got *provider.Object) error {
	var p problems
	p.same(ctx, want, got)
	return p.err()
}

func (p *problems) same(ctx context.Context, want, got *provider.Object) {
	if !want.Kind.Is(got.Kind) {
		p.addf("%s: is a %s, not a %s", got.Path, got.Kind, want.Kind)
		return
	}
	for d := range want.Attrs.Diff(got.Attrs) {
		if !d.Matters() || d.New.Kind() == provider.TimeKind && !d.Missing && d.New.Time().Sub(d.Old.Time()).Abs() < granularity {
			continue
		}
		p.addf("%s: %s is '%v', not '%v'", got.Path, d.Name, d.Old, d.New)
	}
	p.sameContent(ctx, want, got)
	from, err := collect(want.Below(ctx))
	to, err2 := collect(got.Below(ctx))
	if err := errors.Join(err, err2); err != nil {
		p.addf("%s: list: %w", got.Path, err)
		return
	}
	p.sameChildren(ctx, got, from, to)
}

func (p *problems) sameContent(ctx context.Context, want, got *provider.Object) {
	if (want.Content == nil) != (got.Content == nil) {
		p.addf("%s: only one of the two has a content", got.Path)
		return
	}
	if want.Content == nil {
		return
	}
	a, err := read(ctx, want)
	b, err2 := read(ctx, got)
	if err := errors.Join(err, err2); err != nil {
		p.addf("%s: read: %w", got.Path, err)
	} else if !bytes.Equal(a, b) {
		p.addf("%s: has another content of %d bytes, not %d", got.Path, len(b), len(a))
	}
}

func (p *problems) sameChildren(ctx context.Context, got *provider.Object, from, to []*provider.Object) {
	for i := range max(len(from), len(to)) {
		switch {
		case i >= len(to):
			p.addf("%s: has no %s", got.Path, title(from[i]))
		case i >= len(from):
			p.addf("%s: has %s, which it should not", got.Path, title(to[i]))
		case title(from[i]) != title(to[i]):
			p.addf("%s: has %s, not %s", got.Path, title(to[i]), title(from[i]))
			return
		default:
			p.same(ctx, from[i], to[i])
		}
	}
}

// title names an object among its siblings. The keys of parts are paths, and
// differ.
func title(o *provider.Object) string {
	if o.Link != "" {
		return fmt.Sprintf("%s as %s", o.Kind, o.Link)
	}
	return fmt.Sprintf("%s %s", o.Kind, o.Key)
}
