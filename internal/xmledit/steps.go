package xmledit

import (
	"errors"
	"slices"
	"strings"
)

// A step goes from a node along an axis to those that pass a test and satisfy
// all conditions.
type step struct {
	axis axis
	test nodeTest
	when []condition
}

// A condition is a predicate.
type condition struct {
	e          expr
	positional bool // it may depend on the position
}

// A nodeTest says which nodes of an axis are meant.
type nodeTest struct {
	kind   testKind
	prefix string
	local  string // "" stands for any
}

type testKind uint8

const (
	testName testKind = iota
	testNode
	testText
	testComment
	testInstruction
)

// nodeTypes are the words that look like functions in a step.
func nodeTypes() []string { return []string{"node", "text", "comment", "processing-instruction"} }

func anyDescendant() step { return step{axis: descendantOrSelf, test: nodeTest{kind: testNode}} }

// steps reads the steps of l.
func (p *exprParser) steps(l *location) error {
	for {
		s, err := p.step()
		if err != nil {
			return err
		}
		l.add(s)
		switch {
		case p.take("//"):
			l.steps = append(l.steps, anyDescendant())
		case !p.take("/"):
			return nil
		}
	}
}

// add appends a step. A name anywhere below is looked for at once if no position
// counts.
func (l *location) add(s step) {
	n := len(l.steps) - 1
	if n >= 0 && s.axis == child && l.steps[n].isAnyDescendant() && !slices.ContainsFunc(s.when, func(c condition) bool { return c.positional }) {
		s.axis = descendant
		l.steps[n] = s
		return
	}
	l.steps = append(l.steps, s)
}

func (s step) isAnyDescendant() bool {
	return s.axis == descendantOrSelf && s.test.kind == testNode && s.when == nil
}

func (p *exprParser) step() (step, error) {
	s := step{axis: child}
	switch {
	case p.take("."):
		return step{axis: self, test: nodeTest{kind: testNode}}, nil
	case p.take(".."):
		return step{axis: parent, test: nodeTest{kind: testNode}}, nil
	case p.take("@"):
		s.axis = attribute
	case p.i+1 < len(p.list) && p.list[p.i+1] == token{"::", tokenSymbol}:
		var ok bool
		if s.axis, ok = axisOf(p.peek().text); !ok {
			return s, errors.New("the axis '" + p.peek().text + "' is not known")
		}
		p.i += 2
	}
	var err error
	if s.test, err = p.nodeTest(); err == nil {
		s.when, err = p.predicates()
	}
	return s, err
}

func (p *exprParser) nodeTest() (nodeTest, error) {
	t := p.peek()
	if t.kind != tokenName {
		return nodeTest{}, errors.New("the name of a node is missing")
	}
	p.i++
	if kind := slices.Index(nodeTypes(), t.text); kind >= 0 && p.take("(") {
		test := nodeTest{kind: testNode + testKind(kind)}
		if test.kind == testInstruction && p.peek().kind == tokenLiteral {
			test.local = strings.Trim(p.peek().text, `"'`)
			p.i++
		}
		return test, p.need(")")
	}
	test := nodeTest{local: t.text}
	if prefix, local, ok := strings.Cut(t.text, ":"); ok {
		test.prefix, test.local = prefix, local
	}
	if test.local == "*" {
		test.local = ""
	}
	return test, nil
}

func (p *exprParser) predicates() ([]condition, error) {
	var list []condition
	for p.take("[") {
		outer := p.position
		p.position = false
		e, err := p.expression()
		if err != nil {
			return nil, err
		}
		list = append(list, condition{e: e, positional: p.position || e.is() == numeric})
		p.position = outer
		if err := p.need("]"); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// An axis is a direction to go from a node.
type axis uint8

const (
	child axis = iota
	descendant
	descendantOrSelf
	parent
	ancestor
	ancestorOrSelf
	following
	followingSibling
	preceding
	precedingSibling
	self
	attribute
)

// axisOf returns the axis of the given name. The axis of namespaces is left out:
// their nodes are nothing that could be set.
func axisOf(name string) (axis, bool) {
	i := slices.Index([]string{
		"child", "descendant", "descendant-or-self", "parent", "ancestor", "ancestor-or-self", "following",
		"following-sibling", "preceding", "preceding-sibling", "self", "attribute",
	}, name)
	return axis(max(i, 0)), i >= 0
}
