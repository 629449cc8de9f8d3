package param

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// RuleName is the name of the rule that applies parameters.
const RuleName = "Parameterization"

// attrMark is an attribute of source objects that parameters may rewrite. No
// destination has it, so the rule is asked about every such object that exists
// there, even if nothing else seems to differ.
const attrMark = "parameters"

// Rewritten reports whether o is a source object that parameters rewrite.
// Packages announce such objects in other words (recorded: xmlfile/to-package).
func Rewritten(o *provider.Object) bool {
	_, ok := o.Attrs.Get(attrMark)
	return ok
}

// Rule returns the rule "Parameterization", which rewrites the contents of
// source objects in scope of an entry.
//
// Whether an object is in scope is known from its path alone; others are never
// opened. One in scope is read once, and only when it is compared with an
// object of the destination or about to be written. It is compared by its new
// size and, if that is the same, its new content; the time stays that of the
// source (recorded: parameters/deploy-again-samelength, xmlfile/checksum).
func (b *Binding) Rule() *rules.Rule {
	return &rules.Rule{
		Name:   RuleName,
		Doc:    "Applies the values of parameters to paths and to the contents of files.",
		Source: b.source,
		Target: func(ctx context.Context, o *provider.Object) (*provider.Object, error) { return o, b.start(ctx) },
		Same:   b.same,
		Change: b.change,
		Finish: b.finish,
	}
}

// source sets attributes and marks objects whose contents are in scope.
func (b *Binding) source(ctx context.Context, o *provider.Object) (*provider.Object, error) {
	if err := b.start(ctx); err != nil {
		return nil, err
	}
	o, err := b.withAttributes(ctx, o)
	if o == nil || err != nil || o.Content == nil {
		return o, err
	}
	var uses []*use
	for _, u := range b.uses {
		if u.entry.Kind.rewrites() && b.inScope(u, o) {
			uses = append(uses, u)
		}
	}
	if uses == nil || b.err != nil {
		return o, b.err
	}
	n := *o
	mark := provider.Attr{Name: attrMark, Value: provider.Bool(true), Flags: provider.Hidden}
	n.Attrs = append(provider.Attrs{mark}, o.Attrs...)
	n.Content, n.Checksum = (&edit{opts: &b.opts, o: o, uses: uses}).open, nil
	return &n, nil
}

// inScope reports whether o is in the scope of u: by its path or, if it is the
// one content of what it belongs to, such as a script of a database, by the path
// of that, which is the name of the file.
func (b *Binding) inScope(u *use, o *provider.Object) bool {
	return b.matches(u.scope, o.Path) || o.Key == "" && o.Parent != nil && b.matches(u.scope, o.Parent.Path)
}

// same says that a mark is no difference if the rewritten content is what the
// destination has, and that a size is none if the rewritten one is not.
func (b *Binding) same(ctx context.Context, c *rules.Comparison) bool {
	if c.Diff.Name != attrMark && !strings.EqualFold(c.Diff.Name, provider.AttrSize) {
		return false
	}
	e, err := editOf(ctx, c.Source)
	if e == nil || err != nil {
		return false // the change that follows fails with the error
	}
	before, after := e.size == c.Target.Size(), int64(len(e.out)) == c.Target.Size()
	if c.Diff.Name != attrMark {
		return after
	}
	equal := after && e.sameContent(ctx, c.Target)
	if before != after && !equal && provider.Reports(ctx, provider.LevelVerbose) {
		provider.Report(ctx, sizeChanged(c, after))
	}
	return equal
}

// sizeChanged tells that the sizes are, or are not, the same although they
// looked otherwise. If the objects as a whole are the same, the sync says so.
func sizeChanged(c *rules.Comparison, equal bool) provider.Event {
	truth := provider.Bool(equal).String()
	return provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventGeneral, Kind: c.Target.Kind, Path: c.Target.Path,
		Message: "Attribute '" + provider.AttrSize + "' equality changed to " + truth + " when comparing " + string(c.Target.Kind) +
			" (" + c.Target.Path + ") to " + c.Source.Path + " because of rule " + RuleName + ".",
	}
}

// change gives a marked object its new content and size.
func (b *Binding) change(ctx context.Context, c *provider.Change) (*provider.Change, error) {
	if err := b.start(ctx); err != nil {
		return nil, err
	}
	if c.New == nil {
		return c, nil
	}
	e, err := editOf(ctx, c.New)
	if e == nil || err != nil {
		return c, err
	}
	n := *c.New
	n.Attrs = nil
	for _, a := range c.New.Attrs {
		if a.Name == attrMark {
			continue
		}
		if strings.EqualFold(a.Name, provider.AttrSize) {
			a.Value = provider.Int(int64(len(e.out)))
		}
		n.Attrs = append(n.Attrs, a)
	}
	n.Content, n.Checksum = e.open, nil
	e.reportReplaced(ctx)
	changed := *c
	changed.New = &n
	return &changed, nil
}

// finish tells which entries were of no use.
func (b *Binding) finish(ctx context.Context, _ provider.Target, err error) error {
	if err != nil {
		return nil
	}
	if err := b.start(ctx); err != nil {
		return err
	}
	if b.opts.Strict {
		return errors.Join(b.unused(nil, func(Kind) bool { return true })...)
	}
	for _, u := range b.uses {
		if !u.applied.Load() {
			provider.Report(ctx, u.event("could not be applied anywhere."))
		}
	}
	return nil
}

// sameContent reports whether o has the rewritten content. If it cannot be
// read, it has not.
func (e *edit) sameContent(ctx context.Context, o *provider.Object) bool {
	if o.Content == nil {
		return false
	}
	r, err := o.Content(ctx)
	if err != nil {
		return false
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, int64(len(e.out))+1))
	return err == nil && bytes.Equal(data, e.out)
}

// reportReplaced says in what the object was changed (recorded:
// parameters/deploy-verbose, textfile/scope-two-files, textfile/nomatch).
func (e *edit) reportReplaced(ctx context.Context) {
	if !provider.Reports(ctx, provider.LevelVerbose) {
		return
	}
	what := attrMark
	switch {
	case e.size != int64(len(e.out)):
		what = fmt.Sprintf("%s['%d','%d']", provider.AttrSize, e.size, len(e.out))
	case e.sum != checksum(e.out):
		what = fmt.Sprintf("checksum['%08x','%08x']", e.sum, checksum(e.out))
	}
	provider.Report(ctx, provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventReplaced, Kind: e.o.Kind, Path: e.o.Path, Rule: RuleName,
		Message: "Source " + string(e.o.Kind) + " (" + e.o.Path + ") replaced with changed attributes (" + what +
			") because of rule " + RuleName + ".",
	})
}
