package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// An xmlNode is an element of a document that -xpath looks into, or its text.
type xmlNode struct {
	parent *xmlNode
	index  int // among the children of parent
	order  int // in the document
	name   string
	attrs  []xmlAttr
	kids   []*xmlNode
	text   string // of a text node, whose name is empty
}

// parseXML reads a document of our own making. Its root node stands for the
// document and holds the outermost element.
func parseXML(r io.Reader) (*xmlNode, error) {
	doc := &xmlNode{}
	at := doc
	seen := 0
	add := func(n *xmlNode) {
		seen++
		n.order = seen
		at.add(n)
	}
	dec := xml.NewDecoder(r)
	for {
		tok, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			return doc, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			n := &xmlNode{name: qualified(t.Name)}
			for _, a := range t.Attr {
				n.attrs = append(n.attrs, xmlAttr{qualified(a.Name), a.Value})
			}
			add(n)
			at = n
		case xml.EndElement:
			at = at.parent
		case xml.CharData:
			if s := string(t); strings.TrimSpace(s) != "" {
				add(&xmlNode{text: s})
			}
		}
	}
}

func qualified(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

func (n *xmlNode) add(kid *xmlNode) {
	kid.parent, kid.index = n, len(n.kids)
	n.kids = append(n.kids, kid)
}

// value returns the text of n and everything in it.
func (n *xmlNode) value() string {
	if n.name == "" && n.kids == nil {
		return n.text
	}
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(k.value())
	}
	return b.String()
}

// writeTo writes n and everything in it.
func (n *xmlNode) writeTo(x *xmlWriter) {
	if len(n.kids) == 1 && n.kids[0].name == "" {
		x.text(n.name, n.attrs, n.kids[0].text)
		return
	}
	x.start(n.name, n.attrs)
	for _, k := range n.kids {
		if k.name != "" {
			k.writeTo(x)
		}
	}
	x.end()
}
