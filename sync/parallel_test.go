package sync_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
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

// opening is a rule that calls open before it opens the contents of a file, and
// counts those that are open.
func opening(n *atomic.Int32, open func(context.Context, *provider.Object) error) *rules.Rule {
	see := func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if o.Content == nil {
			return o, nil
		}
		c := *o
		c.Content = func(ctx context.Context) (io.ReadCloser, error) {
			if err := open(ctx, o); err != nil {
				return nil, err
			}
			r, err := o.Content(ctx)
			if err != nil {
				return nil, err
			}
			n.Add(1)
			return &counted{r, n}, nil
		}
		return &c, nil
	}
	return &rules.Rule{Name: "opening", Source: see, Target: see}
}

type counted struct {
	io.ReadCloser
	n *atomic.Int32
}

func (c *counted) Close() error {
	c.n.Add(-1)
	return c.ReadCloser.Close()
}

// talking is a rule that reports every call. It must not be called while it is.
func talking(t *testing.T) *rules.Rule {
	busy := false
	say := func(ctx context.Context, what string) {
		require.False(t, busy, "a hook is called while another is")
		busy = true
		provider.Report(ctx, provider.Event{Message: what})
		busy = false
	}
	see := func(ctx context.Context, o *provider.Object) (*provider.Object, error) {
		say(ctx, "see "+o.Path)
		if strings.HasSuffix(o.Key, "_") {
			return nil, nil
		}
		return o, nil
	}
	return &rules.Rule{
		Name: "talking", Source: see, Target: see,
		Same: func(ctx context.Context, c *rules.Comparison) bool {
			say(ctx, "same "+c.Target.Path)
			return c.Diff.Name == provider.AttrLastWriteTime
		},
		Change: func(ctx context.Context, c *provider.Change) (*provider.Change, error) {
			say(ctx, "change "+c.Object().Path)
			if len(c.Object().Path)%5 == 0 && c.Op() == provider.Update {
				return nil, nil
			}
			return c, nil
		},
	}
}

// larger gives files contents of many sizes, some of which differ at one place
// only.
func larger(files map[string]memory.File) map[string]memory.File {
	for name, f := range files {
		if !strings.HasSuffix(name, "/") {
			f.Data = strings.Repeat("x", 1<<(len(name)*7%19)) + f.Data
			files[name] = f
		}
	}
	return files
}

// Plans and events are the same at any number of contents that are compared at
// the same time, whatever takes how long.
func TestComparisonsInParallelSayTheSame(t *testing.T) {
	for seed := range uint64(60) {
		run := func(parallel int) (lines []string) {
			synctest.Test(t, func(t *testing.T) {
				var open atomic.Int32
				slow := opening(&open, func(ctx context.Context, o *provider.Object) error {
					time.Sleep(time.Duration(len(o.Path)*17%23) * time.Second)
					if parallel > 0 {
						provider.Report(ctx, provider.Event{Message: "open " + o.Path})
					}
					return nil
				})
				r := rand.New(rand.NewPCG(seed, 5))
				src, dst := memory.New("/s", larger(random(r, unique()))), memory.New("/d", larger(random(r, unique())))
				ctx := provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) { lines = append(lines, e.Message) })
				opts := &sync.Options{UseChecksum: true, Parallel: parallel, Rules: rules.Chain{slow, talking(t)}}
				for c, err := range sync.Plan(ctx, src, dst, opts) {
					require.NoError(t, err)
					lines = append(lines, c.Op().String()+" "+c.Object().Path)
				}
				require.Zero(t, open.Load())
			})
			return lines
		}
		want := run(1)
		for _, n := range []int{2, 8} {
			got := run(n)
			require.Equal(t, only(want, "see "), only(got, "see "), "seed %d", seed)
			require.Equal(t, want, got, "seed %d", seed)
		}
	}
}

func only(lines []string, prefix string) (out []string) {
	for _, l := range lines {
		if strings.HasPrefix(l, prefix) {
			out = append(out, l)
		}
	}
	return out
}

func compared(n int) (src, dst map[string]string) {
	src, dst = map[string]string{}, map[string]string{}
	for i := range n {
		name := fmt.Sprintf("d%02d/f%03d", i/10, i)
		src[name], dst[name] = "same", "same"
		if i%4 == 0 {
			src[name] = "s0me"
		}
	}
	return src, dst
}

// So many contents are compared at the same time, and no more.
func TestSoManyComparisons(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var open atomic.Int32
		rule := opening(&open, func(context.Context, *provider.Object) error {
			time.Sleep(time.Second)
			return nil
		})
		src, dst := compared(80)
		start := time.Now()
		got, err := planned(t, memory.New("/s", src), memory.New("/d", dst), &sync.Options{UseChecksum: true, Parallel: 4, Rules: rules.Chain{rule}})
		require.NoError(t, err)
		require.Len(t, got, 20)
		require.Equal(t, 80*2*time.Second/4, time.Since(start))
	})
}

// The first failure of the plan ends it, not the first in time; what is before
// it is planned, and nothing after it.
func TestComparisonFailsInTheMiddle(t *testing.T) {
	for _, parallel := range []int{1, 2, 8} {
		synctest.Test(t, func(t *testing.T) {
			var open atomic.Int32
			rule := opening(&open, func(_ context.Context, o *provider.Object) error {
				switch o.Key {
				case "f017":
					time.Sleep(time.Hour)
					return errors.New("bad f017")
				case "f018":
					return errors.New("bad f018")
				}
				return nil
			})
			src, dst := compared(40)
			got, err := planned(t, memory.New("/s", src), memory.New("/d", dst), &sync.Options{UseChecksum: true, Parallel: parallel, Rules: rules.Chain{rule}})
			require.ErrorContains(t, err, "bad f017")
			require.Equal(t, []string{"Update /d/d00/f000", "Update /d/d00/f004", "Update /d/d00/f008", "Update /d/d01/f012", "Update /d/d01/f016"}, got)
			require.Zero(t, open.Load())
		})
	}
}

// A list that fails ends the plan after what was compared before.
func TestListFailsWhileContentsAreCompared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var open atomic.Int32
		slow := opening(&open, func(context.Context, *provider.Object) error { time.Sleep(time.Second); return nil })
		bad := errors.New("bad rule")
		failing := &rules.Rule{Name: "bad", Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
			if o.Key == "f005" {
				return nil, bad
			}
			return o, nil
		}}
		src, dst := compared(40)
		got, err := planned(t, memory.New("/s", src), memory.New("/d", dst), &sync.Options{UseChecksum: true, Parallel: 8, Rules: rules.Chain{slow, failing}})
		require.Equal(t, bad, err)
		require.Equal(t, []string{"Update /d/d00/f000", "Update /d/d00/f004"}, got)
	})
}

// The loop can be left at any change: comparisons that go on are cancelled and
// waited for.
func TestPlanCanBeLeftWhileContentsAreCompared(t *testing.T) {
	src, dst := compared(400)
	for n := range 10 {
		left := n
		synctest.Test(t, func(t *testing.T) {
			var open atomic.Int32
			rule := opening(&open, func(ctx context.Context, o *provider.Object) error {
				if o.Key < fmt.Sprintf("f%03d", n*4+4) {
					return nil
				}
				<-ctx.Done() // for ever, unless it is cancelled
				return context.Cause(ctx)
			})
			for _, err := range sync.Plan(t.Context(), memory.New("/s", src), memory.New("/d", dst), &sync.Options{UseChecksum: true, Parallel: 4, Rules: rules.Chain{rule}}) {
				require.NoError(t, err)
				if left--; left < 0 {
					break
				}
			}
			require.Zero(t, open.Load())
		})
	}
}

// What is cancelled ends while contents are compared.
func TestCancellationWhileContentsAreCompared(t *testing.T) {
	for _, parallel := range []int{1, 4} {
		synctest.Test(t, func(t *testing.T) {
			stop := errors.New("stop")
			ctx, cancel := context.WithCancelCause(t.Context())
			var open atomic.Int32
			rule := opening(&open, func(ctx context.Context, o *provider.Object) error {
				if o.Key == "f013" {
					cancel(stop)
				}
				return nil
			})
			src, dst := compared(40)
			tree := memory.New("/d", dst)
			sum, err := sync.Run(ctx, memory.New("/s", src), tree, &sync.Options{UseChecksum: true, Parallel: parallel, Rules: rules.Chain{rule}})
			require.ErrorIs(t, err, stop)
			require.LessOrEqual(t, sum.Updated, 4)
			require.Zero(t, open.Load())
		})
	}
}
