package xmledit

import "unicode/utf8"

// isNameStart reports whether a name can begin with r.
func isNameStart(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r == '_' || r == ':'
	case r == 0xd7, r == 0xf7, r == 0x37e:
		return false
	}
	for _, x := range nameRanges() {
		if r >= x[0] && r <= x[1] {
			return true
		}
	}
	return false
}

// nameRanges are the characters beyond ASCII that names can begin with, but for
// three exceptions: those of XML 1.0, fifth edition.
func nameRanges() [9][2]rune {
	return [...][2]rune{
		{0xc0, 0x2ff}, {0x370, 0x1fff}, {0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef},
		{0x3001, 0xd7ff}, {0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff},
	}
}

// isName reports whether a name can contain r.
func isName(r rune) bool {
	switch {
	case isNameStart(r), r >= '0' && r <= '9', r == '-', r == '.', r == 0xb7:
		return true
	}
	return r >= 0x300 && r <= 0x36f || r == 0x203f || r == 0x2040
}

// nameLength returns the length of the name that s begins with, or 0.
func nameLength(s string) int {
	for i, r := range s {
		if i == 0 && !isNameStart(r) || !isName(r) || r == utf8.RuneError && !validAt(s, i) {
			return i
		}
	}
	return len(s)
}

func validAt(s string, i int) bool {
	_, n := utf8.DecodeRuneInString(s[i:])
	return n > 1
}

// isChar reports whether XML allows r in a document.
func isChar(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r == 0xfffe, r == 0xffff:
		return false
	}
	return r <= utf8.MaxRune && (r < 0xd800 || r > 0xdfff)
}

// badChar returns the offset of the first character in s that XML does not
// allow, or -1.
func badChar(s string) int {
	for i, r := range s {
		if !isChar(r) || r == utf8.RuneError && !validAt(s, i) {
			return i
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
