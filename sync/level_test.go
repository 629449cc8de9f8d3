package sync_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A spoken target counts the sentences that it is asked for.
type spoken struct {
	*memory.Tree
	asked int
}

// Describe returns a sentence.
func (s *spoken) Describe(provider.Tree, *provider.Change) string {
	s.asked++
	return "It changes."
}

// Events below the level that is asked for are neither observed nor made, and
// warnings are counted whether or not anybody is shown them.
func TestLevel(t *testing.T) {
	all := []slog.Level{provider.LevelVerbose, slog.LevelInfo, slog.LevelWarn}
	observed := func(observe bool, level slog.Level) (seen, reported []slog.Level, asked int) {
		dst := &spoken{Tree: memory.New("/d", map[string]string{"a": "1"})}
		warn := &rules.Rule{Name: "Warn", Change: func(ctx context.Context, c *provider.Change) (*provider.Change, error) {
			for _, l := range all {
				if provider.Reports(ctx, l) {
					reported = append(reported, l)
				}
			}
			provider.Warn(ctx, "careful")
			return c, nil
		}}
		opts := &sync.Options{Rules: rules.Chain{warn}, Level: level}
		if observe {
			opts.Observe = func(e sync.Event) { seen = append(seen, e.Level) }
		}
		sum, err := sync.Run(t.Context(), memory.New("/s", map[string]string{"a": "22"}), dst, opts)
		require.NoError(t, err)
		require.Equal(t, sync.Summary{Updated: 1, Bytes: 2, Warnings: 1}, sum)
		slices.Sort(seen)
		return slices.Compact(seen), reported, dst.asked
	}
	for i, level := range append(all, slog.LevelError) {
		seen, reported, asked := observed(true, level)
		require.Equal(t, all[i:], append([]slog.Level{}, seen...), level)
		require.Equal(t, all[min(i, 2):], reported, "warnings are always made")
		require.Equal(t, i <= 1, asked == 1, "sentence at %v", level)
	}
	seen, reported, asked := observed(false, provider.LevelVerbose)
	require.Empty(t, seen)
	require.Equal(t, all[2:], reported)
	require.Zero(t, asked)
}
