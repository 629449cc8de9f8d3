package bench

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	websync "github.com/webdeploy-go/webdeploy/sync"
)

// BenchmarkFolder syncs a folder into another.
func BenchmarkFolder(b *testing.B) {
	s := newSite(b)
	b.Run("FirstCopy", func(b *testing.B) {
		b.SetBytes(s.bytes)
		c := mirror(b, s, everything, websync.Options{})
		c.reset = aside
		c.peers = []peer{rsync(s, "-a"), {program: "cp", args: func(dst string) []string { return []string{"-aT", s.dir, dst} }}}
		c.bench(b)
	})
	b.Run("Unchanged", func(b *testing.B) {
		c := mirror(b, s, 0, websync.Options{})
		c.reset = whole(s)
		c.peers = []peer{rsync(s, "-a", "--delete"), {program: "cp", args: func(dst string) []string { return []string{"-auT", s.dir, dst} }}}
		c.bench(b)
	})
	b.Run("Changed1", func(b *testing.B) {
		edited := s.copy(b)
		c := mirror(b, edited, edited.edit(b), websync.Options{})
		c.reset = whole(s)
		c.peers = []peer{rsync(edited, "-a", "--delete")}
		c.bench(b)
	})
	b.Run("Deleted10", func(b *testing.B) {
		pruned := s.copy(b)
		c := mirror(b, pruned, pruned.prune(b), websync.Options{})
		c.reset = whole(s)
		c.peers = []peer{rsync(pruned, "-a", "--delete")}
		c.bench(b)
	})
	b.Run("UnchangedByContent", func(b *testing.B) {
		b.SetBytes(s.bytes)
		c := mirror(b, s, 0, websync.Options{UseChecksum: true})
		c.reset = whole(s)
		c.peers = []peer{rsync(s, "-ac", "--delete"), {program: "diff", args: func(dst string) []string { return []string{"-rq", s.dir, dst} }}}
		c.bench(b)
	})
}

// mirror returns a contest that makes a folder look like s, in so many changes.
func mirror(b *testing.B, s *site, changes int, opts websync.Options) *contest {
	want := inFolder(b, s.dir, time.Nanosecond)
	if changes == everything {
		changes = len(want) + 1 // and the document
	}
	return &contest{
		run: func(b *testing.B, dst string) error {
			sum, err := deploy(b.Context(), folder(s.dir), folder(dst), opts)
			require.Equal(b, changes, sum.Total(), "changes, unless it failed: %v", err)
			return err
		},
		check: func(b *testing.B, dst string) { requireSame(b, want, inFolder(b, dst, time.Nanosecond)) },
	}
}

// everything stands for as many changes as it takes to make what was not there.
const everything = -1

// aside has a round start from nothing. What the last one made is moved away and
// removed at the end: file systems are slow to use again what was just removed.
func aside(b *testing.B, dst string) {
	if err := os.Rename(dst, filepath.Join(b.TempDir(), "old")); !errors.Is(err, os.ErrNotExist) {
		require.NoError(b, err)
	}
}

// whole has a round start from a copy of s.
func whole(s *site) func(*testing.B, string) {
	return func(b *testing.B, dst string) { prepare(b, folder(s.dir), folder(dst)) }
}

func rsync(s *site, options ...string) peer {
	return peer{program: "rsync", args: func(dst string) []string {
		return append(options[:len(options):len(options)], s.dir+"/", dst+"/")
	}}
}
