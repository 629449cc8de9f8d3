package textenc

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// An Encoding is a way to write text as bytes. The zero Encoding is UTF-8
// without a byte order mark. Encodings are values and safe for concurrent use.
type Encoding struct {
	name  string            // "" means UTF-8
	mark  string            // byte order mark that the file begins with, or ""
	codec encoding.Encoding // nil means UTF-8
	units int               // bytes of the smallest unit; 0 means 1
}

// UTF8 returns UTF-8, with or without a byte order mark.
func UTF8(mark bool) Encoding {
	if mark {
		return Encoding{mark: utf8Mark}
	}
	return Encoding{}
}

// Latin1 returns ISO 8859-1, in which every byte is a character.
func Latin1() Encoding { return Encoding{name: "iso-8859-1", codec: charmap.ISO8859_1} }

const utf8Mark = "\xef\xbb\xbf"

// unicodes are the encodings that have byte order marks, the longer marks
// before those that they begin with.
func unicodes() []Encoding {
	return []Encoding{
		UTF8(true),
		{name: "utf-32le", mark: "\xff\xfe\x00\x00", codec: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), units: 4},
		{name: "utf-32be", mark: "\x00\x00\xfe\xff", codec: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), units: 4},
		{name: "utf-16le", mark: "\xff\xfe", codec: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), units: 2},
		{name: "utf-16be", mark: "\xfe\xff", codec: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), units: 2},
	}
}

// Lookup returns the encoding of the given name, as IANA or .NET call it,
// matched without regard to case. Those that can have a byte order mark have
// one; "utf-16" is little-endian.
func Lookup(name string) (Encoding, error) {
	key := strings.ToLower(strings.TrimSpace(name))
	switch key {
	case "":
		return Encoding{}, fmt.Errorf("an encoding without a name is not known")
	case "utf-8", "utf8", "unicode-1-1-utf-8":
		return UTF8(true), nil
	case "utf-16", "unicode", "ucs-2", "iso-10646-ucs-2":
		key = "utf-16le"
	case "unicodefffe":
		key = "utf-16be"
	case "utf-32", "ucs-4", "iso-10646-ucs-4":
		key = "utf-32le"
	}
	for _, e := range unicodes() {
		if e.name == key {
			return e, nil
		}
	}
	codec, err := ianaindex.IANA.Encoding(key)
	if err != nil || codec == nil {
		return Encoding{}, fmt.Errorf("the encoding %q is not known", name)
	}
	return Encoding{name: key, codec: codec}, nil
}

// Name returns the name of e in lower case.
func (e Encoding) Name() string {
	if e.name == "" {
		return "utf-8"
	}
	return e.name
}

// Mark returns the byte order mark that files in e begin with, or "".
func (e Encoding) Mark() string { return e.mark }

// WithoutMark returns e without a byte order mark.
func (e Encoding) WithoutMark() Encoding {
	e.mark = ""
	return e
}

// Unit returns the number of bytes of the smallest unit of e.
func (e Encoding) Unit() int { return max(e.units, 1) }
