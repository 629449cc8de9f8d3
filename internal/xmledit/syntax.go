package xmledit

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A valueType is one of the four types that XPath has.
type valueType uint8

const (
	nodeSet valueType = iota
	numeric
	textual
	truth
)

// An expr is an expression of XPath.
type expr interface {
	is() valueType
	eval(c *context) value
}

// An exprParser reads an expression by recursive descent. Its methods return
// the first error.
type exprParser struct {
	list     []token
	i        int
	depth    int
	position bool // position() or last() was met since this was last set to false
}

const maxNesting = 100

func (p *exprParser) peek() token {
	if p.i < len(p.list) {
		return p.list[p.i]
	}
	return token{}
}

func (p *exprParser) at(symbol string) bool {
	t := p.peek()
	return t.kind == tokenSymbol && t.text == symbol
}

func (p *exprParser) take(symbol string) bool {
	if p.at(symbol) {
		p.i++
		return true
	}
	return false
}

func (p *exprParser) need(symbol string) error {
	if !p.take(symbol) {
		return errors.New("'" + symbol + "' is missing")
	}
	return nil
}

// parseExpr reads a whole expression.
func parseExpr(list []token) (expr, error) {
	p := &exprParser{list: list}
	e, err := p.expression()
	if err == nil && p.i < len(list) {
		err = errors.New("'" + p.peek().text + "' is not expected here")
	}
	return e, err
}

// operators from those that bind least to those that bind most.
func operators() [][]string {
	return [][]string{{"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}}
}

func (p *exprParser) expression() (expr, error) {
	if p.depth++; p.depth > maxNesting {
		return nil, errors.New("the expression is nested too deeply")
	}
	defer func() { p.depth-- }()
	return p.binary(0)
}

// binary reads operands joined by operators of a level, all of which associate
// to the left.
func (p *exprParser) binary(level int) (expr, error) {
	if level == len(operators()) {
		return p.unary()
	}
	left, err := p.binary(level + 1)
	for err == nil && p.peek().kind == tokenSymbol && slices.Contains(operators()[level], p.peek().text) {
		op := p.peek().text
		p.i++
		var right expr
		if right, err = p.binary(level + 1); err == nil {
			left = newOperation(op, left, right)
		}
	}
	return left, err
}

func (p *exprParser) unary() (expr, error) {
	minus := 0
	for p.take("-") {
		minus++
	}
	e, err := p.union()
	if err == nil && minus > 0 {
		e = negation{e: e, odd: minus%2 == 1}
	}
	return e, err
}

func (p *exprParser) union() (expr, error) {
	e, err := p.path()
	for err == nil && p.take("|") {
		var right expr
		if right, err = p.path(); err == nil {
			if e.is() != nodeSet || right.is() != nodeSet {
				return nil, ErrNotNodes
			}
			e = union{e, right}
		}
	}
	return e, err
}

// path reads a location path, or a primary expression with what may follow it.
func (p *exprParser) path() (expr, error) {
	t := p.peek()
	if t.kind == tokenLiteral || t.kind == tokenNumber || p.at("(") || p.isCall() {
		return p.filtered()
	}
	l := &location{}
	switch {
	case p.take("//"):
		l.absolute = true
		l.steps = []step{anyDescendant()}
	case p.take("/"):
		l.absolute = true
		if !p.stepBegins() {
			return l, nil
		}
	}
	return l, p.steps(l)
}

// isCall reports whether a function is called here.
func (p *exprParser) isCall() bool {
	return p.peek().kind == tokenName && p.i+1 < len(p.list) && p.list[p.i+1] == token{"(", tokenSymbol} &&
		!slices.Contains(nodeTypes(), p.peek().text)
}

func (p *exprParser) stepBegins() bool {
	return p.peek().kind == tokenName || p.at(".") || p.at("..") || p.at("@")
}

// filtered reads a primary expression, predicates and further steps.
func (p *exprParser) filtered() (expr, error) {
	e, err := p.primary()
	if err != nil {
		return nil, err
	}
	l := &location{start: e}
	if l.filter, err = p.predicates(); err != nil {
		return nil, err
	}
	switch {
	case p.take("//"):
		l.steps = []step{anyDescendant()}
		err = p.steps(l)
	case p.take("/"):
		err = p.steps(l)
	case l.filter == nil:
		return e, nil
	}
	if err == nil && e.is() != nodeSet {
		err = errors.New("a step or a condition follows what are no nodes")
	}
	return l, err
}

func (p *exprParser) primary() (expr, error) {
	t := p.peek()
	switch {
	case t.kind == tokenLiteral:
		p.i++
		return constant{value{kind: textual, s: t.text[1 : len(t.text)-1]}}, nil
	case t.kind == tokenNumber:
		p.i++
		n, err := strconv.ParseFloat(strings.TrimSuffix(t.text, "."), 64)
		return constant{value{kind: numeric, n: n}}, err
	case p.take("("):
		e, err := p.expression()
		if err != nil {
			return nil, err
		}
		return e, p.need(")")
	}
	return p.call()
}
