package memory

import (
	"context"
	"io"
	"io/fs"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Place returns the file or folder that src would be in the folder parent.
func (t *Tree) Place(parent, src *provider.Object) (*provider.Object, error) {
	if !parent.Kind.Is(provider.DirPath) || src.Link != "" || !placeable(src.Kind) {
		return nil, provider.Unsupported("add", src)
	}
	if badName(src.Key) {
		return nil, refused("add", src.Kind, src.Key)
	}
	n := *src
	n.Parent, n.Path, n.Absent, n.Settings = parent, join(parent.Path, src.Key), false, nil
	return &n, nil
}

func placeable(k provider.Kind) bool { return k.Is(provider.DirPath) || k.Is(provider.FilePath) }

// badName reports whether name cannot be that of an entry.
func badName(name string) bool {
	return name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\x00")
}

func refused(op string, kind provider.Kind, path string) error {
	return &provider.Error{Op: op, Kind: kind, Path: path, Code: provider.CodeInvalidPath, Err: fs.ErrInvalid}
}

// Apply makes one change.
func (t *Tree) Apply(ctx context.Context, c *provider.Change) error {
	if t.Fail != nil {
		if err := t.Fail(c); err != nil {
			return err
		}
	}
	o := c.Object()
	path, ok := t.locate(o)
	if !ok || !placeable(o.Kind) {
		return refused(c.Op().String(), o.Kind, o.Path)
	}
	f, err := read(ctx, c)
	if err == nil {
		err = t.apply(c, path, f)
	}
	if err != nil {
		return &provider.Error{Op: c.Op().String(), Kind: o.Kind, Path: o.Path, Side: provider.DestinationSide, Err: err}
	}
	return nil
}

func (t *Tree) apply(c *provider.Change, path string, f *File) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if c.Op() == provider.Delete {
		return t.s.remove(path)
	}
	return t.s.add(path, f)
}

// locate returns the path of o below the root of the tree.
func (t *Tree) locate(o *provider.Object) (path string, ok bool) {
	if o.Path == t.dir {
		return "", true
	}
	path, ok = strings.CutPrefix(o.Path, join(t.dir, ""))
	for name := range strings.SplitSeq(path, "/") {
		ok = ok && !badName(name)
	}
	return path, ok
}

// read returns the file that c makes, or nil if it makes none.
func read(ctx context.Context, c *provider.Change) (*File, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if c.New == nil || c.New.Kind.Is(provider.DirPath) {
		return nil, nil
	}
	if c.New.Content == nil {
		return nil, provider.Unsupported("write without content", c.New)
	}
	r, err := c.New.Content(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	f := fileOf(c.New.Attrs, string(b))
	return &f, nil
}
