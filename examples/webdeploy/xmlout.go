package main

import (
	"bufio"
	"io"
	"strings"
)

// An xmlAttr is one attribute of an element.
type xmlAttr struct{ name, value string }

// An xmlWriter writes elements with an indent of two blanks a level, each on
// its own line, the way msdeploy does: the line end comes before an element,
// and none after the last one (recorded: dump/dirpath-xml).
type xmlWriter struct {
	w     *bufio.Writer
	open  []string // names of the elements that are open
	bare  bool     // the start tag of the innermost one lacks its end
	wrote bool
}

func newXMLWriter(w io.Writer) *xmlWriter { return &xmlWriter{w: bufio.NewWriter(w)} }

// start opens an element.
func (x *xmlWriter) start(name string, attrs []xmlAttr) {
	x.finishTag()
	x.newline()
	x.tag(name, attrs)
	x.open = append(x.open, name)
	x.bare = true
}

// tag writes a start tag without its end.
func (x *xmlWriter) tag(name string, attrs []xmlAttr) {
	x.w.WriteByte('<')
	x.w.WriteString(name)
	for _, a := range attrs {
		x.w.WriteByte(' ')
		x.w.WriteString(a.name)
		x.w.WriteString(`="`)
		x.w.WriteString(escapeAttr(a.value))
		x.w.WriteByte('"')
	}
}

// end closes the innermost element, with a short tag if nothing is in it.
func (x *xmlWriter) end() {
	name := x.open[len(x.open)-1]
	x.open = x.open[:len(x.open)-1]
	if x.bare {
		x.bare = false
		x.w.WriteString(" />")
		return
	}
	x.newline()
	x.w.WriteString("</" + name + ">")
}

// text writes an element that holds nothing but text (recorded:
// parameters/get-locale).
func (x *xmlWriter) text(name string, attrs []xmlAttr, value string) {
	x.finishTag()
	x.newline()
	x.tag(name, attrs)
	x.w.WriteString(">" + escapeText(value) + "</" + name + ">")
}

func (x *xmlWriter) finishTag() {
	if x.bare {
		x.w.WriteByte('>')
		x.bare = false
	}
}

func (x *xmlWriter) newline() {
	if x.wrote {
		x.w.WriteByte('\n')
		for range x.open {
			x.w.WriteString("  ")
		}
	}
	x.wrote = true
}

// flush hands everything written so far to the writer below.
func (x *xmlWriter) flush() error { return x.w.Flush() }

func escapeAttr(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
		"\n", "&#xA;", "\r", "&#xD;", "\t", "&#x9;").Replace(s)
}

func escapeText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
