package pkg

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A record is an object that archive.xml has an element for: any that is not a
// file or folder below another folder.
type record struct {
	object   *provider.Object // as it was placed, or as it was read from the old package
	children []*record
	existed  bool   // read from the old package
	hidden   bool   // of the old package, and not part of what is synced into it
	blob     string // provider options of a root that existed
	stream   string // the entry with its contents
}

// A document is what archive.xml will say.
type document struct {
	root    *record
	byPtr   map[*provider.Object]*record
	byName  map[string]*record
	kinds   map[provider.Kind]bool // of all objects that were ever placed
	origins map[string]provider.Ref
}

func newDocument(root *provider.Object) *document {
	d := &document{
		root: &record{object: root}, byPtr: map[*provider.Object]*record{}, byName: map[string]*record{},
		kinds: map[provider.Kind]bool{},
	}
	d.index(d.root)
	return d
}

func (d *document) index(r *record) {
	d.byPtr[r.object] = r
	d.byName[identity(r.object)] = r
}

// append adds c below r.
func (d *document) append(r, c *record) {
	r.children = append(r.children, c)
	d.kinds[c.object.Kind] = true
	d.index(c)
}

// identity returns a text that tells an object apart from all others with a
// record, even after rules have copied it.
func identity(o *provider.Object) string {
	var b strings.Builder
	for ; o != nil && o.Parent != nil; o = o.Parent {
		for _, s := range []string{o.Link, strings.ToLower(string(o.Kind)), o.Key} {
			b.WriteString(s)
			b.WriteByte(0)
		}
	}
	return b.String()
}

// of returns the record of o, or nil.
func (d *document) of(o *provider.Object) *record {
	if o == nil {
		return nil
	}
	if o.Parent == nil {
		return d.root
	}
	if r := d.byPtr[o]; r != nil {
		return r
	}
	return d.byName[identity(o)]
}

// put makes o the object of a record below that of its parent: of the record
// of old if it is not nil, else of a new one.
func (d *document) put(old, o *provider.Object) *record {
	d.kinds[o.Kind] = true
	r := d.of(old)
	if old == nil || r == nil {
		r = new(record)
		if parent := d.of(o.Parent); parent != nil {
			parent.children = append(parent.children, r)
		}
	}
	r.object = o
	d.index(r)
	return r
}

// remove removes the record of o and those below it.
func (d *document) remove(o *provider.Object) {
	r, parent := d.of(o), d.of(o.Parent)
	if r == nil || parent == nil {
		return
	}
	parent.children = slices.DeleteFunc(parent.children, func(c *record) bool { return c == r })
	delete(d.byPtr, r.object)
	delete(d.byName, identity(r.object))
}

// read adds the records of an old package below r.
func (d *document) read(ctx context.Context, r *record) error {
	for o, err := range r.object.Below(ctx) {
		if err != nil {
			return err
		}
		c := &record{object: o, existed: true}
		if v, ok := o.Attrs.Get(attrStream); ok {
			c.stream = v.String()
		}
		d.append(r, c)
		if isContents(o) {
			continue
		}
		if err := d.read(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// listed returns the records below r that archive.xml lists, in its order:
// parts by their number, then the rest. Those of the old package that are not
// part of what is synced into it come after those that are, if keep is set, and
// are left out otherwise (recorded: package/merge, package/merge-donotdelete).
func (r *record) listed(keep bool) []*record {
	list := slices.DeleteFunc(slices.Clone(r.children), func(c *record) bool { return c.hidden && !keep })
	slices.SortStableFunc(list, func(a, b *record) int {
		if d := cmp.Or(boolean(a.hidden)-boolean(b.hidden), linkNumber(a.object.Link)-linkNumber(b.object.Link)); d != 0 || a.object.Link != "" {
			return d
		}
		return provider.Compare(a.object, b.object) // contents may have been finished in any order
	})
	return list
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// linkNumber returns n for the link "Childn", 0 for any other, and a large
// number for none.
func linkNumber(link string) int {
	if link == "" {
		return 1 << 30
	}
	n, err := strconv.Atoi(strings.TrimPrefix(link, "Child"))
	if err != nil {
		return 0
	}
	return n
}

// isContents reports whether o is a file or folder.
func isContents(o *provider.Object) bool {
	return o.Kind.Is(provider.DirPath) || o.Kind.Is(provider.FilePath)
}

// isMarker reports whether o is a file or folder that archive.xml names.
func isMarker(o *provider.Object) bool {
	return isContents(o) && (o.Parent == nil || !isContents(o.Parent))
}

// chain names a part by its link and those of the parts it is in.
func chain(o *provider.Object) string {
	if o == nil || o.Parent == nil {
		return ""
	}
	return chain(o.Parent) + "/" + o.Link
}

// learn remembers where the parts of the source came from. Rules may give them
// other paths, but archive.xml also tells the first ones (recorded:
// skip-replace/replace-package-root), and those of an old package tell by them
// what is compared.
func (d *document) learn(ctx context.Context, src provider.Tree) error {
	d.origins = map[string]provider.Ref{}
	return d.learnBelow(ctx, src.Root())
}

func (d *document) learnBelow(ctx context.Context, o *provider.Object) error {
	for c, err := range o.Below(ctx) {
		switch {
		case err != nil:
			return err
		case c.Link == "": // parts come first
			return nil
		}
		d.origins[chain(c)] = provider.Ref{Kind: c.Kind, Path: c.Path, Settings: c.Settings}
		if isContents(c) {
			continue
		}
		if err := d.learnBelow(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// parts returns the parts of the old package below r. Those whose path is not
// that of the part of the source in their place are no parts of what is being
// written: they are hidden.
func (d *document) parts(r *record) []*provider.Object {
	var list []*provider.Object
	for _, c := range r.children {
		if !c.existed || c.object.Link == "" {
			continue
		}
		if from, ok := d.origins[chain(c.object)]; d.origins != nil && !(ok && from.Kind.Is(c.object.Kind) && samePath(from.Path, c.object.Path)) {
			c.hidden = true
			continue
		}
		list = append(list, c.object)
	}
	return list
}

// samePath reports whether two paths are one. On Windows case does not matter.
func samePath(a, b string) bool {
	return a == b || isDrive(a) && isDrive(b) && ordinal.Equal(a, b)
}
