package xmledit

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// DefaultTimeout limits an evaluation for which no limit is given.
const DefaultTimeout = 10 * time.Second

// ErrNotNodes is returned for an expression that gives a number, a string or a
// truth rather than nodes.
var ErrNotNodes = errors.New("the expression does not select nodes")

// ErrTimeout is returned when an evaluation is given up.
var ErrTimeout = errors.New("the XPath expression takes too long")

// A PrefixError says that a document does not declare a prefix that an
// expression uses.
type PrefixError struct{ Prefix string }

// Error names the prefix.
func (e *PrefixError) Error() string { return "Namespace prefix '" + e.Prefix + "' is not defined." }

// An XPath is an expression that selects nodes. It never changes, and may be
// used by several goroutines.
type XPath struct {
	e        expr
	prefixes []string
	timeout  time.Duration
}

const maxExpression = 64 << 10

// Compile reads an expression of XPath 1.0, without variables, the function id
// and the axis namespace. An error matches [ErrNotNodes] if the expression is
// correct but does not select nodes. A timeout of zero means [DefaultTimeout].
func Compile(expr string, timeout time.Duration) (*XPath, error) {
	if len(expr) > maxExpression {
		return nil, errors.New("the expression is too long")
	}
	list, err := tokenize(expr)
	if err != nil {
		return nil, err
	}
	e, err := parseExpr(list)
	switch {
	case err != nil:
		return nil, err
	case e.is() != nodeSet:
		return nil, ErrNotNodes
	}
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	x := &XPath{e: e, timeout: timeout}
	for _, t := range list {
		if p, _, ok := strings.Cut(t.text, ":"); ok && t.kind == tokenName && !slices.Contains(x.prefixes, p) {
			x.prefixes = append(x.prefixes, p)
		}
	}
	return x, nil
}

// Select returns the nodes of d that x selects, in document order. Of texts
// that are one for XPath it returns the first. The error is a [*PrefixError] or
// [ErrTimeout].
func (d *Document) Select(x *XPath) ([]Node, error) {
	prefixes, defaults := d.declarations()
	for _, p := range x.prefixes {
		if prefixes[p] == "" {
			return nil, &PrefixError{Prefix: p}
		}
	}
	c := &context{
		d: d, prefixes: prefixes, defaults: defaults, position: 1, size: 1,
		b: &budget{deadline: time.Now().Add(x.timeout)},
	}
	nodes := x.e.eval(c).nodes
	if c.b.spent {
		return nil, ErrTimeout
	}
	return nodes, nil
}

// declarations returns what the prefixes in d stand for, the first of several
// declarations of one, and whether there are default namespaces.
func (d *Document) declarations() (prefixes map[string]string, defaults bool) {
	prefixes = map[string]string{"xml": xmlNamespace}
	for n := range d.nodes {
		if d.nodes[n].kind != Attribute {
			continue
		}
		name := d.Name(Node(n))
		defaults = defaults || name == "xmlns"
		if p, ok := strings.CutPrefix(name, "xmlns:"); ok && prefixes[p] == "" {
			prefixes[p] = d.Value(Node(n))
		}
	}
	return prefixes, defaults
}
