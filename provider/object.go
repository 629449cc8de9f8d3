package provider

import (
	"cmp"
	"context"
	"io"
	"iter"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// A Kind names what an object is: the name of the provider that made it, such
// as "dirPath", or of a part only that provider knows. Kinds are matched
// without regard to case.
type Kind string

// Kinds that several packages speak of.
const (
	DirPath     Kind = "dirPath"
	FilePath    Kind = "filePath"
	ContentPath Kind = "contentPath"
)

// Is reports whether k and other are the same kind.
func (k Kind) Is(other Kind) bool { return k == other || strings.EqualFold(string(k), string(other)) }

// Content opens the byte stream of an object. It may be called more than once
// and after iteration has moved past the object, until the tree is closed. The
// caller closes the reader.
type Content func(ctx context.Context) (io.ReadCloser, error)

// Checksum tells the CRC-32 (IEEE) of the byte stream of an object for less than
// what reading it takes, such as one that is on record. A comparison believes it
// instead of reading. Like Content, it may be called more than once, after
// iteration has moved past the object, and concurrently with that of others. Who
// gives a copy of an object another Content gives it the Checksum of that, or
// nil.
type Checksum func(ctx context.Context) (uint32, error)

// Children returns an iterator over the objects directly below one object:
// those with links first, in the order their provider gives them, then the
// others in the order of [Compare]. The iterator is single-use and, for trees
// read from a stream, only valid until the loop that produced the parent
// advances. Children that are not asked for are skipped at no cost. An error
// is the last thing it yields.
type Children func(ctx context.Context) iter.Seq2[*Object, error]

// List iterates over children of parent that are known. In a context that has
// ended it fails with its cause. It is how a provider that has all of an object's
// children at hand yields them.
func List(ctx context.Context, parent *Object, children []*Object) iter.Seq2[*Object, error] {
	return func(yield func(*Object, error) bool) {
		if err := context.Cause(ctx); err != nil {
			yield(nil, &Error{Op: "list", Kind: parent.Kind, Path: parent.Path, Err: err})
			return
		}
		for _, o := range children {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// An Object is one node of a deployment tree. Objects are not changed once
// they have been yielded: to rewrite one, copy it.
type Object struct {
	Parent   *Object  // nil for the root
	Kind     Kind     // what the object is
	Link     string   // the part of its parent that the object is, if it is one
	Key      string   // identity among siblings otherwise; shown as attribute KeyName
	KeyName  string   // name of the key attribute; empty means "path", or none if there is neither key nor link
	Path     string   // where the object is, for people and for rules
	Attrs    Attrs    // what is compared, without the key
	Settings Settings // of the provider, on the root of its tree
	Content  Content  // nil if the object has no byte stream
	Checksum Checksum // of Content; nil if nobody knows it without reading
	Children Children // nil if the object can have none
	Invalid  error    // why the object, though listed, cannot be read, or is Absent
	Absent   bool     // root or part of a target: it does not exist yet
}

// KeyAttr returns the name of the key attribute of o, or "" if o has no key,
// as document roots have none.
func (o *Object) KeyAttr() string {
	switch {
	case o.KeyName != "":
		return o.KeyName
	case o.Link == "" && (o.Parent == nil || o.Key == ""):
		return ""
	}
	return "path"
}

// Attr returns the named attribute of o, the key included, and whether o has
// it. Names are matched without regard to case.
func (o *Object) Attr(name string) (Value, bool) {
	if k := o.KeyAttr(); k != "" && strings.EqualFold(k, name) {
		return String(o.Key), true
	}
	return o.Attrs.Get(name)
}

// Size returns the number of bytes that o says its content has, or 0.
func (o *Object) Size() int64 {
	v, _ := o.Attrs.Get(AttrSize)
	return v.Int()
}

// Compare orders siblings without links the way Web Deploy does: by key,
// ordinal on upper-cased characters, then by kind. Siblings that compare equal
// stand for each other on the two sides of a sync.
func Compare(a, b *Object) int {
	return cmp.Or(ordinal.Compare(a.Key, b.Key), strings.Compare(string(a.Kind), string(b.Kind)))
}

// Below iterates over the children of o. It yields nothing if o has none.
func (o *Object) Below(ctx context.Context) iter.Seq2[*Object, error] {
	if o == nil || o.Children == nil {
		return func(func(*Object, error) bool) {}
	}
	return o.Children(ctx)
}

// Walk iterates over root and everything below it, parents first.
func Walk(ctx context.Context, root *Object) iter.Seq2[*Object, error] {
	return func(yield func(*Object, error) bool) {
		walk(ctx, root, yield)
	}
}

func walk(ctx context.Context, o *Object, yield func(*Object, error) bool) bool {
	if !yield(o, nil) {
		return false
	}
	for c, err := range o.Below(ctx) {
		if err != nil {
			yield(nil, err)
			return false
		}
		if !walk(ctx, c, yield) {
			return false
		}
	}
	return true
}

// depth counts the ancestors of o.
func (o *Object) depth() (n int) {
	for o = o.Parent; o != nil; o = o.Parent {
		n++
	}
	return n
}
