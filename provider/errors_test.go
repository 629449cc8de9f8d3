package provider_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

func TestErrorText(t *testing.T) {
	for want, err := range map[string]*provider.Error{
		"open":                           {Op: "open"},
		"open dirPath /srv":              {Op: "open", Kind: "dirPath", Path: "/srv"},
		"open /srv":                      {Op: "open", Path: "/srv"},
		"open /srv: file does not exist": {Op: "open", Path: "/srv", Err: fs.ErrNotExist},
		"Gone.":                          {Op: "open", Path: "/srv", Msg: "Gone."},
		"Gone.: file does not exist (look elsewhere)": {Msg: "Gone.", Err: fs.ErrNotExist, Hint: "look elsewhere"},
		"Gone. (look)":           {Msg: "Gone.", Err: provider.Quiet(fs.ErrNotExist), Hint: "look"},
		"open ERROR_FILE_IN_USE": {Op: "open", Code: provider.CodeFileInUse},
		"open: busy":             {Op: "open", Code: provider.CodeFileInUse, Err: errors.New("busy")},
	} {
		require.EqualError(t, err, want)
	}
}

func TestErrorMatches(t *testing.T) {
	err := fmt.Errorf("sync: %w", &provider.Error{
		Op: "outer", Code: provider.CodeCreatingObject, Err: &provider.Error{Op: "inner", Code: provider.CodeNotFound, Err: provider.Quiet(fs.ErrNotExist)},
	})
	for _, target := range []error{provider.CodeCreatingObject, provider.CodeNotFound, fs.ErrNotExist} {
		require.ErrorIs(t, err, target)
	}
	require.NotErrorIs(t, err, provider.CodeFileInUse)
	require.False(t, errors.Is(&provider.Error{Op: "x"}, provider.Code("")), "an error without a code has none")
	var e *provider.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "outer", e.Op)
	require.EqualError(t, provider.CodeFileInUse, "ERROR_FILE_IN_USE")
}

func TestQuiet(t *testing.T) {
	require.NoError(t, provider.Quiet(nil))
	q := provider.Quiet(fs.ErrNotExist)
	require.True(t, provider.IsQuiet(q))
	require.Empty(t, q.Error())
	require.ErrorIs(t, q, fs.ErrNotExist)
	require.False(t, provider.IsQuiet(fs.ErrNotExist))
	require.False(t, provider.IsQuiet(nil))
	require.False(t, provider.IsQuiet(fmt.Errorf("loud: %w", q)), "what wraps it speaks")
}

func TestErrorConstructors(t *testing.T) {
	err := provider.CannotCreate(provider.Ref{Kind: "dirPath", Path: "/x"}, fs.ErrNotExist)
	require.EqualError(t, err, "Object of type 'dirPath' and path '/x' cannot be created.: file does not exist")
	require.ErrorIs(t, err, provider.CodeCreatingObject)
	err = provider.Unsupported("delete", &provider.Object{Kind: "cert", Path: "MY"})
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorContains(t, err, "delete cert MY")

	require.True(t, provider.NotExist(fmt.Errorf("x: %w", fs.ErrNotExist)))
	require.True(t, provider.NotExist(&provider.Error{Code: provider.CodeNotFound}))
	require.False(t, provider.NotExist(fs.ErrExist))
	require.False(t, provider.NotExist(nil))
}

type temporary bool

func (temporary) Error() string     { return "temporary" }
func (t temporary) Temporary() bool { return bool(t) }

func TestTemporary(t *testing.T) {
	require.True(t, provider.Temporary(&provider.Error{Op: "x", Err: &provider.Error{Code: provider.CodeFileInUse}}))
	require.True(t, provider.Temporary(fmt.Errorf("x: %w", temporary(true))))
	require.False(t, provider.Temporary(temporary(false)))
	require.False(t, provider.Temporary(fs.ErrPermission))
	require.False(t, provider.Temporary(nil))
}

func TestReport(t *testing.T) {
	provider.Report(t.Context(), provider.Event{Message: "nobody listens"})
	var got []provider.Event
	ctx := provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) { got = append(got, e) })
	provider.Warn(ctx, "careful")
	provider.Report(context.WithoutCancel(ctx), provider.Event{Message: "hello"})
	inner := provider.WithReporter(ctx, provider.LevelVerbose, func(provider.Event) {})
	provider.Report(inner, provider.Event{Message: "to somebody else"})
	require.Len(t, got, 2)
	require.Equal(t, provider.EventGeneral, got[0].Type)
	require.Equal(t, "WARN careful", got[0].Level.String()+" "+got[0].Message)
	require.Equal(t, "hello", got[1].Message)
}

// Who listens says from which level on, and can be asked before a message is
// made.
func TestReports(t *testing.T) {
	levels := []slog.Level{provider.LevelVerbose, slog.LevelInfo, slog.LevelWarn}
	for i, from := range append(levels, slog.LevelError) {
		var got []slog.Level
		ctx := provider.WithReporter(t.Context(), from, func(e provider.Event) { got = append(got, e.Level) })
		for j, l := range levels {
			require.Equal(t, j >= i, provider.Reports(ctx, l), "%v from %v", l, from)
			provider.Report(ctx, provider.Event{Level: l})
		}
		require.Equal(t, levels[i:], append([]slog.Level{}, got...))
		silent := provider.WithReporter(ctx, provider.LevelVerbose, nil)
		require.False(t, provider.Reports(silent, slog.LevelWarn))
		provider.Warn(silent, "to nobody")
		require.Len(t, got, len(levels)-i)
	}
	require.False(t, provider.Reports(t.Context(), slog.LevelWarn))
}

// Who stands between gets what the one behind would, and no more.
func TestIntercept(t *testing.T) {
	var got []provider.Event
	note := func(e provider.Event) { got = append(got, e) }
	ctx := provider.Intercept(provider.WithReporter(t.Context(), slog.LevelWarn, func(provider.Event) { t.Error("not intercepted") }), note)
	require.False(t, provider.Reports(ctx, slog.LevelInfo))
	provider.Report(ctx, provider.Event{Level: slog.LevelInfo})
	provider.Warn(ctx, "careful")
	require.Len(t, got, 1)
	require.Equal(t, "careful", got[0].Message)
	provider.Warn(provider.Intercept(t.Context(), note), "to nobody")
	require.Len(t, got, 1)
}
