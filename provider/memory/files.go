package memory

import "strings"

// Files returns the contents of the tree in the form that [New] takes: by
// slash-separated name below the root, and a name that ends in a slash for each
// empty folder.
func (t *Tree) Files() map[string]string {
	m := map[string]string{}
	for name, f := range t.Entries() {
		m[name] = f.Data
	}
	return m
}

// Entries is Files with the attributes of the files.
func (t *Tree) Entries() map[string]File {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	m := map[string]File{}
	if t.s.root != nil {
		collect(m, t.s.root, "")
	}
	return m
}

// collect puts everything in d, whose name is prefix, into m.
func collect(m map[string]File, d *node, prefix string) {
	if len(d.kids) == 0 && prefix != "" {
		m[prefix] = File{}
	}
	for name, n := range d.kids {
		if n.kids == nil {
			m[prefix+name] = n.file
		} else {
			collect(m, n, prefix+name+"/")
		}
	}
}

// Exists reports whether the tree has a file or folder of the given name; that
// of the root is empty.
func (t *Tree) Exists(name string) bool {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return t.s.find(strings.TrimSuffix(name, "/")) != nil
}
