package pkg

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// An output is where a Writer puts files: a zip file or a folder. Names have
// slashes between their parts. The first two methods may be called by several
// goroutines.
type output interface {
	folder(ctx context.Context, name string, o *provider.Object) error
	file(ctx context.Context, name string, o *provider.Object) error
	remove(name string, dir bool) error
	// commit adds the package's own files, the last of which info makes from the
	// digest of all others, and completes the package.
	commit(ctx context.Context, own []ownFile, info func(digest string) ownFile) error
	// close gives up what is not committed.
	close() error
}

// An ownFile is one of the XML files at the top of a package.
type ownFile struct {
	name string
	data []byte
}

// A Writer is a target that makes or changes a package. It takes documents of
// any kind, and holds back everything that is not a file or folder until
// Commit; a zip file is held back as a whole. Close gives up what is not
// committed.
//
// Apply may be called from several goroutines. Files of up to some megabytes
// are compressed by the goroutine that adds them; of larger ones, one at a time
// is written.
type Writer struct {
	name string
	kind provider.Kind
	opts WriterOptions
	root *provider.Object
	old  *Reader // what was there; nil if nothing was
	out  output

	mu     sync.Mutex
	bounds bounds
	doc    *document
	dirty  bool
}

func newWriter(name string, kind provider.Kind, old *Reader, opts WriterOptions) (*Writer, error) {
	if old == nil {
		return newPackage(name, kind, opts), nil
	}
	w := &Writer{name: name, kind: kind, opts: opts, old: old}
	w.root = old.Root()
	w.doc = newDocument(w.root)
	w.doc.root.existed, w.doc.root.blob = true, old.blob
	return w, w.doc.read(context.Background(), w.doc.root)
}

// newPackage returns a Writer of a package that is not there yet.
func newPackage(name string, kind provider.Kind, opts WriterOptions) *Writer {
	w := &Writer{name: name, kind: kind, opts: opts}
	w.root = &provider.Object{Kind: kind, Path: string(kind), Absent: true, Invalid: notFound(name, kind == kindArchiveDir)}
	w.doc = newDocument(w.root)
	return w
}

// Root returns the root of the package, marked Absent if there is none yet.
func (w *Writer) Root() *provider.Object { return w.root }

// Accepts reports that packages hold documents of every kind.
func (w *Writer) Accepts(provider.Kind) bool { return true }

// Parts returns what an existing package has in the place of parts of the
// source.
func (w *Writer) Parts(ctx context.Context, parent *provider.Object) ([]*provider.Object, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.opts.Source != nil && w.doc.origins == nil {
		if err := w.doc.learn(ctx, w.opts.Source); err != nil {
			return nil, err
		}
	}
	if isContents(parent) && parent.Parent != nil {
		return nil, nil
	}
	r := w.doc.of(parent)
	if r == nil {
		return nil, nil
	}
	if w.old != nil {
		w.unlisted(r)
	}
	return w.doc.parts(r), nil
}

// unlisted adds records for files and folders that the old package has although
// its archive.xml does not name them, where the source has some: they are left
// from an earlier sync, and are compared as if they were named.
func (w *Writer) unlisted(r *record) {
	b := builder{Reader: w.old}
	for name, from := range w.doc.origins {
		if name[:strings.LastIndexByte(name, '/')] != chain(r.object) {
			continue
		}
		o := &provider.Object{Parent: r.object, Kind: from.Kind, Link: name[strings.LastIndexByte(name, '/')+1:], Key: from.Path, Path: from.Path}
		if !isContents(o) || slices.ContainsFunc(r.children, func(c *record) bool { return identity(c.object) == identity(o) }) {
			continue
		}
		if b.mark(o, contentName(from.Path)); o.Invalid == nil {
			w.doc.append(r, &record{object: o, existed: true})
			w.dirty = true // it is to be named again even if it does not differ
		}
	}
}

// Describe returns the words for c where they are not the usual ones: what
// comes out of a zip file, or is rewritten on its way into one, is a child of
// its kind, and what an existing zip file loses is told by the name of its root
// (recorded: package/to-package, package/to-archivedir, xmlfile/to-package,
// package/merge-changed).
func (w *Writer) Describe(src provider.Tree, c *provider.Change) string {
	o := c.Object()
	zip := w.kind == kindPackage
	switch op := c.Op(); {
	case op == provider.Delete && zip && o.Parent != nil:
		root := w.doc.root.object
		return "Deleting " + string(root.Kind) + " (" + root.Path + ")."
	case op != provider.AddChild:
	case fromZip(src) && (zip || !isContents(o) || isMarker(o)), zip && c.Source != nil && param.Rewritten(c.Source):
		return "Adding child " + string(o.Kind) + " (" + o.Path + ")."
	}
	return ""
}

// fromZip reports whether t is read from a zip file.
func fromZip(t provider.Tree) bool {
	a, ok := t.(interface{ archived() provider.Kind })
	return ok && a.archived() == kindPackage
}

// Commit completes the package. It does nothing if nothing was changed.
func (w *Writer) Commit(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.dirty && len(w.opts.Parameters) == 0 && !w.lacksDigest() {
		return nil
	}
	own, err := w.ownFiles()
	if err != nil {
		return err
	}
	info := func(digest string) ownFile {
		return ownFile{systemInfoFile, w.opts.System.xml(w.opts.claims(digest))}
	}
	if err := w.out.commit(ctx, own, info); err != nil {
		return err
	}
	w.dirty, w.opts.Parameters, w.opts.Digest = false, nil, false
	return nil
}

// lacksDigest reports whether an existing package is to get the digest that it
// does not have.
func (w *Writer) lacksDigest() bool {
	return w.opts.Digest && w.old != nil && w.old.StoredDigest() == ""
}

// ownFiles returns the XML files of the package that describe what is in it.
func (w *Writer) ownFiles() ([]ownFile, error) {
	own := []ownFile{{archiveFile, w.doc.archiveXML(w.opts.Keep, w.resolvers())}}
	if set := w.parameters(); len(set) > 0 {
		var b bytes.Buffer
		if err := set.Encode(&b); err != nil {
			return nil, err
		}
		own = append(own, ownFile{parametersFile, b.Bytes()})
	}
	return own, nil
}

// resolvers returns the resolvers of the kinds of objects in the package, sorted:
// in an archive folder only of those that archive.xml names (recorded:
// archivedir/dirpath). Those that an existing package names stay (recorded:
// package/merge-declare), and those of other kinds come from the package that
// the objects come from.
func (w *Writer) resolvers() []resolver {
	var list []resolver
	add := func(x resolver) {
		if !slices.ContainsFunc(list, func(y resolver) bool { return strings.EqualFold(y.kind, x.kind) }) {
			list = append(list, x)
		}
	}
	if w.old != nil {
		for _, x := range carriedResolvers(w.old.root) {
			add(x)
		}
	}
	from := carriedResolvers(w.doc.root.object)
	if w.opts.Source != nil {
		from = append(from, carriedResolvers(w.opts.Source.Root())...)
	}
	for k := range w.doc.kinds {
		x, ok := resolverOf(k)
		if i := slices.IndexFunc(from, func(y resolver) bool { return k.Is(provider.Kind(y.kind)) }); i >= 0 && !ok {
			x, ok = from[i], true
		}
		if ok && !(w.kind == kindArchiveDir && isContents(&provider.Object{Kind: k}) && !w.doc.root.marks(k)) {
			add(x)
		}
	}
	slices.SortFunc(list, func(a, b resolver) int { return strings.Compare(a.kind, b.kind) })
	return list
}

// marks reports whether r or a record below it is a file or folder of kind k.
func (r *record) marks(k provider.Kind) bool {
	return r.object.Kind.Is(k) || slices.ContainsFunc(r.children, func(c *record) bool { return c.marks(k) })
}

// parameters returns what the package will declare.
func (w *Writer) parameters() param.Set {
	if w.old == nil {
		return w.opts.Parameters
	}
	set := slices.Clone(w.old.params)
	for _, p := range w.opts.Parameters {
		i := slices.IndexFunc(set, func(x *param.Parameter) bool { return strings.EqualFold(x.Name, p.Name) })
		if i < 0 {
			set = append(set, p)
		} else {
			set[i] = p
		}
	}
	return set
}

// Close gives up what is not committed and lets go of an existing package. It
// may be called after Commit.
func (w *Writer) Close() error {
	err := w.out.close()
	if w.old != nil {
		err = errors.Join(err, w.old.Close())
		w.old = nil
	}
	return err
}
