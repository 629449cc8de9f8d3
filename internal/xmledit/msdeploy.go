package xmledit

import (
	"fmt"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/textenc"
)

// MSDeploy returns the document with the changes made to it, written the way
// msdeploy writes it (recorded: group xmlfile). Text and comments keep their
// white space and line ends; tags get one blank between attributes, double
// quotes and " />"; references to characters are resolved where they can be.
//
// The XML declaration decides on the encoding: UTF-8 and UTF-16 get a byte
// order mark, UTF-16 is always little-endian, what an encoding does not have
// becomes a question mark. Without it the result is UTF-8 without a mark.
func (d *Document) MSDeploy() []byte {
	w := &plainWriter{d: d}
	for c := d.nodes[0].first; c != none; c = d.nodes[c].next {
		w.node(c)
	}
	return d.declaredEncoding().EncodeReplacing(w.String())
}

func (d *Document) declaredEncoding() encoding {
	name, ok := d.pseudo("encoding")
	if !ok {
		return textenc.UTF8(false)
	}
	enc, err := textenc.Lookup(name)
	if err != nil {
		return textenc.UTF8(true)
	}
	return enc
}

// A plainWriter writes a document anew.
type plainWriter struct {
	strings.Builder
	d *Document
}

func (w *plainWriter) write(parts ...string) {
	for _, s := range parts {
		w.WriteString(s)
	}
}

func (w *plainWriter) node(n Node) {
	x, text := &w.d.nodes[n], w.d.text
	switch x.kind {
	case Element:
		if f := w.d.edits[n].replace; f != nil {
			w.inserted(n, f)
			return
		}
		w.element(n, "")
	case Text:
		w.write(w.value(n, false))
	case CData:
		w.write("<![CDATA[", x.value.of(text), "]]>")
	case Comment:
		w.write("<!--", x.value.of(text), "-->")
	case Instruction:
		w.write("<?", x.name.of(text))
		if x.value.from < x.value.to {
			w.write(" ", x.value.of(text))
		}
		w.write("?>")
	case Declaration:
		w.write("<?xml")
		for _, name := range []string{"version", "encoding", "standalone"} {
			if v, ok := w.d.pseudo(name); ok {
				w.write(" ", name, `="`, v, `"`)
			}
		}
		w.write("?>")
	case DocType:
		w.docType(x)
	}
}

// element writes an element, with extra at the end of its start tag.
func (w *plainWriter) element(n Node, extra string) {
	x := &w.d.nodes[n]
	name := x.name.of(w.d.text)
	w.write("<", name)
	for _, a := range w.d.Attributes(n) {
		w.write(" ", w.d.Name(a), `="`, w.value(a, true), `"`)
	}
	w.write(extra)
	insert := w.d.edits[n].insert
	if x.empty && insert == nil {
		w.write(" />")
		return
	}
	w.write(">")
	for _, f := range insert {
		w.inserted(n, f)
	}
	for c := x.first; c != none; c = w.d.nodes[c].next {
		w.node(c)
	}
	w.write("</", name, ">")
}

// inserted writes the element of a fragment inside n. If that is in a default
// namespace, the element is taken out of it, since it had none.
func (w *plainWriter) inserted(n Node, f *Document) {
	top, extra := f.Top(), ""
	if prefix, _ := splitName(f.Name(top)); prefix == "" && w.d.namespace(n, "") != "" && !f.declaresDefault(top) {
		extra = ` xmlns=""`
	}
	inner := plainWriter{d: f}
	inner.element(top, extra)
	w.write(inner.String())
}

func (d *Document) declaresDefault(n Node) bool {
	for _, a := range d.Attributes(n) {
		if d.Name(a) == "xmlns" {
			return true
		}
	}
	return false
}

// value returns what to write for an attribute or a text.
func (w *plainWriter) value(n Node, attribute bool) string {
	if e := w.d.edits[n]; e.set {
		return plainEscape(e.value, attribute)
	}
	raw := w.d.nodes[n].value.of(w.d.text)
	var b strings.Builder
	for {
		i := strings.IndexByte(raw, '&')
		if i < 0 {
			b.WriteString(plainEscape(raw, attribute))
			return b.String()
		}
		b.WriteString(plainEscape(raw[:i], attribute))
		ref, _ := readReference(raw[i:])
		if ref.name != "" {
			b.WriteString(raw[i : i+ref.length])
		} else {
			b.WriteString(plainEscape(ref.text, attribute))
		}
		raw = raw[i+max(ref.length, 1):]
	}
}

// plainEscape escapes no more than msdeploy does: tabs and line ends in a text
// stand for themselves, as do tabs in attributes (recorded: xmlfile/entities).
func plainEscape(s string, attribute bool) string {
	special := "&<>"
	if attribute {
		special = "&<>\"\r\n"
	}
	if !strings.ContainsAny(s, special) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"' && attribute:
			b.WriteString("&quot;")
		case (r == '\r' || r == '\n') && attribute:
			fmt.Fprintf(&b, "&#x%X;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (w *plainWriter) docType(x *node) {
	w.write("<!DOCTYPE ", x.name.of(w.d.text))
	if external := x.value.of(w.d.text); len(external) > len("PUBLIC") {
		w.write(" ", external[:len("PUBLIC")])
		for _, literal := range literals(external[len("PUBLIC"):]) {
			w.write(` "`, literal, `"`)
		}
	}
	if x.close.to > 0 {
		w.write("[", x.close.of(w.d.text), "]")
	}
	w.write(">")
}

// literals returns what is in quotes in s.
func literals(s string) []string {
	var list []string
	for {
		i := strings.IndexAny(s, `"'`)
		if i < 0 {
			return list
		}
		literal, rest, _ := strings.Cut(s[i+1:], s[i:i+1])
		list = append(list, literal)
		s = rest
	}
}
