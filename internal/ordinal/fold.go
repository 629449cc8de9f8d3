package ordinal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold returns the form of s that all names equal to it share, fit to be a map key:
// Fold(a) == Fold(b) exactly when Equal(a, b). It is for lookup, not for ordering by <
// and not for showing to people. A string that is upper case already is returned as it
// is, without allocating.
func Fold(s string) string {
	for i := 0; i < len(s); {
		r, n := next(s[i:])
		if upper(r) != r {
			return foldFrom(s, i)
		}
		i += n
	}
	return s
}

// foldFrom returns s with everything from byte i on in upper case.
func foldFrom(s string, i int) string {
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for i < len(s) {
		if s[i] < utf8.RuneSelf {
			b.WriteByte(upperASCII(s[i]))
			i++
			continue
		}
		r, n := next(s[i:])
		if u := upper(r); u == r { // stray bytes too are copied as they are
			b.WriteString(s[i : i+n])
		} else {
			b.WriteRune(u)
		}
		i += n
	}
	return b.String()
}

// upper returns the upper-case form of r. See the package comment for the exceptions.
func upper(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return rune(upperASCII(byte(r)))
	case r == 'ı' || r == 'ſ' || r > 0xFFFF:
		return r
	default:
		return unicode.ToUpper(r)
	}
}

func upperASCII(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}
