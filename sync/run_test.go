package sync_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// Events and results are the same at any number of workers, whatever takes how
// long.
func TestParallelRunsSayTheSame(t *testing.T) {
	files, old := map[string]string{}, map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("d%d/f%02d", i%7, i)] = strings.Repeat("x", i)
		old[fmt.Sprintf("d%d/f%02d", i%5, i)] = "old"
	}
	run := func(parallel int) (lines string, got map[string]string) {
		synctest.Test(t, func(t *testing.T) {
			src, dst := memory.New("/s", files), memory.New("/d", old)
			dst.Fail = func(c *provider.Change) error {
				time.Sleep(time.Duration(len(c.Object().Path)*17%23) * time.Second)
				return nil
			}
			sum, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{
				Parallel: parallel, UseChecksum: true, Level: provider.LevelVerbose, Observe: func(e sync.Event) { lines += e.Message + "\n" },
			})
			require.NoError(t, err)
			lines += sum.String()
			got = dst.Files()
		})
		return lines, got
	}
	want, _ := run(1)
	for _, n := range []int{2, 3, 8, 100, 0} {
		lines, got := run(n)
		require.Equal(t, want, lines, n)
		require.Equal(t, files, got, n)
	}
}

// So many contents are copied at the same time, and no more; everything else
// happens one after the other.
func TestParallel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := map[string]string{}
		for i := range 40 {
			files[fmt.Sprintf("d%d/f%d", i%4, i)] = "x"
		}
		dst := memory.New("/d", map[string]string{})
		var running, peak atomic.Int32
		dst.Fail = func(c *provider.Change) error {
			n := running.Add(1)
			peak.Store(max(peak.Load(), n))
			time.Sleep(time.Second)
			running.Add(-1)
			return nil
		}
		_, err := sync.Run(t.Context(), memory.New("/s", files), dst, &sync.Options{Parallel: 3})
		require.NoError(t, err)
		require.LessOrEqual(t, peak.Load(), int32(4), "three contents, and a folder")
		require.GreaterOrEqual(t, peak.Load(), int32(3))
	})
}

// A failure ends the sync: what was before it is done and announced, it is
// announced itself, and nothing after it is.
func TestFailureInTheMiddle(t *testing.T) {
	bad := errors.New("disk full")
	for _, parallel := range []int{1, 4} {
		t.Run(fmt.Sprint(parallel), func(t *testing.T) {
			dst := memory.New("/d", site2())
			dst.Fail = func(c *provider.Change) error {
				if c.Object().Key == "Default.aspx" {
					return bad
				}
				return nil
			}
			got, sum, err := observe(t, memory.New("/s", site()), dst, sync.Options{Parallel: parallel})
			require.Equal(t, bad, err)
			require.Equal(t, updateOfASite[:strings.Index(updateOfASite, "\nAdding directory (/d/emptydir)")], got)
			require.Equal(t, [3]int{4, 0, 0}, [3]int{sum.Added, sum.Deleted, sum.Updated}, "what failed does not count")
			files := dst.Files()
			require.Equal(t, "old page!", files["Default.aspx"])
			require.Equal(t, "dll-bytes", files["bin/app.dll"])
			if parallel == 1 {
				require.Contains(t, files, "old.txt", "nothing is done after it")
			}
		})
	}
}

// A failure is the first one of the plan, not the first one in time.
func TestTheFirstFailureCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dst := memory.New("/d", map[string]string{})
		dst.Fail = func(c *provider.Change) error {
			switch c.Object().Key {
			case "b":
				time.Sleep(time.Minute)
				return errors.New("b failed")
			case "c":
				return errors.New("c failed")
			}
			return nil
		}
		_, err := sync.Run(t.Context(), memory.New("/s", map[string]string{"a": "", "b": "", "c": "", "d": ""}), dst, &sync.Options{Parallel: 4})
		require.EqualError(t, err, "b failed")
	})
}

// A source that cannot be read to its end fails after what was planned before.
func TestFailureOfThePlan(t *testing.T) {
	bad := &provider.Error{Op: "read", Path: "/s/m"}
	src := memory.New("/s", map[string]memory.File{"a": {Data: "1"}, "m": {Invalid: bad}, "z": {}})
	dst := memory.New("/d", map[string]string{"z": "old"})
	got, sum, err := observe(t, src, dst, sync.Options{Parallel: 4})
	require.Equal(t, bad, err)
	require.Equal(t, "\nAdding file (/d/a).", got)
	require.Equal(t, 1, sum.Total())
	require.Equal(t, map[string]string{"a": "1", "z": "old"}, dst.Files())
}

func TestCancellation(t *testing.T) {
	stop := errors.New("stop")
	files := map[string]string{} // more than can be done before the first is announced
	for i := range 5000 {
		files[strconv.Itoa(i)] = ""
	}
	for _, parallel := range []int{1, 4} {
		ctx, cancel := context.WithCancelCause(t.Context())
		dst := memory.New("/d", map[string]string{})
		n := 0
		_, err := sync.Run(ctx, memory.New("/s", files), dst, &sync.Options{Parallel: parallel, Observe: func(e sync.Event) {
			if n++; n == 4 {
				cancel(stop)
			}
		}})
		require.ErrorIs(t, err, stop)
		require.Less(t, len(dst.Files()), len(files))
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	dst := memory.New("/d", site2())
	_, err := sync.Run(ctx, memory.New("/s", site()), dst, nil)
	require.ErrorIs(t, err, stop)
	require.Equal(t, site2(), dst.Files(), "nothing is done")
	_, err = sync.Delete(ctx, dst, nil)
	require.ErrorIs(t, err, stop)
	require.Equal(t, site2(), dst.Files())
}

// busy is a failure that goes away.
func busy(path string) error {
	return &provider.Error{Op: "write", Path: path, Code: provider.CodeFileInUse}
}

// What fails for a while is tried again, which is announced (recorded:
// sync/retry); what fails for good is not.
func TestRetry(t *testing.T) {
	for _, c := range []struct {
		name     string
		retry    sync.Retry
		failures int
		err      func(string) error
		events   int
		wait     time.Duration
		fails    bool
	}{
		{"no failure", sync.Retry{}, 0, busy, 0, 0, false},
		{"twice", sync.Retry{}, 2, busy, 2, 2 * time.Second, false},
		{"five times", sync.Retry{}, 5, busy, 5, 5 * time.Second, false},
		{"six times", sync.Retry{}, 6, busy, 5, 5 * time.Second, true},
		{"none allowed", sync.Retry{Attempts: -1}, 1, busy, 0, 0, true},
		{"two, slowly", sync.Retry{Attempts: 2, Interval: time.Minute}, 3, busy, 2, 2 * time.Minute, true},
		{"for good", sync.Retry{}, 1, func(string) error { return errors.New("no") }, 0, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dst := memory.New("/d", map[string]string{"x": "old"})
				left := c.failures
				dst.Fail = func(ch *provider.Change) error {
					if ch.Object().Key != "x" || left == 0 {
						return nil
					}
					left--
					return c.err(ch.Object().Path)
				}
				var events []string
				start := time.Now()
				sum, err := sync.Run(t.Context(), memory.New("/s", map[string]string{"x": "new!", "y": ""}), dst, &sync.Options{
					Parallel: 1, Retry: c.retry, Observe: func(e sync.Event) {
						if e.Type == provider.EventRetry {
							events = append(events, e.Message)
							require.NotEmpty(t, e.Detail)
						}
					},
				})
				require.Equal(t, c.fails, err != nil, err)
				require.Equal(t, c.wait, time.Since(start))
				require.Len(t, events, c.events)
				require.Equal(t, c.events, sum.Warnings)
				if c.events > 0 {
					n := c.retry.Attempts
					if n == 0 {
						n = 5
					}
					require.Equal(t, fmt.Sprintf("Retrying operation 'Update' on object filePath (/d/x). Attempt 1 of %d.", n), events[0])
				}
				if !c.fails {
					require.Equal(t, map[string]string{"x": "new!", "y": ""}, dst.Files())
				}
			})
		})
	}
}

// Waiting for another attempt ends with the context.
func TestRetryIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop := errors.New("stop")
		ctx, cancel := context.WithCancelCause(t.Context())
		dst := memory.New("/d", map[string]string{})
		dst.Fail = func(c *provider.Change) error { return busy(c.Object().Path) }
		go func() { time.Sleep(90 * time.Second); cancel(stop) }()
		start := time.Now()
		_, err := sync.Run(ctx, memory.New("/s", map[string]string{"x": ""}), dst, &sync.Options{Retry: sync.Retry{Interval: time.Minute}})
		require.ErrorIs(t, err, stop)
		require.ErrorIs(t, err, provider.CodeFileInUse, "what it waited for is told as well")
		require.Equal(t, 90*time.Second, time.Since(start))
	})
}

// committer is a target that commits.
type committer struct {
	provider.Target
	commits int
	err     error
}

func (c *committer) Commit(context.Context) error { c.commits++; return c.err }

func TestCommit(t *testing.T) {
	bad := errors.New("bad")
	run := func(c *committer, opts *sync.Options) error {
		_, err := sync.Run(t.Context(), memory.New("/s", map[string]string{"a": ""}), c, opts)
		return err
	}
	ok := &committer{Target: memory.New("/d", map[string]string{})}
	require.NoError(t, run(ok, nil))
	require.Equal(t, 1, ok.commits)
	require.NoError(t, run(ok, &sync.Options{WhatIf: true}))
	require.Equal(t, 1, ok.commits, "a what-if run commits nothing")
	failing := &committer{Target: memory.New("/d", map[string]string{}), err: bad}
	require.Equal(t, bad, run(failing, nil))
	tree := memory.New("/d", map[string]string{})
	tree.Fail = func(*provider.Change) error { return bad }
	stopped := &committer{Target: tree}
	require.Equal(t, bad, run(stopped, nil))
	require.Zero(t, stopped.commits, "what failed is not committed")
}

// Hooks of rules around a run: Before once before the first change, Finish at
// the end of every run, in reverse.
func TestHooks(t *testing.T) {
	bad := errors.New("bad")
	for _, c := range []struct {
		name   string
		files  map[string]string
		opts   sync.Options
		before error
		finish error
		apply  error
		want   string
		fails  bool
	}{
		{"changes", map[string]string{"a": "", "b": ""}, sync.Options{}, nil, nil, nil, "before1 before2 apply apply finish2:<nil> finish1:<nil>", false},
		{"nothing to do", map[string]string{}, sync.Options{}, nil, nil, nil, "finish2:<nil> finish1:<nil>", false},
		{"what if", map[string]string{"a": ""}, sync.Options{WhatIf: true}, nil, nil, nil, "finish2:<nil> finish1:<nil>", false},
		{"before fails", map[string]string{"a": ""}, sync.Options{}, bad, nil, nil, "before1 finish2:rule one: bad finish1:rule one: bad", true},
		{"a change fails", map[string]string{"a": "", "b": ""}, sync.Options{}, nil, nil, bad, "before1 before2 apply finish2:bad finish1:bad", true},
		{"finish fails", map[string]string{"a": ""}, sync.Options{}, nil, bad, nil, "before1 before2 apply finish2:<nil> finish1:<nil>", true},
		{"both fail", map[string]string{"a": ""}, sync.Options{}, nil, errors.New("late"), bad, "before1 before2 apply finish2:bad finish1:bad", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log []string
			dst := memory.New("/d", map[string]string{})
			dst.Fail = func(*provider.Change) error { log = append(log, "apply"); return c.apply }
			rule := func(n, name string) *rules.Rule {
				return &rules.Rule{
					Name:   name,
					Before: func(context.Context, provider.Target) error { log = append(log, "before"+n); return c.before },
					Finish: func(ctx context.Context, _ provider.Target, err error) error {
						require.NoError(t, ctx.Err())
						log = append(log, fmt.Sprintf("finish%s:%v", n, err))
						return c.finish
					},
				}
			}
			c.opts.Parallel = 1
			c.opts.Rules = rules.Chain{rule("1", "one"), {Name: "idle"}, rule("2", "two")}
			_, err := sync.Run(t.Context(), memory.New("/s", c.files), dst, &c.opts)
			require.Equal(t, c.want, strings.Join(log, " "))
			if c.fails {
				require.ErrorContains(t, err, "bad")
			} else {
				require.NoError(t, err)
			}
		})
	}
}

// Events that a provider or a rule reports come right after the change they are
// about, or before what is planned next.
func TestReportedEventsAreInPlace(t *testing.T) {
	src := memory.New("/s", map[string]string{"a": "1", "b": "2", "c": "3"})
	chain := rules.Chain{{Name: "r", Source: func(ctx context.Context, o *provider.Object) (*provider.Object, error) {
		provider.Warn(ctx, "seen "+o.Key)
		return o, nil
	}}}
	for _, parallel := range []int{1, 2, 8} {
		got, sum, err := observe(t, src, &talkative{memory.New("/d", map[string]string{})}, sync.Options{Parallel: parallel, Rules: chain})
		require.NoError(t, err)
		require.Equal(t, `
seen /s
seen a
Adding file (/d/a).
writing a
seen b
Adding file (/d/b).
writing b
seen c
Adding file (/d/c).
writing c`, got)
		require.Equal(t, 7, sum.Warnings)
	}
}

// talkative is a target that reports what it does.
type talkative struct{ *memory.Tree }

func (s *talkative) Apply(ctx context.Context, c *provider.Change) error {
	provider.Warn(ctx, "writing "+c.Object().Key)
	return s.Tree.Apply(ctx, c)
}

func TestDeclared(t *testing.T) {
	got, sum, err := observe(t, memory.New("/s", map[string]string{"a": "1"}), memory.New("/d", map[string]string{}), sync.Options{Declared: []string{"One", "Two"}})
	require.NoError(t, err)
	require.Equal(t, "\nAdding file (/d/a).\nAdding declared parameter 'One'.\nAdding declared parameter 'Two'.", got)
	require.Equal(t, "Total changes: 3 (1 added, 0 deleted, 0 updated, 2 parameters changed, 1 bytes copied)", sum.String())
}

// recorded: errors/mismatch
func TestIncompatibleDocuments(t *testing.T) {
	dst := memory.New("/d", map[string]string{"a": ""})
	_, err := sync.Run(t.Context(), manifest("m", nil, "/s"), provider.DocumentTarget(dst), nil)
	require.ErrorContains(t, err, "Source (m) and destination (dirPath) are not compatible")
	require.Len(t, dst.Files(), 1)
}

// A content that is another one each time it is opened is still copied once.
func TestContentIsOpenedOncePerCopy(t *testing.T) {
	src := memory.New("/s", map[string]string{"a": "1", "b/c": "2"})
	opened := 0
	counting := rules.Chain{{Name: "count", Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if o.Content == nil {
			return o, nil
		}
		n := *o
		n.Content = func(ctx context.Context) (io.ReadCloser, error) { opened++; return o.Content(ctx) }
		return &n, nil
	}}}
	for _, opts := range []*sync.Options{{WhatIf: true, Rules: counting}, {Parallel: 1, Rules: counting}} {
		opened = 0
		_, err := sync.Run(t.Context(), src, memory.New("/d", map[string]string{"b/c": "old"}), opts)
		require.NoError(t, err)
		require.Equal(t, map[bool]int{true: 0, false: 2}[opts.WhatIf], opened)
	}
}
