package objxpath

import (
	"github.com/antchfx/xpath"

	"github.com/webdeploy-go/webdeploy/provider"
)

// maxSteps is the most moves that the evaluation of one expression for one
// object may take. It ends expressions that would run for hours on deep trees.
const maxSteps = 1 << 20

// outOfSteps is the value that a navigator panics with, since the library
// cannot be stopped in another way.
type outOfSteps struct{}

// A navigator shows an object to XPath: as the only child of its parent, which
// is the only child of its own, and so on. It starts at the parent. The root
// of the document has the object itself as its child, or nothing.
type navigator struct {
	spine  []*provider.Object // the object, its parent, ..., the root of its tree
	rooted bool
	at     int             // place in spine; len(spine) is the document
	attr   int             // place among the attributes; -1 on the element
	steps  *int            // moves left, shared with all copies
	names  []provider.Attr // attributes of spine[at], once they have been asked for
}

func newNavigator(o *provider.Object, rooted bool) *navigator {
	n := &navigator{at: 1, attr: -1, rooted: rooted, steps: new(int)}
	*n.steps = maxSteps
	for ; o != nil; o = o.Parent {
		n.spine = append(n.spine, o)
	}
	return n
}

// step counts a move. It panics when there have been too many; recoverXPath
// makes an error of that.
func (n *navigator) step() {
	if *n.steps--; *n.steps < 0 {
		panic(outOfSteps{})
	}
}

// moveTo goes to an element, or to the document.
func (n *navigator) moveTo(at int) bool {
	n.at, n.attr, n.names = at, -1, nil
	return true
}

// attrs returns what the element shows as its attributes: the key first, then
// those that listings show.
func (n *navigator) attrs() []provider.Attr {
	if n.names != nil || n.at == len(n.spine) {
		return n.names
	}
	o := n.spine[n.at]
	n.names = make([]provider.Attr, 0, len(o.Attrs)+1)
	if k := o.KeyAttr(); k != "" {
		n.names = append(n.names, provider.Attr{Name: k, Value: provider.String(o.Key)})
	}
	for _, a := range o.Attrs {
		if a.Flags&provider.Hidden == 0 {
			n.names = append(n.names, a)
		}
	}
	return n.names
}

// NodeType returns what n stands on.
func (n *navigator) NodeType() xpath.NodeType {
	switch {
	case n.at == len(n.spine):
		return xpath.RootNode
	case n.attr >= 0:
		return xpath.AttributeNode
	}
	return xpath.ElementNode
}

// LocalName returns the kind of the object or the name of the attribute.
func (n *navigator) LocalName() string {
	switch {
	case n.at == len(n.spine):
		return ""
	case n.attr >= 0:
		return n.attrs()[n.attr].Name
	}
	return string(n.spine[n.at].Kind)
}

// Prefix returns "": there are no namespaces.
func (n *navigator) Prefix() string { return "" }

// Value returns the value of the attribute. Elements have no text.
func (n *navigator) Value() string {
	if n.attr >= 0 {
		return n.attrs()[n.attr].Value.String()
	}
	return ""
}

// Copy returns a navigator at the same place.
func (n *navigator) Copy() xpath.NodeNavigator {
	c := *n
	return &c
}

// MoveToRoot goes to the document.
func (n *navigator) MoveToRoot() { n.moveTo(len(n.spine)) }

// MoveToParent goes up, from the topmost object to the document.
func (n *navigator) MoveToParent() bool {
	n.step()
	switch {
	case n.at == len(n.spine):
		return false
	case n.attr >= 0:
		return n.moveTo(n.at)
	}
	return n.moveTo(n.at + 1)
}

// MoveToNextAttribute goes from the element to its first attribute, and from
// one attribute to the next.
func (n *navigator) MoveToNextAttribute() bool {
	n.step()
	if n.attr+1 >= len(n.attrs()) {
		return false
	}
	n.attr++
	return true
}

// MoveToChild goes down: to the next object on the way to the one in question,
// and from the document to that one itself.
func (n *navigator) MoveToChild() bool {
	n.step()
	switch {
	case n.attr >= 0 || n.at == 0:
		return false
	case n.at < len(n.spine):
		return n.moveTo(n.at - 1)
	}
	return n.rooted && n.moveTo(0)
}

// MoveToFirst reports that there are no siblings.
func (n *navigator) MoveToFirst() bool { return false }

// MoveToNext reports that there are no siblings.
func (n *navigator) MoveToNext() bool { n.step(); return false }

// MoveToPrevious reports that there are no siblings.
func (n *navigator) MoveToPrevious() bool { return false }

// MoveTo goes to where other is.
func (n *navigator) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*navigator)
	if ok {
		*n = *o
	}
	return ok
}
