package pkg

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
	"github.com/webdeploy-go/webdeploy/provider"
)

// errNoFolder is why a folder is invalid that is only there because something
// is in it.
var errNoFolder = errors.New("the package has no entry for the folder")

// invalid returns the reason for which an object of the package is listed but
// cannot be used (recorded: package/unzip-nodirs).
func (r *Reader) invalid(cause error) error {
	err := notLoaded(r.kind, r.opts.Name, provider.Quiet(cause))
	err.Hint = cause.Error() + "; make the package again with Web Deploy"
	err.Skippable = true
	return err
}

// An item is an object together with most of what it takes, in one piece of
// memory.
type item struct {
	o     provider.Object
	attrs [4]provider.Attr
	n     node
	r     *Reader
	flat  bool
}

// object returns the object of a file or folder below parent.
func (r *Reader) object(parent *provider.Object, n node, path string, flat bool) *provider.Object {
	it := &item{n: n, r: r, flat: flat}
	it.o = provider.Object{Parent: parent, Kind: provider.FilePath, Key: n.name, Path: path, Attrs: it.attrs[:0]}
	if n.dir {
		it.o.Kind = provider.DirPath
	}
	it.fill(&it.o)
	return &it.o
}

// fill gives o what it says of its file or folder.
func (it *item) fill(o *provider.Object) {
	n, r := &it.n, it.r
	switch {
	case n.bad != nil:
		o.Invalid = r.invalid(n.bad)
	case n.dir && !n.own && r.form == archiveForm:
		o.Invalid = r.invalid(errNoFolder)
	case n.dir:
		o.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] { return r.children(ctx, o, it) }
	default:
		it.contain(o)
	}
	if r.modes && !n.hasMode {
		n.ext, n.hasMode = ordinaryMode(n.ext, n.dir), true
	}
	o.Attrs = nodeAttrs(o.Attrs, n, r.untold)
}

// contain gives o the contents of a file.
func (it *item) contain(o *provider.Object) {
	o.Content = it.open
	if it.n.summed {
		o.Checksum = it.checksum
	}
}

// checksum returns what the directory of the package says of the contents,
// which is what reading them checks them against.
func (it *item) checksum(ctx context.Context) (uint32, error) { return it.n.sum, context.Cause(ctx) }

// open opens the contents of a file.
func (it *item) open(ctx context.Context) (io.ReadCloser, error) { return it.r.store.open(ctx, it.n) }

// children turns the files and folders in it into objects below parent. Their
// paths are below that of parent, or just their names if it is flat.
func (r *Reader) children(ctx context.Context, parent *provider.Object, it *item) iter.Seq2[*provider.Object, error] {
	return func(yield func(*provider.Object, error) bool) {
		base := ""
		if !it.flat {
			base = join(parent.Path, "")
		}
		for n, err := range r.store.list(ctx, it.n) {
			if err != nil {
				yield(nil, &provider.Error{Op: "list", Kind: parent.Kind, Path: parent.Path, Err: err})
				return
			}
			if !yield(r.object(parent, n, base+n.name, it.flat), nil) {
				return
			}
		}
	}
}

// nodeAttrs appends the attributes of a file or folder to list: of files that
// nothing but their contents is told of, only the size.
func nodeAttrs(list provider.Attrs, n *node, untold bool) provider.Attrs {
	modeFlags := provider.Optional | provider.Hidden
	if n.dir {
		modeFlags |= provider.NoCompare
		list = append(list, provider.Attr{
			Name: provider.AttrAttributes, Value: provider.String("Directory"), Flags: provider.NoCompare,
		})
	} else {
		shown := dosAttributes(n.ext)
		list = append(list, provider.Attr{Name: provider.AttrSize, Value: provider.Int(n.size)})
		if !untold {
			list = append(list,
				provider.Attr{Name: provider.AttrAttributes, Value: provider.String(shown)},
				provider.Attr{Name: provider.AttrLastWriteTime, Value: provider.Time(n.time)})
		}
		if low := n.ext & 0xFFFF; low != parseDOS(shown) {
			list = append(list, carried(attrExternal, provider.Int(int64(low))))
		}
	}
	if n.hasMode {
		list = append(list, provider.Attr{
			Name: provider.AttrMode, Value: provider.Mode(n.ext >> unixShift & unixPerm), Flags: modeFlags,
		})
	}
	return list
}

// A builder makes the objects of a Reader.
type builder struct {
	*Reader
	streams map[string]int // how many objects had their contents in an entry so far
}

// archive makes the tree that archive.xml describes.
func (b builder) archive(e *element) (*provider.Object, error) {
	d, err := describeRoot(e)
	if err != nil {
		return nil, err
	}
	b.blob = d.blob
	root := b.document(e.name)
	root.Settings, root.Attrs = d.settings(), append(d.attrs, root.Attrs...)
	return root, b.below(root, e)
}

// document returns the root of the tree, which remembers the package for
// whoever packs it again (recorded: package/to-package).
func (b builder) document(name string) *provider.Object {
	root := &provider.Object{Kind: provider.Kind(name), Path: name}
	if b.opts.Name != "" {
		blob := nrbf.Encode(nrbf.Options{Provider: string(b.kind), Path: b.opts.Name})
		root.Attrs = provider.Attrs{carried(attrOptions, provider.String(blob))}
	}
	return root
}

// below makes the objects of the elements in e children of parent: those with
// links first. They carry the order of the elements.
func (b builder) below(parent *provider.Object, e *element) error {
	var linked, others []*provider.Object
	for i, c := range e.children {
		o, err := b.element(parent, c)
		if err != nil {
			return err
		}
		if len(e.children) > 1 {
			o.Attrs = append(o.Attrs, carried(attrOrder, provider.Int(int64(i))))
		}
		if o.Link != "" {
			linked = append(linked, o)
		} else {
			others = append(others, o)
		}
	}
	slices.SortStableFunc(others, provider.Compare)
	parent.Children = fixed(append(linked, others...))
	return nil
}

// fixed returns the Children of an object whose children are known.
func fixed(list []*provider.Object) provider.Children {
	if len(list) == 0 {
		return nil
	}
	return func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return provider.List(ctx, list[0].Parent, list)
	}
}

// element makes the object of an element, and those below it.
func (b builder) element(parent *provider.Object, e *element) (*provider.Object, error) {
	d, err := describe(e)
	if err != nil {
		return nil, err
	}
	o := &provider.Object{
		Parent: parent, Kind: d.kind, Link: d.link, Key: d.key, Path: d.key,
		Attrs: d.attrs, Settings: d.settings(),
	}
	if d.marker {
		b.mark(o, contentName(d.key))
		return o, nil
	}
	_, named := e.attr(nameKey)
	if _, given := e.attr(d.keyName); d.keyName != keyPath || d.key == "" && (named || given) {
		o.KeyName = d.keyName
	}
	if o.Path == "" {
		o.Path = place(o)
	}
	if x := d.options; x != nil && !(hasOptions(o) && x.Provider == string(o.Kind) && x.Path == o.Path && slices.Equal(x.Settings, ownSettings(o.Settings))) {
		o.Attrs = append(o.Attrs, carried(attrOptions, provider.String(d.blob)))
	}
	if d.stream != "" {
		o.Attrs = append(o.Attrs, carried(attrStream, provider.String(d.stream)))
		if b.streams[d.stream]++; b.streams[d.stream] > 1 {
			o.Attrs = append(o.Attrs, carried(attrShared, provider.Int(int64(b.streams[d.stream]))))
		}
		if b.stream(o, d.stream); o.Invalid != nil {
			return o, nil
		}
	}
	return o, b.below(o, e)
}

// maxPlace bounds what place returns, so that a small archive.xml does not make
// long paths of many objects.
const maxPlace = 256

// place returns what stands for the path of an object that has none: where it is
// in the tree, or if that is long, the path of its parent.
func place(o *provider.Object) string {
	n := 0
	for p := o; p != nil; p = p.Parent {
		if n += len(p.Kind) + len(p.Key) + len(p.KeyName) + 1; n > maxPlace {
			return o.Parent.Path
		}
	}
	return step(o)
}

// step returns where o is in the tree as an expression of XPath.
func step(o *provider.Object) string {
	if o.Parent == nil {
		return string(o.Kind)
	}
	s := step(o.Parent) + "/" + string(o.Kind)
	if o.Key != "" {
		s += "[@" + o.KeyAttr() + "='" + o.Key + "']"
	}
	return s
}

// mark gives o the file or folder with the given name. Objects of unknown kind
// get either, with paths that are just names (recorded:
// package/zip-unknownprovider), or none.
func (b builder) mark(o *provider.Object, name string) {
	isFile, isDir := o.Kind.Is(provider.FilePath), o.Kind.Is(provider.DirPath)
	n, err := b.store.find(name, !isFile)
	if err != nil && !isFile && !isDir {
		n, err = b.store.find(name, false)
	}
	switch {
	case err == nil && (isFile || isDir):
		(&item{n: n, r: b.Reader}).fill(o)
	case isFile || isDir:
		o.Attrs = append(missingAttrs(isDir), o.Attrs...)
		o.Invalid = b.invalid(err)
	default:
		list := append(o.Attrs, carried(attrMarker, provider.Bool(err == nil)))
		if err == nil {
			n.own = true
			(&item{n: n, r: b.Reader, flat: true}).fill(o)
		}
		o.Attrs = list
	}
}

// missingAttrs returns the attributes of an object whose folder is not there.
func missingAttrs(isDir bool) provider.Attrs {
	if !isDir {
		return nil
	}
	return nodeAttrs(nil, &node{dir: true}, false)
}

// stream gives o the contents of the named entry, and their size and time if it
// does not say them: they tell whether the contents have changed.
func (b builder) stream(o *provider.Object, name string) {
	n, err := b.store.find(galleryName(name), false)
	if err != nil {
		o.Invalid = b.invalid(err)
		return
	}
	(&item{n: n, r: b.Reader}).contain(o)
	for _, a := range nodeAttrs(nil, &n, b.untold) {
		if _, said := o.Attrs.Get(a.Name); !said && (a.Name == provider.AttrSize || a.Name == provider.AttrLastWriteTime) {
			a.Flags |= provider.Optional | provider.Hidden
			o.Attrs = append(o.Attrs, a)
		}
	}
}
