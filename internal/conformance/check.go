package conformance

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
	_ "time/tzdata" // the cases name zones that the system need not know
)

// Invocation is one start of the tool under test.
type Invocation struct {
	Line           string         // raw command line after the program's name, quotes included
	Dir            string         // current folder, absolute; also the process's current folder
	TZ             *time.Location // local time zone; also time.Local
	Stdout, Stderr io.Writer
}

// Tool is the tool under test, called in process. It returns the exit status
// and must not end the process. It may be called again after it returned, never
// while it runs.
type Tool func(ctx context.Context, inv Invocation) int

// outcome is what a run left behind.
type outcome struct {
	work           string
	zone           *time.Location
	rc             int
	stdout, stderr string
	before, after  snapshot
	started        time.Time
}

// Check runs one case in a fresh work folder, which it removes afterwards, and
// returns the differences between what was recorded and what the tool did, in
// words for people; none means that the case passes. A setup that cannot be
// carried out is a difference too, as most of them run the tool. The error is
// for what is no fault of the tool, such as a disk that is full.
//
// Both sides are normalised before they are compared: the work folder to $W,
// line ends, random names, checksums, GUIDs, machine details, provider options
// to what they mean; security descriptors are dropped. Lines that the case
// calls loose need only their place and their prefix.
//
// Check changes the process's current folder and time.Local and puts them back.
// It must not run beside anything else in the process.
func (s *Suite) Check(ctx context.Context, tool Tool, c *Case) ([]string, error) {
	b, err := newBench(s.inputs)
	if err != nil {
		return nil, fmt.Errorf("making a work folder: %w", err)
	}
	defer b.close()
	return b.check(ctx, tool, c)
}

// check is [Suite.Check] in a work folder that can be used again.
func (b *bench) check(ctx context.Context, tool Tool, c *Case) ([]string, error) {
	zone, err := time.LoadLocation(c.TZ) // "" is UTC
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.ID(), err)
	}
	if err := b.reset(); err != nil {
		return nil, fmt.Errorf("case %s: laying out the inputs: %w", c.ID(), err)
	}
	leave, err := enter(b.work, zone)
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.ID(), err)
	}
	defer leave()
	o := &outcome{work: b.work, zone: zone, before: b.now}
	b.now = nil
	if err := b.prepare(ctx, tool, c, o); err != nil {
		return []string{"setup: " + err.Error() + "\n"}, nil
	}
	if err := o.record(ctx, tool, c); err != nil {
		return nil, fmt.Errorf("case %s: %w", c.ID(), err)
	}
	b.now = o.after
	return compare(c, o), nil
}

// prepare carries out the setup lines of a case.
func (b *bench) prepare(ctx context.Context, tool Tool, c *Case, o *outcome) error {
	if len(c.Setup) == 0 {
		return nil
	}
	e := setupEnv{work: o.work, in: b.in, runTool: func(ctx context.Context, line string) (int, string) {
		var output bytes.Buffer
		rc := o.start(ctx, tool, line, &output, &output)
		return rc, output.String()
	}}
	for _, line := range c.Setup {
		if err := e.run(ctx, line); err != nil {
			return err
		}
	}
	var err error
	o.before, err = takeSnapshot(o.work)
	return err
}

// record runs the tool and keeps all that can be seen of it.
func (o *outcome) record(ctx context.Context, tool Tool, c *Case) (err error) {
	var stdout, stderr bytes.Buffer
	o.started = time.Now()
	o.rc = o.start(ctx, tool, c.Line(o.work), &stdout, &stderr)
	o.stdout, o.stderr = stdout.String(), stderr.String()
	o.after, err = takeSnapshot(o.work)
	return err
}

// start calls the tool. A panic is printed and counts as a status that no case
// has, so that one bad case does not end a whole run.
func (o *outcome) start(ctx context.Context, tool Tool, line string, stdout, stderr io.Writer) (rc int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "the tool panicked: %v\n%s", p, debug.Stack())
			rc = 2
		}
	}()
	return tool(ctx, Invocation{Line: line, Dir: o.work, TZ: o.zone, Stdout: stdout, Stderr: stderr})
}

// enter makes work the current folder and zone the local zone, until leave is
// called.
func enter(work string, zone *time.Location) (leave func(), err error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if err := os.Chdir(work); err != nil {
		return nil, err
	}
	local := time.Local
	time.Local = zone
	return func() {
		time.Local = local
		os.Chdir(folder) // it was there a moment ago; nothing is written to it
	}, nil
}
