package ordinal

import "unicode/utf8"

// Compare returns a negative number if a sorts before b, a positive one if it sorts after,
// and 0 if the two are equal ignoring case, which does not make them the same string.
// It is a total order, allocates nothing, and may be called from many goroutines.
func Compare(a, b string) int {
	if a == b { // by far the commonest outcome when two trees are alike
		return 0
	}
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x|y >= utf8.RuneSelf {
			return compareUnicode(a[i:], b[i:])
		}
		if x != y {
			if x, y = upperASCII(x), upperASCII(y); x != y {
				return int(x) - int(y)
			}
		}
	}
	return len(a) - len(b)
}

// Equal reports whether a and b are one name when case is ignored: Compare(a, b) == 0.
func Equal(a, b string) bool { return Compare(a, b) == 0 }

// compareUnicode continues a comparison where one side has left ASCII. What lies before
// is ASCII on both sides, so both strings start at the beginning of a character.
func compareUnicode(a, b string) int {
	for len(a) > 0 && len(b) > 0 {
		x, n := next(a)
		y, m := next(b)
		if x != y {
			if x, y = upper(x), upper(y); x != y {
				return int(rank(x) - rank(y))
			}
		}
		a, b = a[n:], b[m:]
	}
	return len(a) - len(b)
}

// next returns the first character of s, which is not empty, and its length in bytes.
// For a byte outside any valid encoding that is the surrogate U+DC00 plus the byte:
// no valid encoding yields one.
func next(s string) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n == 1 {
		r = 0xDC00 + rune(s[0])
	}
	return r, n
}

// rank numbers characters in the order of their UTF-16 forms. Above U+FFFF the first unit
// is one of D800 to DBFF, so those characters move in front of U+DC00.
func rank(r rune) rune {
	const above, count = 0x10000, 0x110000 - 0x10000
	switch {
	case r >= above:
		return r - above + 0xD800
	case r >= 0xD800:
		return r + count
	default:
		return r
	}
}
