package dotnet

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// plan is a pattern in the language of the standard library's regexp, with the limits
// within which that means the same.
type plan struct {
	expr string // for regexp.Compile

	fold     bool // case is ignored: expr and text are for inputs in lower case
	dollar   bool // there is a "$"
	ascii    bool // there is a \d \w \s \b
	nullable bool // the pattern may match the empty string

	text       string // if not empty, the pattern is only this text ...
	start, end bool   // ... bound to the start or the end of the input
}

// covers reports whether the fast engine gives .NET's results on s; all says whether
// every match is wanted.
func (p *plan) covers(s string, all bool) bool {
	switch {
	case p.nullable && all:
		return false
	case p.dollar && strings.HasSuffix(s, "\n"):
		return false
	case !p.ascii && !p.fold, isASCII(s):
		return true
	default:
		return !p.ascii && !hasContestedCase(s)
	}
}

// engine returns the fast engine for p, or nil if the standard library refuses it, which
// it does where repetitions multiply to more than it cares to store.
func (p *plan) engine() engine {
	if p.text != "" && (!p.fold || len(p.text) <= maxFoldedLiteral) {
		return &literal{text: p.text, fold: p.fold, start: p.start, end: p.end}
	}
	re, err := regexp.Compile(p.expr)
	if err != nil {
		return nil
	}
	return &linear{re: re, fold: p.fold}
}

// hasContestedCase reports whether s holds a character outside ASCII that one engine or
// the other takes for an ASCII letter when case is ignored.
func hasContestedCase(s string) bool {
	return strings.Contains(s, "İ") || strings.Contains(s, "ſ") || strings.Contains(s, "\u212a")
}

func isASCII(s string) bool {
	for len(s) >= 8 {
		if s[0]|s[1]|s[2]|s[3]|s[4]|s[5]|s[6]|s[7] >= utf8.RuneSelf {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// linear is the standard library's engine, used for patterns that cannot match the empty
// string or where only the first match counts.
type linear struct {
	re   *regexp.Regexp
	fold bool
}

func (l *linear) match(s string) (bool, error) { return l.re.MatchString(l.input(s)), nil }

func (l *linear) each(s string, groups bool, f func(loc []int)) error {
	all := l.re.FindAllStringIndex
	if groups {
		all = l.re.FindAllStringSubmatchIndex
	}
	for _, loc := range all(l.input(s), -1) {
		f(loc)
	}
	return nil
}

// input returns the form of s that the expression is for, of the same length.
func (l *linear) input(s string) string {
	if !l.fold {
		return s
	}
	for i := range len(s) {
		if lowerASCII(s[i]) != s[i] {
			return lower(s, i)
		}
	}
	return s
}

// lower returns s with the ASCII letters from byte i on in lower case.
func lower(s string, i int) string {
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	var chunk [512]byte
	for i < len(s) {
		n := copy(chunk[:], s[i:])
		for j, c := range chunk[:n] {
			chunk[j] = lowerASCII(c)
		}
		b.Write(chunk[:n])
		i += n
	}
	return b.String()
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
