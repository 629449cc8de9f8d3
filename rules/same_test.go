package rules_test

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// pairsOfTimes syncs two files that differ in their times.
func pairOfTimes(t *testing.T, opts *websync.Options, src, dst time.Time) []string {
	t.Helper()
	a, b := newDisk("/w/site", map[string]string{}), newDisk("/w/d", map[string]string{})
	a.put("/w/site/f.txt", "x", src)
	b.put("/w/d/f.txt", "x", dst)
	lines, err := run(a, b, opts)
	require.NoError(t, err)
	return only(lines, "f.txt")
}

// recorded: sync/time-1s-even, sync/time-1s-even-norule, package/time-tolerance
func TestSyncGeneral(t *testing.T) {
	even := at("2021-03-04 05:06:06")
	tests := []struct {
		name  string
		shift time.Duration // of the destination
		equal bool
	}{
		{"eq", 0, true},
		{"p1", time.Second, true},
		{"just below two seconds", 2*time.Second - 1, true},
		{"p2", 2 * time.Second, false},
		{"p3", 3 * time.Second, false},
		{"m1", -time.Second, false},
		{"just below", -1, false},
		{"m2", -2 * time.Second, false},
		{"a year", 365 * 24 * time.Hour, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			s := rules.NewSelection()
			lines := pairOfTimes(t, options(s), even, even.Add(c.shift))
			switch {
			case !c.equal:
				require.Equal(t, []string{"~f.txt"}, changes(lines))
			case c.shift == 0:
				require.Empty(t, lines)
			default:
				require.Equal(t, []string{"Verbose: Attribute 'lastWriteTime' equality changed to True when comparing " +
					"filePath (/w/d/f.txt) to /w/site/f.txt because of rule SyncGeneral."}, lines)
			}

			require.NoError(t, s.Disable("SyncGeneral"))
			lines = pairOfTimes(t, options(s), even, even.Add(c.shift))
			require.Equal(t, c.shift == 0, len(lines) == 0, "without the rule times are compared exactly")
		})
	}
}

func TestSyncGeneralBeforeTheEpoch(t *testing.T) {
	odd := time.Unix(-3, 0)
	require.Len(t, changes(pairOfTimes(t, options(rules.NewSelection()), odd, odd.Add(time.Second))), 1)
	require.Empty(t, changes(pairOfTimes(t, options(rules.NewSelection()), odd, odd.Add(-time.Second))))
}

// recorded: rules/checksum-plain, rules/ignorelastwritetime,
// rules/ignorelastwritetime-off-checksum, sync/time-1s-even-checksum
func TestIgnoreFileLastWriteTime(t *testing.T) {
	now, later := at("2021-03-04 05:06:06"), at("2030-01-01 00:00:00")
	tests := []struct {
		name     string
		off      string // rule that is switched off
		checksum bool
		old      time.Time
		rule     string // that takes the times for equal; "" if none does
	}{
		{"with contents", "", true, later, "IgnoreFileLastWriteTime"},
		{"SyncGeneral is asked first", "", true, now.Add(time.Second), "SyncGeneral"},
		{"without contents", "", false, later, ""},
		{"off", "IgnoreFileLastWriteTime", true, later, ""},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			s := rules.NewSelection()
			if c.off != "" {
				require.NoError(t, s.Disable(c.off))
			}
			opts := options(s)
			opts.UseChecksum = c.checksum
			lines := pairOfTimes(t, opts, now, c.old)
			if c.rule == "" {
				require.Equal(t, []string{"~f.txt"}, changes(lines))
				return
			}
			require.Empty(t, changes(lines))
			require.Len(t, only(lines, "equality changed to True", "because of rule "+c.rule+"."), 1)
		})
	}
}

// Rules about times leave other differences alone.
func TestSameOnlyConcernsTimes(t *testing.T) {
	file := &provider.Object{Kind: provider.FilePath, Content: func(context.Context) (io.ReadCloser, error) { return nil, io.EOF }}
	when := provider.Time(usual)
	tests := []struct {
		name string
		diff provider.AttrDiff
		want bool
	}{
		{"time", provider.AttrDiff{Name: "LASTWRITETIME", New: when, Old: when}, true},
		{"size", provider.AttrDiff{Name: "size", New: provider.Int(1), Old: provider.Int(1)}, false},
		{"missing", provider.AttrDiff{Name: "lastWriteTime", New: when, Missing: true}, false},
		{"text", provider.AttrDiff{Name: "lastWriteTime", New: provider.String("x"), Old: provider.String("x")}, false},
		{"text and time", provider.AttrDiff{Name: "lastWriteTime", New: when, Old: provider.String("x")}, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			r := rules.Default().Same(context.Background(), &rules.Comparison{Source: file, Target: file, Diff: c.diff, ByContent: true})
			require.Equal(t, c.want, r != nil)
		})
	}
}
