package param_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/internal/conformance"
	"github.com/webdeploy-go/webdeploy/internal/pairs"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// What this tool cannot reproduce, for reasons that lie elsewhere.
func elsewhere() map[string]string {
	return map[string]string{
		"xmlfile/to-package": "there are no packages here",
	}
}

// The recorded cases about contents, with as little of a tool as they need:
// folders and files, -setParam and the default rules.
func TestRecordedContents(t *testing.T) {
	suite, err := conformance.Load(conformance.Embedded())
	require.NoError(t, err)
	for _, c := range suite.Cases {
		if c.Group != "textfile" && c.Group != "xmlfile" {
			continue
		}
		t.Run(c.ID(), func(t *testing.T) {
			found, err := suite.Check(t.Context(), contentTool, c)
			require.NoError(t, err)
			if why := elsewhere()[c.ID()]; why != "" {
				require.NotEmpty(t, found, "the same here now, although "+why)
				return
			}
			require.Empty(t, found)
		})
	}
}

func contentTool(ctx context.Context, inv conformance.Invocation) int {
	err := contentSync(ctx, inv)
	if err == nil {
		return 0
	}
	for ; err != nil; err = errors.Unwrap(err) {
		text := err.Error()
		var e *provider.Error
		if errors.As(err, &e) && error(e) == err {
			text = e.Sentence()
		}
		fmt.Fprintln(inv.Stderr, "Error: "+text)
	}
	fmt.Fprintln(inv.Stderr, "Error count: 1.")
	return -1
}

func contentSync(ctx context.Context, inv conformance.Invocation) error {
	cmd, err := cmdline.ParseLine(inv.Line)
	if err != nil {
		return err
	}
	var set param.Set
	for _, p := range cmd.SetParams {
		if set, err = param.Assign(set, toPairs(p), param.Literal); err != nil {
			return err
		}
	}
	b, err := param.Bind(set, &param.Options{XML: param.AsMSDeploy, Text: param.AsMSDeploy})
	if err != nil {
		return err
	}
	selected := rules.NewSelection()
	if err := selected.Provide(b.Rule()); err != nil {
		return err
	}
	env := &provider.Env{
		Providers: provider.NewRegistry(fsys.DirPath(), fsys.FilePath(), fsys.ContentPath()),
		Link:      selected.Link, Redirect: b.Redirect,
	}
	src, err := provider.OpenSource(ctx, env, ref(cmd.Source))
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := provider.OpenDestination(ctx, env, ref(cmd.Dest))
	if err != nil {
		return err
	}
	defer dst.Close()
	sum, err := sync.Run(ctx, src, dst, &sync.Options{
		Rules: selected.Chain(), WhatIf: cmd.WhatIf, UseChecksum: cmd.UseChecksum,
		Observe: func(e sync.Event) { printEvent(inv.Stdout, e, cmd.Verbose == cmdline.LevelVerbose) },
		Level:   provider.LevelVerbose,
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(inv.Stdout, sum)
	return nil
}

func printEvent(w io.Writer, e sync.Event, verbose bool) {
	prefix := map[slog.Level]string{provider.LevelVerbose: "Verbose: ", slog.LevelInfo: "Info: ", slog.LevelWarn: "Warning: "}[e.Level]
	if e.Level == provider.LevelVerbose && !verbose {
		return
	}
	fmt.Fprintln(w, prefix+e.Message)
	if e.Detail != "" {
		fmt.Fprintln(w, e.Detail)
	}
}

func ref(o *cmdline.Object) provider.Ref {
	return provider.Ref{Kind: provider.Kind(o.Provider), Path: o.Path}
}

func toPairs(list cmdline.Pairs) []pairs.Pair {
	out := make([]pairs.Pair, len(list))
	for i, s := range list {
		out[i] = pairs.Pair{Key: s.Name, Value: s.Value, HasValue: s.HasValue}
	}
	return out
}
