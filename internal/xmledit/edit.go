package xmledit

import (
	"errors"
	"fmt"
)

// An edit is what is done to a node.
type edit struct {
	set     bool
	value   string
	insert  []*Document // whose elements come first in the node, in this order
	replace *Document   // whose element takes the place of the node, if not nil
}

// ErrNotXML is returned for a fragment that is not one well-formed element.
var ErrNotXML = errors.New("the value is not one well-formed XML element")

// Set gives n, an attribute, a text or a CDATA section, another value. An empty
// text or CDATA section vanishes.
func (d *Document) Set(n Node, value string) error {
	switch d.nodes[n].kind {
	case Attribute, Text, CData:
	default:
		return fmt.Errorf("a node of kind %d has no value to set", d.nodes[n].kind)
	}
	if i := badChar(value); i >= 0 {
		return errors.New("the value holds a character that XML does not allow")
	}
	e := d.edits[n]
	e.set, e.value = true, value
	d.edit(n, e)
	return nil
}

// Insert puts the element that fragment is in front of everything in the
// element n. It fails with an error that matches [ErrNotXML] if fragment is not
// a document of its own.
func (d *Document) Insert(n Node, fragment string) error {
	if d.nodes[n].kind != Element {
		return errors.New("only an element can hold another one")
	}
	f, err := parseText(fragment, encoding{})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotXML, err)
	}
	e := d.edits[n]
	e.insert = append([]*Document{f}, e.insert...)
	d.edit(n, e)
	return nil
}

// Replace puts the element that fragment is in the place of the element n.
// Changes to what is in n are lost. It fails as Insert does.
func (d *Document) Replace(n Node, fragment string) error {
	if d.nodes[n].kind != Element {
		return errors.New("only an element can be replaced by another one")
	}
	f, err := parseText(fragment, encoding{})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotXML, err)
	}
	d.edit(n, edit{replace: f})
	return nil
}

// Outer returns the element n as it is written in the document.
func (d *Document) Outer(n Node) string { return d.outer(n).of(d.text) }

// outer returns where the element n stands.
func (d *Document) outer(n Node) span {
	x := &d.nodes[n]
	if x.empty {
		return x.raw
	}
	return span{x.raw.from, x.close.to}
}

func (d *Document) edit(n Node, e edit) {
	if d.edits == nil {
		d.edits = map[Node]edit{}
	}
	d.edits[n] = e
}
