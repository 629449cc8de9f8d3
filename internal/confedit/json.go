package confedit

import (
	"strconv"
	"strings"

	"github.com/tailscale/hujson"
)

// jsonFormat is JSON with comments and trailing commas.
type jsonFormat struct{}

func (jsonFormat) parse(text string) ([]*Node, error) {
	if err := nesting(text); err != nil {
		return nil, err
	}
	// To the parser a comment ends with its line, which the last one need not have.
	v, err := hujson.Parse([]byte(text + "\n"))
	if err != nil {
		if _, own := hujson.Parse([]byte(text)); own != nil {
			err = own
		}
		return nil, jsonError(err)
	}
	root := &Node{}
	fillJSON(root, &v)
	return []*Node{root}, nil
}

// nesting limits how deep values are, because the parser calls itself for each
// level. What stands in strings may count as well, which only makes the limit
// stricter: it is far from what files have.
func nesting(text string) error {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++
		case quoted:
		case strings.HasPrefix(text[i:], "//"), strings.HasPrefix(text[i:], "/*"):
			end := map[byte]string{'/': "\n", '*': "*/"}[text[i+1]]
			n := strings.Index(text[i+2:], end)
			if n < 0 {
				return nil
			}
			i += 2 + n
		case c == '[' || c == '{':
			if depth++; depth > maxDepth {
				return ErrTooLarge
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return nil
}

// jsonError returns err, which names line and column in its text, as our own.
func jsonError(err error) error {
	place, reason, _ := strings.Cut(strings.TrimPrefix(err.Error(), "hujson: line "), ": ")
	reason, _, _ = strings.Cut(reason, ": ") // what follows is from the file, and may be a secret
	line, column, _ := strings.Cut(place, ", column ")
	e := &SyntaxError{Line: 1, Reason: "This is not JSON: " + reason + "."}
	if n, err := strconv.Atoi(line); err == nil {
		e.Line = n
		e.Column, _ = strconv.Atoi(column)
	}
	return e
}

func fillJSON(n *Node, v *hujson.Value) {
	n.start, n.end = v.StartOffset, v.EndOffset
	switch x := v.Value.(type) {
	case *hujson.Object:
		n.Kind = Object
		for i := range x.Members {
			m := &x.Members[i]
			key, _ := m.Name.Value.(hujson.Literal)
			fillJSON(n.add(&Node{Key: key.String()}), &m.Value)
		}
	case *hujson.Array:
		n.Kind = Array
		for i := range x.Elements {
			fillJSON(n.add(&Node{}), &x.Elements[i])
		}
	case hujson.Literal:
		switch x.Kind() {
		case '"':
			n.Kind, n.Value = String, x.String()
		case 't', 'f':
			n.Kind, n.Value = Bool, string(x)
		case 'n':
			n.Kind = Null
		default:
			n.Kind, n.Value = Number, string(x)
		}
	}
}

func (jsonFormat) write(_ string, _ *Node, v value) (string, error) { return v.json(), nil }

// json returns v in JSON.
func (v value) json() string {
	switch v.kind {
	case String, Time:
		return quoteJSON(v.text)
	case Null:
		return "null"
	}
	return v.text
}

func (jsonFormat) exactCase() bool { return false }
