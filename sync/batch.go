package sync

import (
	"context"
	"errors"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Most files are so small that it takes longer to wake a goroutine than to
// compare two of them. So they are handed over in batches.
const (
	batchPairs = 64
	batchBytes = 1 << 20 // unless one is larger
)

// A pair is two objects whose contents have to be compared.
type pair struct {
	src, old *provider.Object
	diffs    []provider.AttrDiff // forgiven
	sums     *sums               // if the contents differ
	err      error
	said     []Event // in its turn: by rules, and by whoever opens the contents
}

// A batch is pairs that are compared one after the other, beside other batches.
type batch struct {
	pairs []*pair
	bytes int64
}

// matchContents has the contents of x compared, and plans what follows from it
// in its turn.
func (p *planner) matchContents(x *pair) bool {
	if p.batch == nil {
		p.batch = &batch{pairs: make([]*pair, 0, batchPairs)}
	}
	b := p.batch
	b.pairs, b.bytes = append(b.pairs, x), b.bytes+x.src.Size()
	if p.alone || len(b.pairs) == batchPairs || b.bytes >= batchBytes {
		return p.compareBatch(p.queue.Go)
	}
	return true
}

// compareBatch has the pairs that there are compared by Go or Do of the queue.
func (p *planner) compareBatch(run func(work func(context.Context) error, done func(error) error) error) bool {
	b := p.batch
	if b == nil {
		return true
	}
	p.batch = nil
	return run(func(ctx context.Context) error {
		b.compare(ctx, &p.compare)
		return nil
	}, func(err error) error {
		for _, x := range b.pairs {
			if !p.decide(x, err) {
				return errLeft
			}
		}
		return nil
	}) == nil
}

// errLeft stops the queue of a planner when the loop over the plan ends.
var errLeft = errors.New("the loop over the plan has ended")

// compare compares the pairs of b, up to the first that cannot be.
func (b *batch) compare(ctx context.Context, c *comparer) {
	var x *pair
	ctx = provider.Intercept(ctx, func(e Event) { x.said = append(x.said, e) })
	for _, x = range b.pairs {
		if x.sums, x.err = c.compareContents(ctx, x.src, x.old); x.err != nil {
			return
		}
	}
}

// decide plans what follows from the comparison of x, or ends the plan with err.
func (p *planner) decide(x *pair, err error) bool {
	for _, e := range x.said {
		provider.Report(p.ctx, e)
	}
	if err == nil {
		err = x.err
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
