package param

import (
	"context"
	"errors"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// Rehearse finds out what [Options.Strict] is about before anything is changed:
// it reads all of src as chain, which holds the rule of b, lets a sync see it,
// and puts the values into the files in scope without keeping what comes out.
// It returns everything that is wrong, joined, and has no other effect. Entries
// of kind ProviderPath are left to the sync, which fails for them before it
// changes anything: they are applied when the destination is opened.
func (b *Binding) Rehearse(ctx context.Context, src provider.Tree, chain rules.Chain) error {
	if b.err != nil {
		return b.err
	}
	quiet := provider.WithReporter(ctx, 0, nil)
	started, applied := b.started, make([]bool, len(b.uses))
	for i, u := range b.uses {
		applied[i] = u.applied.Load()
	}
	b.started = true // nothing is to be told or checked yet
	r := rehearsal{chain: chain}
	err := r.below(quiet, src.Root())
	if err == nil {
		r.problems = append(r.problems, b.unused(r.paths, func(k Kind) bool { return k != ProviderPath })...)
		err = errors.Join(r.problems...)
	}
	b.started = started
	for i, u := range b.uses {
		u.applied.Store(applied[i])
	}
	return err
}

// maxPaths limits how many paths are kept to tell which is near to a scope that
// matches none.
const maxPaths = 10_000

type rehearsal struct {
	chain    rules.Chain
	problems []error
	paths    []string
}

// below goes through what is in o.
func (r *rehearsal) below(ctx context.Context, o *provider.Object) error {
	for c, err := range r.chain.Source(ctx, o) {
		if err != nil {
			return err
		}
		if c.Content != nil && len(r.paths) < maxPaths {
			r.paths = append(r.paths, c.Path)
		}
		if _, err := editOf(ctx, c); err != nil {
			if context.Cause(ctx) != nil {
				return err
			}
			r.problems = append(r.problems, err)
		}
		if err := r.below(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// unapplied says that u could not be applied to the object of e, and what in it
// could have been meant.
func (e *edit) unapplied(u *use, why *failed) error {
	err := &provider.Error{
		Op: "parameterize", Kind: e.o.Kind, Path: e.o.Path, Side: provider.SourceSide,
		Msg: "Parameter entry '" + u.label + "' could not be applied to '" + e.o.Path + "'. " + why.detail,
	}
	if why.candidates != nil {
		err.Msg += nearest(u.entry.Match, why.candidates())
	}
	return err
}

// unused returns an error for each entry of the kinds in question that was
// applied to nothing. The paths are those of the files that there were.
func (b *Binding) unused(paths []string, about func(Kind) bool) []error {
	var list []error
	for _, u := range b.uses {
		if u.applied.Load() || !about(u.entry.Kind) {
			continue
		}
		err := failure("Parameter entry '"+u.label+"' could not be applied anywhere.", nil)
		if u.entry.Kind.rewrites() {
			err.Msg = "The scope '" + u.entry.Scope + "' of parameter entry '" + u.label + "' matches no file." +
				nearest(literal(u.entry.Scope), paths)
		}
		list = append(list, err)
	}
	return list
}

// literal returns roughly what a pattern for paths matches.
func literal(pattern string) string {
	return strings.NewReplacer(`\\`, "/", `\`, "", "^", "", "$", "", ".*", "", "(?i)", "").Replace(pattern)
}

// doubtful returns what a strict Bind fails for besides missing values.
func (s Set) doubtful(values []Value) []error {
	circles := s.circles()
	if circles != nil {
		return append(circles, s.idle()...)
	}
	return append(s.leftovers(values), s.idle()...)
}

// idle returns an error for each value that was set and goes nowhere, because
// its parameter has no entries and no other one refers to it.
func (s Set) idle() []error {
	var list []error
	used := make([]bool, len(s))
	for _, p := range s {
		for _, i := range s.references(p) {
			used[i] = true
		}
	}
	for i, p := range s {
		if !p.Value.IsSet() || len(p.Entries) > 0 || used[i] {
			continue
		}
		list = append(list, failure("The value of parameter '"+p.Name+"' is not used: the parameter has no entries, and no other one refers to it.", nil))
	}
	return list
}
