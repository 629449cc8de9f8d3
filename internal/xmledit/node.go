package xmledit

import "strings"

// A Kind is the kind of a node.
type Kind uint8

// The kinds of nodes.
const (
	Root Kind = iota
	Element
	Attribute
	Text
	CData
	Comment
	Instruction
	Declaration // <?xml ... ?>
	DocType
)

// A Node is a node of a document, named by its place in document order. It is
// only of use with the document that it comes from.
type Node int32

// none is no node.
const none Node = -1

// A span is a part of the text of a document.
type span struct{ from, to int32 }

func (s span) of(text string) string { return text[s.from:s.to] }

// A node is what is known of a Node. Attributes follow their element.
type node struct {
	kind  Kind
	empty bool // element written as <a/>
	quote byte // of an attribute

	parent, first, last, next, prev Node

	attrs int32 // number of attributes
	raw   span  // everything; of an element the start tag
	name  span
	value span // what is between the quotes or marks
	close span // the end tag of an element that is not empty
}

// A Document is a parsed XML document with the changes made to it. It must not
// be used by two goroutines at the same time.
type Document struct {
	enc   encoding
	text  string
	nodes []node
	edits map[Node]edit
}

// Root returns the node above all others.
func (d *Document) Root() Node { return 0 }

// Kind returns the kind of n.
func (d *Document) Kind(n Node) Kind { return d.nodes[n].kind }

// Name returns the name of an element, an attribute or a processing
// instruction as it is written, with its prefix. Other nodes have none.
func (d *Document) Name(n Node) string { return d.nodes[n].name.of(d.text) }

// Local returns the name of n without its prefix.
func (d *Document) Local(n Node) string {
	_, local := splitName(d.Name(n))
	return local
}

// Value returns the value that n was read with: that of an attribute, or the
// text of a node that is neither an element nor the root.
func (d *Document) Value(n Node) string {
	x := &d.nodes[n]
	s := x.value.of(d.text)
	if x.kind == Attribute || x.kind == Text {
		s, _ = resolve(s)
	}
	return s
}

// Standard returns the value of n the way XML defines it: with line ends as line
// feeds and, in attributes, white space as blanks, unless written as references.
func (d *Document) Standard(n Node) string {
	x := &d.nodes[n]
	s := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(x.value.of(d.text))
	if x.kind == Attribute {
		s = strings.NewReplacer("\n", " ", "\t", " ").Replace(s)
	}
	if x.kind == Attribute || x.kind == Text {
		s, _ = resolve(s)
	}
	return s
}

// Resolved reports whether Value tells the whole value of n: whether it refers
// to no entity of a document type.
func (d *Document) Resolved(n Node) bool {
	_, whole := resolve(d.nodes[n].value.of(d.text))
	return whole
}

// Children returns the nodes directly in n, in order, without attributes.
func (d *Document) Children(n Node) []Node {
	var list []Node
	for c := d.nodes[n].first; c != none; c = d.nodes[c].next {
		list = append(list, c)
	}
	return list
}

// Attributes returns the attributes of n in order, namespace declarations
// included.
func (d *Document) Attributes(n Node) []Node {
	list := make([]Node, d.nodes[n].attrs)
	for i := range list {
		list[i] = n + 1 + Node(i)
	}
	return list
}

// Position returns where n begins, as line and column from 1. Columns count
// characters.
func (d *Document) Position(n Node) (line, column int) {
	return position(d.text, int(d.nodes[n].raw.from))
}

// position returns the line and the column of an offset.
func position(text string, at int) (line, column int) {
	before := text[:min(at, len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, len([]rune(before[start:])) + 1
}

// Top returns the one element that is not in another.
func (d *Document) Top() Node {
	for c := d.nodes[0].first; c != none; c = d.nodes[c].next {
		if d.nodes[c].kind == Element {
			return c
		}
	}
	return none
}

// isNamespace reports whether the attribute n declares a namespace.
func (d *Document) isNamespace(n Node) bool {
	name := d.Name(n)
	return name == "xmlns" || strings.HasPrefix(name, "xmlns:")
}

// namespace returns the namespace that prefix stands for at the element n, ""
// if it stands for none.
func (d *Document) namespace(n Node, prefix string) string {
	want := "xmlns"
	switch prefix {
	case "xml":
		return xmlNamespace
	case "":
	default:
		want = "xmlns:" + prefix
	}
	for ; n != none; n = d.nodes[n].parent {
		for a := n + 1; a <= n+Node(d.nodes[n].attrs); a++ {
			if d.Name(a) == want {
				return d.Value(a)
			}
		}
	}
	return ""
}

const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

// splitName takes a name apart at its colon.
func splitName(name string) (prefix, local string) {
	if p, l, ok := strings.Cut(name, ":"); ok {
		return p, l
	}
	return "", name
}
