package manifestxml

import (
	"errors"
	"fmt"
)

// Why a document is refused. An [Error] wraps one of these.
var (
	ErrSyntax   = errors.New("not well-formed XML")
	ErrLimit    = errors.New("too large for a manifest")
	ErrDocType  = errors.New("document types are not allowed in a manifest")
	ErrEncoding = errors.New("unknown character encoding")
)

// An Error says where and why a document was refused.
type Error struct {
	Line   int    // from 1; 0 if the place is unknown
	Column int    // from 1, in bytes of UTF-8
	Detail string // what is wrong, in a few words
	Err    error  // ErrSyntax, ErrLimit, ErrDocType or ErrEncoding
}

// Error returns the reason and the place.
func (e *Error) Error() string {
	s := e.Err.Error()
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Line > 0 {
		s += fmt.Sprintf(" (line %d, column %d)", e.Line, e.Column)
	}
	return s
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }
