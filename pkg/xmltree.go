package pkg

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/textenc"
)

// A SyntaxError says where an XML file of a package is not well-formed.
type SyntaxError struct {
	Line, Column int // from 1; Column counts bytes; 0 if there is no place to name
	Reason       string
}

// Error returns the reason and the place in the form that .NET uses.
func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return e.Reason
	}
	return fmt.Sprintf("%s Line %d, position %d.", e.Reason, e.Line, e.Column)
}

// An element is an element of an XML file. Text does not matter in those of a
// package.
type element struct {
	name         string
	attrs        []attribute
	byName       map[string]string // of many attributes, by name in lower case; nil before it is needed
	children     []*element
	line, column int
}

type attribute struct{ name, value string }

// manyAttrs is how many attributes are found by name faster than one after the
// other.
const manyAttrs = 16

// attr returns the named attribute, matched without regard to case.
func (e *element) attr(name string) (string, bool) {
	if len(e.attrs) > manyAttrs {
		v, ok := e.index()[strings.ToLower(name)]
		return v, ok
	}
	for _, a := range e.attrs {
		if strings.EqualFold(a.name, name) {
			return a.value, true
		}
	}
	return "", false
}

// index returns the attributes by name. Of several the first one counts.
func (e *element) index() map[string]string {
	if e.byName == nil {
		e.byName = make(map[string]string, len(e.attrs))
		for _, a := range slices.Backward(e.attrs) {
			e.byName[strings.ToLower(a.name)] = a.value
		}
	}
	return e.byName
}

// refuse returns an error about e.
func (e *element) refuse(format string, args ...any) error {
	return &SyntaxError{e.line, e.column, fmt.Sprintf(format, args...)}
}

// Limits of one document, beside its size: a small file can ask for much memory.
const (
	xmlDepth    = 200
	xmlElements = 1 << 20
	xmlAttrs    = 1000 // of one element
)

// parseXML reads a document of at most limit bytes. Entities other than those
// that XML itself has are errors, whatever a DTD says of them, so that no
// document is larger than it looks or reads other files.
func parseXML(r io.Reader, limit int64) (*element, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, overLimit("", "MaxXML", limit)
	}
	enc, err := textenc.DetectXML(data)
	if err != nil {
		return nil, err
	}
	text, err := enc.DecodeExactly(data)
	if err != nil {
		return nil, err
	}
	p := xmlParser{d: xml.NewDecoder(strings.NewReader(text))}
	p.d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return p.parse()
}

// An xmlParser builds elements from tokens. Prefixes stay part of names.
type xmlParser struct {
	d     *xml.Decoder
	root  *element
	stack []*element
	count int
}

func (p *xmlParser) parse() (*element, error) {
	for {
		line, column := p.d.InputPos()
		t, err := p.d.RawToken()
		if err == nil {
			err = p.token(t, line, column)
		} else if !errors.Is(err, io.EOF) {
			err = p.syntax(err)
		}
		switch {
		case err == nil:
			continue
		case !errors.Is(err, io.EOF):
			return nil, err
		case len(p.stack) > 0:
			e := p.stack[len(p.stack)-1]
			return nil, &SyntaxError{line, column, "Unexpected end of file: the element '" + e.name + "' is not closed."}
		case p.root == nil:
			return nil, &SyntaxError{Reason: "Root element is missing."}
		}
		return p.root, nil
	}
}

func (p *xmlParser) token(t xml.Token, line, column int) error {
	switch t := t.(type) {
	case xml.StartElement:
		return p.start(&t, line, column)
	case xml.EndElement:
		name := rawName(t.Name)
		if n := len(p.stack); n == 0 || p.stack[n-1].name != name {
			return &SyntaxError{line, column, "The end tag '" + name + "' has no start tag."}
		}
		p.stack = p.stack[:len(p.stack)-1]
	case xml.CharData:
		if len(p.stack) == 0 && strings.Trim(string(t), " \t\r\n\ufeff") != "" {
			return &SyntaxError{line, column, "Data at the root level is invalid."}
		}
	}
	return nil
}

func (p *xmlParser) start(t *xml.StartElement, line, column int) error {
	e := &element{name: rawName(t.Name), line: line, column: column}
	if p.count++; p.count > xmlElements || len(t.Attr) > xmlAttrs {
		return e.refuse("There are more than %d elements, or %d attributes of one element.", xmlElements, xmlAttrs)
	}
	for _, a := range t.Attr {
		name := rawName(a.Name)
		for _, b := range e.attrs {
			if b.name == name {
				return e.refuse("'%s' is a duplicate attribute name.", name)
			}
		}
		e.attrs = append(e.attrs, attribute{name, a.Value})
	}
	switch {
	case len(p.stack) >= xmlDepth:
		return e.refuse("Elements are nested more than %d deep.", xmlDepth)
	case len(p.stack) > 0:
		parent := p.stack[len(p.stack)-1]
		parent.children = append(parent.children, e)
	case p.root != nil:
		return e.refuse("There are multiple root elements.")
	default:
		p.root = e
	}
	p.stack = append(p.stack, e)
	return nil
}

func (p *xmlParser) syntax(err error) error {
	line, column := p.d.InputPos()
	var e *xml.SyntaxError
	if errors.As(err, &e) {
		return &SyntaxError{e.Line, column, strings.ToUpper(e.Msg[:1]) + strings.TrimSuffix(e.Msg[1:], ".") + "."}
	}
	return &SyntaxError{line, column, err.Error()}
}

func rawName(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}
