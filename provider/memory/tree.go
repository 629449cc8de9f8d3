package memory

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"strings"
	"sync/atomic"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A Tree is a dirPath tree in memory. It is a [provider.Target] and may be used
// concurrently.
type Tree struct {
	// Fail, if not nil, is called before every change with that change. The
	// error that it returns, if any, is what Apply returns; nothing is changed
	// then. It is set before the tree is used and may be called concurrently.
	Fail func(*provider.Change) error

	dir    string
	s      *store
	root   *provider.Object
	closed *atomic.Bool
}

// New returns a tree at dir, a slash-separated path, that holds files, a map
// from slash-separated names below dir. Folders need not be listed; a name that
// ends in a slash makes an empty one. New panics if something is both a file
// and a folder.
func New[F string | File](dir string, files map[string]F) *Tree {
	s := &store{root: newFolder("")}
	for name, f := range files {
		up, base := split(name)
		ok := s.addAll(up)
		if base != "" {
			ok = ok && s.add(name, fileFrom(f)) == nil
		}
		if !ok {
			panic("memory: " + name + " is both a file and a folder, or below a file")
		}
	}
	return open(dir, s)
}

func fileFrom[F string | File](f F) *File {
	switch f := any(f).(type) {
	case File:
		return &f
	case string:
		return &File{Data: f}
	}
	return nil
}

// Absent returns a tree at dir that does not exist until a change adds it.
func Absent(dir string) *Tree { return open(dir, &store{}) }

// Reopen returns the tree as it is now, with a root of its own. Changes to one
// are seen by the other. Fail goes along.
func (t *Tree) Reopen() *Tree {
	n := open(t.dir, t.s)
	n.Fail = t.Fail
	return n
}

func open(dir string, s *store) *Tree {
	t := &Tree{dir: dir, s: s, closed: new(atomic.Bool)}
	t.root = &provider.Object{Kind: provider.DirPath, Link: provider.FirstLink, Key: dir, Path: dir}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.root == nil {
		t.root.Absent, t.root.Invalid = true, missing(dir)
		return t
	}
	t.folder(t.root, "")
	return t
}

func missing(dir string) error {
	return &provider.Error{
		Op: "open", Kind: provider.DirPath, Path: dir,
		Msg: "Could not find directory '" + dir + "'.", Err: provider.Quiet(fs.ErrNotExist),
	}
}

// Root returns the folder itself.
func (t *Tree) Root() *provider.Object { return t.root }

// Close makes contents unavailable. The tree can be opened again.
func (t *Tree) Close() error {
	t.closed.Store(true)
	return nil
}

// folder makes o, which is at path, a folder.
func (t *Tree) folder(o *provider.Object, path string) {
	o.Kind = provider.DirPath
	o.Attrs = provider.Attrs{{Name: provider.AttrAttributes, Value: provider.String("Directory"), Flags: provider.NoCompare}}
	o.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) { t.list(ctx, o, path, yield) }
	}
}

// list yields the entries of the folder o, which is at path.
func (t *Tree) list(ctx context.Context, o *provider.Object, path string, yield func(*provider.Object, error) bool) {
	t.s.mu.Lock()
	var list []*node
	d := t.s.find(path)
	if d != nil {
		list = d.order()
	}
	t.s.mu.Unlock()
	if d == nil {
		yield(nil, &provider.Error{Op: "list", Kind: o.Kind, Path: o.Path, Err: fs.ErrNotExist})
		return
	}
	for _, n := range list {
		if err := context.Cause(ctx); err != nil {
			yield(nil, &provider.Error{Op: "list", Kind: o.Kind, Path: o.Path, Err: err})
			return
		}
		if !yield(t.object(o, n, path), nil) {
			return
		}
	}
}

// object returns the object that stands for n, an entry of the folder parent,
// which is at path.
func (t *Tree) object(parent *provider.Object, n *node, path string) *provider.Object {
	o := &provider.Object{Parent: parent, Key: n.name, Path: join(parent.Path, n.name)}
	if n.kids != nil {
		t.folder(o, strings.TrimPrefix(path+"/"+n.name, "/"))
		return o
	}
	o.Kind, o.Invalid = provider.FilePath, n.file.Invalid
	if o.Invalid == nil {
		o.Attrs, o.Content = n.file.attrs(), t.content(o, n.file.Data)
	}
	return o
}

func (t *Tree) content(o *provider.Object, data string) provider.Content {
	return func(ctx context.Context) (io.ReadCloser, error) {
		err := context.Cause(ctx)
		if err == nil && t.closed.Load() {
			err = fs.ErrClosed
		}
		if err != nil {
			return nil, &provider.Error{Op: "read", Kind: o.Kind, Path: o.Path, Err: err}
		}
		return io.NopCloser(strings.NewReader(data)), nil
	}
}

func join(dir, name string) string { return strings.TrimRight(dir, "/") + "/" + name }
