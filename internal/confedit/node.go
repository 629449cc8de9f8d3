package confedit

import (
	"strconv"
	"strings"
)

// A Kind is the type of a value.
type Kind uint8

// The kinds of values.
const (
	String Kind = iota
	Number
	Bool
	Null
	Time  // TOML only
	Array // of values
	Object
)

// String returns what the kind is called in messages.
func (k Kind) String() string {
	return [...]string{"a string", "a number", "a truth value", "null", "a date or time", "an array", "an object"}[k]
}

// A Node is a value in a document.
type Node struct {
	Kind  Kind
	Key   string // its name in the object it is in, its index in an array
	Value string // of a string its text; of a number or time what is written; of a truth value that in lower case; "" of others

	parent     *Node
	children   []*Node
	order      int    // among all nodes of its root
	start, end int    // where it stands in the text
	form       any    // how the format wrote it
	fixed      string // why it cannot be replaced, or ""
	alias      string // the anchor it stands for, with which it changes, or ""
}

// wholeFile is why roots of formats cannot be replaced that have no way to write
// them as one value.
const wholeFile = "is the whole file"

// add puts c below n.
func (n *Node) add(c *Node) *Node {
	c.parent = n
	if n.Kind == Array {
		c.Key = strconv.Itoa(len(n.children))
	}
	n.children = append(n.children, c)
	return c
}

// Path returns the place of n in the form A:B:C.
func (n *Node) Path() string {
	var keys []string
	for ; n.parent != nil; n = n.parent {
		keys = append(keys, n.Key)
	}
	var b strings.Builder
	for i := len(keys) - 1; i >= 0; i-- {
		b.WriteString(keys[i])
		if i > 0 {
			b.WriteByte(':')
		}
	}
	return b.String()
}

// number numbers n and what is in it from next on. It returns the number after
// them, or false if they have more than depth levels.
func (n *Node) number(next, depth int) (int, bool) {
	n.order = next
	next++
	ok := depth > 0
	for i := 0; ok && i < len(n.children); i++ {
		next, ok = n.children[i].number(next, depth-1)
	}
	return next, ok
}

// is reports whether n is v. Of containers only the kind is compared: what is
// in them has been parsed.
func (n *Node) is(v value) bool {
	return n.Kind == v.kind && (n.Kind >= Array || n.Kind == Null || n.Value == v.text)
}

// Leaves returns the paths of the values that hold no others, up to max.
func (d *Document) Leaves(max int) []string {
	var list []string
	var walk func(n *Node)
	walk = func(n *Node) {
		if len(n.children) == 0 && n.parent != nil && len(list) < max {
			list = append(list, n.Path())
		}
		for _, c := range n.children {
			if len(list) < max {
				walk(c)
			}
		}
	}
	for _, r := range d.roots {
		walk(r)
	}
	return list
}
