package xmlread

import (
	"errors"
	"io"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// MaxSize is the number of bytes that a document may have. Real ones have a few
// kilobytes.
const MaxSize = 16 << 20

// ErrTooLarge says that a document has more than MaxSize bytes.
var ErrTooLarge = errors.New("the file has more than 16 MB")

// A SyntaxError says where a document is not well-formed, or where it uses what
// is not supported.
type SyntaxError = xmledit.SyntaxError

// Read reads a whole document and returns its topmost element. The error is a
// *SyntaxError if it is not well-formed.
func Read(r io.Reader) (Element, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	switch {
	case err != nil:
		return Element{}, err
	case len(data) > MaxSize:
		return Element{}, ErrTooLarge
	}
	d, err := xmledit.Parse(data)
	if err != nil {
		return Element{}, err
	}
	return Element{d: d, n: d.Top()}, nil
}

// An Element is one element of a document.
type Element struct {
	d *xmledit.Document
	n xmledit.Node
}

// An Attribute is one attribute of an element.
type Attribute struct{ Name, Value string }

// Name returns the name of e without a prefix.
func (e Element) Name() string { return e.d.Local(e.n) }

// Is reports whether e has the given name, in any case.
func (e Element) Is(name string) bool { return strings.EqualFold(e.Name(), name) }

// Position returns where e begins, from 1. Columns count characters.
func (e Element) Position() (line, column int) { return e.d.Position(e.n) }

// Children returns the elements directly in e.
func (e Element) Children() []Element {
	var list []Element
	for _, n := range e.d.Children(e.n) {
		if e.d.Kind(n) == xmledit.Element {
			list = append(list, Element{e.d, n})
		}
	}
	return list
}

// Attributes returns the attributes of e, but for those that have a prefix or
// declare a namespace.
func (e Element) Attributes() ([]Attribute, error) {
	var list []Attribute
	for _, n := range e.d.Attributes(e.n) {
		name := e.d.Name(n)
		if name == "xmlns" || strings.Contains(name, ":") {
			continue
		}
		if err := e.resolved(n); err != nil {
			return nil, err
		}
		list = append(list, Attribute{name, e.d.Standard(n)})
	}
	return list, nil
}

// Attr returns the value of an attribute, "" if e does not have it.
func (e Element) Attr(name string) (string, error) {
	list, err := e.Attributes()
	for _, a := range list {
		if strings.EqualFold(a.Name, name) {
			return a.Value, err
		}
	}
	return "", err
}

// Text returns the text directly in e.
func (e Element) Text() (string, error) {
	var b strings.Builder
	for _, n := range e.d.Children(e.n) {
		if k := e.d.Kind(n); k == xmledit.Text || k == xmledit.CData {
			if err := e.resolved(n); err != nil {
				return "", err
			}
			b.WriteString(e.d.Standard(n))
		}
	}
	return b.String(), nil
}

func (e Element) resolved(n xmledit.Node) error {
	if k := e.d.Kind(n); k == xmledit.CData || e.d.Resolved(n) {
		return nil
	}
	line, column := e.d.Position(n)
	return &SyntaxError{Line: line, Column: column, Reason: "Entities of a document type are not supported."}
}
