package sync

import (
	"context"
	"iter"

	"github.com/webdeploy-go/webdeploy/provider"
)

// PlanDelete returns the changes that delete dst and everything in it, in the
// order they must be made: what the delete verb does. Rules are asked about
// every object, children first (recorded:
// skip-replace/skip-action-delete-verb-dir). The sequence is single-use; an
// error is the last thing it yields.
func PlanDelete(ctx context.Context, dst provider.Target, opts *Options) iter.Seq2[*provider.Change, error] {
	return func(yield func(*provider.Change, error) bool) {
		p := newPlanner(ctx, dst, opts, yield)
		defer p.queue.Close()
		p.deleteRoot(dst.Root())
	}
}

// deleteRoot plans the deletion of a document. Its root goes whatever the
// rules say (recorded: rules/donotdelete-delete-verb).
func (p *planner) deleteRoot(root *provider.Object) bool {
	parts, _, err := p.parts(root)
	if err != nil {
		return p.fail(err)
	}
	for _, o := range parts {
		if !o.Absent && !p.deleteTree(o) {
			return false
		}
	}
	for o, err := range p.chain.Target(p.ctx, unlinked(root)) {
		if err != nil {
			return p.fail(err)
		}
		if !p.deleteTree(o) {
			return false
		}
	}
	return p.yield(&provider.Change{Old: root}, nil)
}

// deleteTree plans the deletion of o after that of everything below it. A rule
// that keeps o keeps everything below it.
func (p *planner) deleteTree(o *provider.Object) bool {
	c, err := p.chain.Change(p.ctx, &provider.Change{Old: o})
	if err != nil {
		return p.fail(err)
	}
	if c == nil {
		return true
	}
	for o, err := range p.chain.Target(p.ctx, o) {
		if err != nil {
			return p.fail(err)
		}
		if !p.deleteTree(o) {
			return false
		}
	}
	return p.yield(c, nil)
}
