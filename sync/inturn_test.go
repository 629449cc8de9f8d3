package sync_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A lone is a tree of one object whose changes are made by themselves.
type lone struct {
	root  *provider.Object
	apply func(context.Context) error
}

func newLone(side, text string) *lone {
	o := &provider.Object{Kind: "lone", Key: "x", Path: "x", Attrs: provider.Attrs{{Name: "side", Value: provider.String(side)}}}
	if text != "" {
		o.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	}
	return &lone{root: o}
}

func (l *lone) Root() *provider.Object { return l.root }
func (l *lone) Close() error           { return nil }
func (l *lone) Place(_, src *provider.Object) (*provider.Object, error) {
	return nil, provider.Unsupported("add", src)
}
func (l *lone) Apply(ctx context.Context, _ *provider.Change) error { return l.apply(ctx) }
func (l *lone) InTurn(*provider.Change) bool                        { return true }

// around returns documents of a folder, the object of l, and another folder.
func around(files map[string]string, l *lone, text string, fail func(*provider.Change) error) (provider.Tree, provider.Target) {
	root := func() *provider.Object { return &provider.Object{Kind: "m", Path: "m"} }
	src := provider.Join(root(), provider.Relink(memory.New("/s1", files), "Child1"),
		provider.Relink(newLone("source", text), "Child2"), provider.Relink(memory.New("/s3", files), "Child3"))
	part := func(dir, link string) provider.Target {
		tree := memory.New(dir, map[string]string{})
		tree.Fail = fail
		return provider.Relink[provider.Target](tree, link)
	}
	return src, provider.JoinTargets(root(), part("/d1", "Child1"), provider.Relink[provider.Target](l, "Child2"), part("/d3", "Child3"))
}

// What is made by itself is made between what is before it and what is after
// it, whether or not it has content, and what it says is heard while it is made.
func TestInTurn(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("f%02d", i)] = "x"
	}
	for _, text := range []string{"", "content"} {
		synctest.Test(t, func(t *testing.T) {
			var running, done atomic.Int32
			var said []string
			l := newLone("target", "")
			src, dst := around(files, l, text, func(*provider.Change) error {
				running.Add(1)
				time.Sleep(time.Second)
				running.Add(-1)
				done.Add(1)
				return nil
			})
			l.apply = func(ctx context.Context) error {
				require.Zero(t, running.Load())
				require.Equal(t, int32(20), done.Load(), "everything before, nothing after")
				require.Equal(t, "Updating lone (x).", said[len(said)-1])
				require.Len(t, said, 21)
				provider.Report(ctx, provider.Event{Level: slog.LevelWarn, Message: "half"})
				require.Equal(t, "half", said[len(said)-1])
				return nil
			}
			sum, err := sync.Run(t.Context(), src, dst, &sync.Options{Parallel: 4, Observe: func(e sync.Event) {
				if e.Level >= slog.LevelInfo {
					said = append(said, e.Message)
				}
			}})
			require.NoError(t, err)
			require.Equal(t, sync.Summary{Added: 40, Updated: 1, Warnings: 1, Bytes: 40}, sum)
		})
	}
}

func TestInTurnFails(t *testing.T) {
	bad := errors.New("bad")
	run := func(opts sync.Options, fail func(*provider.Change) error) (applied int, said []string, sum sync.Summary, err error) {
		l := newLone("target", "")
		src, dst := around(map[string]string{"a": "x"}, l, "", fail)
		l.apply = func(context.Context) error { applied++; return bad }
		opts.Observe = func(e sync.Event) {
			if e.Level == slog.LevelInfo {
				said = append(said, e.Message)
			}
		}
		sum, err = sync.Run(t.Context(), src, dst, &opts)
		return applied, said, sum, err
	}
	applied, said, sum, err := run(sync.Options{}, nil)
	require.Equal(t, bad, err)
	require.Equal(t, 1, applied)
	require.Equal(t, []string{"Adding file (/d1/a).", "Updating lone (x)."}, said, "it is announced, and nothing after it")
	require.Equal(t, sync.Summary{Added: 1, Bytes: 1}, sum)

	applied, _, _, err = run(sync.Options{Parallel: 4}, func(*provider.Change) error { return errors.New("disk full") })
	require.EqualError(t, err, "disk full")
	require.Zero(t, applied, "nothing is made after a failure")

	applied, said, _, err = run(sync.Options{WhatIf: true}, nil)
	require.NoError(t, err)
	require.Zero(t, applied)
	require.Len(t, said, 3)
}
