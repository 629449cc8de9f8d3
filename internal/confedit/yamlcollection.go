package confedit

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// collection reads what is in a sequence or mapping whose content begins at
// n.start, and finds out where it ends. One in block style is replaced from
// where it is announced on, behind the indicator or the properties at bare.
func (r *yamlReader) collection(n *Node, y *yaml.Node, p yamlPlace, bare int) {
	switch {
	case y.Style&yaml.FlowStyle != 0 && y.Kind == yaml.SequenceNode:
		r.flowSequence(n, y, p)
		return
	case y.Style&yaml.FlowStyle != 0:
		r.flowMapping(n, y, p)
		return
	case y.Kind == yaml.SequenceNode:
		r.blockSequence(n, y, p)
	default:
		r.blockMapping(n, y, p)
	}
	if p.indent < 0 { // what a document begins with stands where it begins
		return
	}
	if bare < 0 {
		n.end = -1
		return
	}
	form := n.form.(*yamlForm)
	form.before = " "
	form.after = strings.TrimRight(r.text[bare:n.start], " \t\r\n")
	n.start = bare
}

func (r *yamlReader) blockSequence(n *Node, y *yaml.Node, p yamlPlace) {
	at := n.start
	inner := p.within(r.columnOf(at), false)
	for _, c := range y.Content {
		var child *Node
		child, at = r.read(c, inner.behind(r.past(at, '-', false)))
		n.add(child)
	}
	n.end = at
}

func (r *yamlReader) blockMapping(n *Node, y *yaml.Node, p yamlPlace) {
	at := n.start
	inner := p.within(r.columnOf(at), false)
	for i := 0; i+1 < len(y.Content); i += 2 {
		at = r.pair(n, y.Content[i:i+2], inner.behind(at))
	}
	n.end = at
}

func (r *yamlReader) flowSequence(n *Node, y *yaml.Node, p yamlPlace) {
	at := r.past(n.start, '[', true)
	inner := p.within(p.indent, true)
	for _, c := range y.Content {
		var child *Node
		child, at = r.read(c, inner.behind(r.pastComma(at)))
		n.add(child)
	}
	n.end = r.past(r.pastComma(at), ']', true)
}

// flowMapping reads a mapping in braces, or a single pair in a sequence, which
// has none.
func (r *yamlReader) flowMapping(n *Node, y *yaml.Node, p yamlPlace) {
	inner := p.within(p.indent, true)
	at := r.past(n.start, '{', true)
	if at < 0 || r.firstKey(y) == n.start {
		if len(y.Content) != 2 {
			return
		}
		end := r.pair(n, y.Content, inner.behind(n.start))
		if !emptyYAML(y.Content[0]) { // behind which the parser leaves something out
			n.end = end
		}
		return
	}
	for i := 0; i+1 < len(y.Content); i += 2 {
		at = r.pair(n, y.Content[i:i+2], inner.behind(r.pastComma(at)))
	}
	n.end = r.past(r.pastComma(at), '}', true)
}

// pastComma returns what is behind the comma that follows at, or at.
func (r *yamlReader) pastComma(at int) int {
	if next := r.past(at, ',', true); next >= 0 {
		return next
	}
	return at
}

// pair reads a name and its value, and returns where they end. The value is put
// below n unless its name is none that a path can have.
func (r *yamlReader) pair(n *Node, pair []*yaml.Node, p yamlPlace) int {
	key, value := pair[0], pair[1]
	at := p.at
	if explicit := r.past(at, '?', p.flow); explicit >= 0 {
		at = explicit
	}
	_, end := r.read(key, p.behind(at))
	colon := r.past(end, ':', p.flow)
	if !p.flow && emptyYAML(value) && r.offset(value.Line, value.Column) < colon {
		colon = -1 // it belongs to a collection around this one
	}
	child, at := r.read(value, p.behind(colon))
	if colon < 0 && end >= 0 { // there is no value
		at = end
	}
	name := key
	if key.Kind == yaml.AliasNode {
		name = key.Alias
		if named := r.anchored[name]; named != nil {
			named.fixed = "is a name of something else as well"
		}
	}
	if name.Kind == yaml.ScalarNode {
		child.Key = name.Value
		n.add(child)
	}
	return at
}
