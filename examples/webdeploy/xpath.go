package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/antchfx/xpath"
	"github.com/beevik/etree"

	"github.com/webdeploy-go/webdeploy/provider"
)

// selectXML writes what expr selects in doc below <output>: elements with all
// they hold, attributes and scalars as result elements (recorded:
// dump/xpath-attribute, dump/xpath-scalar).
func selectXML(x *xmlWriter, doc *etree.Document, expr string) error {
	if err := onlyXPath1(expr); err != nil {
		return badXPath(expr, err)
	}
	e, err := xpath.Compile(expr)
	if err != nil {
		return badXPath(expr, err)
	}
	x.start("output", nil)
	switch v := e.Evaluate(&cursor{node: &doc.Element, attr: -1}).(type) {
	case *xpath.NodeIterator:
		for _, c := range inOrder(v) {
			writeNode(x, c)
		}
	case float64:
		x.text("result", nil, number(v))
	case bool:
		x.text("result", nil, map[bool]string{true: "True", false: "False"}[v])
	default:
		x.text("result", nil, fmt.Sprint(v))
	}
	x.end()
	return nil
}

// number writes v as .NET does: with up to 15 digits, and infinity as a word.
func number(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	case v == 0: // which may be negative
		return "0"
	}
	return strconv.FormatFloat(v, 'G', 15, 64)
}

// inOrder returns what was selected in the order of the document, which the
// evaluator does not keep.
func inOrder(it *xpath.NodeIterator) []*cursor {
	var all []*cursor
	for it.MoveNext() {
		all = append(all, it.Current().Copy().(*cursor))
	}
	slices.SortFunc(all, func(a, b *cursor) int {
		return cmp.Or(slices.Compare(a.place(), b.place()), cmp.Compare(a.attr, b.attr))
	})
	return slices.CompactFunc(all, func(a, b *cursor) bool { return *a == *b })
}

func badXPath(expr string, err error) error {
	return &provider.Error{
		Op: "evaluate", Path: expr, Msg: "The XPath expression '" + expr + "' is not valid.",
		Hint: "write it as for XPath 1.0, such as //filePath[@size>100]", Err: provider.Quiet(err),
	}
}

func writeNode(x *xmlWriter, c *cursor) {
	switch n := c.node.(type) {
	case *etree.CharData:
		x.text("result", nil, n.Data)
	case *etree.Element:
		switch {
		case c.attr >= 0:
			a := n.Attr[c.attr]
			x.start("result", []xmlAttr{{a.FullKey(), a.Value}})
			x.end()
		case n.Parent() == nil:
			for _, k := range n.ChildElements() {
				writeElement(x, k)
			}
		default:
			writeElement(x, n)
		}
	}
}

// A cursor walks over a document for the XPath evaluator. It is an
// [xpath.NodeNavigator].
type cursor struct {
	node etree.Token // an element, of which the document is one, or a text
	attr int         // index of the attribute it stands on; -1 on the node itself
}

// place returns the way from the document to the node, as indexes of children.
func (c *cursor) place() []int {
	var way []int
	for n := c.node; n.Parent() != nil; n = n.Parent() {
		way = append(way, n.Index())
	}
	slices.Reverse(way)
	return way
}

func (c *cursor) NodeType() xpath.NodeType {
	switch n := c.node.(type) {
	case *etree.Element:
		switch {
		case c.attr >= 0:
			return xpath.AttributeNode
		case n.Parent() == nil:
			return xpath.RootNode
		}
		return xpath.ElementNode
	case *etree.CharData:
		return xpath.TextNode
	}
	return xpath.CommentNode
}

func (c *cursor) LocalName() string {
	e, ok := c.node.(*etree.Element)
	switch {
	case !ok:
		return ""
	case c.attr >= 0:
		return e.Attr[c.attr].FullKey()
	}
	return e.FullTag()
}

func (c *cursor) Prefix() string { return "" }

func (c *cursor) Value() string {
	switch n := c.node.(type) {
	case *etree.Element:
		if c.attr >= 0 {
			return n.Attr[c.attr].Value
		}
		return textOf(n)
	case *etree.CharData:
		return n.Data
	}
	return ""
}

func (c *cursor) Copy() xpath.NodeNavigator { d := *c; return &d }

func (c *cursor) MoveToRoot() {
	for c.MoveToParent() {
	}
}

func (c *cursor) MoveToParent() bool {
	if c.attr >= 0 {
		c.attr = -1
		return true
	}
	up := c.node.Parent()
	if up == nil {
		return false
	}
	c.node = up
	return true
}

func (c *cursor) MoveToNextAttribute() bool {
	e, ok := c.node.(*etree.Element)
	if !ok || c.attr+1 >= len(e.Attr) {
		return false
	}
	c.attr++
	return true
}

func (c *cursor) MoveToChild() bool {
	e, ok := c.node.(*etree.Element)
	if !ok || c.attr >= 0 || len(e.Child) == 0 {
		return false
	}
	c.node = e.Child[0]
	return true
}

func (c *cursor) MoveToFirst() bool { return c.sibling(0) }

func (c *cursor) MoveToNext() bool { return c.sibling(c.node.Index() + 1) }

func (c *cursor) MoveToPrevious() bool { return c.sibling(c.node.Index() - 1) }

// sibling moves to the i-th child of the parent.
func (c *cursor) sibling(i int) bool {
	up := c.node.Parent()
	if c.attr >= 0 || up == nil || i < 0 || i >= len(up.Child) {
		return false
	}
	c.node = up.Child[i]
	return true
}

func (c *cursor) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*cursor)
	if ok {
		*c = *o
	}
	return ok
}
