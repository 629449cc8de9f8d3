package fsys

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/filename"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A target is a folder or a file that can be changed. Changes may be applied
// concurrently.
type target struct {
	*tree
	folders folders
}

// openTarget opens what is at ref for changing, if it is of the given type.
// Otherwise there is nothing yet, for the reason that missing gives.
func (p *pool) openTarget(ref provider.Ref, typ entryType, missing func(string, error) error) (provider.Target, error) {
	if err := checkTarget(runtime.GOOS, ref); err != nil {
		return nil, err
	}
	in, err := statPath(ref.Path)
	if err != nil && !isMissing(err) {
		return nil, openError(ref, err)
	}
	if err != nil || in.typ != typ {
		return p.newTarget(newAbsent(ref, missing(ref.Path, notType(err, typ)))), nil
	}
	return p.newTarget(newTree(ref, in, true)), nil
}

func (p *pool) newTarget(t *tree) *target {
	dir := trim(t.root.obj.Path)
	if t.root.obj.Kind.Is(provider.FilePath) {
		dir, _ = split(t.root.obj.Path)
	}
	return &target{tree: t.remember(p.sums), folders: folders{path: dir, pool: p}}
}

// Close closes the folders that are open and makes contents unavailable.
func (t *target) Close() error {
	return errors.Join(t.tree.Close(), t.folders.close())
}

// Place returns the file or folder that src would be in the folder parent.
func (t *target) Place(parent, src *provider.Object) (*provider.Object, error) {
	if !parent.Kind.Is(provider.DirPath) || src.Link != "" || !placeable(src.Kind) {
		return nil, provider.Unsupported("add", src)
	}
	n := *src
	n.Parent, n.Path, n.Absent, n.Settings = parent, join(parent.Path, src.Key), false, nil
	if err := CheckName(runtime.GOOS, src.Key); err != nil {
		return nil, &provider.Error{Op: "add", Kind: src.Kind, Path: filename.Printable(n.Path), Side: provider.DestinationSide, Err: err}
	}
	return &n, nil
}

func placeable(k provider.Kind) bool { return k.Is(provider.DirPath) || k.Is(provider.FilePath) }

// Apply makes one change.
func (t *target) Apply(ctx context.Context, c *provider.Change) error {
	err := context.Cause(ctx)
	if err == nil && t.closed.Load() {
		err = os.ErrClosed
	}
	if err != nil {
		return stopped(c, err)
	}
	o := c.Object()
	if !placeable(o.Kind) {
		return provider.Unsupported(c.Op().String(), o)
	}
	dir := o.Kind.Is(provider.DirPath)
	if o.Path == t.root.obj.Path {
		return t.applyRoot(ctx, c, dir)
	}
	up, name, err := t.locate(o)
	if err != nil {
		return err
	}
	switch {
	case c.Op() == provider.Delete:
		return t.remove(up, name, o)
	case dir && c.Op() == provider.Update:
		return nil // nothing that is compared can differ
	case dir:
		return t.addFolder(up, name, o)
	}
	return t.inFolder(up, c, func(f *handle) error { return t.write(ctx, f, name, c) })
}

// applyRoot makes a change to the root of the tree.
func (t *target) applyRoot(ctx context.Context, c *provider.Change, dir bool) error {
	o := c.Object()
	switch {
	case dir && c.Op() == provider.Delete:
		return t.removeRoot(o)
	case dir && c.Op() == provider.Update:
		return nil
	case dir:
		return t.addRoot(o)
	}
	_, name := split(o.Path)
	if name == "" {
		return failed("Create File", o, os.ErrNotExist)
	}
	if c.Op() == provider.Delete {
		return t.remove("", name, o)
	}
	return t.inFolder("", c, func(f *handle) error { return t.write(ctx, f, name, c) })
}

// locate returns the folder that o is in, as its path below the root, and the
// name of o there. Objects may have come a long way, so their names are checked
// again.
func (t *target) locate(o *provider.Object) (up, name string, err error) {
	root := t.root.obj
	rel, ok := strings.CutPrefix(o.Path, folderPrefix(root.Path))
	if !ok || !root.Kind.Is(provider.DirPath) {
		return "", "", &provider.Error{
			Op: "find", Kind: o.Kind, Path: filename.Printable(o.Path), Side: provider.DestinationSide, Code: provider.CodeInvalidPath,
			Msg: "'" + filename.Printable(o.Path) + "' is not below '" + root.Path + "'.",
		}
	}
	for name := range strings.SplitSeq(rel, separator) {
		if err := CheckName(runtime.GOOS, name); err != nil {
			return "", "", &provider.Error{Op: "find", Kind: o.Kind, Path: filename.Printable(o.Path), Side: provider.DestinationSide, Err: err}
		}
	}
	i := strings.LastIndex(rel, separator)
	return rel[:max(i, 0)], rel[i+1:], nil
}
