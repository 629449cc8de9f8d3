package memory

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// A store is a folder with everything in it. It may be used concurrently.
type store struct {
	mu   sync.Mutex
	root *node // nil if the folder does not exist
}

// A node is a file or a folder.
type node struct {
	name   string
	file   File             // what it holds, if it is a file
	kids   map[string]*node // nil for a file
	sorted []*node          // kids in order; nil if that is not known
}

func newFolder(name string) *node { return &node{name: name, kids: map[string]*node{}} }

// put makes n an entry of d.
func (d *node) put(n *node) {
	d.kids[n.name] = n
	d.sorted = nil
}

// order returns the entries of d in the order of provider.Compare. The list is
// never changed.
func (d *node) order() []*node {
	if d.sorted == nil && len(d.kids) > 0 {
		d.sorted = make([]*node, 0, len(d.kids))
		for _, n := range d.kids {
			d.sorted = append(d.sorted, n)
		}
		slices.SortFunc(d.sorted, compareNodes)
	}
	return d.sorted
}

func compareNodes(a, b *node) int {
	return cmp.Or(ordinal.Compare(a.name, b.name), folderFirst(a)-folderFirst(b), strings.Compare(a.name, b.name))
}

// folderFirst is smaller for folders: "dirPath" comes before "filePath".
func folderFirst(n *node) int {
	if n.kids != nil {
		return 0
	}
	return 1
}

// find returns the node at path, slash-separated names below the root, or nil.
func (s *store) find(path string) *node {
	n := s.root
	if path == "" {
		return n
	}
	for name := range strings.SplitSeq(path, "/") {
		if n == nil || n.kids == nil {
			return nil
		}
		n = n.kids[name]
	}
	return n
}

// add puts f, or a folder if f is nil, at path, in a folder that must exist. A
// file may replace a file, a folder may be there already.
func (s *store) add(path string, f *File) error {
	if path == "" {
		if s.root == nil {
			s.root = newFolder("")
		}
		return nil
	}
	up, name := split(path)
	d := s.find(up)
	if d == nil || d.kids == nil {
		return fs.ErrNotExist
	}
	old := d.kids[name]
	switch {
	case old != nil && (old.kids == nil) != (f != nil):
		return fs.ErrExist
	case f != nil:
		d.put(&node{name: name, file: *f})
	case old == nil:
		d.put(newFolder(name))
	}
	return nil
}

// remove takes away what is at path. What is gone already is as it should be.
func (s *store) remove(path string) error {
	n := s.find(path)
	switch {
	case n == nil:
		return nil
	case len(n.kids) > 0:
		return errors.New("the folder is not empty")
	case path == "":
		s.root = nil
		return nil
	}
	up, name := split(path)
	d := s.find(up)
	delete(d.kids, name)
	d.sorted = nil
	return nil
}

// addAll adds the folder at path and those that it is in. It reports false if
// there is a file in the way.
func (s *store) addAll(path string) bool {
	if n := s.find(path); n != nil {
		return n.kids != nil
	}
	up, _ := split(path)
	return s.addAll(up) && s.add(path, nil) == nil
}

func split(path string) (up, name string) {
	i := strings.LastIndexByte(path, '/')
	return path[:max(i, 0)], path[i+1:]
}
