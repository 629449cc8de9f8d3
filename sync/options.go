package sync

import (
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// Options configure a sync. A nil *Options means the defaults.
type Options struct {
	// Rules take part in order. None do by default, not even those that
	// msdeploy has on; rules.Default lists them.
	Rules rules.Chain

	// WhatIf only plans: everything is reported and counted, nothing is done.
	WhatIf bool

	// UseChecksum compares the contents of files of equal size.
	UseChecksum bool

	// Observe is called with every event from Level on, in the order of the
	// plan, from the goroutine that called Run. Nil ignores them.
	Observe func(Event)

	// Level is the lowest level of events that are observed. The messages of
	// others are not even made. Zero is slog.LevelInfo; provider.LevelVerbose
	// is for those that msdeploy prints with -verbose only.
	Level slog.Level

	// Parallel is the number of contents copied at the same time. Zero means
	// one for each processor, at most 8. Events are the same at any value.
	Parallel int

	// Retry says what to do about failures that may go away by themselves.
	Retry Retry

	// Declared names the parameters that the destination will declare. They
	// are reported and counted after the changes to objects.
	Declared []string
}

// Retry says how often a change is tried again that fails because of something
// temporary, such as a file in use.
type Retry struct {
	Attempts int           // after the first; zero means 5, as for msdeploy; negative means none
	Interval time.Duration // before each attempt; zero means one second
}

func (r Retry) attempts() int {
	if r.Attempts == 0 {
		return 5
	}
	return max(r.Attempts, 0)
}

func (r Retry) interval() time.Duration {
	if r.Interval == 0 {
		return time.Second
	}
	return r.Interval
}

// observes reports whether anybody is shown events of the given level.
func (o *Options) observes(level slog.Level) bool { return o.Observe != nil && level >= o.Level }

// reporting returns the lowest level of events that are to be made: warnings
// are counted even if nobody is shown them.
func (o *Options) reporting() slog.Level {
	if o.Observe == nil {
		return slog.LevelWarn
	}
	return min(o.Level, slog.LevelWarn)
}

func (o *Options) parallel() int {
	if o.Parallel > 0 {
		return o.Parallel
	}
	return min(runtime.GOMAXPROCS(0), 8)
}

// An Event tells what a sync does.
type Event = provider.Event

// A Summary counts what a sync changed, or would change.
type Summary struct {
	Added, Deleted, Updated int
	Parameters              int   // parameters declared
	Bytes                   int64 // sizes of the files added and updated
	Warnings                int
}

// Total returns the number of changes.
func (s Summary) Total() int { return s.Added + s.Deleted + s.Updated + s.Parameters }

// String formats s as the last line of msdeploy's output.
func (s Summary) String() string {
	return fmt.Sprintf("Total changes: %d (%d added, %d deleted, %d updated, %d parameters changed, %d bytes copied)",
		s.Total(), s.Added, s.Deleted, s.Updated, s.Parameters, s.Bytes)
}

func (s *Summary) count(c *provider.Change) {
	switch c.Op() {
	case provider.Add, provider.AddChild:
		s.Added++
	case provider.Update:
		s.Updated++
	case provider.Delete:
		s.Deleted++
		return
	}
	if c.New.Content != nil {
		s.Bytes += c.New.Size()
	}
}
