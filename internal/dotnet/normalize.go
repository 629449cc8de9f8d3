package dotnet

import (
	"slices"
	"strings"
)

// normalize spells sets of characters that the engine gets wrong in another way of the same
// meaning. The engine has two weaknesses, both with negated shorthands:
//
//   - When it looks for the characters that a match may begin with, it merges \D and \P{..}
//     with other sets and then misses what both sides have: `\D?\w` would not find "1". Outside
//     classes they become `[^\d]` and `[^\p{..}]`.
//   - In a class it stops at the first shorthand that speaks about a character: `[\W\d]` would
//     not match "1", and `[^\W\d_]`, all letters, would. See charClass.spelled.
//
// A pattern with a class in a class comes back as it is.
func normalize(pattern string) string {
	if !strings.ContainsAny(pattern, "DPSW") {
		return pattern
	}
	var b strings.Builder
	for rest := pattern; rest != ""; {
		if rest[0] == '[' {
			c, n := readClass(rest)
			if n == 0 {
				return pattern
			}
			b.WriteString(c.spelled())
			rest = rest[n:]
			continue
		}
		token := rest[:tokenLen(rest)]
		if strings.HasPrefix(token, `\D`) || strings.HasPrefix(token, `\P{`) {
			b.WriteString("[^" + positive(token) + "]")
		} else {
			b.WriteString(token)
		}
		rest = rest[len(token):]
	}
	return b.String()
}

// maxProperty is more than the longest \p{..} takes.
const maxProperty = 64

// tokenLen returns how many bytes at the start of s belong together: an escape or one byte.
func tokenLen(s string) int {
	n := 1
	switch {
	case strings.HasPrefix(s, `\c`):
		n = 3 // a control character: the D of \c\D is not escaped
	case strings.HasPrefix(s, `\p{`), strings.HasPrefix(s, `\P{`):
		n = max(2, strings.IndexByte(s[:min(len(s), maxProperty)], '}')+1)
	case s[0] == '\\':
		n = 2
	}
	return min(n, len(s))
}

// positive turns \D into \d, and so on.
func positive(token string) string { return `\` + strings.ToLower(token[1:2]) + token[2:] }

// charClass is a class, taken apart: `[^a-z\d]` is an open of "[^" and four tokens.
type charClass struct {
	open   string
	tokens []string
}

// readClass reads the class that s begins with. Its length n is 0 if it does not end or
// holds another "[".
func readClass(s string) (c charClass, n int) {
	c.open = "["
	if strings.HasPrefix(s, "[^") {
		c.open = "[^"
	}
	for n = len(c.open); n < len(s); {
		switch {
		case s[n] == ']' && len(c.tokens) > 0:
			return c, n + 1
		case s[n] == '[':
			return c, 0
		}
		token := s[n : n+tokenLen(s[n:])]
		c.tokens = append(c.tokens, token)
		n += len(token)
	}
	return c, 0
}

// spelled returns the class in a form that the engine understands. With one negated shorthand
// beside others it becomes a subtraction: `[^\W\d_]` is `[\w-[\d_]]`, and `[\W\d]` is everything
// but that. Where the shorthand stands next to a "-" the class is left alone.
func (c charClass) spelled() string {
	as := c.open + strings.Join(c.tokens, "") + "]"
	at := slices.IndexFunc(c.tokens, isNegated)
	if at < 0 {
		return as
	}
	before, after := c.tokens[:at], c.tokens[at+1:]
	others := strings.Join(before, "") + strings.Join(after, "")
	not := positive(c.tokens[at])
	switch {
	case slices.ContainsFunc(after, isNegated), !slices.ContainsFunc(c.tokens, isPositive), others == not,
		strings.HasPrefix(others, "^"), at > 0 && before[at-1] == "-", len(after) > 0 && after[0] == "-":
		return as
	case c.open == "[^":
		return "[" + not + "-[" + others + "]]"
	default:
		return `[\s\S-[` + not + "-[" + others + "]]]"
	}
}

// isNegated and isPositive tell the shorthands for sets of characters.
func isNegated(token string) bool  { return isEscape(token, "DPSW") }
func isPositive(token string) bool { return isEscape(token, "dpsw") }

func isEscape(token, letters string) bool {
	return len(token) > 1 && token[0] == '\\' && strings.IndexByte(letters, token[1]) >= 0
}
