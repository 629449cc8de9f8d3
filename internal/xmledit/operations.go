package xmledit

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// An operation is a binary operator with its operands.
type operation struct {
	op          string
	left, right expr
	kind        valueType
}

func newOperation(op string, left, right expr) expr {
	kind := truth
	switch op {
	case "+", "-", "*", "div", "mod":
		kind = numeric
	}
	return operation{op, left, right, kind}
}

func (e operation) is() valueType { return e.kind }

func (e operation) eval(c *context) value {
	left := e.left.eval(c)
	if e.op == "or" || e.op == "and" {
		b := c.truth(left)
		if b == (e.op == "and") {
			b = c.truth(e.right.eval(c))
		}
		return value{kind: truth, b: b}
	}
	right := e.right.eval(c)
	if e.kind == numeric {
		return value{kind: numeric, n: arithmetic(e.op, c.number(left), c.number(right))}
	}
	return value{kind: truth, b: c.compare(e.op, left, right)}
}

func arithmetic(op string, a, b float64) float64 {
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "div":
		return a / b
	}
	return math.Mod(a, b)
}

// A negation is one minus sign or more.
type negation struct {
	e   expr
	odd bool
}

func (e negation) is() valueType { return numeric }

func (e negation) eval(c *context) value {
	n := c.number(e.e.eval(c))
	if e.odd {
		n = -n
	}
	return value{kind: numeric, n: n}
}

// compare compares two values. A set compares as if one of its nodes does.
func (c *context) compare(op string, a, b value) bool {
	switch {
	case a.kind == nodeSet && b.kind == truth, a.kind == truth && b.kind == nodeSet:
		return c.comparePlain(op, value{kind: truth, b: c.truth(a)}, value{kind: truth, b: c.truth(b)})
	case a.kind == nodeSet:
		return slices.ContainsFunc(a.nodes, func(n Node) bool {
			return c.b.spend(1) && c.compare(op, value{kind: textual, s: c.d.stringValue(n, c.b)}, b)
		})
	case b.kind == nodeSet:
		return slices.ContainsFunc(b.nodes, func(n Node) bool {
			return c.b.spend(1) && c.compare(op, a, value{kind: textual, s: c.d.stringValue(n, c.b)})
		})
	}
	return c.comparePlain(op, a, b)
}

// comparePlain compares what are no sets.
func (c *context) comparePlain(op string, a, b value) bool {
	if op == "=" || op == "!=" {
		var equal bool
		switch {
		case a.kind == truth || b.kind == truth:
			equal = c.truth(a) == c.truth(b)
		case a.kind == numeric || b.kind == numeric:
			equal = c.number(a) == c.number(b)
		default:
			equal = a.s == b.s
		}
		return equal == (op == "=")
	}
	x, y := c.number(a), c.number(b)
	switch op {
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	}
	return x >= y
}

// truth converts v to a truth.
func (c *context) truth(v value) bool {
	switch v.kind {
	case nodeSet:
		return len(v.nodes) > 0
	case numeric:
		return v.n != 0 && !math.IsNaN(v.n)
	case textual:
		return v.s != ""
	}
	return v.b
}

// number converts v to a number.
func (c *context) number(v value) float64 {
	switch v.kind {
	case numeric:
		return v.n
	case truth:
		if v.b {
			return 1
		}
		return 0
	}
	return parseNumber(c.text(v))
}

// parseNumber reads digits with a point or a minus sign, and nothing else.
func parseNumber(s string) float64 {
	s = strings.Trim(s, " \t\r\n")
	if digits := strings.TrimPrefix(s, "-"); strings.Trim(digits, "0123456789.") != "" || strings.Trim(digits, ".") == "" {
		return math.NaN()
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) {
		return math.NaN()
	}
	return n
}

// text converts v to a string: that of the first node, for a set.
func (c *context) text(v value) string {
	switch v.kind {
	case nodeSet:
		if len(v.nodes) == 0 {
			return ""
		}
		return c.d.stringValue(v.nodes[0], c.b)
	case numeric:
		return formatNumber(v.n)
	case truth:
		return strconv.FormatBool(v.b)
	}
	return v.s
}

func formatNumber(n float64) string {
	switch {
	case math.IsInf(n, 1):
		return "Infinity"
	case math.IsInf(n, -1):
		return "-Infinity"
	case n == 0:
		return "0" // not -0
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
