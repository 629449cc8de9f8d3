package xmledit

import (
	"errors"
	"math"
	"strings"
	"unicode/utf8"
)

// A function is one of XPath 1.0.
type function struct {
	least, most int       // arguments
	kind        valueType // of the result
	set         bool      // its first argument must be a set
	context     bool      // without an argument it takes the context node
	call        func(c *context, args []value) value
}

// A call is a function with its arguments.
type call struct {
	f    function
	args []expr
}

func (e call) is() valueType { return e.f.kind }

func (e call) eval(c *context) value {
	args := make([]value, len(e.args))
	for i, a := range e.args {
		args[i] = a.eval(c)
	}
	if len(args) == 0 && e.f.context {
		args = []value{{nodes: []Node{c.node}}}
	}
	v := e.f.call(c, args)
	v.kind = e.f.kind
	return v
}

// call reads a function with its arguments.
func (p *exprParser) call() (expr, error) {
	name := p.peek().text
	f, ok := functionOf(name)
	if !ok || !p.isCall() {
		return nil, errors.New("'" + name + "' is not known")
	}
	p.position = p.position || name == "position" || name == "last"
	p.i += 2
	e := call{f: f}
	for !p.at(")") {
		if len(e.args) > 0 {
			if err := p.need(","); err != nil {
				return nil, err
			}
		}
		a, err := p.expression()
		if err != nil {
			return nil, err
		}
		e.args = append(e.args, a)
	}
	p.i++
	switch {
	case len(e.args) < f.least || len(e.args) > f.most:
		return nil, errors.New("the function " + name + "() has a wrong number of arguments")
	case f.set && len(e.args) > 0 && e.args[0].is() != nodeSet:
		return nil, errors.New("the function " + name + "() needs nodes")
	}
	return e, nil
}

// functionOf returns the function of the given name. The function id is left
// out, as it needs a document type.
func functionOf(name string) (function, bool) {
	for _, find := range []func(string) (function, bool){setFunction, numberFunction, truthFunction, textFunction, partFunction} {
		if f, ok := find(name); ok {
			return f, true
		}
	}
	return function{}, false
}

func setFunction(name string) (function, bool) {
	named := func(get func(c *context, n Node) string) function {
		return function{most: 1, kind: textual, set: true, context: true, call: func(c *context, args []value) value {
			if len(args[0].nodes) == 0 {
				return value{}
			}
			return value{s: get(c, args[0].nodes[0])}
		}}
	}
	switch name {
	case "last":
		return function{kind: numeric, call: func(c *context, _ []value) value { return value{n: float64(c.size)} }}, true
	case "position":
		return function{kind: numeric, call: func(c *context, _ []value) value { return value{n: float64(c.position)} }}, true
	case "count":
		return function{least: 1, most: 1, kind: numeric, set: true, call: func(_ *context, args []value) value {
			return value{n: float64(len(args[0].nodes))}
		}}, true
	case "name":
		return named(func(c *context, n Node) string { return c.d.Name(n) }), true
	case "local-name":
		return named(func(c *context, n Node) string { return c.d.Local(n) }), true
	case "namespace-uri":
		return named(func(c *context, n Node) string { return c.d.namespaceOf(n) }), true
	}
	return function{}, false
}

func numberFunction(name string) (function, bool) {
	of := func(f func(float64) float64) function {
		return function{least: 1, most: 1, kind: numeric, call: func(c *context, args []value) value {
			return value{n: f(c.number(args[0]))}
		}}
	}
	switch name {
	case "number":
		f := of(func(n float64) float64 { return n })
		f.least, f.context = 0, true
		return f, true
	case "floor":
		return of(math.Floor), true
	case "ceiling":
		return of(math.Ceil), true
	case "round":
		return of(round), true
	case "sum":
		return function{least: 1, most: 1, kind: numeric, set: true, call: func(c *context, args []value) value {
			sum := 0.0
			for _, n := range args[0].nodes {
				sum += parseNumber(c.d.stringValue(n, c.b))
			}
			return value{n: sum}
		}}, true
	}
	return function{}, false
}

// round rounds halves upward.
func round(n float64) float64 {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return n
	}
	return math.Floor(n + 0.5)
}

func truthFunction(name string) (function, bool) {
	of := func(args int, f func(c *context, args []value) bool) function {
		return function{least: args, most: args, kind: truth, call: func(c *context, args []value) value {
			return value{b: f(c, args)}
		}}
	}
	switch name {
	case "true", "false":
		return of(0, func(*context, []value) bool { return name == "true" }), true
	case "boolean":
		return of(1, func(c *context, args []value) bool { return c.truth(args[0]) }), true
	case "not":
		return of(1, func(c *context, args []value) bool { return !c.truth(args[0]) }), true
	case "starts-with":
		return of(2, func(c *context, args []value) bool { return strings.HasPrefix(c.text(args[0]), c.text(args[1])) }), true
	case "contains":
		return of(2, func(c *context, args []value) bool { return strings.Contains(c.text(args[0]), c.text(args[1])) }), true
	case "lang":
		return of(1, func(c *context, args []value) bool { return c.d.isIn(c.node, c.text(args[0])) }), true
	}
	return function{}, false
}

// isIn reports whether the nearest xml:lang at or above n is language, or a
// kind of it.
func (d *Document) isIn(n Node, language string) bool {
	for ; n != none; n = d.nodes[n].parent {
		for _, a := range d.Attributes(n) {
			if d.Name(a) == "xml:lang" {
				is, want := strings.ToLower(d.Value(a)), strings.ToLower(language)
				return is == want || strings.HasPrefix(is, want+"-")
			}
		}
	}
	return false
}

// maxText limits the strings that a function takes and makes.
const maxText = 64 << 20

func textFunction(name string) (function, bool) {
	of := func(least, most int, f func(s []string) value) function {
		return function{least: least, most: most, kind: textual, call: func(c *context, args []value) value {
			s := make([]string, len(args))
			total := 0
			for i, a := range args {
				s[i] = c.text(a)
				if total += len(s[i]); total > maxText {
					c.b.spent = true
					return value{}
				}
			}
			return f(s)
		}}
	}
	switch name {
	case "string":
		f := of(0, 1, func(s []string) value { return value{s: s[0]} })
		f.context = true
		return f, true
	case "normalize-space":
		f := of(0, 1, func(s []string) value {
			return value{s: strings.Join(strings.FieldsFunc(s[0], func(r rune) bool { return r < 0x80 && isSpace(byte(r)) }), " ")}
		})
		f.context = true
		return f, true
	case "string-length":
		f := of(0, 1, func(s []string) value { return value{n: float64(utf8.RuneCountInString(s[0]))} })
		f.context, f.kind = true, numeric
		return f, true
	case "concat":
		return of(2, math.MaxInt, func(s []string) value { return value{s: strings.Join(s, "")} }), true
	}
	return function{}, false
}

func partFunction(name string) (function, bool) {
	of := func(args int, f func(a, b string) string) function {
		return function{least: args, most: args, kind: textual, call: func(c *context, args []value) value {
			return value{s: f(c.text(args[0]), c.text(args[1]))}
		}}
	}
	switch name {
	case "substring-before":
		return of(2, func(a, b string) string {
			before, _, ok := strings.Cut(a, b)
			if !ok {
				return ""
			}
			return before
		}), true
	case "substring-after":
		return of(2, func(a, b string) string { _, after, _ := strings.Cut(a, b); return after }), true
	case "substring":
		return function{least: 2, most: 3, kind: textual, call: func(c *context, args []value) value {
			length := math.Inf(1)
			if len(args) == 3 {
				length = round(c.number(args[2]))
			}
			return value{s: substring(c.text(args[0]), round(c.number(args[1])), length)}
		}}, true
	case "translate":
		return function{least: 3, most: 3, kind: textual, call: func(c *context, args []value) value {
			return value{s: translate(c.text(args[0]), c.text(args[1]), c.text(args[2]))}
		}}, true
	}
	return function{}, false
}

// substring returns the characters of s from the first on, which is counted
// from 1, as many as length. Either may be infinite or no number.
func substring(s string, first, length float64) string {
	var b strings.Builder
	i := 0.0
	for _, r := range s {
		if i++; i >= first && i < first+length {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// translate replaces the characters in from by those in to, or drops them.
func translate(s, from, to string) string {
	with := map[rune]rune{}
	target := []rune(to)
	for i, r := range []rune(from) {
		if _, ok := with[r]; ok {
			continue
		}
		if with[r] = -1; i < len(target) {
			with[r] = target[i]
		}
	}
	return strings.Map(func(r rune) rune {
		if x, ok := with[r]; ok {
			return x
		}
		return r
	}, s)
}
