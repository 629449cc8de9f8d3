package fsys

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
)

// children returns the entries of the folder it.
func (it *item) children(ctx context.Context) iter.Seq2[*provider.Object, error] {
	return func(yield func(*provider.Object, error) bool) {
		err := it.list(ctx, func(o *provider.Object) bool { return yield(o, nil) })
		if err != nil {
			yield(nil, it.failure("list", err))
		}
	}
}

// list yields the entries of the folder it, in order.
func (it *item) list(ctx context.Context, yield func(*provider.Object) bool) error {
	d, err := openFolder(it.obj.Path, !it.tree.target || it.up == nil)
	if err != nil {
		return err
	}
	defer d.close()
	entries, err := d.entries(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(ordinal.Compare(a.name, b.name), strings.Compare(a.name, b.name))
	})
	l := lister{dir: d, it: it, prefix: folderPrefix(it.obj.Path)}
	for len(entries) > 0 {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		n := homonyms(entries)
		for _, o := range l.objects(ctx, entries, n) {
			if !yield(o) {
				return nil
			}
		}
		entries = entries[n:]
	}
	return nil
}

// homonyms counts the entries at the beginning of list that are called alike,
// but for case.
func homonyms(list []entry) int {
	n := 1
	for n < len(list) && ordinal.Equal(list[n].name, list[0].name) {
		n++
	}
	return n
}

// slabSize is the most objects that are allocated together.
const slabSize = 64

// A lister makes objects of the entries of one folder.
type lister struct {
	dir    *folder
	it     *item
	prefix string
	slab   []item
	run    []*provider.Object
}

// objects returns the objects of the first n entries, which are called alike
// and therefore sorted by kind. It is valid until the next call.
func (l *lister) objects(ctx context.Context, entries []entry, n int) []*provider.Object {
	l.run = l.run[:0]
	for _, e := range entries[:n] {
		if len(l.slab) == 0 {
			l.slab = make([]item, min(len(entries), slabSize))
		}
		if l.fill(ctx, &l.slab[0], e) {
			l.run = append(l.run, &l.slab[0].obj)
			l.slab = l.slab[1:]
		}
	}
	if n > 1 {
		slices.SortFunc(l.run, func(a, b *provider.Object) int {
			return cmp.Or(provider.Compare(a, b), strings.Compare(a.Key, b.Key))
		})
	}
	return l.run
}

// fill makes x the item of e. It reports false if there is none: e is gone in the
// meantime, or left out.
func (l *lister) fill(ctx context.Context, x *item, e entry) bool {
	t := l.it.tree
	in, err := l.dir.stat(e, !t.target)
	if err != nil && errors.Is(err, fs.ErrNotExist) && !l.dir.isLink(e) {
		return false
	}
	path := l.prefix + e.name
	if t.leavesOut(ctx, &in, path) {
		return false
	}
	*x = item{}
	x.init(t, l.it, in)
	x.obj.Path, x.obj.Key = path, path[len(l.prefix):]
	switch {
	case err != nil:
		x.refuse(t.passOver(unreadable(path, l.dir.isLink(e), err), err))
	case in.typ == linkType:
		l.fillLink(x, e)
	case in.typ == otherType && !t.target:
		x.refuse(notRegular(path))
	case in.typ == otherType:
		x.opaque()
	case in.typ == dirType && !t.target && within(&in, path, l.it):
		x.refuse(linkLoop(path))
	}
	return true
}

// fillLink makes x the item of e, a link in a target: a file that cannot be
// told from what the link leads to, or a folder that is not entered.
func (l *lister) fillLink(x *item, e entry) {
	key, path := x.obj.Key, x.obj.Path
	in, err := l.dir.stat(e, true)
	if err != nil || in.typ != fileType && in.typ != dirType {
		x.opaque()
		return
	}
	*x = item{}
	x.init(l.it.tree, l.it, in)
	x.obj.Key, x.obj.Path = key, path
	if in.typ == dirType {
		x.refuse(linkedFolder(path))
	}
}

// refuse marks x as an object that is there but cannot be read.
func (x *item) refuse(err error) {
	x.opaque()
	x.obj.Invalid = err
}

// opaque makes x an object of which nothing is known: one that differs from
// every other.
func (x *item) opaque() { x.obj.Attrs, x.obj.Content, x.obj.Children = nil, nil, nil }
