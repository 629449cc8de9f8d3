package param

import (
	"errors"
	"io"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
	"github.com/webdeploy-go/webdeploy/provider"
)

// maxFile limits the files that this package reads. Real ones have a few
// kilobytes.
const maxFile = 16 << 20

// readDocument reads a whole XML document. A reference to an entity of a
// document type is an error wherever its value is asked for; nothing outside
// the document is read.
func readDocument(r io.Reader) (element, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return element{}, &provider.Error{Op: "read parameters", Err: err}
	case len(data) > maxFile:
		return element{}, &provider.Error{
			Op: "read parameters", Err: errors.New("the file has more than 16 MB"), Hint: "this is hardly a file of parameters",
		}
	}
	d, err := xmledit.Parse(data)
	var syntax *xmledit.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return element{}, &SyntaxError{Line: syntax.Line, Column: syntax.Column, Reason: syntax.Reason}
	case err != nil:
		return element{}, &provider.Error{Op: "read parameters", Err: err}
	}
	return element{d: d, n: d.Top()}, nil
}

// An element is one element of a file of parameters.
type element struct {
	d *xmledit.Document
	n xmledit.Node
}

// An attribute is one attribute of an element.
type attribute struct{ name, value string }

// name returns the name of e without a prefix.
func (e element) name() string { return e.d.Local(e.n) }

// is reports whether e has the given name, in any case.
func (e element) is(name string) bool { return strings.EqualFold(e.name(), name) }

// position returns where e begins, for people.
func (e element) position() (line, column int) { return e.d.Position(e.n) }

// children returns the elements directly in e.
func (e element) children() []element {
	var list []element
	for _, n := range e.d.Children(e.n) {
		if e.d.Kind(n) == xmledit.Element {
			list = append(list, element{e.d, n})
		}
	}
	return list
}

// attributes returns the attributes of e, but for those that have a prefix or
// declare a namespace.
func (e element) attributes() ([]attribute, error) {
	var list []attribute
	for _, n := range e.d.Attributes(e.n) {
		name := e.d.Name(n)
		if name == "xmlns" || strings.Contains(name, ":") {
			continue
		}
		if err := e.resolved(n); err != nil {
			return nil, err
		}
		list = append(list, attribute{name, e.d.Standard(n)})
	}
	return list, nil
}

// attr returns the value of an attribute, "" if e does not have it.
func (e element) attr(name string) (string, error) {
	list, err := e.attributes()
	for _, a := range list {
		if strings.EqualFold(a.name, name) {
			return a.value, err
		}
	}
	return "", err
}

// text returns the text directly in e.
func (e element) text() (string, error) {
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

func (e element) resolved(n xmledit.Node) error {
	if k := e.d.Kind(n); k == xmledit.CData || e.d.Resolved(n) {
		return nil
	}
	line, column := e.d.Position(n)
	return &SyntaxError{Line: line, Column: column, Reason: "Entities of a document type are not supported."}
}
