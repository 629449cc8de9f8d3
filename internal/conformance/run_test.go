package conformance

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// threeCases are two groups of cases for a tool that prints its command line.
func threeCases(t *testing.T) *Suite {
	return smallSuite(t, map[string]string{
		"a/one/cmd": "-x\n", "a/one/rc": "0\n", "a/one/stdout": "-x\n",
		"a/two/cmd": "-y\n", "a/two/rc": "0\n", "a/two/stdout": "something else\n",
		"b/one/cmd": "-z\n", "b/one/rc": "0\n", "b/one/stdout": "-z\n", "b/one/tz": "America/New_York\n",
	})
}

func echo(_ context.Context, inv Invocation) int {
	fmt.Fprintln(inv.Stdout, inv.Line)
	return 0
}

func TestRunCountsAndReports(t *testing.T) {
	var report bytes.Buffer
	figures := Run(t, threeCases(t), echo, Options{Known: map[string]string{"a/two": "it says something else"}, Report: &report})
	require.Equal(t, Figures{{Group: "a", Cases: 2, Passed: 1, Departures: 1}, {Group: "b", Cases: 1, Passed: 1}}, figures)
	require.Equal(t, "conformance: a 1/2 (1 departures)\nconformance: b 1/1 (0 departures)\nconformance: all 2/3 (1 departures)\n", report.String())
}

func TestRunOfSomeGroups(t *testing.T) {
	figures := Run(t, threeCases(t), echo, Options{Groups: []string{"b"}})
	require.Equal(t, Figures{{Group: "b", Cases: 1, Passed: 1}}, figures)
}

func TestRunRefusesOptionsThatNameNothing(t *testing.T) {
	s := threeCases(t)
	require.Empty(t, (&Options{Groups: []string{"a"}, Known: map[string]string{"b/one": ""}}).fault(s))
	require.Contains(t, (&Options{Groups: []string{"a", "c"}}).fault(s), `no group "c"; it has a, b`)
	require.Contains(t, (&Options{Known: map[string]string{"a/three": "x"}}).fault(s), `"a/three" is no case`)
}

func TestJudge(t *testing.T) {
	differs := []string{"stdout:\n-a\n+b\n", "status:\n"}
	for _, tt := range []struct {
		name        string
		differences []string
		known       bool
		want        verdict
	}{
		{"passes", nil, false, verdict{passed: true}},
		{"differs", differs, false, verdict{failed: true, message: "differs from what was recorded\nstdout:\n-a\n+b\n\nstatus:\n"}},
		{"departs as known", differs, true, verdict{departs: true, message: "known departure: why"}},
		{"known, but passes", nil, true, verdict{failed: true, passed: true, message: "now passes, remove it from the known departures (why)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, judge(tt.differences, "why", tt.known))
		})
	}
}
