// Package flow runs work concurrently and hands back the outcomes in order.
package flow

import (
	"context"
	"errors"
)

// A Queue runs work on a bounded number of goroutines. Outcomes are delivered
// in the order in which the work was added, from the goroutine that adds. A
// Queue is used by one goroutine and must be closed.
type Queue struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	slots  chan struct{} // one for each running worker
	window int           // most outcomes that wait to be delivered
	heads  []*item       // added, not delivered
	err    error         // the first outcome that Done refused
}

type item struct {
	ready chan struct{} // closed when err is set
	err   error
	done  func(error) error
}

// errClosed is the cause with which work is cancelled that nobody waits for.
var errClosed = errors.New("flow: an earlier step failed")

// New returns a queue that runs up to n pieces of work at a time; n < 1 means 1.
func New(ctx context.Context, n int) *Queue {
	n = max(n, 1)
	ctx, cancel := context.WithCancelCause(ctx)
	return &Queue{ctx: ctx, cancel: cancel, slots: make(chan struct{}, n), window: 8 * n}
}

// Go starts work on another goroutine, waiting for one to become free; a queue
// of one does it at once, on this goroutine. done is called with its outcome,
// after those of all work added before; if it returns an error, the queue stops:
// no further done is called, and the error is returned from this and every later
// call. Running work is cancelled only by Close.
func (q *Queue) Go(work func(context.Context) error, done func(error) error) error {
	if q.err != nil {
		return q.err
	}
	if cap(q.slots) == 1 {
		// One after the other, each delivered before the next begins.
		return q.Do(func(ctx context.Context) error {
			if err := context.Cause(ctx); err != nil {
				return err
			}
			return work(ctx)
		}, done)
	}
	it := &item{ready: make(chan struct{}), done: done}
	q.slots <- struct{}{}
	go func() {
		defer func() { <-q.slots; close(it.ready) }()
		if it.err = context.Cause(q.ctx); it.err == nil {
			it.err = work(q.ctx)
		}
	}()
	return q.push(it)
}

// Do runs work on this goroutine at once and delivers its outcome in its turn,
// as Go does.
func (q *Queue) Do(work func(context.Context) error, done func(error) error) error {
	if q.err != nil {
		return q.err
	}
	err := work(q.ctx)
	if len(q.heads) == 0 { // most often: nothing is going on beside
		q.err = done(err)
		return q.err
	}
	it := &item{ready: make(chan struct{}), done: done, err: err}
	close(it.ready)
	return q.push(it)
}

func (q *Queue) push(it *item) error {
	q.heads = append(q.heads, it)
	for len(q.heads) > q.window && q.err == nil {
		<-q.heads[0].ready
		q.pop()
	}
	return q.Deliver()
}

// Deliver delivers the outcomes that are known and have their turn. Go and Do do
// so as well.
func (q *Queue) Deliver() error {
	for len(q.heads) > 0 && q.err == nil && isClosed(q.heads[0].ready) {
		q.pop()
	}
	return q.err
}

func (q *Queue) pop() {
	it := q.heads[0]
	q.heads[0] = nil
	q.heads = q.heads[1:]
	q.err = it.done(it.err)
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// Wait delivers the outcomes of all work added so far, or until one is refused.
func (q *Queue) Wait() error {
	for len(q.heads) > 0 && q.err == nil {
		<-q.heads[0].ready
		q.pop()
	}
	return q.err
}

// Close cancels work that is still running, waits for it, and drops its
// outcomes.
func (q *Queue) Close() {
	q.cancel(errClosed)
	for _, it := range q.heads {
		<-it.ready
	}
	q.heads = nil
}
