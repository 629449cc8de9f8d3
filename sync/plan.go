package sync

import (
	"context"
	"iter"

	"github.com/webdeploy-go/webdeploy/internal/flow"
	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// Plan returns the changes that would make dst look like src, in the order
// they must be made. It reads both trees as the loop advances and never holds
// more than one path of either, with the names of the folders on it. It makes
// no change. The sequence is single-use; an error is the last thing it yields.
//
// Of opts it uses Rules, UseChecksum and Parallel, the number of contents
// compared at the same time; the plan is the same at any. Events that are about
// no change, such as what a directive skips, go to the reporter of ctx, in the
// order of the plan.
func Plan(ctx context.Context, src provider.Tree, dst provider.Target, opts *Options) iter.Seq2[*provider.Change, error] {
	return func(yield func(*provider.Change, error) bool) {
		provider.Introduce(src, dst)
		p := newPlanner(ctx, dst, opts, yield)
		defer p.queue.Close()
		if p.match(src.Root(), dst.Root()) {
			p.settle()
		}
	}
}

func newPlanner(ctx context.Context, dst provider.Target, opts *Options, yield func(*provider.Change, error) bool) *planner {
	if opts == nil {
		opts = &Options{}
	}
	p := &planner{
		ctx: ctx, dst: dst, out: yield, chain: opts.Rules,
		queue:   flow.New(ctx, opts.parallel()),
		compare: comparer{chain: opts.Rules, byContent: opts.UseChecksum},
	}
	p.apart = provider.Intercept(ctx, func(e Event) { p.heard = append(p.heard, e) })
	return p
}

// A planner walks two trees in step. Its methods report whether to go on.
//
// It goes on while contents are compared, but what follows from anything else
// it finds waits until it is known what follows from those.
type planner struct {
	ctx     context.Context // of the one call to Plan that the planner serves
	apart   context.Context // likewise, but what is reported to it is heard
	heard   []Event         // not told yet
	dst     provider.Target
	chain   rules.Chain
	compare comparer
	queue   *flow.Queue // of the contents that are compared
	out     func(*provider.Change, error) bool
}

// settle waits for the contents that are compared.
func (p *planner) settle() bool { return p.queue.Wait() == nil }

// yield passes c to the loop over the plan.
func (p *planner) yield(c *provider.Change, err error) bool { return p.settle() && p.out(c, err) }

func (p *planner) fail(err error) bool {
	p.yield(nil, err)
	return false
}

// tell reports e in its turn.
func (p *planner) tell(e Event) {
	// If it fails, the loop has been left, and nobody listens.
	_ = p.queue.Do(nothing, func(error) error { provider.Report(p.ctx, e); return nil })
}

// tellHeard reports what was heard. Rules are not called while it was: one that
// is may not be called again in the middle of it.
func (p *planner) tellHeard() {
	for _, e := range p.heard {
		p.tell(e)
	}
	clear(p.heard)
	p.heard = p.heard[:0]
}

// match plans what makes old, which may be marked Absent, look like src, and
// then what makes the objects below alike.
func (p *planner) match(src, old *provider.Object) bool {
	if src.Invalid != nil {
		return rules.Withheld(src) || p.fail(src.Invalid)
	}
	if old.Invalid != nil && !old.Absent {
		return p.fail(old.Invalid)
	}
	parts, several, err := p.parts(old)
	if err != nil {
		return p.fail(err)
	}
	leaves := src.Children == nil && old.Children == nil && parts == nil && !several // two files, as most objects are
	v, diffs := p.compare.attributes(p.apart, src, old)
	if v == unsettled {
		x := &pair{src: src, old: old, diffs: diffs, said: p.heard}
		p.heard = nil
		if !p.matchContents(x) || !leaves && !p.settle() {
			return false
		}
	}
	p.tellHeard()
	if v == different {
		kept, more := p.offer(update(src, old))
		if !more {
			return false
		}
		if !kept && old.Absent {
			return true
		}
	}
	switch {
	case several:
		return p.ordered(src, old, parts)
	case leaves:
		return true
	}
	return p.merge(src, old, parts)
}

// update returns the change that makes old look like src.
func update(src, old *provider.Object) *provider.Change {
	n := *src
	n.Parent, n.Path, n.Key, n.Link, n.Absent = old.Parent, old.Path, old.Key, old.Link, false
	if old.Parent == nil {
		n.Path = src.Path
	}
	return &provider.Change{Old: old, New: &n, Source: src}
}

// parts returns the parts of the target object old that the rules let a sync
// see, and whether it has several, seen or not. It fails for one that cannot be
// read, so that this is known before anything else in old is changed.
func (p *planner) parts(old *provider.Object) (seen []*provider.Object, several bool, err error) {
	defer p.tellHeard()
	all, err := provider.Parts(p.apart, p.dst, old)
	if err != nil {
		return nil, false, err
	}
	for _, o := range all {
		o, err := p.chain.SeeTarget(p.apart, o)
		if err != nil {
			return nil, false, err
		}
		switch {
		case o == nil:
			continue
		case o.Invalid != nil && !o.Absent:
			return nil, false, o.Invalid
		}
		seen = append(seen, o)
	}
	return seen, len(all) > 1, nil
}

// partner removes the part that src stands for from parts and returns it, or
// nil if there is none.
func partner(parts []*provider.Object, src *provider.Object) *provider.Object {
	for i, o := range parts {
		if o != nil && o.Link == src.Link && o.Kind.Is(src.Kind) {
			parts[i] = nil
			return o
		}
	}
	return nil
}

// ordered plans the changes to an object of several parts. Parts that the
// source does not have go first (recorded: manifest-auto/two-three), and what is
// no part comes last.
func (p *planner) ordered(src, dst *provider.Object, parts []*provider.Object) bool {
	next := p.source(src)
	defer next.stop()
	var from, to []*provider.Object
	for next.next(); next.o != nil && next.o.Link != ""; next.next() {
		from, to = append(from, next.o), append(to, partner(parts, next.o))
	}
	if next.err != nil {
		return p.fail(next.err)
	}
	if !p.removeParts(parts) {
		return false
	}
	for i, o := range from {
		switch {
		case to[i] != nil && !p.match(o, to[i]):
			return false
		case to[i] == nil && !p.add(dst, o):
			return false
		}
	}
	return p.walk(dst, nil, next)
}

// removeParts plans the deletion of the parts that no partner was found for.
func (p *planner) removeParts(parts []*provider.Object) bool {
	for _, old := range parts {
		if old != nil && !old.Absent && !p.remove(old) {
			return false
		}
	}
	return true
}

// merge plans the changes to the children of two objects that stand for each
// other, at most one of which is a part.
func (p *planner) merge(src, dst *provider.Object, parts []*provider.Object) bool {
	from := p.source(src)
	defer from.stop()
	from.next()
	return p.walk(dst, parts, from) && p.removeParts(parts)
}

// walk plans the changes that the objects from the cursor on ask for in dst, of
// which parts are parts.
//
// Both cursors move on as soon as what they stood on is dealt with, the source
// first: the order in which skipped objects are announced depends on it
// (recorded: skip-replace/skip-three-overlap).
func (p *planner) walk(dst *provider.Object, parts []*provider.Object, from *cursor) bool {
	to := p.target(unlinked(dst))
	defer to.stop()
	to.next()
	for from.o != nil || to.o != nil {
		if err := firstErr(from, to); err != nil {
			return p.fail(err)
		}
		if p.queue.Deliver() != nil || !p.step(dst, parts, from, to) {
			return false
		}
	}
	if err := firstErr(from, to); err != nil {
		return p.fail(err)
	}
	return true
}

// step deals with the smaller of the objects that two cursors stand on.
func (p *planner) step(dst *provider.Object, parts []*provider.Object, from, to *cursor) bool {
	switch c := order(from.o, to.o); {
	case c < 0:
		if old := linkedPartner(parts, from.o); old != nil {
			return p.match(from.o, old) && from.next()
		}
		return p.add(dst, from.o) && from.next()
	case c > 0:
		return p.remove(to.o) && to.next()
	}
	if from.o.Key != to.o.Key || !from.o.Kind.Is(to.o.Kind) {
		return p.homonyms(dst, from.run(), to.run())
	}
	return p.match(from.o, to.o) && from.next() && to.next()
}

func (p *planner) source(o *provider.Object) *cursor {
	return newCursor(p.ctx, p.tell, func(ctx context.Context) iter.Seq2[*provider.Object, error] { return p.chain.Source(ctx, o) })
}

func (p *planner) target(o *provider.Object) *cursor {
	return newCursor(p.ctx, p.tell, func(ctx context.Context) iter.Seq2[*provider.Object, error] { return p.chain.Target(ctx, o) })
}

func linkedPartner(parts []*provider.Object, src *provider.Object) *provider.Object {
	if src.Link == "" {
		return nil
	}
	return partner(parts, src)
}

// order says which of two objects is dealt with first: negative for the
// source's, positive for the target's, 0 if they stand for each other.
func order(src, dst *provider.Object) int {
	switch {
	case dst == nil || src != nil && src.Link != "":
		return -1
	case src == nil:
		return 1
	}
	return ordinal.Compare(src.Key, dst.Key)
}

// add plans the addition of src and everything below it.
func (p *planner) add(parent, src *provider.Object) bool {
	if src.Invalid != nil {
		return rules.Withheld(src) || p.fail(src.Invalid)
	}
	n, err := p.dst.Place(parent, src)
	if err != nil {
		if n != nil && !p.yield(&provider.Change{New: n, Source: src}, nil) {
			return false
		}
		return p.fail(err)
	}
	if kept, more := p.offer(&provider.Change{New: n, Source: src}); !kept || n.Children == nil {
		return more
	}
	for o, err := range p.chain.Source(p.ctx, src) {
		if err != nil {
			return p.fail(err)
		}
		if !p.add(n, o) {
			return false
		}
	}
	return true
}

// remove plans the deletion of old, after that of everything below it. Only
// the topmost object is offered to the rules (recorded:
// skip-replace/skip-delete-nested-whatif).
func (p *planner) remove(old *provider.Object) bool {
	if !p.settle() {
		return false
	}
	c, err := p.chain.Change(p.ctx, &provider.Change{Old: old})
	if err != nil {
		return p.fail(err)
	}
	return c == nil || p.removeAll(c.Old)
}

func (p *planner) removeAll(old *provider.Object) bool {
	for o, err := range p.chain.Target(p.ctx, old) {
		if err != nil {
			return p.fail(err)
		}
		if !p.removeAll(o) {
			return false
		}
	}
	return p.yield(&provider.Change{Old: old}, nil)
}

// offer passes c to the rules and, if they keep it, to the loop over the plan.
func (p *planner) offer(c *provider.Change) (kept, more bool) {
	if !p.settle() {
		return false, false
	}
	return p.pass(c)
}

// pass is offer when the turn of c has come.
func (p *planner) pass(c *provider.Change) (kept, more bool) {
	c, err := p.chain.Change(p.ctx, c)
	if err != nil {
		p.out(nil, err)
		return false, false
	}
	if c == nil {
		return false, true
	}
	more = p.out(c, nil)
	return more, more
}
