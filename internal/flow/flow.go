// Package flow runs work concurrently and hands back the outcomes in order.
package flow

import (
	"context"
	"errors"
	"sync"
)

// A Queue runs work on a bounded number of goroutines. Outcomes are delivered
// in the order in which the work was added, from the goroutine that adds. A
// Queue is used by one goroutine and must be closed.
type Queue struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	most   int     // workers at a time
	window int     // most outcomes that wait to be delivered
	heads  []*item // added, not delivered
	err    error   // what the queue stopped with

	mu       sync.Mutex
	todo     []*item // added, not begun
	failed   bool    // nothing more is to be begun
	workers  int     // that run
	awaited  *item   // that whoever adds waits for; nil if for none
	finished sync.Cond
}

// An item is a piece of work. Those who take it off the list have it to
// themselves until it is ready.
type item struct {
	work  func(context.Context) error
	done  func(error) error
	err   error
	late  bool // added after work that failed: not to be begun, and its outcome will not be delivered
	ready bool
}

// errClosed is the cause with which work is cancelled that nobody waits for.
var errClosed = errors.New("flow: an earlier step failed")

// errEnded is the outcome of work that did not return.
var errEnded = errors.New("flow: work ended its goroutine")

// outcomes is how many may wait for each piece of work that runs, so that the
// others need not wait while one of them takes long. With 8 a processor had
// nothing to do for a quarter of the time that packing a site took.
const outcomes = 256

// New returns a queue that runs up to n pieces of work at a time; n < 1 means 1.
func New(ctx context.Context, n int) *Queue {
	n = max(n, 1)
	ctx, cancel := context.WithCancelCause(ctx)
	q := &Queue{ctx: ctx, cancel: cancel, most: n, window: outcomes * n}
	q.finished.L = &q.mu
	return q
}

// Go has work done on another goroutine; a queue of one does it at once, on this
// goroutine. done is called with its outcome, after those of all work added
// before. If work fails, or done does, the queue stops: no further work is begun
// and no further done is called, and the error, that of done if it has one, is
// returned from this and every later call. Running work is cancelled only by
// Close. Go waits while very many outcomes are to be delivered.
func (q *Queue) Go(work func(context.Context) error, done func(error) error) error {
	if q.err != nil {
		return q.err
	}
	if q.most == 1 { // one after the other, each delivered before the next begins
		return q.Do(func(ctx context.Context) error { return begin(ctx, work) }, done)
	}
	it := &item{work: work, done: done}
	q.mu.Lock()
	q.todo = append(q.todo, it)
	q.hire()
	q.mu.Unlock()
	return q.push(it)
}

// begin does work unless ctx has ended.
func begin(ctx context.Context, work func(context.Context) error) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return work(ctx)
}

// run does what there is to do. If work ends its goroutine, as that of a failing
// test does, another one goes on.
func (q *Queue) run() {
	defer q.leave()
	for it := q.next(); it != nil; it = q.next() {
		q.do(it)
	}
}

func (q *Queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.workers--
	if len(q.todo) > 0 {
		q.hire()
	}
	q.finished.Signal()
}

// hire has one goroutine more run if there may be one. q.mu is held.
func (q *Queue) hire() {
	if q.workers < q.most {
		q.workers++
		go q.run()
	}
}

// next takes the next item off the list. It returns nil if there is none.
func (q *Queue) next() *item {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.todo) == 0 {
		return nil
	}
	it := q.todo[0]
	q.todo[0] = nil
	q.todo = q.todo[1:]
	it.late = q.failed
	return it
}

func (q *Queue) do(it *item) {
	defer func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		it.ready = true
		q.failed = q.failed || it.err != nil
		if it == q.awaited {
			q.finished.Signal()
		}
	}()
	if it.late {
		return
	}
	it.err = errEnded // unless it returns
	it.err = begin(q.ctx, it.work)
}

// Do runs work on this goroutine at once and delivers its outcome in its turn,
// as Go does.
func (q *Queue) Do(work func(context.Context) error, done func(error) error) error {
	if q.err != nil {
		return q.err
	}
	err := work(q.ctx)
	if len(q.heads) == 0 { // most often: nothing is going on beside
		q.deliver(done, err)
		return q.err
	}
	return q.push(&item{done: done, err: err, ready: true})
}

// push adds it to what is to be delivered, and waits if that is very much.
func (q *Queue) push(it *item) error {
	q.heads = append(q.heads, it)
	if len(q.heads) > q.window {
		q.await(q.heads[0])
	}
	return q.Deliver()
}

// await waits until it is ready.
func (q *Queue) await(it *item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.awaited = it
	for !it.ready {
		q.finished.Wait()
	}
	q.awaited = nil
}

// Deliver delivers the outcomes that are known and have their turn. Go and Do do
// so as well.
func (q *Queue) Deliver() error {
	for len(q.heads) > 0 && q.err == nil && q.isReady(q.heads[0]) {
		it := q.heads[0]
		q.heads[0] = nil
		q.heads = q.heads[1:]
		q.deliver(it.done, it.err)
	}
	return q.err
}

func (q *Queue) deliver(done func(error) error, err error) {
	if q.err = done(err); q.err == nil {
		q.err = err
	}
}

func (q *Queue) isReady(it *item) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return it.ready
}

// Wait delivers the outcomes of all work added so far, or until one is refused.
func (q *Queue) Wait() error {
	for len(q.heads) > 0 && q.err == nil {
		q.await(q.heads[0])
		_ = q.Deliver()
	}
	return q.err
}

// Close cancels work that is still running, waits for it, and drops its
// outcomes.
func (q *Queue) Close() {
	q.cancel(errClosed)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.todo = nil
	for q.workers > 0 {
		q.finished.Wait()
	}
	q.heads = nil
}
