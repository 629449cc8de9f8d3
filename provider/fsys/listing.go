package fsys

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// chunkItems is how many items are made, and allocated, together at most, but
// for those that are called alike.
const chunkItems = 64

// A listing reads a folder, in chunks. They are made by its scout, ahead of
// their turn, or else by whoever asks for them.
type listing struct {
	it    *item
	scout *scout

	// Guarded by the scout's mutex.
	busy    bool      // somebody makes a chunk
	taken   bool      // by the one caller that may call next and end
	dropped bool      // nobody will ask for more
	chunks  [][]*item // made, not handed out

	// Used by whoever is busy.
	opened  bool
	prefix  string  // of paths
	dir     *folder // nil if there is nothing more to look at
	entries []entry // sorted; no items are made of them yet
	slab    []item  // not used yet
}

func newListing(s *scout, it *item) *listing { return &listing{it: it, scout: s} }

// take returns the listing that a scout began, for the caller alone, or nil.
func (it *item) take() *listing {
	l := it.ahead.Swap(nil)
	if l == nil {
		return nil
	}
	l.scout.mu.Lock()
	defer l.scout.mu.Unlock()
	if l.dropped {
		return nil
	}
	l.taken = true
	return l
}

// drop gives up what a scout made of it, unless somebody took it.
func (it *item) drop() {
	if l := it.take(); l != nil {
		l.end()
	}
}

// end gives up what was not asked for.
func (l *listing) end() {
	l.scout.mu.Lock()
	defer l.scout.mu.Unlock()
	l.scout.drop(l)
	l.scout.hire()
}

// next returns the next chunk, or nil at the end.
func (l *listing) next(ctx context.Context) (chunk []*item, err error) {
	s := l.scout
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(chunk) == 0 && err == nil {
		switch {
		case len(l.chunks) > 0:
			chunk, l.chunks = l.chunks[0], l.chunks[1:]
			s.ahead -= len(chunk) + 1
			s.limit = min(2*s.limit, mostAhead)
		case l.busy:
			s.changed.Wait()
		case l.atEnd():
			return nil, nil
		default:
			chunk, err = l.makeNow(ctx)
		}
	}
	s.hire()
	return chunk, err
}

// makeNow makes a chunk for the caller, who does not wait for a worker. The
// scout's mutex is held.
func (l *listing) makeNow(ctx context.Context) ([]*item, error) {
	s := l.scout
	l.busy = true
	s.mu.Unlock()
	chunk, err := l.make(ctx)
	s.mu.Lock()
	l.busy = false
	if err == nil {
		s.made(l, chunk)
	}
	return chunk, err
}

// atEnd reports whether there is no chunk to be made.
func (l *listing) atEnd() bool { return l.opened && len(l.entries) == 0 }

// make makes the next chunk. After an error it begins again.
func (l *listing) make(ctx context.Context) ([]*item, error) {
	if !l.opened {
		if err := l.open(ctx); err != nil {
			l.shut()
			return nil, err
		}
		l.opened = true
	}
	return l.more(), nil
}

// open reads the names in the folder.
func (l *listing) open(ctx context.Context) (err error) {
	it := l.it
	l.prefix = folderPrefix(it.obj.Path)
	if l.dir, err = openFolder(it.obj.Path, !it.tree.target || it.up == nil); err != nil {
		return err
	}
	if l.entries, err = l.dir.entries(ctx, &it.tree.buffers); err != nil {
		return err
	}
	slices.SortFunc(l.entries, func(a, b entry) int {
		return cmp.Or(ordinal.Compare(a.name, b.name), strings.Compare(a.name, b.name))
	})
	return nil
}

// more makes a chunk of the names. Those that are called alike stay together.
func (l *listing) more() []*item {
	chunk := make([]*item, 0, min(len(l.entries), chunkItems))
	for len(l.entries) > 0 && len(chunk) < chunkItems {
		n := homonyms(l.entries)
		chunk = l.items(chunk, n)
		l.entries = l.entries[n:]
	}
	if len(l.entries) == 0 {
		l.shut()
	}
	return chunk
}

// shut closes the folder.
func (l *listing) shut() {
	if l.dir != nil {
		_ = l.dir.close()
		l.dir = nil
	}
}
