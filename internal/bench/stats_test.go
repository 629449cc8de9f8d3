package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestSpread(t *testing.T) {
	require.Equal(t, spread{3, 1, 9}, spreadOf([]float64{9, 1, 3}))
	require.Equal(t, spread{2.5, 1, 9}, spreadOf([]float64{9, 1, 3, 2}))
	require.Equal(t, spread{7, 7, 7}, spreadOf([]float64{7}))
}

// In the second round the machine is ten times slower, which no ratio shows.
func TestRatiosAreTakenWithinARound(t *testing.T) {
	rounds := [][]cost{
		{{wall: 1 * time.Second}, {wall: 2 * time.Second}},
		{{wall: 11 * time.Second}, {wall: 20 * time.Second}},
		{{wall: 2 * time.Second}, {wall: 5 * time.Second}},
	}
	require.Equal(t, spread{0.5, 0.4, 0.55}, ratio(rounds, 1, seconds))
	require.Equal(t, spread{5, 2, 20}, of(rounds, 1, seconds))
}

func TestOrderAlternates(t *testing.T) {
	require.Equal(t, []int{0, 1, 2}, order(0, 3))
	require.Equal(t, []int{2, 1, 0}, order(1, 3))
}

func TestTable(t *testing.T) {
	r := &result{
		contestants: []contestant{
			{label: "webdeploy"}, {label: "zip -6", goal: goals{wall: 0.3, small: 0.2, size: 1.04}}, {label: "other"},
		},
		rounds: [][]cost{{
			{wall: time.Second, cpu: 2 * time.Second, peak: 7_000_000, size: 1_050_000},
			{wall: 4 * time.Second, cpu: 4 * time.Second, peak: 8_000_000, size: 1_000_000},
			{wall: 500 * time.Millisecond, cpu: time.Second, peak: 9_000_000, size: 1_000_000},
		}},
		absent: []string{"fastzip", "rclone"},
	}
	var site, small strings.Builder
	r.write(&site, false)
	require.Equal(t, `|  | wall s | CPU s | peak MB | ratio of wall | goal | met | package MB | ratio of size | goal | met |
| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
| webdeploy | 1.000 (1.000-1.000) | 2.000 (2.000-2.000) | 7.0 (7.0-7.0) |  |  |  | 1.05 |  |  |  |
| zip -6 | 4.000 (4.000-4.000) | 4.000 (4.000-4.000) | 8.0 (8.0-8.0) | 0.250 (0.250-0.250) | 0.30 | yes | 1.00 | 1.050 (1.050-1.050) | 1.04 | no |
| other | 0.500 (0.500-0.500) | 1.000 (1.000-1.000) | 9.0 (9.0-9.0) | 2.000 (2.000-2.000) |  |  | 1.00 | 1.050 (1.050-1.050) |  |  |

Not installed: fastzip, rclone.
`, site.String())
	r.write(&small, true)
	require.Contains(t, small.String(), "| 0.250 (0.250-0.250) | 0.20 | no |")
}
