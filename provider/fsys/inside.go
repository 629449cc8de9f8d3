package fsys

import (
	"context"
	"slices"
	"sync"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Meet keeps a folder from being synced into itself. A source leaves out the
// destination that is inside it: what has just been written would otherwise be
// copied again, without end. A destination leaves out the source that is inside
// it, which would otherwise be deleted while it is read.
func (t *target) Meet(src provider.Tree) {
	s, ok := src.(*tree)
	if ok && s.root.obj.Kind.Is(provider.DirPath) && t.root.obj.Kind.Is(provider.DirPath) {
		s.others.add(t.tree)
		t.others.add(s)
	}
}

// Avoid has t leave out what the other side of a sync is made of.
func (t *tree) Avoid(occupied func(path string) bool) {
	t.others.mu.Lock()
	defer t.others.mu.Unlock()
	t.others.occupied = append(t.others.occupied, occupied)
}

// trees is a set of trees that may be used concurrently.
type trees struct {
	mu   sync.RWMutex
	list []*tree

	occupied []func(path string) bool // say what else is to be left out
}

func (s *trees) add(t *tree) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.list, t) {
		s.list = append(s.list, t)
	}
}

// haveAt reports whether the file or folder at path, which in tells of, is the
// root of one of the trees, or what somebody else occupies.
func (s *trees) haveAt(in *info, path string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return in.typ == dirType && slices.ContainsFunc(s.list, func(t *tree) bool { return t.isAt(in, path) }) ||
		slices.ContainsFunc(s.occupied, func(at func(string) bool) bool { return at(path) })
}

// leavesOut reports whether the file or folder at path, which in tells of, is
// the other side of a sync.
func (t *tree) leavesOut(ctx context.Context, in *info, path string) bool {
	if !t.others.haveAt(in, path) {
		return false
	}
	kind := provider.FilePath
	if in.typ == dirType {
		kind = provider.DirPath
	}
	side, is := "source", "destination"
	if t.target {
		side, is = is, side
	}
	provider.Report(ctx, provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventGeneral, Kind: kind, Path: path,
		Message: "Skipping " + side + " " + string(kind) + " (" + path + ") because it is the " + is + " itself.",
	})
	return true
}
