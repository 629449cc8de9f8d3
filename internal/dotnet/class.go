package dotnet

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// shorthand returns the members of \d, \w or \s among ASCII, as they stand in a class.
func shorthand(c byte) (members string, ok bool) {
	switch c {
	case 'd', 'D':
		return `0-9`, true
	case 'w', 'W':
		return `0-9A-Za-z_`, true
	case 's', 'S':
		return `\t-\r `, true
	default:
		return "", false
	}
}

// escape reads a backslash outside a class, and what it escapes.
func (t *translator) escape() (empty, ok bool) {
	if len(t.rest) < 2 {
		return false, false
	}
	c := t.rest[1]
	if members, ok := shorthand(c); ok {
		not := ""
		if c < 'a' {
			not = "^"
		}
		t.ascii = true
		t.construct("[" + not + members + "]")
		t.rest = t.rest[2:]
		return false, true
	}
	if c == 'b' || c == 'B' {
		t.ascii = true
		t.construct(t.rest[:2])
		t.rest = t.rest[2:]
		return true, true
	}
	r, ok := escaped(c)
	if ok {
		t.rest = t.rest[2:]
		t.rune(r)
	}
	return false, ok
}

// escaped returns the character that a backslash and c stand for. "\<" and "\'" are left
// out: in .NET they may open a reference to a group.
func escaped(c byte) (rune, bool) {
	switch c {
	case 't':
		return '\t', true
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 'f':
		return '\f', true
	case 'v':
		return '\v', true
	case 'e':
		return 0x1B, true
	}
	return rune(c), strings.IndexByte(" !\"#$%&()*+,-./:;=>?@[\\]^`{|}~", c) >= 0
}

// everything is the ways to write "any character, newlines too" as a class.
func everything() []string {
	return []string{`[\s\S]`, `[\S\s]`, `[\d\D]`, `[\D\d]`, `[\w\W]`, `[\W\w]`}
}

// class reads a class of single characters, ranges and \d \w \s. It gives up at anything
// that one of the engines might see as more: "]" in the first place, "[", a "-" that is
// neither first nor last nor in a range, and negated shorthands.
func (t *translator) class() bool {
	for _, class := range everything() {
		if t.take(class) {
			t.construct("(?s:.)")
			return true
		}
	}
	t.rest = t.rest[1:]
	open, end := "[", "]"
	if t.fold {
		open, end = "(?i:[", "])"
	}
	t.construct(open)
	if t.take("^") {
		t.out.WriteByte('^')
	}
	for first := true; ; first = false {
		switch {
		case t.rest == "":
			return false
		case t.rest[0] == ']':
			t.rest = t.rest[1:]
			t.out.WriteString(end)
			return !first
		case !t.item(first):
			return false
		}
	}
}

// item reads one member or range of a class.
func (t *translator) item(first bool) bool {
	if strings.HasPrefix(t.rest, `\`) && len(t.rest) > 1 {
		if members, ok := shorthand(t.rest[1]); ok {
			t.ascii = true
			t.out.WriteString(members)
			negated := t.rest[1] < 'a'
			t.rest = t.rest[2:]
			return !negated && !t.startsRange()
		}
	}
	hyphen := t.rest[0] == '-'
	low, ok := t.member()
	if !ok || hyphen && !first && !strings.HasPrefix(t.rest, "]") {
		return false
	}
	if !t.startsRange() {
		fmt.Fprintf(&t.out, `\x{%x}`, low)
		return true
	}
	t.rest = t.rest[1:]
	high, ok := t.member()
	if !ok || low > high || low == '-' || high == '-' {
		return false
	}
	fmt.Fprintf(&t.out, `\x{%x}-\x{%x}`, low, high)
	return true
}

// startsRange reports whether a "-" is next that is not the last member.
func (t *translator) startsRange() bool {
	return strings.HasPrefix(t.rest, "-") && !strings.HasPrefix(t.rest, "-]")
}

// member reads a single character of a class, escaped or not.
func (t *translator) member() (rune, bool) {
	switch {
	case t.rest == "" || t.rest[0] == '[':
		return 0, false
	case t.rest[0] == '\\':
		if len(t.rest) < 2 {
			return 0, false
		}
		r, ok := escaped(t.rest[1])
		t.rest = t.rest[2:]
		return r, ok
	}
	r, n := utf8.DecodeRuneInString(t.rest)
	t.rest = t.rest[n:]
	return r, true
}
