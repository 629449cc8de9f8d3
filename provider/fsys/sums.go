package fsys

import (
	"context"
	"errors"
	"hash/crc32"
	"io"
	"path/filepath"
	"sync"
	"time"
)

// Sums remembers the checksums of files, in a file of its own, so that files
// which have not changed need not be read to be compared by content. Its methods
// may be called concurrently.
//
// A sum is believed if path, size, inode and the times at which the file was
// written and changed are those it was taken of, to the nanosecond, and if it
// was taken more than two seconds after both times: a file that changes in the
// tick of the clock in which it was read looks the same afterwards. In any other
// case the file is read. Who can set the clock of the file system back, or runs
// one that does not keep the time of a change, should not use Sums.
//
// Windows does not tell the time of a change when it lists a folder. There
// nothing is remembered.
//
// Sums that nobody asked for in sixty days are dropped, and those not asked for
// longest if there are more than four million, so that several sites can share a
// file. Of two processes that write one at the same time the later one wins.
type Sums struct {
	path  string
	now   func() time.Time
	today uint32 // when the sums were opened
	buffers

	mu    sync.Mutex
	known map[uint64]summed // by hash of the path; which file it is the inode says
	dirty bool
}

// A summed is the sum of a file as it was, and the day it was asked for last.
type summed struct {
	stamp
	sum uint32
	day uint32
}

// A stamp tells whether a file is still the same.
type stamp struct {
	size         int64
	mtime, ctime int64 // nanoseconds since 1970
	ino          uint64
}

// settled is how much older than its sum a file must be. It covers the clocks of
// all file systems, the coarsest of which have ticks of two seconds.
const settled = 2 * time.Second

// safe reports whether a file with the stamp, read at the given time, would look
// different if it changed afterwards.
func (s stamp) safe(at time.Time) bool { return at.UnixNano()-max(s.mtime, s.ctime) > int64(settled) }

func day(t time.Time) uint32 { return uint32(t.Unix() / (24 * 60 * 60)) }

// find returns the sum of the file with the given key, if it is known.
func (s *Sums) find(key uint64, st stamp) (sum uint32, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.known[key]
	if !ok || k.stamp != st {
		return 0, false
	}
	if k.day != s.today {
		k.day = s.today
		s.known[key], s.dirty = k, true
	}
	return k.sum, true
}

// add remembers the sum of a file that was read from the given time on.
func (s *Sums) add(key uint64, k summed, at time.Time) {
	if !k.safe(at) {
		return
	}
	k.day = s.today
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[key], s.dirty = k, true
}

// remember has the checksums of t come from s, unless that is nil.
func (t *tree) remember(s *Sums) *tree {
	if s == nil || !hasStamps {
		return t
	}
	abs, err := filepath.Abs(t.root.obj.Path)
	if err != nil {
		return t
	}
	t.sums, t.key = s, hashPath(hashStart, trim(abs))
	if t.root.obj.Content != nil {
		t.root.obj.Checksum = t.root.checksum
	}
	return t
}

const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// hashPath continues the hash h, which is FNV-1a: it costs little to go on from
// that of the root of a tree. If two paths have the same one, one of them is
// read each time.
func hashPath(h uint64, path string) uint64 {
	for i := range len(path) {
		h = (h ^ uint64(path[i])) * hashPrime
	}
	return h
}

// checksum returns the sum of the file it, which is read only if need be.
func (it *item) checksum(ctx context.Context) (uint32, error) {
	t := it.tree
	key := hashPath(t.key, it.obj.Path[len(trim(t.root.obj.Path)):])
	if sum, ok := t.sums.find(key, it.stamp()); ok {
		return sum, nil
	}
	at := t.sums.now()
	r, err := it.open(ctx)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	buf := t.sums.buffers.take()
	defer t.sums.buffers.give(buf)
	sum := uint32(0)
	for {
		if err := context.Cause(ctx); err != nil {
			return 0, it.failure("read", err)
		}
		n, err := r.Read(*buf)
		sum = crc32.Update(sum, crc32.IEEETable, (*buf)[:n])
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
	}
	t.sums.add(key, summed{stamp: it.stamp(), sum: sum}, at)
	return sum, nil
}
