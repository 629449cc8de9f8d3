package flow_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/flow"
)

func nothing(context.Context) error { return nil }

func pass(error) error { return nil }

// Outcomes come in the order of the work, whatever takes how long.
func TestOutcomesComeInOrder(t *testing.T) {
	for _, n := range []int{-1, 0, 1, 2, 7} {
		synctest.Test(t, func(t *testing.T) {
			q := flow.New(t.Context(), n)
			defer q.Close()
			var got []int
			for i := range 100 {
				done := func(err error) error { got = append(got, i); return err }
				if i%3 == 0 {
					require.NoError(t, q.Do(nothing, done))
				} else {
					work := func(context.Context) error { time.Sleep(time.Duration(i*37%11) * time.Second); return nil }
					require.NoError(t, q.Go(work, done))
				}
			}
			require.NoError(t, q.Wait())
			require.Len(t, got, 100)
			require.True(t, slices.IsSorted(got))
			require.NoError(t, q.Wait(), "waiting twice is fine")
		})
	}
}

// An outcome that nothing is before does not wait, and costs nothing.
func TestOutcomeThatNothingIsBefore(t *testing.T) {
	q := flow.New(t.Context(), 2)
	defer q.Close()
	delivered := 0
	done := func(err error) error { delivered++; return err }
	allocated := testing.AllocsPerRun(100, func() {
		before := delivered
		require.NoError(t, q.Do(nothing, done))
		require.Equal(t, before+1, delivered)
	})
	require.Zero(t, allocated)
	bad := errors.New("bad")
	require.ErrorIs(t, q.Do(func(context.Context) error { return bad }, done), bad)
	require.ErrorIs(t, q.Do(nothing, done), bad, "a refused outcome stops the queue")
	require.Equal(t, 102, delivered) // one run warms up
}

// No more than n pieces of work run at a time, and that many do.
func TestWorkIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := flow.New(t.Context(), 3)
		defer q.Close()
		var running, peak atomic.Int32
		for range 50 {
			require.NoError(t, q.Go(func(context.Context) error {
				peak.Store(max(peak.Load(), running.Add(1)))
				time.Sleep(time.Second)
				running.Add(-1)
				return nil
			}, pass))
		}
		require.NoError(t, q.Wait())
		require.EqualValues(t, 3, peak.Load())
	})
}

// One slow piece of work does not let outcomes pile up without end.
func TestOutcomesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := flow.New(t.Context(), 2)
		defer q.Close()
		slow := make(chan struct{})
		require.NoError(t, q.Go(func(context.Context) error { <-slow; return nil }, pass))
		added := 0
		go func() { time.Sleep(time.Hour); close(slow) }()
		start := time.Now()
		for time.Since(start) < time.Minute {
			require.NoError(t, q.Do(nothing, pass))
			if added++; added > 1000 {
				require.Fail(t, "a thousand outcomes wait")
			}
		}
		require.Less(t, added, 600)
	})
}

// Done is always called on the goroutine that adds.
func TestDoneIsCalledByTheCaller(t *testing.T) {
	q := flow.New(t.Context(), 4)
	defer q.Close()
	sum := 0 // the race detector watches
	for i := range 200 {
		require.NoError(t, q.Go(func(context.Context) error { runtime.Gosched(); return nil }, func(error) error { sum += i; return nil }))
	}
	require.NoError(t, q.Wait())
	require.Equal(t, 199*200/2, sum)
}

func TestFailureStopsTheQueue(t *testing.T) {
	bad := errors.New("bad")
	q := flow.New(t.Context(), 2)
	var got []string
	note := func(s string) func(error) error {
		return func(err error) error { got = append(got, s); return err }
	}
	require.NoError(t, q.Go(nothing, note("first")))
	err := errors.Join(
		q.Go(func(context.Context) error { return bad }, note("second")),
		q.Go(nothing, note("third")),
		q.Wait())
	require.ErrorIs(t, err, bad)
	ran := false
	require.ErrorIs(t, q.Go(func(context.Context) error { ran = true; return nil }, note("never")), bad)
	require.ErrorIs(t, q.Do(func(context.Context) error { ran = true; return nil }, note("never")), bad)
	require.ErrorIs(t, q.Wait(), bad)
	q.Close()
	require.False(t, ran, "work that comes too late is not begun")
	require.Equal(t, []string{"first", "second"}, got)
}

// What was added after work that fails is not begun, though nobody knows of the
// failure yet.
func TestNothingIsBegunAfterAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := errors.New("bad")
		q := flow.New(t.Context(), 2)
		defer q.Close()
		slow, added := make(chan struct{}), make(chan struct{})
		var begun atomic.Int32
		require.NoError(t, q.Go(func(context.Context) error { <-slow; return nil }, pass))
		require.NoError(t, q.Go(func(context.Context) error { <-added; return bad }, func(error) error { return nil }))
		for range 10 {
			require.NoError(t, q.Go(func(context.Context) error { begun.Add(1); return nil }, pass))
		}
		close(added)
		synctest.Wait()
		close(slow)
		require.ErrorIs(t, q.Wait(), bad, "done cannot forgive")
		require.Zero(t, begun.Load())
	})
}

// Work that ends its goroutine, as that of a failing test does, fails, and others
// go on with what is left to do.
func TestWorkThatEndsItsGoroutine(t *testing.T) {
	q := flow.New(t.Context(), 2)
	defer q.Close()
	n := 0
	for range 20 {
		if q.Go(func(context.Context) error { runtime.Goexit(); return nil }, func(error) error { n++; return nil }) != nil {
			break
		}
	}
	require.ErrorContains(t, q.Wait(), "ended its goroutine")
	require.Equal(t, 1, n)
}

// Close cancels what runs, waits for it and drops what it has to say.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := flow.New(t.Context(), 2)
		var cause error
		ended := false
		require.NoError(t, q.Go(func(ctx context.Context) error {
			<-ctx.Done()
			cause = context.Cause(ctx)
			time.Sleep(time.Minute)
			ended = true
			return nil
		}, func(error) error { require.Fail(t, "dropped outcomes are not delivered"); return nil }))
		synctest.Wait()
		q.Close()
		require.True(t, ended, "Close waits")
		require.ErrorContains(t, cause, "an earlier step failed")
		q.Close()
	})
}

// Work gets the context of the queue, with its values and its end.
func TestContext(t *testing.T) {
	type key struct{}
	stop := errors.New("stop")
	for _, n := range []int{1, 2} {
		ctx, cancel := context.WithCancelCause(context.WithValue(t.Context(), key{}, "value"))
		q := flow.New(ctx, n)
		defer q.Close()
		require.NoError(t, q.Go(func(ctx context.Context) error {
			if ctx.Value(key{}) != "value" {
				return errors.New("the value is gone")
			}
			return nil
		}, func(err error) error { return err }))
		require.NoError(t, q.Wait())
		cancel(stop)
		var ran atomic.Bool
		err := errors.Join(
			q.Go(func(context.Context) error { ran.Store(true); return nil }, func(err error) error { return err }),
			q.Wait())
		require.ErrorIs(t, err, stop)
		require.False(t, ran.Load(), "work is not begun when the context has ended")
	}
}

func BenchmarkGo(b *testing.B) {
	q := flow.New(b.Context(), 4)
	defer q.Close()
	for b.Loop() {
		if err := q.Go(nothing, pass); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDo(b *testing.B) {
	q := flow.New(b.Context(), 4)
	defer q.Close()
	b.ReportAllocs()
	for b.Loop() {
		if err := q.Do(nothing, pass); err != nil {
			b.Fatal(err)
		}
	}
}
