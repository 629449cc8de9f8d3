// Package textenc turns the bytes of text files into strings and back, in
// whatever encoding they are.
//
// An [Encoding] is found by the byte order mark of a file, by what an XML
// declaration says, or by its name. [Read] finds one that loses nothing: what
// it decodes is encoded to the same bytes again.
package textenc
