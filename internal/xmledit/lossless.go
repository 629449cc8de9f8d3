package xmledit

import (
	"cmp"
	"slices"
	"strings"
)

// Lossless returns the document with the changes made to it, and every other
// byte as it was. The error, if any, is a *textenc.UnmappableError for an
// inserted element that the encoding cannot express.
func (d *Document) Lossless() ([]byte, error) {
	patches := make([]patch, 0, len(d.edits))
	for n := range d.edits {
		patches = append(patches, d.patch(n))
	}
	// What is inserted stands before what is replaced at the same place.
	slices.SortFunc(patches, func(a, b patch) int {
		return cmp.Or(cmp.Compare(a.where.from, b.where.from), cmp.Compare(a.where.to, b.where.to))
	})
	var b strings.Builder
	at := int32(0)
	for _, p := range patches {
		if p.where.from < at {
			continue // in an element that is replaced
		}
		b.WriteString(d.text[at:p.where.from])
		b.WriteString(p.with)
		at = p.where.to
	}
	b.WriteString(d.text[at:])
	return d.enc.Encode(b.String())
}

// A patch replaces a part of the text.
type patch struct {
	where span
	with  string
}

// patch returns the patch that changes n.
func (d *Document) patch(n Node) patch {
	x, e := &d.nodes[n], d.edits[n]
	switch x.kind {
	case Attribute:
		return patch{x.value, quoteFor(d.enc, e.value, x.quote)}
	case Text:
		return patch{x.value, quoteFor(d.enc, e.value, 0)}
	case CData:
		if e.value == "" {
			return patch{x.raw, ""}
		}
		return patch{x.raw, cdataFor(d.enc, e.value)}
	}
	if e.replace != nil {
		return patch{d.outer(n), e.replace.Outer(e.replace.Top())}
	}
	with := ""
	for _, f := range e.insert {
		with += f.Outer(f.Top())
	}
	if !x.empty {
		return patch{span{x.raw.to, x.raw.to}, with}
	}
	return patch{span{x.raw.to - int32(len("/>")), x.raw.to}, ">" + with + "</" + x.name.of(d.text) + ">"}
}
