package rules

import "strings"

// anySlash is a class that holds both separators of paths.
const anySlash = `[\\/]`

// AnySeparator rewrites a regular expression so that a separator of paths in
// it, an escaped backslash or a slash, matches both: `\\web\.config$` becomes
// `[\\/]web\.config$`. Classes get the separator that they lack, except for one
// that is the end of a range. Everything else stays as it is. A pattern whose
// classes are not closed comes back unchanged.
//
// Patterns for Web Deploy are written on Windows. They are meant for objects
// whose paths have the separators of another system here, just as packages
// made on Windows hold paths with backslashes wherever they are unpacked.
func AnySeparator(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); {
		n := len(token(pattern[i:]))
		switch t := pattern[i : i+n]; {
		case isSeparator(t):
			b.WriteString(anySlash)
		case t == "[":
			class, size := anyInClass(pattern[i:])
			if size == 0 {
				return pattern
			}
			b.WriteString(class)
			n = size
		default:
			b.WriteString(t)
		}
		i += n
	}
	return b.String()
}

// token returns the escape or the byte that s, which is not empty, begins with.
func token(s string) string {
	switch {
	case s[0] != '\\' || len(s) == 1:
		return s[:1]
	case s[1] == 'c' && len(s) > 2: // a control character, which may be written \c\
		return s[:3]
	}
	return s[:2]
}

// isSeparator reports whether t is a token that stands for a separator.
func isSeparator(t string) bool { return t == `\\` || t == `/` || t == `\/` }

// anyInClass rewrites the class that s begins with. It returns the new text and
// the length of the old one, 0 if the class has no end.
func anyInClass(s string) (class string, size int) {
	i := 1
	if strings.HasPrefix(s[i:], "^") {
		i++
	}
	if strings.HasPrefix(s[i:], "]") { // a bracket in the first place is itself
		i++
	}
	var b strings.Builder
	b.WriteString(s[:i])
	first, prev := i, ""
	for i < len(s) {
		t := token(s[i:])
		next := s[i+len(t):]
		switch {
		case t == "]":
			return b.String() + t, i + 1
		case t == "[" && prev == "-": // what is taken out of the class
			inner, n := anyInClass(s[i:])
			if n == 0 {
				return "", 0
			}
			b.WriteString(inner)
			i, prev = i+n, inner
			continue
		case isSeparator(t) && (prev != "-" || i == first+1) && !startsRange(next):
			b.WriteString(`\\/`)
		default:
			b.WriteString(t)
		}
		i, prev = i+len(t), t
	}
	return "", 0
}

// startsRange reports whether what comes before s in a class is the lower end
// of a range.
func startsRange(s string) bool {
	return len(s) > 1 && s[0] == '-' && s[1] != ']' && s[1] != '['
}
