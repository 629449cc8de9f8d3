package dotnet

import "strings"

// maxFoldedLiteral bounds the texts searched by literal without regard to case, since
// that search may look at each position as often as the text is long.
const maxFoldedLiteral = 64

// literal is the engine for a pattern that is one text, perhaps bound to the start or
// the end of the input. If fold is set, case is ignored and the text is ASCII in lower case.
type literal struct {
	text             string // not empty
	fold, start, end bool
}

func (l *literal) match(s string) (bool, error) { return l.next(s, 0) >= 0, nil }

func (l *literal) each(s string, _ bool, f func(loc []int)) error {
	var loc [2]int
	for i := l.next(s, 0); i >= 0; i = l.next(s, loc[1]) {
		loc = [2]int{i, i + len(l.text)}
		f(loc[:])
	}
	return nil
}

// next returns where the text occurs first in s at or after byte from, or -1.
func (l *literal) next(s string, from int) int {
	last := len(s) - len(l.text)
	switch {
	case from > last:
		return -1
	case l.start:
		if from > 0 || l.end && last > 0 || !l.at(s, 0) {
			return -1
		}
		return 0
	case l.end:
		if !l.at(s, last) {
			return -1
		}
		return last
	case !l.fold:
		if i := strings.Index(s[from:], l.text); i >= 0 {
			return from + i
		}
		return -1
	}
	return l.search(s, from, last)
}

// search tries the positions from, from+1, ..., last.
func (l *literal) search(s string, from, last int) int {
	small := l.text[0]
	large := small
	if 'a' <= small && small <= 'z' {
		large -= 'a' - 'A'
	}
	for i := from; i <= last; i++ {
		if small == large {
			n := strings.IndexByte(s[i:last+1], small)
			if n < 0 {
				return -1
			}
			i += n
		}
		if c := s[i]; (c == small || c == large) && l.at(s, i) {
			return i
		}
	}
	return -1
}

// at reports whether the text stands at byte i of s, which has room for it there.
func (l *literal) at(s string, i int) bool {
	s = s[i : i+len(l.text)]
	if !l.fold {
		return s == l.text
	}
	for j := range len(s) {
		if s[j] != l.text[j] && lowerASCII(s[j]) != l.text[j] {
			return false
		}
	}
	return true
}
