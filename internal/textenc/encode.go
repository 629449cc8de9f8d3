package textenc

import (
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// An UnmappableError says that an encoding has no bytes for a character.
type UnmappableError struct {
	Rune     rune
	Encoding string
}

// Error names the character and the encoding.
func (e *UnmappableError) Error() string {
	return fmt.Sprintf("the character %q cannot be written in %s", e.Rune, e.Encoding)
}

// Encode returns text in e, after the mark of e. The error, if any, is an
// *UnmappableError.
func (e Encoding) Encode(text string) ([]byte, error) {
	if e.codec == nil {
		return append([]byte(e.mark), text...), nil
	}
	body, err := e.codec.NewEncoder().String(text)
	if err != nil {
		return nil, e.unmappable(text)
	}
	return append([]byte(e.mark), body...), nil
}

// EncodeReplacing is Encode with a question mark in place of each UTF-16 unit of
// what e cannot express, as .NET does it (recorded: xmlfile/enc-ascii).
func (e Encoding) EncodeReplacing(text string) []byte {
	if out, err := e.Encode(text); err == nil {
		return out
	}
	out := []byte(e.mark)
	enc := e.codec.NewEncoder()
	for _, r := range text {
		s, err := enc.String(string(r))
		switch {
		case err == nil:
			out = append(out, s...)
		case r > 0xffff:
			out = append(out, "??"...)
		default:
			out = append(out, '?')
		}
	}
	return out
}

// Has reports whether e has bytes for r.
func (e Encoding) Has(r rune) bool {
	if e.codec == nil {
		return utf8.ValidRune(r)
	}
	return has(e.codec.NewEncoder(), r)
}

func has(enc *encoding.Encoder, r rune) bool {
	_, err := enc.String(string(r))
	return err == nil
}

// unmappable returns the error for the first character that e does not have.
func (e Encoding) unmappable(text string) error {
	enc := e.codec.NewEncoder()
	for _, r := range text {
		if !has(enc, r) {
			return &UnmappableError{Rune: r, Encoding: e.Name()}
		}
	}
	return &UnmappableError{Rune: utf8.RuneError, Encoding: e.Name()}
}
