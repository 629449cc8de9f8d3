package fsys

import (
	"sync/atomic"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A tree is a folder or a file, opened for reading.
type tree struct {
	root   item
	target bool                   // links are seen as such, and not followed to folders
	others trees                  // that are not listed because they are the other side of a sync
	made   atomic.Pointer[fileID] // the root, if it was absent and has been added
	closed atomic.Bool
	sums   *Sums  // nil if there are none
	key    uint64 // of the root among them

	buffers buffers // that folders are read through
}

// newTree returns the tree of what in tells of, which is at ref.
func newTree(ref provider.Ref, in info, target bool) *tree {
	t := &tree{target: target}
	t.root.init(t, nil, in)
	o := &t.root.obj
	o.Link, o.Key, o.Path, o.Settings = provider.FirstLink, ref.Path, ref.Path, ref.Settings
	return t
}

// newAbsent returns the tree that nothing at ref is a target of, for the given
// reason.
func newAbsent(ref provider.Ref, reason error) *tree {
	t := &tree{target: true}
	t.root.tree = t
	t.root.obj = provider.Object{
		Kind: ref.Kind, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path, Settings: ref.Settings,
		Absent: true, Invalid: reason,
	}
	return t
}

// Root returns the object at the path that was opened.
func (t *tree) Root() *provider.Object { return &t.root.obj }

// Close makes contents unavailable.
func (t *tree) Close() error {
	t.closed.Store(true)
	return nil
}

// An item is an object with what it takes to list and read it, in one piece of
// memory.
type item struct {
	obj     provider.Object
	attrs   [4]provider.Attr
	tree    *tree
	up      *item // the folder that the item is in, nil for the root
	id      fileID
	changed int64                   // as in info
	typ     entryType               // what the entry is, which may be a link
	ahead   atomic.Pointer[listing] // that a scout began; nil if none did, or somebody took it
}

// init makes it the item of what in tells of, a file or a folder.
func (it *item) init(t *tree, up *item, in info) {
	it.tree, it.up, it.id, it.changed = t, up, in.id, in.changed
	o := &it.obj
	if up != nil {
		o.Parent = &up.obj
	}
	o.Attrs = in.attrs(it.attrs[:0])
	if in.typ == dirType {
		o.Kind, o.Children = provider.DirPath, it.children
		return
	}
	o.Kind, o.Content = provider.FilePath, it.open
	if t.sums != nil {
		o.Checksum = it.checksum
	}
}

// failure says that op failed on it.
func (it *item) failure(op string, err error) *provider.Error {
	side := provider.SourceSide
	if it.tree.target {
		side = provider.DestinationSide
	}
	return &provider.Error{Op: op, Kind: it.obj.Kind, Path: it.obj.Path, Side: side, Err: plain(err)}
}
