package confedit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Syntax is the way a file is written.
type Syntax uint8

// The syntaxes.
const (
	JSON Syntax = iota // RFC 8259, with comments and trailing commas
	YAML               // 1.1 and 1.2, several documents in one file too
	TOML               // version 1.1
	Env                // .env, as docker compose and the dotenv libraries read it
	INI                // and .properties, .conf and others of the kind
)

// A format is what the package knows of one syntax.
type format interface {
	// parse returns what text holds, one root for each document in it.
	parse(text string) ([]*Node, error)
	// write returns what is to stand in text in place of n, so that it is v. It
	// fails with an error that matches ErrNotWritable if the syntax cannot.
	write(text string, n *Node, v value) (string, error)
	// exactCase reports whether names that differ in case are never the same.
	exactCase() bool
}

func (s Syntax) format() format {
	switch s {
	case YAML:
		return yamlFormat{}
	case TOML:
		return tomlFormat{}
	case Env:
		return envFormat{}
	case INI:
		return iniFormat{}
	}
	return jsonFormat{}
}

// A typedFormat tells types apart that share a Kind.
type typedFormat interface {
	format
	// convert returns v as it is to replace n, or what n is in words if v is
	// something else.
	convert(n *Node, v value) (_ value, want string)
}

// A SyntaxError says where a file is not well-formed.
type SyntaxError struct {
	Line, Column int // from 1; Column counts characters, and is 0 if it is not known
	Reason       string
}

// Error returns the reason and the place.
func (e *SyntaxError) Error() string {
	if e.Column == 0 {
		return fmt.Sprintf("%s Line %d.", e.Reason, e.Line)
	}
	return fmt.Sprintf("%s Line %d, column %d.", e.Reason, e.Line, e.Column)
}

// syntaxError returns the error for what is wrong at an offset of text.
func syntaxError(text string, at int, reason string) error {
	before := text[:min(max(at, 0), len(text))]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	return &SyntaxError{Line: line, Column: column, Reason: reason}
}

// ErrTooLarge is returned for a file with more values, or deeper ones, than a
// file of configuration has. It bounds the memory that a hostile one can take.
var ErrTooLarge = errors.New("the file has more than 250000 values, or values within more than 1000 others")

const (
	maxParts = 250_000
	maxDepth = 1000
)

// A Document is a file with the changes that are to be made to it. It is used
// by one goroutine.
type Document struct {
	format format
	text   string
	roots  []*Node
	set    map[*Node]replacement
}

type replacement struct {
	text string
	want value
}

// Parse reads a file. The error is a *SyntaxError or ErrTooLarge.
func Parse(s Syntax, text string) (*Document, error) {
	if !utf8.ValidString(text) {
		return nil, &SyntaxError{Line: 1, Reason: "This is not UTF-8."}
	}
	parts := 0
	for i := range len(text) {
		switch text[i] {
		case '\n', ',', ':', '[', '{':
			parts++
		}
	}
	if parts > maxParts {
		return nil, ErrTooLarge
	}
	d := &Document{format: s.format(), text: text, set: map[*Node]replacement{}}
	var err error
	if d.roots, err = d.format.parse(text); err != nil {
		return nil, err
	}
	for _, r := range d.roots {
		if _, ok := r.number(0, maxDepth); !ok {
			return nil, ErrTooLarge
		}
	}
	return d, nil
}

// Text returns the file with the changes made. It fails, rather than change
// anything else, with an error that matches ErrUnsafe.
func (d *Document) Text() (string, error) {
	if len(d.set) == 0 {
		return d.text, nil
	}
	nodes := make([]*Node, 0, len(d.set))
	for n := range d.set {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(a, b *Node) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for i, n := range nodes {
		if n.start < at {
			return "", fmt.Errorf("%w: %s is set as a part of %s as well as by itself", ErrUnsafe, n.Path(), nodes[i-1].Path())
		}
		b.WriteString(d.text[at:n.start])
		b.WriteString(d.set[n].text)
		at = n.end
	}
	b.WriteString(d.text[at:])
	return b.String(), d.check(b.String())
}

// ErrUnsafe is matched by errors about changes that would change more than they
// should.
var ErrUnsafe = errors.New("the value cannot be changed without changing something else")

// check parses text and compares it with what was to come out.
func (d *Document) check(text string) error {
	roots, err := d.format.parse(text)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnsafe, err)
	}
	if len(roots) != len(d.roots) {
		return ErrUnsafe
	}
	for i, r := range d.roots {
		if n := d.differs(r, roots[i]); n != nil {
			return fmt.Errorf("%w: %s", ErrUnsafe, n.Path())
		}
	}
	return nil
}

// differs returns a part of was that is not what it was, or should be, in is.
func (d *Document) differs(was, is *Node) *Node {
	if was.Key != is.Key {
		return was
	}
	if r, ok := d.set[was]; ok {
		if is.is(r.want) {
			return nil
		}
		return was
	}
	if was.alias != "" && was.alias == is.alias {
		return nil // it is whatever has become of what it stands for
	}
	if was.alias != is.alias || was.Kind != is.Kind || was.Value != is.Value || len(was.children) != len(is.children) {
		return was
	}
	for i, c := range was.children {
		if n := d.differs(c, is.children[i]); n != nil {
			return n
		}
	}
	return nil
}
