package fsys

import (
	"context"
	"slices"
	"sync"
)

// mostAhead is how many items a scout may be ahead of its caller. More takes
// memory that has not been used before, which costs more than it gains.
const mostAhead = 8 * chunkItems

// A scout lists the folders below one folder before their turn comes. It serves
// one walk through them, in the order in which they are sorted, and ends with
// it. What is not asked for is thrown away; so the more of what it lists is asked
// for, the farther it goes ahead.
//
// It has one worker: with the scout of the other side and whoever walks, that is
// enough to keep two processors busy. More of them were slower, also from disk.
type scout struct {
	ctx    context.Context // of the one walk that the scout serves
	cancel context.CancelFunc

	mu      sync.Mutex
	changed sync.Cond  // the worker has made a chunk, or has ended
	todo    []*listing // not at their end, and not given up; the next one is the last
	working bool       // the worker runs
	ahead   int        // items that are made and not handed out; a chunk counts as one more
	limit   int        // of ahead
	closed  bool
}

func newScout(ctx context.Context) *scout {
	s := &scout{limit: chunkItems}
	s.ctx, s.cancel = context.WithCancel(ctx)
	s.changed.L = &s.mu
	return s
}

// begin returns the listing of the folder that the walk begins with.
func (s *scout) begin(it *item) *listing {
	l := newListing(s, it)
	l.taken = true
	s.todo = []*listing{l}
	return l
}

// close ends the scout and waits for what it has begun. What somebody else has
// taken from it can still be used.
func (s *scout) close() {
	s.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for s.working {
		s.changed.Wait()
	}
	for _, l := range slices.Clone(s.todo) {
		if !l.taken {
			s.drop(l)
		}
	}
}

// pick returns the listing that the worker should go on with, marked as busy, or
// nil if there is none. s.mu is held.
func (s *scout) pick() *listing {
	if s.closed || s.ahead >= s.limit {
		return nil
	}
	for _, l := range slices.Backward(s.todo) {
		if !l.busy {
			l.busy = true
			return l
		}
	}
	return nil
}

// hire starts the worker once there is much to do: to wake it takes longer than
// what a single folder is worth. s.mu is held.
func (s *scout) hire() {
	if s.working || s.ahead > s.limit/2 {
		return
	}
	if l := s.pick(); l != nil {
		s.working = true
		go s.work(l)
	}
}

// work goes on with l and then with others.
func (s *scout) work(l *listing) {
	for l != nil {
		chunk, err := l.make(s.ctx)
		s.mu.Lock()
		l.busy = false
		switch {
		case l.dropped:
			l.shut()
		case err != nil:
			s.forget(l) // whoever asks for it tries again, and learns why
		default:
			s.made(l, chunk)
			l.chunks = append(l.chunks, chunk)
			s.ahead += len(chunk) + 1
		}
		l = s.pick()
		s.working = l != nil
		s.changed.Broadcast()
		s.mu.Unlock()
	}
}

// made puts the folders of a chunk, which come before the rest of l, on the list
// of what there is to do. s.mu is held.
func (s *scout) made(l *listing, chunk []*item) {
	i := slices.Index(s.todo, l)
	switch {
	case i < 0:
		i = len(s.todo)
	case l.atEnd():
		s.todo = slices.Delete(s.todo, i, i+1)
	default:
		i++
	}
	if s.closed {
		return
	}
	for _, x := range chunk {
		if x.obj.Children != nil {
			below := newListing(s, x)
			x.ahead.Store(below)
			s.todo = slices.Insert(s.todo, i, below)
		}
	}
}

// forget takes l off the list of what there is to do. s.mu is held.
func (s *scout) forget(l *listing) {
	if i := slices.Index(s.todo, l); i >= 0 {
		s.todo = slices.Delete(s.todo, i, i+1)
	}
}

// drop gives up l and all that was made below it. s.mu is held.
func (s *scout) drop(l *listing) {
	s.forget(l)
	l.dropped = true
	for _, chunk := range l.chunks {
		s.ahead -= len(chunk) + 1
		for _, x := range chunk {
			if below := x.ahead.Swap(nil); below != nil {
				s.drop(below)
			}
		}
	}
	l.chunks = nil
	if !l.busy { // otherwise the worker does it when it is done
		l.shut()
	}
}
