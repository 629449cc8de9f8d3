package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/antchfx/xpath"

	"github.com/webdeploy-go/webdeploy/provider"
)

// selectXML writes what expr selects in doc below <output>: elements with all
// they hold, attributes and scalars as result elements (recorded:
// dump/xpath-attribute, dump/xpath-scalar).
func selectXML(x *xmlWriter, doc *xmlNode, expr string) error {
	if err := onlyXPath1(expr); err != nil {
		return badXPath(expr, err)
	}
	e, err := xpath.Compile(expr)
	if err != nil {
		return badXPath(expr, err)
	}
	x.start("output", nil)
	switch v := e.Evaluate(&cursor{node: doc, attr: -1}).(type) {
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
		return cmp.Or(cmp.Compare(a.node.order, b.node.order), cmp.Compare(a.attr, b.attr))
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
	switch {
	case c.attr >= 0:
		x.start("result", c.node.attrs[c.attr:c.attr+1])
		x.end()
	case c.node.name == "" && c.node.parent == nil:
		for _, k := range c.node.kids {
			k.writeTo(x)
		}
	case c.node.name == "":
		x.text("result", nil, c.node.text)
	default:
		c.node.writeTo(x)
	}
}

// A cursor walks over a document for the XPath evaluator. It is an
// [xpath.NodeNavigator].
type cursor struct {
	node *xmlNode
	attr int // index of the attribute it stands on; -1 on the node itself
}

func (c *cursor) NodeType() xpath.NodeType {
	switch {
	case c.attr >= 0:
		return xpath.AttributeNode
	case c.node.parent == nil:
		return xpath.RootNode
	case c.node.name == "":
		return xpath.TextNode
	}
	return xpath.ElementNode
}

func (c *cursor) LocalName() string {
	if c.attr >= 0 {
		return c.node.attrs[c.attr].name
	}
	return c.node.name
}

func (c *cursor) Prefix() string { return "" }

func (c *cursor) Value() string {
	if c.attr >= 0 {
		return c.node.attrs[c.attr].value
	}
	return c.node.value()
}

func (c *cursor) Copy() xpath.NodeNavigator { d := *c; return &d }

func (c *cursor) MoveToRoot() {
	for c.node.parent != nil {
		c.node = c.node.parent
	}
	c.attr = -1
}

func (c *cursor) MoveToParent() bool {
	switch {
	case c.attr >= 0:
		c.attr = -1
	case c.node.parent == nil:
		return false
	default:
		c.node = c.node.parent
	}
	return true
}

func (c *cursor) MoveToNextAttribute() bool {
	if c.attr+1 >= len(c.node.attrs) {
		return false
	}
	c.attr++
	return true
}

func (c *cursor) MoveToChild() bool {
	if c.attr >= 0 || len(c.node.kids) == 0 {
		return false
	}
	c.node = c.node.kids[0]
	return true
}

func (c *cursor) MoveToFirst() bool { return c.sibling(0) }

func (c *cursor) MoveToNext() bool { return c.sibling(c.node.index + 1) }

func (c *cursor) MoveToPrevious() bool { return c.sibling(c.node.index - 1) }

// sibling moves to the i-th child of the parent.
func (c *cursor) sibling(i int) bool {
	if c.attr >= 0 || c.node.parent == nil || i < 0 || i >= len(c.node.parent.kids) {
		return false
	}
	c.node = c.node.parent.kids[i]
	return true
}

func (c *cursor) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*cursor)
	if ok {
		*c = *o
	}
	return ok
}
