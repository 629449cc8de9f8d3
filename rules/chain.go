package rules

import (
	"context"
	"iter"
	"log/slog"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A Chain applies rules in order. The nil Chain is ready to use.
type Chain []*Rule

// Directives returns the skip directives of the chain, in order: the part that
// also applies to listings.
func (ch Chain) Directives() Chain {
	var out Chain
	for _, r := range ch {
		if r.Directive {
			out = append(out, r)
		}
	}
	return out
}

// Change passes c through the chain. A nil result means that a rule, which is
// then named in a verbose event, drops the change.
func (ch Chain) Change(ctx context.Context, c *provider.Change) (*provider.Change, error) {
	for _, r := range ch {
		if r.Change == nil {
			continue
		}
		next, err := r.Change(ctx, c)
		if err != nil {
			return nil, err
		}
		if next == nil {
			reportDropped(ctx, c, r)
			return nil, nil
		}
		c = next
	}
	return c, nil
}

// reportDropped says that r dropped c, naming the source of what would have
// been written or the destination of what would have been deleted (recorded:
// rules/donotdelete-verbose, rules/skipnewer-verbose).
func reportDropped(ctx context.Context, c *provider.Change, r *Rule) {
	if !provider.Reports(ctx, provider.LevelVerbose) {
		return
	}
	o := c.Object()
	if c.Source != nil {
		o = c.Source
	}
	provider.Report(ctx, provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventGeneral, Op: c.Op(), Kind: o.Kind, Path: o.Path,
		Message: c.Op().String() + " operation on " + string(o.Kind) + " (" + o.Path + ") skipped because of rule " + r.Name + ".",
	})
}

// Same returns the first rule that says that the difference c does not matter,
// or nil.
func (ch Chain) Same(ctx context.Context, c *Comparison) *Rule {
	for _, r := range ch {
		if r.Same != nil && r.Same(ctx, c) {
			return r
		}
	}
	return nil
}

// Source returns the children of o as the chain lets a sync see them. Objects
// that cannot be read and are left out for that reason are among them, see
// [Withheld].
func (ch Chain) Source(ctx context.Context, o *provider.Object) iter.Seq2[*provider.Object, error] {
	return ch.filter(ctx, o, sourceView())
}

// Target returns the children of o as the chain lets a sync see them.
func (ch Chain) Target(ctx context.Context, o *provider.Object) iter.Seq2[*provider.Object, error] {
	return ch.filter(ctx, o, targetView())
}

// SeeTarget returns o, an object of the target, as the chain lets a sync see
// it, or nil if it hides it.
func (ch Chain) SeeTarget(ctx context.Context, o *provider.Object) (*provider.Object, error) {
	return ch.see(ctx, o, targetView())
}

type hook = func(context.Context, *provider.Object) (*provider.Object, error)

// A view is one side of a sync as rules see it.
type view struct {
	side string // for messages
	of   func(*Rule) hook
}

func sourceView() view { return view{"source", func(r *Rule) hook { return r.Source }} }
func targetView() view { return view{"destination", func(r *Rule) hook { return r.Target }} }

func (ch Chain) has(v view) bool {
	for _, r := range ch {
		if v.of(r) != nil {
			return true
		}
	}
	return false
}

func (ch Chain) filter(ctx context.Context, parent *provider.Object, v view) iter.Seq2[*provider.Object, error] {
	if !ch.has(v) {
		return parent.Below(ctx)
	}
	return func(yield func(*provider.Object, error) bool) {
		for o, err := range parent.Below(ctx) {
			if err == nil {
				o, err = ch.see(ctx, o, v)
			}
			if o == nil && err == nil {
				continue
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}

func (ch Chain) see(ctx context.Context, o *provider.Object, v view) (*provider.Object, error) {
	for _, r := range ch {
		h := v.of(r)
		if h == nil {
			continue
		}
		n, err := h(ctx, o)
		switch {
		case err != nil:
			return nil, err
		case n == nil:
			reportHidden(ctx, o, r, v.side)
			return withhold(o, r), nil
		case n != o:
			reportReplaced(ctx, o, n, r)
		}
		o = n
	}
	return o, nil
}

// withheld is the Invalid of an object that a rule leaves out because it cannot
// be read.
type withheld struct{ error }

func (w withheld) Unwrap() error { return w.error }

// Withheld reports whether o is an object of the source that a rule leaves out
// because it cannot be read. It is nothing to add or update; but it is there,
// so that what stands for it at the destination is not superfluous either. A
// sync leaves that alone.
func Withheld(o *provider.Object) bool {
	_, ok := o.Invalid.(withheld)
	return ok
}

// withhold returns what is seen of o after r has hidden it: nothing, unless it
// is one that cannot be read. What a directive hides is hidden on both sides.
func withhold(o *provider.Object, r *Rule) *provider.Object {
	if o.Invalid == nil || r.Directive || o.Absent {
		return nil
	}
	w := *o
	w.Invalid, w.Content, w.Checksum, w.Children = withheld{o.Invalid}, nil, nil, nil
	return &w
}

// reportHidden says that r hides o (recorded: skip-replace/skip-directive-dir,
// cmdline/verbose-level-verbose).
func reportHidden(ctx context.Context, o *provider.Object, r *Rule, side string) {
	e := provider.Event{Level: slog.LevelInfo, Type: provider.EventSkipped, Kind: o.Kind, Path: o.Path}
	if !r.Directive {
		e.Level, e.Type = provider.LevelVerbose, provider.EventGeneral
	}
	if !provider.Reports(ctx, e.Level) {
		return
	}
	at := string(o.Kind) + " (" + o.Path + ")"
	if r.Directive {
		e.Message = "Object " + at + " skipped due to skip directive '" + r.Name + "'."
	} else {
		e.Message = "Skipping " + side + " " + at + " because of rule " + r.Name + "."
	}
	provider.Report(ctx, e)
}

// reportReplaced says that r rewrote o to n, if any attribute shows it
// (recorded: skip-replace/replace-file-verbose).
func reportReplaced(ctx context.Context, o, n *provider.Object, r *Rule) {
	if !provider.Reports(ctx, provider.LevelVerbose) {
		return
	}
	var list []string
	if o.Key != n.Key {
		list = append(list, pair(o.KeyAttr(), o.Key, n.Key))
	}
	for _, a := range n.Attrs {
		if v, _ := o.Attrs.Get(a.Name); v != a.Value && a.Flags&(provider.Hidden|provider.Secret) == 0 {
			list = append(list, pair(a.Name, v.String(), a.Value.String()))
		}
	}
	if list == nil {
		return
	}
	provider.Report(ctx, provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventReplaced, Kind: o.Kind, Path: o.Path, Rule: r.Name,
		Message: "Source " + string(o.Kind) + " (" + o.Path + ") replaced with changed attributes (" +
			strings.Join(list, ",") + ") because of rule " + r.Name + ".",
	})
}

func pair(name, was, is string) string { return name + "['" + was + "','" + is + "']" }
