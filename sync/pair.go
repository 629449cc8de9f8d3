package sync

import (
	"context"
	"errors"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A pair is two objects whose contents have to be compared.
type pair struct {
	src, old *provider.Object
	diffs    []provider.AttrDiff // forgiven
	sums     *sums               // if the contents differ
	said     []Event             // in its turn: by rules, and by whoever opens the contents
}

// matchContents has the contents of x compared, and plans what follows from it
// in its turn.
func (p *planner) matchContents(x *pair) bool {
	return p.queue.Go(func(ctx context.Context) (err error) {
		ctx = provider.Intercept(ctx, func(e Event) { x.said = append(x.said, e) })
		x.sums, err = p.compare.compareContents(ctx, x.src, x.old)
		return err
	}, func(err error) error {
		if !p.decide(x, err) {
			return errLeft
		}
		return nil
	}) == nil
}

// errLeft stops the queue of a planner when the loop over the plan ends.
var errLeft = errors.New("the loop over the plan has ended")

// decide plans what follows from the comparison of x, or ends the plan with err.
func (p *planner) decide(x *pair, err error) bool {
	for _, e := range x.said {
		provider.Report(p.ctx, e)
	}
	switch {
	case err != nil:
		p.out(nil, err)
		return false
	case x.sums == nil:
		return true
	}
	reportDiffers(p.ctx, x.src, x.old, x.diffs, x.sums)
	_, more := p.pass(update(x.src, x.old))
	return more
}
