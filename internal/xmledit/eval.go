package xmledit

import (
	"slices"
	"time"
)

// A budget limits how much one evaluation may do. Once it is used up nothing
// moves any more, so that the evaluation ends soon, with a result to throw away.
type budget struct {
	deadline time.Time
	steps    int
	spent    bool
}

// stepsPerLook is how many steps are made between two looks at the clock.
const stepsPerLook = 4096

// spend takes n steps and reports whether more may follow.
func (b *budget) spend(n int) bool {
	if b.spent {
		return false
	}
	if b.steps += n; b.steps >= stepsPerLook {
		b.steps = 0
		b.spent = time.Now().After(b.deadline)
	}
	return !b.spent
}

// A context is what an expression is evaluated in.
type context struct {
	d        *Document
	b        *budget
	prefixes map[string]string // "" has no namespace
	defaults bool              // default namespaces occur in the document

	node           Node
	position, size int
}

// A value is what an expression comes to.
type value struct {
	kind  valueType
	nodes []Node // in document order, each once
	s     string
	n     float64
	b     bool
}

// A constant is a literal or a number.
type constant struct{ v value }

func (e constant) is() valueType       { return e.v.kind }
func (e constant) eval(*context) value { return e.v }

// A union is what is in either of two sets.
type union struct{ left, right expr }

func (e union) is() valueType { return nodeSet }

func (e union) eval(c *context) value {
	return value{nodes: inOrder(slices.Concat(e.left.eval(c).nodes, e.right.eval(c).nodes))}
}

// inOrder returns list in document order, without repetitions.
func inOrder(list []Node) []Node {
	if !slices.IsSorted(list) {
		slices.Sort(list)
	}
	return slices.Compact(list)
}

// A location is a path: from the root, from the nodes of start, or from the
// context.
type location struct {
	absolute bool
	start    expr
	filter   []condition // on start as a whole
	steps    []step
}

func (l *location) is() valueType { return nodeSet }

func (l *location) eval(c *context) value {
	var nodes []Node
	switch {
	case l.absolute:
		nodes = []Node{0}
	case l.start != nil:
		nodes = c.satisfying(l.start.eval(c).nodes, l.filter)
	default:
		nodes = []Node{c.node}
	}
	for _, s := range l.steps {
		if c.b.spent {
			break
		}
		nodes = c.step(nodes, s)
	}
	return value{nodes: nodes}
}

// step goes one step from each of nodes.
func (c *context) step(nodes []Node, s step) []Node {
	var all []Node
	for _, n := range nodes {
		from := len(all)
		c.walk(n, s.axis, func(m Node) bool {
			if c.passes(s.test, s.axis, m) {
				all = append(all, m)
			}
			return true
		})
		if s.when != nil {
			all = append(all[:from], c.satisfying(all[from:], s.when)...)
		}
		if len(all) > 2*len(c.d.nodes)+1024 {
			all = inOrder(all) // most are there more than once
		}
	}
	return inOrder(all)
}

// satisfying returns those of nodes that satisfy all conditions. Each counts
// positions among what the one before left over.
func (c *context) satisfying(nodes []Node, when []condition) []Node {
	for _, cond := range when {
		var kept []Node
		inner := *c
		inner.size = len(nodes)
		for i, n := range nodes {
			if !c.b.spend(1) {
				return nil
			}
			inner.node, inner.position = n, i+1
			v := cond.e.eval(&inner)
			if v.kind == numeric && v.n == float64(i+1) || v.kind != numeric && inner.truth(v) {
				kept = append(kept, n)
			}
		}
		nodes = kept
	}
	return nodes
}
