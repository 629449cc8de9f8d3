package param

import (
	"errors"
	"io"

	"github.com/webdeploy-go/webdeploy/internal/xmlread"
	"github.com/webdeploy-go/webdeploy/provider"
)

// An element is one element of a file of parameters.
type element = xmlread.Element

// document reads a whole file of parameters.
func (p *parser) document(r io.Reader) error {
	root, err := xmlread.Read(r)
	var syntax *xmlread.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return err
	case errors.Is(err, xmlread.ErrTooLarge):
		return &provider.Error{Op: "read parameters", Err: err, Hint: "this is hardly a file of parameters"}
	case err != nil:
		return &provider.Error{Op: "read parameters", Err: err}
	case !root.Is("parameters"):
		return p.refuse(root, "Expecting element 'parameters'.", nil)
	}
	for _, e := range root.Children() {
		if err := p.item(e); err != nil {
			return err
		}
	}
	return nil
}

// located returns err as a *SyntaxError if it tells of a place in a document.
func located(err error) error {
	if s, ok := err.(*xmlread.SyntaxError); ok {
		return (*SyntaxError)(s)
	}
	return err
}
