package xmledit

import (
	"strconv"
	"strings"
)

// A reference is a &...; in a text.
type reference struct {
	length int    // of all of it
	text   string // what it stands for, if known
	name   string // of the entity, if that is not known
}

// predefined returns what the entities that every document has stand for.
func predefined(name string) string {
	switch name {
	case "amp":
		return "&"
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	return ""
}

// readReference reads the reference that s begins with. It reports false if
// there is none.
func readReference(s string) (reference, bool) {
	end := strings.IndexByte(s, ';')
	if end < 2 {
		return reference{}, false
	}
	body := s[1:end]
	ref := reference{length: end + 1}
	if body[0] == '#' {
		r, ok := number(body[1:])
		ref.text = string(r)
		return ref, ok
	}
	if nameLength(body) != len(body) {
		return reference{}, false
	}
	if ref.text = predefined(body); ref.text == "" {
		ref.name = body
	}
	return ref, true
}

// number reads the number of a character reference.
func number(s string) (rune, bool) {
	base := 10
	if hex, ok := strings.CutPrefix(s, "x"); ok {
		s, base = hex, 16
	}
	n, err := strconv.ParseUint(s, base, 32)
	return rune(n), err == nil && n <= 0x10ffff && isChar(rune(n)) && s[0] != '+'
}

// resolve returns raw, which is well-formed, with its references replaced, and
// whether there were none to entities of a document type. Those are left out.
func resolve(raw string) (text string, whole bool) {
	if strings.IndexByte(raw, '&') < 0 {
		return raw, true
	}
	var b strings.Builder
	whole = true
	for {
		i := strings.IndexByte(raw, '&')
		if i < 0 {
			b.WriteString(raw)
			return b.String(), whole
		}
		b.WriteString(raw[:i])
		ref, _ := readReference(raw[i:])
		b.WriteString(ref.text)
		whole = whole && ref.name == ""
		raw = raw[i+max(ref.length, 1):]
	}
}
