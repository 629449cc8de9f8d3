// Package objxpath selects objects, and attributes of objects, by expressions of
// XPath 1.0. An expression sees an object with its ancestors and nothing else:
// as the only child of its parent, which is the only child of its own.
package objxpath

import (
	"fmt"
	"slices"
	"strings"

	"github.com/antchfx/xpath"

	"github.com/webdeploy-go/webdeploy/provider"
)

// maxXPath is the most bytes that an expression may have.
const maxXPath = 4096

// A Pattern is an expression. It is safe for concurrent use.
type Pattern struct {
	text   string
	expr   *xpath.Expr
	rooted bool // expressions that begin with a slash find the object
}

// Compile prepares an expression, which must select nodes. With rooted the
// document has the object itself as its child, so that expressions that begin
// with a slash find it; otherwise it has none (recorded:
// skip-replace/skip-xpath-bad, skip-replace/skip-xpath-function).
func Compile(text string, rooted bool) (*Pattern, error) {
	if len(text) > maxXPath {
		return nil, badXPath(text[:32]+"...", fmt.Sprintf("an expression may have %d bytes", maxXPath))
	}
	if hint := beyond(text); hint != "" {
		return nil, badXPath(text, hint)
	}
	expr, err := xpath.Compile(text)
	if err == nil {
		// The library stops at what it does not understand, and takes that for
		// the end. In parentheses it does not.
		_, err = xpath.Compile("(" + text + ")")
	}
	if err != nil {
		return nil, badXPath(text, "a value with a comma needs quotes around all of it")
	}
	p := &Pattern{text: text, expr: expr, rooted: rooted}
	if err := p.check(); err != nil {
		return nil, err
	}
	return p, nil
}

func badXPath(text, hint string) error {
	return &provider.Error{Op: "parse", Msg: "'" + text + "' has an invalid token.", Hint: hint}
}

// check tries the expression on an object of its own, since what an expression
// results in shows only then.
func (p *Pattern) check() (err error) {
	defer recoverXPath(p.text, &err)
	o := &provider.Object{Kind: provider.FilePath, Key: "x", Link: "x"}
	if _, ok := p.expr.Evaluate(newNavigator(o, p.rooted)).(*xpath.NodeIterator); !ok {
		return &provider.Error{
			Op: "parse", Msg: "The XPath expression '" + p.text + "' does not select objects.",
			Hint: "write KIND[CONDITION], such as dirPath[@path='bin']",
		}
	}
	return nil
}

// Match reports whether p, evaluated at the parent of o, selects o.
func (p *Pattern) Match(o *provider.Object) (ok bool, err error) {
	defer recoverXPath(p.text, &err)
	for it := p.expr.Select(newNavigator(o, p.rooted)); it.MoveNext(); {
		if n := it.Current().(*navigator); n.at == 0 && n.attr < 0 {
			return true, nil
		}
	}
	return false, nil
}

// Attributes returns the names of the attributes of o that p selects, evaluated
// at the object from, which is o or one that it is in.
func (p *Pattern) Attributes(o, from *provider.Object) (names []string, err error) {
	defer recoverXPath(p.text, &err)
	at := newNavigator(o, p.rooted)
	for at.at = 0; at.at < len(at.spine) && at.spine[at.at] != from; at.at++ {
	}
	for it := p.expr.Select(at); it.MoveNext(); {
		if n := it.Current().(*navigator); n.at == 0 && n.attr >= 0 {
			names = append(names, n.attrs()[n.attr].Name)
		}
	}
	return names, nil
}

// recoverXPath turns a panic of the library, or of a navigator that ran out of
// steps, into an error.
func recoverXPath(text string, err *error) {
	r := recover()
	if r == nil {
		return
	}
	if _, ok := r.(outOfSteps); ok {
		*err = &provider.Error{
			Op: "evaluate", Msg: "The XPath expression '" + text + "' takes too long.",
			Hint: "conditions within conditions are the usual cause",
		}
		return
	}
	*err = &provider.Error{Op: "evaluate", Msg: "The XPath expression '" + text + "' cannot be evaluated.", Err: fmt.Errorf("%v", r)}
}

// beyond returns why text is no expression of XPath 1.0 although the library
// takes it, or "": it has parentheses that do not match, a condition on "." or
// "..", or a function of a later version, some of which can make texts that
// grow without bounds.
func beyond(text string) (hint string) {
	depth := 0
	for i := 0; i < len(text); {
		t := xpathToken(text[i:])
		i += len(t)
		next := strings.TrimLeft(text[i:], " \t\r\n")
		switch {
		case t == "(":
			depth++
		case t == ")":
			depth--
		case (t == "." || t == "..") && strings.HasPrefix(next, "["):
			return "write self::node()[...] or parent::node()[...]"
		case isNameByte(t[0]) && strings.HasPrefix(next, "(") && !slices.Contains(beforeParenthesis(), t):
			return "XPath 1.0 has no function " + t
		}
		if depth < 0 {
			return unbalanced
		}
	}
	if depth != 0 {
		return unbalanced
	}
	return ""
}

const unbalanced = "the parentheses do not match"

// xpathToken returns the text in quotes, the name with its axis, or the byte
// that s, which is not empty, begins with.
func xpathToken(s string) string {
	switch c := s[0]; {
	case c == '\'' || c == '"':
		if n := strings.IndexByte(s[1:], c); n >= 0 {
			return s[:n+2]
		}
	case isNameByte(c):
		n := 1
		for n < len(s) && isNameByte(s[n]) {
			n++
		}
		return s[:n]
	}
	return s[:1]
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || strings.IndexByte("_-.:", c) >= 0
}

// beforeParenthesis returns the names that may come before a parenthesis:
// functions, tests of the node's type, and operators.
func beforeParenthesis() []string {
	return []string{
		"last", "position", "count", "local-name", "namespace-uri", "name",
		"string", "concat", "starts-with", "contains", "substring-before", "substring-after", "substring",
		"string-length", "normalize-space", "translate", "boolean", "not", "true", "false",
		"number", "sum", "floor", "ceiling", "round",
		"comment", "text", "processing-instruction", "node",
		"self::node", "parent::node", "ancestor::node", "ancestor-or-self::node", "child::node", "attribute::node",
		"descendant::node", "descendant-or-self::node", "and", "or", "div", "mod",
	}
}
