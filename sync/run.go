package sync

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"github.com/webdeploy-go/webdeploy/internal/flow"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Run makes dst look like src. The summary counts what was done, or in a
// what-if run what would be done, even if an error ends it early. It does not
// close the trees.
//
// Changes are made in the order of the plan, except that contents are copied
// concurrently; they are observed in the order of the plan. The first failure
// ends the sync: what was done before it stays, what was going on beside it is
// cancelled or finished, and a target that commits is left uncommitted.
func Run(ctx context.Context, src provider.Tree, dst provider.Target, opts *Options) (Summary, error) {
	if err := provider.Compatible(src, dst); err != nil {
		return Summary{}, err
	}
	r := newRunner(src, dst, opts)
	return r.run(ctx, func(ctx context.Context) iter.Seq2[*provider.Change, error] {
		return Plan(ctx, src, dst, r.opts)
	})
}

// Delete removes dst and everything in it. It fails with an error that matches
// provider.CodeNothingToDelete if there is nothing. Summary, order and errors
// are as for Run.
func Delete(ctx context.Context, dst provider.Target, opts *Options) (Summary, error) {
	if root := dst.Root(); root.Absent {
		return Summary{}, nothingToDelete(root)
	}
	r := newRunner(nil, dst, opts)
	return r.run(ctx, func(ctx context.Context) iter.Seq2[*provider.Change, error] {
		return PlanDelete(ctx, dst, r.opts)
	})
}

// nothingToDelete prefers a reason that has a code of its own (recorded:
// delete/contentpath-missing, delete/missing-dir).
func nothingToDelete(root *provider.Object) error {
	var e *provider.Error
	if errors.As(root.Invalid, &e) && e.Code != "" {
		return e
	}
	return &provider.Error{
		Op: "delete", Kind: root.Kind, Path: root.Path, Side: provider.DestinationSide, Code: provider.CodeNothingToDelete,
		Msg: "Object to be deleted does not exist.", Err: root.Invalid,
	}
}

// A runner carries out one plan.
type runner struct {
	src     provider.Tree
	dst     provider.Target
	opts    *Options
	sum     Summary
	started bool            // the rules' Before hooks were called
	flying  map[string]bool // paths being written; nil unless two changes can meet
	queue   *flow.Queue
}

func newRunner(src provider.Tree, dst provider.Target, opts *Options) *runner {
	if opts == nil {
		opts = &Options{}
	}
	return &runner{src: src, dst: dst, opts: opts}
}

type plan = func(context.Context) iter.Seq2[*provider.Change, error]

func (r *runner) run(ctx context.Context, plan plan) (Summary, error) {
	r.queue = flow.New(ctx, r.opts.parallel())
	defer r.queue.Close()
	planCtx := provider.WithReporter(ctx, r.opts.reporting(), func(e Event) {
		// An event waits for the changes planned before it.
		_ = r.queue.Do(nothing, func(error) error { r.observe(e); return nil })
	})
	direct := provider.WithReporter(ctx, r.opts.reporting(), r.observe)
	r.observe(general("Performing synchronization pass #1."))
	err := r.changes(planCtx, plan)
	if err == nil {
		err = r.declare(direct)
	}
	r.queue.Close()
	if err == nil && !r.opts.WhatIf {
		err = provider.Commit(direct, r.dst)
	}
	if ferr := r.finish(context.WithoutCancel(direct), err); err == nil {
		err = ferr
	}
	if err == nil {
		r.observe(general("The synchronization completed in 1 pass(es)."))
	}
	return r.sum, err
}

func nothing(context.Context) error { return nil }

func general(message string) Event {
	return Event{Level: provider.LevelVerbose, Type: provider.EventGeneral, Message: message}
}

func (r *runner) observe(e Event) {
	if e.Level == slog.LevelWarn {
		r.sum.Warnings++
	}
	if r.opts.observes(e.Level) {
		r.opts.Observe(e)
	}
}

// changes announces and makes the changes of the plan.
func (r *runner) changes(ctx context.Context, plan plan) error {
	for c, err := range plan(ctx) {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = r.change(ctx, c)
		}
		if err != nil {
			// What was planned before is finished and announced first.
			if werr := r.queue.Wait(); werr != nil {
				return werr
			}
			return err
		}
	}
	return r.queue.Wait()
}

// change announces c and has it made.
func (r *runner) change(ctx context.Context, c *provider.Change) error {
	e := r.event(c)
	var events []Event // of this change, in order; written by the worker, read when it is done
	done := func(err error) error {
		delete(r.flying, c.Object().Path)
		r.observe(e)
		for _, e := range events {
			r.observe(e)
		}
		if err == nil {
			r.sum.count(c)
		}
		return err
	}
	if r.opts.WhatIf {
		return r.queue.Do(nothing, done)
	}
	if err := r.before(ctx); err != nil {
		return err
	}
	if provider.InTurn(r.dst, c) {
		return r.inTurn(ctx, c, e)
	}
	work := func(ctx context.Context) error {
		ctx = provider.WithReporter(ctx, r.opts.reporting(), func(e Event) { events = append(events, e) })
		return r.apply(ctx, c)
	}
	if c.New == nil || c.New.Content == nil {
		return r.queue.Do(work, done)
	}
	if err := r.reserve(c.Object().Path); err != nil {
		return err
	}
	if c.New.Children != nil {
		return r.queue.Do(work, done) // what is below it comes after it
	}
	return r.queue.Go(work, done)
}

// inTurn announces c, makes it by itself and delivers what it reports at once.
func (r *runner) inTurn(ctx context.Context, c *provider.Change, e Event) error {
	if err := r.queue.Wait(); err != nil {
		return err
	}
	r.observe(e)
	err := r.apply(provider.WithReporter(ctx, r.opts.reporting(), r.observe), c)
	if err == nil {
		r.sum.count(c)
	}
	return err
}

// reserve waits until nobody writes path. Only rules that rename objects can
// make two changes write the same one; the later wins then (recorded:
// skip-replace/replace-collision).
func (r *runner) reserve(path string) error {
	if r.flying == nil {
		r.flying = map[string]bool{}
	}
	if r.flying[path] {
		if err := r.queue.Wait(); err != nil {
			return err
		}
	}
	r.flying[path] = true
	return nil
}

// event returns the announcement of c, or nothing that observe would pass on if
// nobody is shown announcements. The root of a document that did not exist is
// named as the target names it (recorded: package/xml).
func (r *runner) event(c *provider.Change) Event {
	if !r.opts.observes(slog.LevelInfo) {
		return Event{}
	}
	o := c.Object()
	e := Event{
		Level: slog.LevelInfo, Type: provider.EventChange, Op: c.Op(), Kind: o.Kind, Path: o.Path,
		Message: provider.Describe(r.dst, r.src, c),
	}
	if e.Op == provider.Add && c.Old.Parent == nil {
		e.Kind, e.Path = c.Old.Kind, c.Old.Path
	}
	if e.Op != provider.Delete && o.Content != nil {
		e.Size = o.Size()
	}
	return e
}

// before calls the rules' Before hooks, once.
func (r *runner) before(ctx context.Context) error {
	if r.started {
		return nil
	}
	r.started = true
	for _, rule := range r.opts.Rules {
		if rule.Before == nil {
			continue
		}
		if err := rule.Before(ctx, r.dst); err != nil {
			return fmt.Errorf("rule %s: %w", rule.Name, err)
		}
	}
	return nil
}

// finish calls the rules' Finish hooks, in reverse.
func (r *runner) finish(ctx context.Context, err error) error {
	var errs []error
	for i := len(r.opts.Rules) - 1; i >= 0; i-- {
		if f := r.opts.Rules[i].Finish; f != nil {
			errs = append(errs, f(ctx, r.dst, err))
		}
	}
	return errors.Join(errs...)
}

// declare announces the parameters that the destination declares.
func (r *runner) declare(context.Context) error {
	for _, name := range r.opts.Declared {
		r.sum.Parameters++
		r.observe(Event{
			Level: slog.LevelInfo, Type: provider.EventDeclared, Name: name,
			Message: "Adding declared parameter '" + name + "'.",
		})
	}
	return nil
}

// apply makes c, again and again while it fails for a temporary reason.
func (r *runner) apply(ctx context.Context, c *provider.Change) error {
	attempts := r.opts.Retry.attempts()
	for i := 1; ; i++ {
		err := r.dst.Apply(ctx, c)
		if err == nil || i > attempts || !provider.Temporary(err) {
			return err
		}
		provider.Report(ctx, retryEvent(c, i, attempts, err))
		select {
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		case <-time.After(r.opts.Retry.interval()):
		}
	}
}

func retryEvent(c *provider.Change, i, n int, err error) Event {
	o := c.Object()
	return Event{
		Level: slog.LevelWarn, Type: provider.EventRetry, Op: c.Op(), Kind: o.Kind, Path: o.Path,
		Message: fmt.Sprintf("Retrying operation '%s' on object %s (%s). Attempt %d of %d.", c.Op(), o.Kind, o.Path, i, n),
		Detail:  err.Error(),
	}
}
