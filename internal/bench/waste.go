package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

const (
	// wasteFiles and wasteBytes are how much may wait for its removal.
	wasteFiles = 1_000_000
	wasteBytes = 16 << 30

	// wasteRest is how long ext4 looks at every file that was removed before it
	// makes a new one.
	wasteRest = 61 * time.Second
)

// A waste keeps what is not needed any more. File systems are slow to use again
// what was just removed, and whoever is next would have to pay for it: so it is
// removed at the end, or when there is too much, and then nobody goes on for a
// while.
type waste struct {
	dir   string
	files int
	bytes int64
	n     int // folders that were added, ever
}

// add moves the folder dir, with so many copies of s in it, to the waste.
func (w *waste) add(ctx context.Context, dir string, s *site, copies int) error {
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		return err
	}
	w.n++
	if err := os.Rename(dir, filepath.Join(w.dir, strconv.Itoa(w.n))); err != nil {
		return err
	}
	w.files += len(s.files) * copies
	w.bytes += s.bytes * int64(copies)
	if w.files < wasteFiles && w.bytes < wasteBytes {
		return nil
	}
	w.files, w.bytes = 0, 0
	if err := os.RemoveAll(w.dir); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wasteRest):
		return nil
	}
}
