package dotnet

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth bounds the nesting of groups that translate follows.
const maxDepth = 50

// translate puts a .NET pattern into the standard library's language. It follows the few
// constructs that it knows to mean the same and gives up, returning false, at the first
// that is anything else, invalid ones included.
func translate(pattern string, ignoreCase bool) (plan, bool) {
	if !utf8.ValidString(pattern) || strings.ContainsRune(pattern, utf8.RuneError) || ignoreCase && !isASCII(pattern) {
		return plan{}, false
	}
	t := translator{rest: pattern, plain: true}
	t.fold = ignoreCase
	empty, ok := t.alternatives()
	if !ok || t.rest != "" {
		return plan{}, false
	}
	t.expr = t.out.String()
	t.nullable = empty
	if t.plain {
		t.text = string(t.lit)
	}
	return t.plan, true
}

// translator is a recursive descent over a pattern. Its methods return false to give up;
// empty says whether what they read may match the empty string.
type translator struct {
	plan
	rest  string // what is left to read
	out   strings.Builder
	lit   []byte // the literal characters
	depth int
	plain bool // so far the pattern is text, with ^ before it and $ after it
}

// alternatives reads up to the end of the pattern or of the group.
func (t *translator) alternatives() (empty, ok bool) {
	for {
		e, ok := t.sequence()
		if !ok {
			return false, false
		}
		empty = empty || e
		if !t.take("|") {
			return empty, true
		}
		t.plain = false
		t.out.WriteByte('|')
	}
}

// sequence reads atoms with their quantifiers.
func (t *translator) sequence() (empty, ok bool) {
	empty = true
	for t.rest != "" && t.rest[0] != '|' && t.rest[0] != ')' {
		e, ok := t.atom()
		if !ok {
			return false, false
		}
		least, found, ok := t.quantifier()
		if !ok || found && e { // loops over the empty string differ between engines
			return false, false
		}
		empty = empty && (e || least == 0)
	}
	return empty, true
}

// atom reads whatever a quantifier may follow.
func (t *translator) atom() (empty, ok bool) {
	switch c := t.rest[0]; c {
	case '(':
		return t.group()
	case '[':
		return false, t.class()
	case '\\':
		return t.escape()
	case '.':
		t.construct(".")
		t.rest = t.rest[1:]
		return false, true
	case '^', '$':
		t.anchor(c)
		return true, true
	case '*', '+', '?', '{', '}', ']':
		return false, false
	}
	r, n := utf8.DecodeRuneInString(t.rest)
	t.rest = t.rest[n:]
	t.rune(r)
	return false, true
}

// anchor reads "^" or "$". The standard library's own "$" is the very end of the text,
// as \z is; plan.dollar keeps away the texts where .NET's is more.
func (t *translator) anchor(c byte) {
	if c == '^' {
		t.plain = t.plain && len(t.lit) == 0 && !t.end
		t.start = true
		t.out.WriteString(`\A`)
	} else {
		t.end, t.dollar = true, true
		t.out.WriteString(`\z`)
	}
	t.rest = t.rest[1:]
}

// group reads a group, numbered or not.
func (t *translator) group() (empty, ok bool) {
	t.rest = t.rest[1:]
	open := "("
	if t.take("?") {
		if !t.take(":") {
			return false, false
		}
		open = "(?:"
	}
	if t.depth++; t.depth > maxDepth {
		return false, false
	}
	t.construct(open)
	empty, ok = t.alternatives()
	t.depth--
	if !ok || !t.take(")") {
		return false, false
	}
	t.out.WriteByte(')')
	return empty, true
}

// quantifier reads a quantifier, if there is one. least is its lower bound, 1 if there
// is none.
func (t *translator) quantifier() (least int, found, ok bool) {
	n := quantifierLen(t.rest)
	if n == 0 {
		return 1, false, true
	}
	switch q := t.rest[:n]; q {
	case "*", "?":
		least = 0
	case "+":
		least = 1
	default:
		if least, ok = counts(q); !ok {
			return 0, false, false
		}
	}
	t.construct(t.rest[:n])
	t.rest = t.rest[n:]
	if t.take("?") {
		t.out.WriteByte('?')
	}
	return least, true, quantifierLen(t.rest) == 0
}

// quantifierLen returns the length of the quantifier that s begins with. A brace counts
// as one to its end, whatever it holds.
func quantifierLen(s string) int {
	switch {
	case s == "":
		return 0
	case strings.IndexByte("*+?", s[0]) >= 0:
		return 1
	case s[0] == '{':
		return max(1, strings.IndexByte(s, '}')+1)
	default:
		return 0
	}
}

// counts reads "{n}", "{n,}" or "{n,m}" and returns n.
func counts(q string) (least int, ok bool) {
	from, to, ranged := strings.Cut(strings.Trim(q, "{}"), ",")
	least, ok = count(from)
	if ranged && to != "" && ok {
		var most int
		most, ok = count(to)
		ok = ok && least <= most
	}
	return least, ok
}

// count reads a number of one to four digits. One that begins with 0 is left alone: it
// makes the standard library take the braces for text.
func count(s string) (int, bool) {
	if len(s) > 4 || len(s) > 1 && s[0] == '0' || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// take reads s if it is next.
func (t *translator) take(s string) bool {
	rest, ok := strings.CutPrefix(t.rest, s)
	t.rest = rest
	return ok
}

// construct writes something that is not a literal character.
func (t *translator) construct(expr string) {
	t.plain = false
	t.out.WriteString(expr)
}

// rune writes a literal character. Where case is ignored the engines work in lower case,
// which lets them search for texts; only classes are matched in either case.
func (t *translator) rune(r rune) {
	if t.fold {
		r = rune(lowerASCII(byte(r)))
	}
	t.plain = t.plain && !t.end
	t.lit = utf8.AppendRune(t.lit, r)
	t.out.WriteString(regexp.QuoteMeta(string(r)))
}
