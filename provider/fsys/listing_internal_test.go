package fsys

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// rootAt returns the root of the folder dir, and a scout for a walk through it.
func rootAt(t *testing.T, dir string) (*item, *scout) {
	in, err := statPath(dir)
	require.NoError(t, err)
	s := newScout(t.Context())
	t.Cleanup(s.close)
	return &newTree(provider.Ref{Kind: provider.DirPath, Path: dir}, in, false).root, s
}

// make3 makes a folder with three folders in it, in the second of which are more
// files than are looked at together, with a folder before and one after them.
func make3(t *testing.T) (dir string) {
	dir = t.TempDir()
	for _, d := range []string{"a/x", "b/a", "b/z/y", "c"} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, d), 0o755))
	}
	for n := range chunkItems {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "b", fmt.Sprintf("f%02d", n)), nil, 0o600))
	}
	return dir
}

// What is listed next is what comes next in the walk.
func TestScoutGoesInOrder(t *testing.T) {
	dir := make3(t)
	root, s := rootAt(t, dir)
	s.limit = 1000
	s.begin(root)
	var order []string
	for l := s.pick(); l != nil; l = s.pick() {
		rel, err := filepath.Rel(dir, l.it.obj.Path)
		require.NoError(t, err)
		order = append(order, filepath.ToSlash(rel))
		s.working, s.limit = true, 0 // one step
		s.work(l)
		s.limit = 1000
	}
	require.Equal(t, []string{".", "a", "a/x", "b", "b/a", "b", "b/z", "b/z/y", "c"}, order)
	require.Empty(t, s.todo)
	require.Equal(t, 3+1+0+chunkItems+0+2+1+0+0+len(order), s.ahead)
}

// What is made ahead is bounded, and the bound grows with what is asked for.
func TestScoutIsBounded(t *testing.T) {
	dir := make3(t)
	root, s := rootAt(t, dir)
	l := s.begin(root)
	for want := chunkItems; want < mostAhead; want *= 2 {
		require.Equal(t, want, s.limit)
		s.mu.Lock()
		s.ahead = s.limit
		require.Nil(t, s.pick())
		s.ahead = 1
		l.chunks = append(l.chunks, []*item{})
		s.closed = true // nothing is to begin now
		s.mu.Unlock()
		_, err := l.next(t.Context())
		require.NoError(t, err)
		s.closed = false
		require.Zero(t, s.ahead)
		l = s.begin(root)
	}
	require.Equal(t, mostAhead, s.limit)
}

// A folder that could not be listed ahead is listed when it is asked for.
func TestScoutFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	require.NoError(t, os.Mkdir(dir, 0o755))
	root, s := rootAt(t, dir)
	require.NoError(t, os.Remove(dir))
	l := s.begin(root)
	l.busy = true
	s.work(l)
	require.Empty(t, s.todo)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "e"), 0o755))
	chunk, err := l.next(t.Context())
	require.NoError(t, err)
	require.Len(t, chunk, 1)
	chunk, err = l.next(t.Context())
	require.NoError(t, err)
	require.Nil(t, chunk)
}

// A walk whose context has ended fails, whatever was listed before.
func TestListingFailsWithItsContext(t *testing.T) {
	root, s := rootAt(t, make3(t))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.begin(root).next(ended)
	require.ErrorIs(t, err, context.Canceled)
}

// What is given up is closed and forgotten, with all that is below it.
func TestDrop(t *testing.T) {
	root, s := rootAt(t, make3(t))
	s.limit = 70 // so that the second folder is half listed
	l := s.begin(root)
	l.busy = true
	s.work(l)
	b := l.chunks[0][1].ahead.Load()
	require.NotNil(t, b.dir)
	require.Contains(t, s.todo, b)
	l.end()
	require.Nil(t, b.dir)
	require.Zero(t, s.ahead)
	require.Empty(t, s.todo)
	require.Nil(t, b.it.take())
}

// What the worker is busy with is closed when it is done.
func TestDropWhatIsBusy(t *testing.T) {
	root, s := rootAt(t, make3(t))
	l := s.begin(root)
	l.busy = true
	l.end()
	s.work(l)
	require.Nil(t, l.dir)
	require.Empty(t, l.chunks)
	require.Zero(t, s.ahead)
}

// What somebody took can be read to its end after the walk is over.
func TestTakenListingOutlivesItsScout(t *testing.T) {
	root, s := rootAt(t, make3(t))
	s.limit = 70
	l := s.begin(root)
	l.busy = true
	s.work(l)
	b := l.chunks[0][1].take()
	left := l.chunks[0][0]
	s.close()
	require.Nil(t, b.it.take(), "it is taken once")
	require.Equal(t, "a", left.obj.Key)
	n := 0
	for {
		chunk, err := b.next(t.Context())
		require.NoError(t, err)
		if chunk == nil {
			break
		}
		n += len(chunk)
	}
	require.Equal(t, chunkItems+2, n)
	b.end()
}
