package rules_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// options returns a run with the rules of s.
func options(s *rules.Selection) *websync.Options { return &websync.Options{Rules: s.Chain()} }

// run syncs src into dst and returns what is printed with -verbose, the summary
// included.
func run(src, dst *disk, opts *websync.Options) ([]string, error) {
	return print(opts, func() (websync.Summary, error) {
		return websync.Run(context.Background(), provider.Document(src), provider.DocumentTarget(dst), opts)
	})
}

func print(opts *websync.Options, f func() (websync.Summary, error)) ([]string, error) {
	var lines []string
	levels := map[slog.Level]string{slog.LevelInfo: "Info: ", slog.LevelWarn: "Warning: ", provider.LevelVerbose: "Verbose: "}
	opts.Level = provider.LevelVerbose
	opts.Observe = func(e websync.Event) {
		lines = append(lines, levels[e.Level]+e.Message)
		if e.Detail != "" {
			lines = append(lines, e.Detail)
		}
	}
	sum, err := f()
	return append(lines, sum.String()), err
}

// only returns the lines that contain one of the given texts.
func only(lines []string, texts ...string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool {
		return !slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(l, t) })
	})
}

// without returns the lines that contain none of the given texts.
func without(lines []string, texts ...string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool {
		return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(l, t) })
	})
}

func mustSkip(t testing.TB, s string) rules.Skip {
	t.Helper()
	k, err := rules.ParseSkip(s)
	require.NoError(t, err)
	return k
}
