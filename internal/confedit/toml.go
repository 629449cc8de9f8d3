package confedit

import (
	"errors"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlFormat is TOML 1.1. What is written is TOML 1.0 as well.
type tomlFormat struct{}

func (tomlFormat) exactCase() bool { return false }

// A tomlTable is the form of a table that is not written in one piece. It says
// how the table came about, which decides what may be added to it.
type tomlTable uint8

const (
	byDots   tomlTable = iota // by dotted keys
	byPath                    // as a part of the name of another table
	byHeader                  // by [name]
	byParts                   // an array of tables, by [[name]]
)

func (tomlFormat) parse(text string) ([]*Node, error) {
	r := &tomlReader{text: text, names: map[tomlName]*Node{}}
	root := &Node{Kind: Object, form: byHeader, fixed: wholeFile}
	table := root
	var p unstable.Parser
	p.Reset([]byte(text))
	for p.NextExpression() {
		x := p.Expression()
		var err error
		if x.Kind == unstable.KeyValue {
			err = r.keyValue(table, x)
		} else {
			table, err = r.header(root, x)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := p.Error(); err != nil {
		return nil, tomlError(text, &p)
	}
	return []*Node{root}, nil
}

// tomlError returns the error of p without the character of the file that it
// may name: that may be of a secret.
func tomlError(text string, p *unstable.Parser) error {
	at, reason := len(text), p.Error().Error()
	var e *unstable.ParserError
	if errors.As(p.Error(), &e) {
		at = int(p.Range(e.Highlight).Offset)
	}
	return syntaxError(text, at, "This is not TOML: "+tomlShown.ReplaceAllString(reason, "")+".")
}

// tomlShown matches where an error shows a character.
var tomlShown = regexp.MustCompile(`(?s)(:| but got)? U\+[0-9A-F]+( '.')?`)

// A tomlReader makes nodes of what the parser finds. It checks the names itself,
// as the library takes time in the square of their number.
type tomlReader struct {
	text  string
	names map[tomlName]*Node
	count int
}

type tomlName struct {
	in  *Node
	key string
}

// add puts a new node below n, with the name that key is, or none in an array.
func (r *tomlReader) add(n *Node, key *unstable.Node) (*Node, error) {
	if r.count++; r.count > maxParts {
		return nil, ErrTooLarge
	}
	c := &Node{}
	if key != nil {
		c.Key = string(key.Data)
		r.names[tomlName{n, c.Key}] = c
	}
	return n.add(c), nil
}

// table puts a new table below n.
func (r *tomlReader) table(n *Node, key *unstable.Node, form tomlTable) (*Node, error) {
	c, err := r.add(n, key)
	if err != nil {
		return nil, err
	}
	c.Kind, c.form, c.fixed = Object, form, "is a table that is not written in one piece"
	if form == byParts {
		c.Kind = Array
	}
	return c, nil
}

func (r *tomlReader) duplicate(key *unstable.Node) error {
	return syntaxError(r.text, int(key.Raw.Offset), "This is not TOML: the name is defined before as something else.")
}

// header returns the table that begins with x.
func (r *tomlReader) header(n *Node, x *unstable.Node) (*Node, error) {
	for keys := x.Key(); keys.Next(); {
		key := keys.Node()
		c := r.names[tomlName{n, string(key.Data)}]
		var err error
		switch {
		case keys.IsLast() && x.Kind == unstable.ArrayTable:
			if c == nil {
				c, err = r.table(n, key, byParts)
			} else if c.form != any(byParts) {
				err = r.duplicate(key)
			}
			if err != nil {
				return nil, err
			}
			return r.table(c, nil, byHeader)
		case c == nil && keys.IsLast():
			c, err = r.table(n, key, byHeader)
		case c == nil:
			c, err = r.table(n, key, byPath)
		case keys.IsLast() && c.form == any(byPath):
			c.form = byHeader
		case !keys.IsLast() && c.form == any(byParts):
			c = c.children[len(c.children)-1]
		default:
			if _, open := c.form.(tomlTable); keys.IsLast() || !open {
				err = r.duplicate(key)
			}
		}
		if err != nil {
			return nil, err
		}
		n = c
	}
	return n, nil
}

// keyValue puts what x defines below n.
func (r *tomlReader) keyValue(n *Node, x *unstable.Node) error {
	for keys := x.Key(); keys.Next(); {
		key := keys.Node()
		c := r.names[tomlName{n, string(key.Data)}]
		var err error
		switch {
		case c != nil && (keys.IsLast() || c.form != any(byDots)):
			err = r.duplicate(key)
		case keys.IsLast():
			if c, err = r.add(n, key); err == nil {
				_, err = r.value(c, x.Value(), r.skip(tomlEnd(key), " \t="))
			}
		case c == nil:
			c, err = r.table(n, key, byDots)
		}
		if err != nil {
			return err
		}
		n = c
	}
	return nil
}

// value fills n with x, which begins at an offset, and returns where it ends.
// Of arrays and inline tables the parser does not say so.
func (r *tomlReader) value(n *Node, x *unstable.Node, at int) (int, error) {
	n.start = at
	n.form = x.Kind
	at++ // the bracket
	switch x.Kind {
	case unstable.Array:
		n.Kind = Array
		for list := x.Children(); list.Next(); {
			c, err := r.add(n, nil)
			if err == nil {
				at, err = r.value(c, list.Node(), r.gap(at))
			}
			if err != nil {
				return 0, err
			}
		}
		n.end = r.gap(at) + 1
	case unstable.InlineTable:
		n.Kind = Object
		for list := x.Children(); list.Next(); {
			if err := r.keyValue(n, list.Node()); err != nil {
				return 0, err
			}
			at = tomlEnd(list.Node())
		}
		n.end = r.gap(at) + 1
	default:
		n.end = tomlEnd(x)
		return n.end, r.scalar(n, x)
	}
	return n.end, nil
}

func (r *tomlReader) scalar(n *Node, x *unstable.Node) error {
	n.Value = string(x.Data)
	switch x.Kind {
	case unstable.String:
		n.Kind = String
		return nil
	case unstable.Bool:
		n.Kind = Bool
		return nil
	case unstable.Integer, unstable.Float:
		n.Kind = Number
	default:
		n.Kind = Time
	}
	if !tomlValid(n.Value) {
		return syntaxError(r.text, n.start, "This is not TOML: there is no such number, date or time.")
	}
	return nil
}

// tomlValid reports whether a number, date or time that the parser found by its
// characters is one.
func tomlValid(token string) bool {
	var v map[string]any
	return toml.Unmarshal([]byte("x="+token), &v) == nil
}

// tomlEnd returns the offset at which x ends, if the parser says so.
func tomlEnd(x *unstable.Node) int { return int(x.Raw.Offset + x.Raw.Length) }

// gap returns the offset of what follows white space, commas and comments.
func (r *tomlReader) gap(at int) int {
	for {
		at = r.skip(at, " \t\r\n,")
		if !strings.HasPrefix(r.text[at:], "#") {
			return at
		}
		comment, _, _ := strings.Cut(r.text[at:], "\n")
		at += len(comment)
	}
}

// skip returns the offset of what follows characters of that set.
func (r *tomlReader) skip(at int, set string) int {
	return len(r.text) - len(strings.TrimLeft(r.text[at:], set))
}
