//go:build unix

package fsys_test

import (
	"context"
	"path/filepath"
	gosync "sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Sums are used and saved concurrently.
func TestSumsConcurrently(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"site/a": "1", "site/b": "2", "site/c": "3"})
	s, o := withSums(t, filepath.Join(dir, "sums"))
	objects := walk(t, open(t, o.DirPath(), filepath.Join(dir, "site")))[1:]
	var all gosync.WaitGroup
	for range 4 {
		for _, x := range objects {
			all.Go(func() {
				sum, err := x.Checksum(t.Context())
				if err != nil || sum == 0 {
					t.Errorf("%s: %x %v", x.Path, sum, err)
				}
				if err := s.Save(); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	put(t, dir, map[string]string{"site/d": "4"})
	_, err := lookup(t, open(t, o.DirPath(), filepath.Join(dir, "site")), "/d").Checksum(ctx)
	require.ErrorIs(t, err, context.Canceled)
}
