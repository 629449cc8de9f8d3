package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An outcome is what one run of the program printed and how it ended.
type outcome struct {
	out, err string
	code     int
}

// outcomeOf runs the program in process.
func outcomeOf(ctx context.Context, args ...string) outcome {
	var out, errs bytes.Buffer
	code := run(ctx, invocation{args: args, stdout: &out, stderr: &errs})
	return outcome{out.String(), errs.String(), code}
}

// succeed runs the program, which must succeed and say nothing of errors, and
// returns what it prints.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	o := outcomeOf(t.Context(), args...)
	require.Equal(t, exitOK, o.code, "%q\n%s\n%s", args, o.out, o.err)
	require.Empty(t, o.err, "%q", args)
	return o.out
}

// refuse runs the program, which must fail in the way that every failure is
// reported, and returns all that it prints.
func refuse(t *testing.T, args ...string) string {
	t.Helper()
	o := outcomeOf(t.Context(), args...)
	o.requireReported(t, args)
	require.Equal(t, exitFailed, o.code, "%q\n%s", args, o.out)
	return o.out + o.err
}

// requireReported requires a run to have ended in one of the two ways there
// are: well and without a word on the standard error, or with a reason and the
// number of errors.
func (o outcome) requireReported(t *testing.T, args []string) {
	t.Helper()
	if o.code == exitOK {
		require.Empty(t, o.err, "%q", args)
		return
	}
	require.Equal(t, exitFailed, o.code, "%q", args)
	require.True(t, strings.HasSuffix(o.err, "Error count: 1.\n"), "%q\n%s", args, o.err)
	require.True(t, strings.Contains(o.out, "Error Code: ") || strings.HasPrefix(o.err, "Error: "), "%q\n%s\n%s", args, o.out, o.err)
}

// total returns the last line of what a run printed.
func total(out string) string {
	out = strings.TrimSuffix(out, "\n")
	return out[strings.LastIndexByte(out, '\n')+1:]
}

// noChanges is the last line of a run that had nothing to do.
const noChanges = "Total changes: 0 (0 added, 0 deleted, 0 updated, 0 parameters changed, 0 bytes copied)"
