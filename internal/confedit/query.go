package confedit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/theory/jsonpath/spec"
)

// maxSteps limits how many nodes a query looks at.
const maxSteps = 20_000_000

// A walk carries out one query. The segments are walked here, on nodes, because
// the library selects values without their places and cannot be stopped; what a
// filter says is left to the library.
type walk struct {
	root  any // the document as the library knows it
	plain map[*Node]any
	steps int
}

// query returns the nodes that q selects below root.
func query(root *Node, q *spec.PathQuery) ([]*Node, error) {
	w := &walk{plain: map[*Node]any{}}
	list := []*Node{root}
	for _, s := range q.Segments() {
		var err error
		if list, err = w.segment(root, s, list); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (w *walk) spend(n int) error {
	if w.steps += n; w.steps > maxSteps {
		return ErrTooCostly
	}
	return nil
}

// segment returns what s selects from the nodes of list, each once, in order.
func (w *walk) segment(root *Node, s *spec.Segment, list []*Node) ([]*Node, error) {
	chosen := map[*Node]bool{}
	seen := map[*Node]bool{} // by a descendant segment, which need not go there again
	var visit func(n *Node) error
	visit = func(n *Node) error {
		if seen[n] {
			return nil
		}
		seen[n] = true
		for _, x := range s.Selectors() {
			if err := w.choose(root, x, n, chosen); err != nil {
				return err
			}
		}
		if s.IsDescendant() {
			for _, c := range n.children {
				if err := visit(c); err != nil {
					return err
				}
			}
		}
		return w.spend(1)
	}
	for _, n := range list {
		if err := visit(n); err != nil {
			return nil, err
		}
	}
	out := make([]*Node, 0, len(chosen))
	for n := range chosen {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b *Node) int { return a.order - b.order })
	return out, nil
}

// choose adds the children of n that x selects to chosen.
func (w *walk) choose(root *Node, x spec.Selector, n *Node, chosen map[*Node]bool) error {
	switch x := x.(type) {
	case spec.Name:
		if n.Kind == Object {
			for _, c := range n.children {
				if c.Key == string(x) {
					chosen[c] = true
				}
			}
		}
	case spec.Index:
		if i := int(x); n.Kind == Array {
			if i < 0 {
				i += len(n.children)
			}
			if i >= 0 && i < len(n.children) {
				chosen[n.children[i]] = true
			}
		}
	case spec.WildcardSelector:
		for _, c := range n.children {
			chosen[c] = true
		}
	case spec.SliceSelector:
		if n.Kind == Array {
			for _, i := range sliced(x, len(n.children)) {
				chosen[n.children[i]] = true
			}
		}
	case *spec.FilterSelector:
		return w.filter(root, x, n, chosen)
	}
	return w.spend(len(n.children))
}

// sliced returns the indexes that x selects from an array of that length.
func sliced(x spec.SliceSelector, length int) []int {
	var list []int
	lower, upper := x.Bounds(length)
	switch step := x.Step(); {
	case step > 0:
		for i := lower; i < upper; i += step {
			list = append(list, i)
		}
	case step < 0:
		for i := upper; lower < i; i += step {
			list = append(list, i)
		}
	}
	return list
}

// filter adds the children of n for which x holds.
func (w *walk) filter(root *Node, x *spec.FilterSelector, n *Node, chosen map[*Node]bool) error {
	if n.Kind != Object && n.Kind != Array {
		return nil
	}
	if w.root == nil {
		w.root = w.value(root)
	}
	cost := 1
	for range multipliers(x.String()) {
		cost = min(cost*(len(w.plain)+1), maxSteps)
	}
	for _, c := range n.children {
		if err := w.spend(cost); err != nil {
			return err
		}
		if x.Eval(w.plain[c], w.root) {
			chosen[c] = true
		}
	}
	return nil
}

// multipliers counts what in a filter can make it look at every node of a
// document for each that it looked at before.
func multipliers(filter string) int {
	n := -1 // the filter itself
	for i := 0; i < len(filter); i++ {
		switch filter[i] {
		case '"', '\'':
			quote := filter[i]
			for i++; i < len(filter) && filter[i] != quote; i++ {
				if filter[i] == '\\' {
					i++
				}
			}
		case '?', '*', ',', ':':
			n++
		case '.':
			if strings.HasPrefix(filter[i:], "..") {
				n, i = n+1, i+1
			}
		}
	}
	return max(n, 0)
}

// value returns n as the library knows it.
func (w *walk) value(n *Node) (v any) {
	defer func() { w.plain[n] = v }()
	switch n.Kind {
	case Object:
		m := make(map[string]any, len(n.children))
		for _, c := range n.children {
			m[c.Key] = w.value(c)
		}
		return m
	case Array:
		list := make([]any, 0, len(n.children))
		for _, c := range n.children {
			list = append(list, w.value(c))
		}
		return list
	case Number:
		if i, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
			return i
		}
		if f, err := strconv.ParseFloat(strings.ReplaceAll(n.Value, "_", ""), 64); err == nil {
			return f
		}
	case Bool:
		return strings.EqualFold(n.Value, "true")
	case Null:
		return nil
	}
	return n.Value
}
