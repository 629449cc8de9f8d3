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
	l := it.take()
	if l == nil {
		s := newScout(ctx)
		defer s.close()
		l = s.begin(it)
	}
	defer l.end()
	for {
		chunk, err := l.next(ctx)
		if err != nil || chunk == nil {
			return err
		}
		if more, err := it.tree.yield(ctx, chunk, yield); !more {
			return err
		}
	}
}

// yield yields items and reports whether to go on. What a scout made of folders
// that nobody enters is given up.
func (t *tree) yield(ctx context.Context, items []*item, yield func(*provider.Object) bool) (more bool, err error) {
	defer func() {
		for _, x := range items {
			x.drop()
		}
	}()
	for len(items) > 0 {
		x := items[0]
		if err := context.Cause(ctx); err != nil {
			return false, err
		}
		if !t.leavesOut(ctx, &info{typ: x.typ, id: x.id}, x.obj.Path) && !yield(&x.obj) {
			return false, nil
		}
		x.drop()
		items = items[1:]
	}
	return true, nil
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

// items appends the items of the first n entries, which are called alike and
// therefore sorted by kind, to list.
func (l *listing) items(list []*item, n int) []*item {
	first := len(list)
	for _, e := range l.entries[:n] {
		if len(l.slab) == 0 {
			l.slab = make([]item, min(len(l.entries), chunkItems))
		}
		if l.fill(&l.slab[0], e) {
			list = append(list, &l.slab[0])
			l.slab = l.slab[1:]
		}
	}
	if n > 1 {
		slices.SortFunc(list[first:], func(a, b *item) int {
			return cmp.Or(provider.Compare(&a.obj, &b.obj), strings.Compare(a.obj.Key, b.obj.Key))
		})
	}
	return list
}

// fill makes x the item of e. It reports false if e is gone in the meantime.
func (l *listing) fill(x *item, e entry) bool {
	t := l.it.tree
	in, err := l.dir.stat(e, !t.target)
	if err != nil && errors.Is(err, fs.ErrNotExist) && !l.dir.isLink(e) {
		return false
	}
	path := l.prefix + e.name
	x.reset()
	x.init(t, l.it, in)
	x.obj.Path, x.obj.Key, x.typ = path, path[len(l.prefix):], in.typ
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
func (l *listing) fillLink(x *item, e entry) {
	key, path := x.obj.Key, x.obj.Path
	in, err := l.dir.stat(e, true)
	if err != nil || in.typ != fileType && in.typ != dirType {
		x.opaque()
		return
	}
	x.reset()
	x.init(l.it.tree, l.it, in)
	x.obj.Key, x.obj.Path = key, path
	if in.typ == dirType {
		x.refuse(linkedFolder(path))
	}
}

// reset makes x a new item.
func (x *item) reset() { x.obj, x.attrs = provider.Object{}, [4]provider.Attr{} }

// refuse marks x as an object that is there but cannot be read.
func (x *item) refuse(err error) {
	x.opaque()
	x.obj.Invalid = err
}

// opaque makes x an object of which nothing is known: one that differs from
// every other.
func (x *item) opaque() {
	x.obj.Attrs, x.obj.Content, x.obj.Checksum, x.obj.Children = nil, nil, nil, nil
}
