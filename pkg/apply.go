package pkg

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

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
	err := w.check(ctx, c)
	if err == nil {
		err = w.write(ctx, c)
	}
	if err != nil {
		w.discount(c) // it may be tried again
	}
	return err
}

// write adds or replaces an object.
func (w *Writer) write(ctx context.Context, c *provider.Change) error {
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
	if err := w.put(ctx, name, o); err != nil {
		return err
	}
	if c.Op() == provider.Update && w.kind == kindPackage {
		// Of several entries with one name a reader takes the last.
		if err := w.out.remove(name, isFolder(o)); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.doc.kinds[o.Kind] = true
	if isMarker(o) {
		w.doc.put(c.Old, o)
	}
	return nil
}

// put writes a file or folder.
func (w *Writer) put(ctx context.Context, name string, o *provider.Object) error {
	o = w.neutral(o)
	put := w.out.folder
	switch isFile := !isFolder(o); {
	case len(name) > maxName || strings.Count(name, "/") > maxDepth:
		return &provider.Error{
			Op: "pack", Kind: o.Kind, Path: o.Path, Err: ErrName,
			Hint: "shorten the path; an archive must not be in the folder that it is made of",
		}
	case isFile && o.Content == nil:
		return provider.Unsupported("pack without contents", o)
	case isFile:
		put = w.out.file
	}
	if err := put(ctx, name, o); err != nil {
		return &provider.Error{Op: "pack", Kind: o.Kind, Path: o.Path, Err: err}
	}
	return nil
}

// record adds or replaces any other object.
func (w *Writer) record(ctx context.Context, c *provider.Change) error {
	o, stream := c.New, ""
	if o.Content != nil {
		w.mu.Lock()
		stream = w.doc.reserve(streamName(o), w.doc.of(c.Old))
		w.mu.Unlock()
		if err := w.out.file(ctx, stream, w.neutral(o)); err != nil {
			return &provider.Error{Op: "pack", Kind: o.Kind, Path: o.Path, Err: err}
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.drop(w.doc.of(c.Old), stream); err != nil {
		return err
	}
	w.doc.put(c.Old, o).stream = stream
	return nil
}

// drop removes the entry with the contents of r unless it is the named one or
// other objects have it, too.
func (w *Writer) drop(r *record, keep string) error {
	if r == nil || r.stream == "" || r.stream == keep || !w.doc.release(r.stream) {
		return nil
	}
	return w.out.remove(r.stream, false)
}

// remove removes an object. The root is never removed: that would be the file.
func (w *Writer) remove(o *provider.Object) error {
	if o.Parent == nil {
		return w.undeletable()
	}
	if isContents(o) {
		if err := w.out.remove(contentsName(o), isFolder(o)); err != nil {
			return &provider.Error{Op: "delete", Kind: o.Kind, Path: o.Path, Side: provider.DestinationSide, Err: err}
		}
		if !isMarker(o) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.bounds.files -= boolean(o.Kind.Is(provider.FilePath))
			return nil
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.drop(w.doc.of(o), ""); err != nil {
		return err
	}
	w.doc.remove(o)
	return nil
}

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
