package rules_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A disk is a folder in memory, as a tree and as a target.
type disk struct {
	mu       sync.Mutex
	root     *provider.Object
	files    map[string]*entry            // by path; folders have a nil content
	refuse   func(*provider.Change) error // these two are called one at a time
	onChange func(*provider.Change)
}

type entry struct {
	dir  bool
	text string
	time time.Time
	mode string
	err  error
}

func at(s string) time.Time {
	t, err := time.Parse(time.DateTime, s)
	if err != nil {
		panic(err)
	}
	return t
}

// usual is the time of files that nothing else is said of.
var usual = at("2021-03-04 05:06:07")

// newDisk returns a disk with a folder at root, or without it if files is nil.
// Files are PATH and text; a path that ends in a slash is a folder.
func newDisk(root string, files map[string]string) *disk {
	d := &disk{files: map[string]*entry{}}
	d.root = d.object(nil, root, root)
	d.root.Link = provider.FirstLink
	if files == nil {
		d.root.Absent = true
		d.root.Invalid = fs.ErrNotExist
		return d
	}
	d.files[root] = &entry{dir: true}
	for name, text := range files {
		d.put(root+"/"+name, text, usual)
	}
	d.root = d.object(nil, root, root)
	d.root.Link = provider.FirstLink
	return d
}

func (d *disk) put(name, text string, t time.Time) {
	if strings.HasSuffix(name, "/") {
		name = strings.TrimSuffix(name, "/")
		d.files[name] = &entry{dir: true}
	} else {
		d.files[name] = &entry{text: text, time: t, mode: "Normal"}
	}
	for dir := path.Dir(name); d.files[dir] == nil && dir != "." && dir != "/"; dir = path.Dir(dir) {
		d.files[dir] = &entry{dir: true}
	}
}

// list returns the paths and texts of all files below the root.
func (d *disk) list() map[string]string {
	out := map[string]string{}
	for name, e := range d.files {
		rel := strings.TrimPrefix(name, d.root.Path+"/")
		switch {
		case rel == name:
		case e.dir:
			out[rel+"/"] = ""
		default:
			out[rel] = e.text
		}
	}
	return out
}

func (d *disk) object(parent *provider.Object, key, full string) *provider.Object {
	e := d.files[full]
	if e == nil {
		e = &entry{dir: true}
	}
	o := &provider.Object{Parent: parent, Key: key, Path: full, Invalid: e.err}
	if e.dir {
		o.Kind = provider.DirPath
		o.Attrs = provider.Attrs{{Name: provider.AttrAttributes, Value: provider.String("Directory"), Flags: provider.NoCompare}}
		o.Children = func(context.Context) iter.Seq2[*provider.Object, error] { return d.children(o) }
		return o
	}
	o.Kind = provider.FilePath
	o.Attrs = provider.Attrs{
		{Name: provider.AttrSize, Value: provider.Int(int64(len(e.text)))},
		{Name: provider.AttrAttributes, Value: provider.String(e.mode)},
		{Name: provider.AttrLastWriteTime, Value: provider.Time(e.time)},
		{Name: provider.AttrMode, Value: provider.Mode(0o644), Flags: provider.Hidden | provider.Optional},
	}
	text := e.text
	o.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	return o
}

func (d *disk) children(o *provider.Object) iter.Seq2[*provider.Object, error] {
	return func(yield func(*provider.Object, error) bool) {
		d.mu.Lock()
		var list []*provider.Object
		for name := range d.files {
			if path.Dir(name) == o.Path {
				list = append(list, d.object(o, path.Base(name), name))
			}
		}
		d.mu.Unlock()
		slices.SortFunc(list, func(a, b *provider.Object) int {
			return cmp.Or(provider.Compare(a, b), strings.Compare(a.Key, b.Key))
		})
		for _, c := range list {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// Root returns the folder.
func (d *disk) Root() *provider.Object { return d.root }

// Close does nothing.
func (d *disk) Close() error { return nil }

// Place puts src below parent.
func (d *disk) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Path, n.Link = parent, parent.Path+"/"+src.Key, ""
	return &n, nil
}

// Apply makes a change, unless the test refuses it.
func (d *disk) Apply(ctx context.Context, c *provider.Change) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		if err := d.refuse(c); err != nil {
			return err
		}
	}
	if d.onChange != nil {
		d.onChange(c)
	}
	if c.New == nil {
		return d.delete(c.Old.Path)
	}
	return d.write(ctx, c.New)
}

func (d *disk) delete(name string) error {
	if d.files[name] == nil {
		return fs.ErrNotExist
	}
	for other := range d.files {
		if path.Dir(other) == name {
			return fmt.Errorf("%s is not empty: %s", name, other)
		}
	}
	delete(d.files, name)
	return nil
}

func (d *disk) write(ctx context.Context, o *provider.Object) error {
	if o.Kind.Is(provider.DirPath) {
		d.files[o.Path] = &entry{dir: true}
		return nil
	}
	if dir := d.files[path.Dir(o.Path)]; dir == nil || !dir.dir {
		return errors.New("no folder for " + o.Path)
	}
	r, err := o.Content(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, r); err != nil {
		return err
	}
	if size, _ := o.Attrs.Get(provider.AttrSize); size.Int() != int64(b.Len()) {
		return fmt.Errorf("%s should have %d bytes, has %d", o.Path, size.Int(), b.Len())
	}
	mode, _ := o.Attrs.Get(provider.AttrAttributes)
	t, _ := o.Attrs.Get(provider.AttrLastWriteTime)
	d.files[o.Path] = &entry{text: b.String(), time: t.Time(), mode: mode.String()}
	return nil
}

// site and site2 are two states of one web site.
func site() *disk {
	d := newDisk("/w/site", map[string]string{
		"App_Data/db.txt": filled(4), "bin/app.dll": filled(3000), "emptydir/": "",
		"img/logo.png": filled(18), "settings.txt": filled(46), "web.config": filled(558),
		"with space/a b.txt": filled(2), "ünï.txt": filled(3),
	})
	d.put("/w/site/Default.aspx", filled(30), at("2021-03-04 05:06:08"))
	return d
}

func site2() *disk {
	d := newDisk("/w/d", map[string]string{
		"extra/x.txt": filled(1), "img/logo.png": filled(18), "old.txt": filled(3), "web.config": filled(558),
	})
	d.put("/w/d/Default.aspx", filled(37), at("2020-01-01 00:00:00"))
	return d
}

func noDisk() *disk { return newDisk("/w/d", nil) }

func filled(n int) string { return strings.Repeat("x", n) }
