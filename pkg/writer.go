package pkg

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// WriterOptions configure a Writer. A nil *WriterOptions means the defaults.
type WriterOptions struct {
	// Parameters are declared by the package, beside those that an existing
	// one declares under other names.
	Parameters param.Set

	// Source is what will be synced into the package. An existing package
	// compares with it what has the same kind and path; what has another path
	// is added, and what the package had before stays in it without being
	// named by archive.xml. Without a Source parts are paired by their place,
	// whatever their paths.
	Source provider.Tree

	// Keep has archive.xml go on naming what an existing package has and
	// Source does not: what the rule DoNotDeleteRule is for.
	Keep bool

	// Level is how hard to compress: 1, fastest, to 9. Zero means 5, which
	// packs within one percent of 6 in nine tenths of its time.
	Level int

	// Location is the zone of the times in a zip file: time.Local, as every
	// reader expects.
	Location *time.Location

	// Time is that of folders and of the package's own files. Zero means the
	// time of Commit.
	Time time.Time

	// System describes the machine that makes the package. Nil means this one.
	System *System

	// Reader are the limits for an existing package.
	Reader ReaderOptions
}

func (o *WriterOptions) withDefaults() WriterOptions {
	var w WriterOptions
	if o != nil {
		w = *o
	}
	if w.Level <= 0 || w.Level > 9 {
		w.Level = 5
	}
	if w.Location == nil {
		w.Location = time.Local
	}
	if w.System == nil {
		s := LocalSystem()
		w.System = &s
	}
	return w
}

// An output is where a Writer puts files: a zip file or a folder. Names have
// slashes between their parts. The first two methods may be called by several
// goroutines.
type output interface {
	folder(ctx context.Context, name string, o *provider.Object) error
	file(ctx context.Context, name string, o *provider.Object) error
	remove(name string, dir bool) error
	// commit adds the package's own files and completes the package.
	commit(ctx context.Context, own []ownFile) error
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

	mu    sync.Mutex
	doc   *document
	dirty bool
}

func newWriter(name string, kind provider.Kind, old *Reader, opts WriterOptions) (*Writer, error) {
	w := &Writer{name: name, kind: kind, opts: opts, old: old}
	if old == nil {
		w.root = &provider.Object{Kind: kind, Path: string(kind), Absent: true}
		w.doc = newDocument(w.root)
		return w, nil
	}
	w.root = old.Root()
	w.doc = newDocument(w.root)
	w.doc.root.existed, w.doc.root.blob = true, old.blob
	return w, w.doc.read(context.Background(), w.doc.root)
}

// Root returns the root of the package, marked Absent if there is none yet.
func (w *Writer) Root() *provider.Object { return w.root }

// Accepts reports that packages hold documents of every kind.
func (w *Writer) Accepts(provider.Kind) bool { return true }

// undeletable returns the error with which msdeploy refuses to delete a package
// (recorded: delete/package, archivedir/delete).
func (w *Writer) undeletable() error {
	class := "ZipPackageProvider"
	if w.kind == kindArchiveDir {
		class = "ArchiveProvider"
	}
	return &provider.Error{
		Op: "delete", Kind: w.kind, Path: w.name, Side: provider.DestinationSide,
		Msg:  "Delete not supported on type 'Microsoft.Web.Deployment." + class + "'.",
		Hint: "delete the package as any other file or folder",
		Err:  provider.Quiet(errors.ErrUnsupported),
	}
}

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
	if r := w.doc.of(parent); r != nil {
		return w.doc.parts(r), nil
	}
	return nil, nil
}

// Place returns where src goes in the package: parts keep the path they have,
// files and folders follow that of their parent.
func (w *Writer) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Absent, n.Invalid = parent, false, nil
	switch {
	case parent.Kind.Is(provider.FilePath):
		return nil, cannotHold(parent, src)
	case isContents(parent) && isContents(src):
		n.Link, n.Path = "", join(parent.Path, src.Key)
	case src.Key != "":
		n.Path = src.Key
	}
	if !isContents(src) {
		return &n, nil
	}
	return &n, checkContents(&n)
}

// cannotHold returns the error with which msdeploy refuses to put one object
// into another.
func cannotHold(parent, src *provider.Object) error {
	return &provider.Error{
		Op: "add", Kind: src.Kind, Path: src.Path, Side: provider.DestinationSide, Err: provider.Quiet(errors.ErrUnsupported),
		Msg: "Child object '" + string(src.Kind) + "' cannot be added to object '" + string(parent.Kind) + "'. The '" +
			string(parent.Kind) + "' provider may not support this deployment.",
	}
}

// checkContents returns an error if no reader would take the name of o.
func checkContents(o *provider.Object) error {
	part := o.Key
	if isMarker(o) {
		part = contentName(o.Path)
		part = strings.ReplaceAll(part, "/", "")
	}
	if err := unsafePart(part, "any"); err != nil {
		return &provider.Error{
			Op: "pack", Kind: o.Kind, Path: o.Path, Side: provider.DestinationSide, Code: provider.CodeInvalidPath, Err: err,
			Hint: "rename it at the source, or leave it out with -skip",
		}
	}
	return nil
}

// contentsName returns the name of the file or folder o in the package.
func contentsName(o *provider.Object) string {
	var keys []string
	for !isMarker(o) {
		keys = append(keys, o.Key)
		o = o.Parent
	}
	keys = append(keys, contentName(o.Path))
	slices.Reverse(keys)
	return strings.Join(keys, "/")
}

// Apply makes one change.
func (w *Writer) Apply(ctx context.Context, c *provider.Change) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	w.mu.Lock()
	w.dirty = true
	w.mu.Unlock()
	if c.Op() == provider.Delete {
		return w.remove(c.Old)
	}
	o := c.New
	switch {
	case o.Parent == nil:
		w.mu.Lock()
		defer w.mu.Unlock()
		w.doc.root.object, w.doc.root.existed = o, false
		return nil
	case isContents(o):
		return w.contents(ctx, c)
	}
	return w.record(ctx, c)
}

// contents adds or replaces a file or folder.
func (w *Writer) contents(ctx context.Context, c *provider.Change) error {
	o := c.New
	if err := checkContents(o); err != nil {
		return err
	}
	name := contentsName(o)
	if len(name) > maxName {
		return &provider.Error{Op: "pack", Kind: o.Kind, Path: o.Path, Err: ErrName, Hint: "shorten the name"}
	}
	if c.Op() == provider.Update && w.kind == kindPackage {
		// Of several entries with one name the reader takes the last.
		if err := w.out.remove(name, o.Kind.Is(provider.DirPath)); err != nil {
			return err
		}
	}
	put := w.out.folder
	if o.Kind.Is(provider.FilePath) {
		put = w.out.file
	}
	if err := put(ctx, name, o); err != nil {
		return &provider.Error{Op: "pack", Kind: o.Kind, Path: o.Path, Err: err}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.doc.kinds[o.Kind] = true
	if isMarker(o) {
		w.doc.put(c.Old, o)
	}
	return nil
}

// record adds or replaces any other object.
func (w *Writer) record(ctx context.Context, c *provider.Change) error {
	o := c.New
	stream := ""
	if o.Content != nil {
		stream = streamName(o)
		if err := w.out.file(ctx, stream, o); err != nil {
			return &provider.Error{Op: "pack", Kind: o.Kind, Path: o.Path, Err: err}
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.doc.put(c.Old, o).stream = stream
	return nil
}

// remove removes an object. The root is never removed: that would be the file.
func (w *Writer) remove(o *provider.Object) error {
	if o.Parent == nil {
		return w.undeletable()
	}
	if isContents(o) {
		if err := w.out.remove(contentsName(o), o.Kind.Is(provider.DirPath)); err != nil {
			return &provider.Error{Op: "delete", Kind: o.Kind, Path: o.Path, Side: provider.DestinationSide, Err: err}
		}
		if !isMarker(o) {
			return nil
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if r := w.doc.of(o); r != nil && r.stream != "" {
		if err := w.out.remove(r.stream, false); err != nil {
			return err
		}
	}
	w.doc.remove(o)
	return nil
}

// Describe returns the words for c where they are not the usual ones: what
// comes out of a zip file is a child of its kind, and what an existing zip file
// loses is told by the name of its root (recorded: package/to-package,
// package/to-archivedir, package/merge-changed).
func (w *Writer) Describe(src provider.Tree, c *provider.Change) string {
	o := c.Object()
	zip := w.kind == kindPackage
	switch op := c.Op(); {
	case op == provider.Delete && zip && o.Parent != nil:
		root := w.doc.root.object
		return "Deleting " + string(root.Kind) + " (" + root.Path + ")."
	case op == provider.AddChild && fromZip(src) && (zip || !isContents(o) || isMarker(o)):
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
	if !w.dirty && len(w.opts.Parameters) == 0 {
		return nil
	}
	own, err := w.ownFiles()
	if err != nil {
		return err
	}
	if err := w.out.commit(ctx, own); err != nil {
		return err
	}
	w.dirty, w.opts.Parameters = false, nil
	return nil
}

// ownFiles returns the XML files of the package.
func (w *Writer) ownFiles() ([]ownFile, error) {
	own := []ownFile{{archiveFile, w.doc.archiveXML(w.opts.Keep, w.resolvers())}}
	if set := w.parameters(); len(set) > 0 {
		var b bytes.Buffer
		if err := set.Encode(&b); err != nil {
			return nil, err
		}
		own = append(own, ownFile{parametersFile, b.Bytes()})
	}
	return append(own, ownFile{systemInfoFile, w.opts.System.xml()}), nil
}

// resolvers returns the resolvers of the kinds of objects in the package, sorted:
// in an archive folder only of those that archive.xml names (recorded:
// archivedir/dirpath). Those that an existing package names stay (recorded:
// package/merge-declare).
func (w *Writer) resolvers() []resolver {
	var list []resolver
	if w.old != nil {
		list = slices.Clone(w.old.known)
	}
	for k := range w.doc.kinds {
		x, ok := resolverOf(k)
		if !ok || w.kind == kindArchiveDir && isContents(&provider.Object{Kind: k}) && !w.doc.root.marks(k) {
			continue
		}
		if !slices.ContainsFunc(list, func(y resolver) bool { return y.kind == x.kind }) {
			list = append(list, x)
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
