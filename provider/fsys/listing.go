package fsys

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

const (
	// chunkItems is how many items are made, and allocated, together at most.
	chunkItems = 64

	// foldersAhead is how many of the folders in one folder are open at a time
	// because their turn comes soon, the one whose turn it is included.
	foldersAhead = 2
)

// A listing reads a folder. It makes one chunk of items while whoever uses it
// deals with the one before, and is waited for when it is closed.
type listing struct {
	it      *item
	prefix  string  // of paths
	dir     *folder // nil if there is nothing more to look at
	entries []entry // sorted; no items are made of them yet
	slab    []item  // not used yet
	chunk   []*item // made, not handed out
	err     error
	cancel  context.CancelFunc // ends what runs because somebody looked ahead; nil if nobody did
	ready   chan struct{}      // closed when chunk and err are set; nil if they are
}

func newListing(it *item) *listing {
	return &listing{it: it, prefix: folderPrefix(it.obj.Path)}
}

// lookAhead begins to list the folder it before anybody asks for its children.
// It must be dropped in the end.
func (it *item) lookAhead(ctx context.Context) {
	l := newListing(it)
	ctx, l.cancel = context.WithCancel(ctx)
	l.goOn(func() { l.open(ctx) })
	it.ahead.Store(l)
}

// drop closes the listing that lookAhead began, unless somebody took it.
func (it *item) drop() {
	if l := it.ahead.Swap(nil); l != nil {
		l.cancel()
		l.close()
	}
}

// take returns a listing of it, which the caller closes. What went wrong when
// somebody looked ahead is tried again: it may be the fault of a context that is
// not the caller's.
func (it *item) take(ctx context.Context) *listing {
	if l := it.ahead.Swap(nil); l != nil {
		l.wait()
		l.cancel()
		if l.err == nil {
			return l
		}
		l.close()
	}
	l := newListing(it)
	l.open(ctx)
	return l
}

// open reads the names in the folder and makes the first chunk.
func (l *listing) open(ctx context.Context) {
	it := l.it
	if l.dir, l.err = openFolder(it.obj.Path, !it.tree.target || it.up == nil); l.err != nil {
		return
	}
	if l.entries, l.err = l.dir.entries(ctx); l.err != nil {
		return
	}
	slices.SortFunc(l.entries, func(a, b entry) int {
		return cmp.Or(ordinal.Compare(a.name, b.name), strings.Compare(a.name, b.name))
	})
	l.more()
}

// more makes the next chunk. Entries that are called alike stay together.
func (l *listing) more() {
	l.chunk = make([]*item, 0, min(len(l.entries), chunkItems))
	for len(l.entries) > 0 && len(l.chunk) < chunkItems {
		n := homonyms(l.entries)
		l.chunk = l.items(l.chunk, n)
		l.entries = l.entries[n:]
	}
	if len(l.entries) == 0 {
		l.shut() // before its turn, if somebody looked ahead: most folders are one chunk
	}
}

// next returns the next chunk, which is empty at the end, and begins to make the
// one after it.
func (l *listing) next() ([]*item, error) {
	l.wait()
	chunk := l.chunk
	l.chunk = nil
	if l.err == nil && len(l.entries) > 0 {
		l.goOn(l.more)
	}
	return chunk, l.err
}

// goOn runs work on another goroutine.
func (l *listing) goOn(work func()) {
	ready := make(chan struct{})
	l.ready = ready
	go func() {
		defer close(ready)
		work()
	}()
}

func (l *listing) wait() {
	if l.ready != nil {
		<-l.ready
		l.ready = nil
	}
}

// close waits for what the listing has begun.
func (l *listing) close() {
	l.wait()
	l.shut()
}

// shut closes the folder.
func (l *listing) shut() {
	if l.dir != nil {
		_ = l.dir.close()
		l.dir = nil
	}
}
