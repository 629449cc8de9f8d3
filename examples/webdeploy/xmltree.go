package main

import (
	"io"
	"strings"

	"github.com/beevik/etree"
)

// readXML reads a document of our own making, without the blanks between its
// elements.
func readXML(r io.Reader) (*etree.Document, error) {
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(r); err != nil {
		return nil, err
	}
	doc.Unindent()
	return doc, nil
}

// textOf returns the text of e and everything in it.
func textOf(e *etree.Element) string {
	var b strings.Builder
	for _, t := range e.Child {
		switch t := t.(type) {
		case *etree.Element:
			b.WriteString(textOf(t))
		case *etree.CharData:
			b.WriteString(t.Data)
		}
	}
	return b.String()
}

// writeElement writes e and everything in it.
func writeElement(x *xmlWriter, e *etree.Element) {
	attrs := make([]xmlAttr, len(e.Attr))
	for i, a := range e.Attr {
		attrs[i] = xmlAttr{a.FullKey(), a.Value}
	}
	kids := e.ChildElements()
	if len(kids) == 0 && len(e.Child) > 0 {
		x.text(e.FullTag(), attrs, textOf(e))
		return
	}
	x.start(e.FullTag(), attrs)
	for _, k := range kids {
		writeElement(x, k)
	}
	x.end()
}
