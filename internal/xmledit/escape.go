package xmledit

import (
	"fmt"
	"strings"
)

// escapes returns the reference to write for r in an attribute with the given
// quote, or, if that is 0, in a text; "" if r can stand for itself.
func escapes(r rune, quote byte) string {
	switch {
	case r == '&':
		return "&amp;"
	case r == '<':
		return "&lt;"
	case r == '>' && quote == 0:
		return "&gt;"
	case r == '\r', quote != 0 && (r == '\n' || r == '\t'):
		return fmt.Sprintf("&#x%X;", r)
	case r == '"' && quote == '"':
		return "&quot;"
	case r == '\'' && quote == '\'':
		return "&apos;"
	}
	return ""
}

// quoteFor writes value so that any parser reads it back, in an encoding that
// may not have all of its characters.
func quoteFor(enc encoding, value string, quote byte) string {
	var b strings.Builder
	for _, r := range value {
		switch s := escapes(r, quote); {
		case s != "":
			b.WriteString(s)
		case r >= 0x80 && !enc.Has(r):
			fmt.Fprintf(&b, "&#x%X;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cdataFor writes value as CDATA sections, split where it must be.
func cdataFor(enc encoding, value string) string {
	const open, end = "<![CDATA[", "]]>"
	value = strings.ReplaceAll(value, end, "]]"+end+open+">")
	var b strings.Builder
	b.WriteString(open)
	for _, r := range value {
		if r == '\r' || r >= 0x80 && !enc.Has(r) {
			fmt.Fprintf(&b, "%s&#x%X;%s", end, r, open)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteString(end)
	return b.String()
}
