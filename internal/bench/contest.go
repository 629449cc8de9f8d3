package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// A contest is a scenario that this module and others go through on a site.
type contest struct {
	contestants []contestant                          // the first one is who the others are compared with
	fresh       bool                                  // a round has destinations of its own
	reset       resetter                              // nil if there is nothing to do
	check       func(c *contestant, dst string) error // looks at what a turn left at dst
	ext         string                                // how the names of destinations end
	lists       bool                                  // it is the standard output that goes to dst
	forget      string                                // what runner takes to drop the caches, if it is to
}

// A resetter brings dst to where a turn of c starts.
type resetter func(ctx context.Context, c *contestant, dst string) error

// A contestant is a program and what it has to be called with.
type contestant struct {
	label   string // what the table calls it
	tool    string // whose it is: those of one tool leave the same files
	program string
	dir     string // where it runs
	args    func(dst string) []string
	goal    goals
}

// Goals are the largest ratios of the example program to a contestant that will
// do. Zero stands for no goal.
type goals struct {
	wall  float64 // of the time, on a site
	small float64 // of the time, on many small files
	size  float64 // of the package
}

// A cost is what a turn took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes; 0 if the system does not say
	size      int64 // of a file that was made, in bytes
}

// A result is what came out of a contest.
type result struct {
	contestants []contestant
	rounds      [][]cost // in the order of contestants
	absent      []string // programs that are not installed
}

// An unavailable scenario cannot be measured on this machine. It says why.
type unavailable string

func (u unavailable) Error() string { return string(u) }

// hold has everybody take turns in rounds. One more round before them fills the
// caches, and shows that everybody does the work.
func (b *bench) hold(ctx context.Context, c *contest, s *site, dir string) (*result, error) {
	r := &result{}
	for _, x := range c.contestants {
		path, err := exec.LookPath(x.program)
		switch {
		case err == nil:
			x.program = path
			r.contestants = append(r.contestants, x)
		case errors.Is(err, exec.ErrNotFound):
			if !slices.Contains(r.absent, x.tool) {
				r.absent = append(r.absent, x.tool)
			}
		default:
			return nil, err
		}
	}
	for round := range b.rounds + 1 {
		fmt.Fprintf(b.progress, "round %d of %d\n", round, b.rounds)
		place := dir
		if c.fresh {
			place = filepath.Join(dir, fmt.Sprintf("round%d", round))
			if err := os.Mkdir(place, 0o755); err != nil {
				return nil, err
			}
		}
		costs := make([]cost, len(r.contestants))
		for _, i := range order(round, len(costs)) {
			x := &r.contestants[i]
			var err error
			if costs[i], err = b.turn(ctx, c, x, filepath.Join(place, fmt.Sprintf("%d%s", i, c.ext))); err != nil {
				return nil, fmt.Errorf("%s: %w", x.label, err)
			}
		}
		if round > 0 {
			r.rounds = append(r.rounds, costs)
		}
		if c.fresh {
			if err := b.waste.add(ctx, place, s, len(costs)); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// order returns in which order n contestants take their turns: to and fro, so
// that nobody always finds what another one left in the caches.
func order(round, n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	if round%2 == 1 {
		slices.Reverse(list)
	}
	return list
}

// turn has one contestant do its work on dst.
func (b *bench) turn(ctx context.Context, c *contest, x *contestant, dst string) (cost, error) {
	if c.reset != nil {
		if err := c.reset(ctx, x, dst); err != nil {
			return cost{}, err
		}
	}
	options := []string{"-C", x.dir}
	if c.lists {
		options = append(options, "-o", dst)
	}
	if c.forget != "" {
		options = append(options, "-forget", c.forget)
	}
	took, err := b.measure(ctx, options, append([]string{x.program}, x.args(dst)...))
	if err != nil {
		return cost{}, err
	}
	if err := c.check(x, dst); err != nil {
		return cost{}, fmt.Errorf("wrong result: %w", err)
	}
	if info, err := os.Stat(dst); err == nil && info.Mode().IsRegular() {
		took.size = info.Size()
	}
	return took, nil
}
