package confedit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"
)

// A Path selects nodes of a document.
type Path struct {
	text  string
	query *spec.PathQuery // nil for one of the form A:B:C
}

// Compile returns the path that text is: a JSONPath of RFC 9535 if it is "$" or
// begins with "$." or "$[", else one of the form A:B:C. That one has the names
// of objects and the indexes of arrays, from 0, with colons between them; a name
// with colons is matched as well as names within each other.
func Compile(text string) (*Path, error) {
	if text == "" {
		return nil, errors.New("the path is empty")
	}
	rest, isQuery := strings.CutPrefix(text, "$")
	if !isQuery || rest != "" && !strings.ContainsAny(rest[:1], ".[ \t\r\n") {
		return &Path{text: text}, nil
	}
	p, err := jsonpath.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the JSONPath is not valid: %s", strings.TrimPrefix(err.Error(), "jsonpath: "))
	}
	return &Path{text: text, query: p.Query()}, nil
}

// String returns the path as it was given.
func (p *Path) String() string { return p.text }

// ErrTooCostly is returned for a JSONPath that looks at so many nodes of a
// document that it would not end in good time.
var ErrTooCostly = errors.New("the JSONPath takes too long on this file")

// Select returns the nodes that p selects, each once, in the order of the file.
//
// A name in a path of the form A:B:C selects what is spelled so; if there is
// nothing, what differs from it only in case, as ASP.NET reads it. In .env files
// case always counts.
func (d *Document) Select(p *Path) ([]*Node, error) {
	var list []*Node
	for _, r := range d.roots {
		if p.query != nil {
			found, err := query(r, p.query)
			if err != nil {
				return nil, err
			}
			list = append(list, found...)
			continue
		}
		list = append(list, r.keyed(p.text, true)...)
	}
	if list == nil && p.query == nil && !d.format.exactCase() {
		for _, r := range d.roots {
			list = append(list, r.keyed(p.text, false)...)
		}
	}
	return list, nil
}

// keyed returns the nodes below n at a path of the form A:B:C.
func (n *Node) keyed(path string, exact bool) []*Node {
	var list []*Node
	for _, c := range n.children {
		if len(path) < len(c.Key) || !sameKey(c.Key, path[:len(c.Key)], exact) {
			continue
		}
		switch rest := path[len(c.Key):]; {
		case rest == "":
			list = append(list, c)
		case rest[0] == ':':
			list = append(list, c.keyed(rest[1:], exact)...)
		}
	}
	return list
}

func sameKey(a, b string, exact bool) bool {
	return a == b || !exact && strings.EqualFold(a, b)
}
