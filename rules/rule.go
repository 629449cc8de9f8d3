package rules

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A Rule takes part in a sync through the hooks that are not nil. Rules are
// plain values: a program lists the ones it wants, in the order it wants them.
// Each hook is called in the order of the plan, and no two at a time; while
// contents are compared, Source, Target and Same are called for later objects
// than Change. Hooks report what they have to say with [provider.Report].
type Rule struct {
	Name string // as in -enableRule:Name
	Doc  string // first line is a summary

	// Directive marks a skip directive: what it hides is announced as such,
	// and it takes part in listings as well as in syncs.
	Directive bool

	// Source and Target are called for every object read from that side,
	// before it is compared. They return the object to use instead, or nil
	// to hide it and everything below it.
	Source, Target func(ctx context.Context, o *provider.Object) (*provider.Object, error)

	// Same is asked about every attribute in which two objects differ. It
	// returns true if the difference does not matter.
	Same func(ctx context.Context, c *Comparison) bool

	// Change is called for every change about to be made, except deletions
	// below an object that is itself deleted. It returns the change to make
	// instead, or nil to drop it. Dropping an addition or a deletion drops
	// everything below it.
	Change func(ctx context.Context, c *provider.Change) (*provider.Change, error)

	// Before is called once, right before the first change is made, and never
	// in a what-if run.
	Before func(ctx context.Context, dst provider.Target) error

	// Finish is called at the end of every run, with the error that ended it,
	// if any. Its context is not cancelled with that of the run. In a run in
	// which Before was not called it changes nothing.
	Finish func(ctx context.Context, dst provider.Target, err error) error
}

// A Comparison is an attribute in which two objects differ.
type Comparison struct {
	Source, Target *provider.Object
	Diff           provider.AttrDiff
	ByContent      bool // contents are compared as well: -useCheckSum
}
