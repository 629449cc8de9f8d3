package bench

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A contest is a scenario that this module and others go through.
type contest struct {
	reset func(b *testing.B, dst string)       // brings dst to where a round starts; nil if it needs nothing
	run   func(b *testing.B, dst string) error // what is measured
	peers []peer
	check func(b *testing.B, dst string) // looks at what a round left at dst; nil if it left nothing
	ext   string                         // how the names of destinations end
}

// self names the destination of this module, as their programs name those of
// the peers.
const self = "webdeploy"

// A peer is a program that does the same as the module.
type peer struct {
	program string
	dir     string // where it runs
	args    func(dst string) []string
}

// installed reports whether p can be run.
func (p *peer) installed() bool {
	_, err := exec.LookPath(p.program)
	return err == nil
}

// run runs p with what it makes at dst.
func (p *peer) run(b *testing.B, dst string) error {
	cmd := exec.CommandContext(b.Context(), p.program, p.args(dst)...)
	cmd.Dir = p.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w: %s", cmd, err, out)
	}
	return nil
}

// bench runs rounds until b has enough. The order within them alternates, so
// that nobody always finds the caches that another one filled.
func (c *contest) bench(b *testing.B) {
	peers := slices.DeleteFunc(slices.Clone(c.peers), func(p peer) bool { return !p.installed() })
	dir := b.TempDir()
	ratios := make([][]float64, len(peers))
	var top peak
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		theirs := make([]time.Duration, len(peers))
		ask := func() {
			for k := range peers {
				theirs[k] = c.round(b, filepath.Join(dir, peers[k].program+c.ext), peers[k].run)
			}
		}
		if i%2 == 1 {
			ask()
		}
		ours := c.round(b, filepath.Join(dir, self+c.ext), func(b *testing.B, dst string) error {
			defer top.watch()()
			b.StartTimer()
			defer b.StopTimer()
			return c.run(b, dst)
		})
		if i%2 == 0 {
			ask()
		}
		for k := range peers {
			ratios[k] = append(ratios[k], float64(ours)/float64(theirs[k]))
		}
		b.StartTimer()
	}
	b.StopTimer()
	for k := range peers {
		b.ReportMetric(median(ratios[k]), "x-"+peers[k].program)
	}
	b.ReportMetric(top.megabytes(), "peak-MB")
}

// round has one contestant do its work, and returns how long that took.
func (c *contest) round(b *testing.B, dst string, run func(*testing.B, string) error) time.Duration {
	if c.reset != nil {
		c.reset(b, dst)
	}
	runtime.GC()
	start := time.Now()
	err := run(b, dst)
	took := time.Since(start)
	require.NoError(b, err)
	if c.check != nil {
		c.check(b, dst)
	}
	return took
}

// median returns the middle of list, which it sorts, or the mean of the two
// that are there.
func median(list []float64) float64 {
	slices.Sort(list)
	n := len(list)
	return (list[(n-1)/2] + list[n/2]) / 2
}
