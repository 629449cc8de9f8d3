package pairs

import "strings"

// A quoting tells whether a scan from left to right is within quotes. The two
// kinds do not know of each other: only the number of each seen so far counts.
type quoting struct {
	single, double bool
}

func (q *quoting) see(c byte) {
	switch c {
	case '\'':
		q.single = !q.single
	case '"':
		q.double = !q.double
	}
}

func (q *quoting) open() bool { return q.single || q.double }

// Cut cuts s at every character of separators that stands outside quotes. The
// pieces joined with the separators are s again.
func Cut(s, separators string) []string {
	var (
		pieces []string
		q      quoting
		start  int
	)
	for i := 0; i < len(s); i++ {
		q.see(s[i])
		if !q.open() && strings.IndexByte(separators, s[i]) >= 0 {
			pieces = append(pieces, s[start:i])
			start = i + 1
		}
	}
	return append(pieces, s[start:])
}

// Unquote takes the quotes off a value. All single ones go from both ends, then
// all double ones, whether they belong together or not.
func Unquote(s string) string {
	return strings.Trim(strings.Trim(s, "'"), `"`)
}

// Quote puts quotes around s so that Unquote gives s again, all characters of
// guard in it stand within quotes, and none is open at the end. It reports
// whether that can be done.
//
// Because Unquote strips ' before ", quotes go on as '..". Since the kinds are
// counted independently, an opening quote flips which parts of s are open, and a
// closing one may be needed of a kind that was never opened.
func Quote(s, guard string) (string, bool) {
	if s == "" {
		return `""`, true
	}
	if s[0] == '"' || s[len(s)-1] == '"' {
		return "", false
	}
	for _, opening := range []string{"", `"`, "'", `'"`, `""`, `'""`} {
		if s[0] == '\'' && !strings.Contains(opening, `"`) {
			continue // would be stripped along with the opening quotes
		}
		if opened := opening + s; guarded(opened, guard) {
			return opened + closing(opened), true
		}
	}
	return "", false
}

// guarded tells whether every character of guard in s is within quotes.
func guarded(s, guard string) bool {
	return len(Cut(s, guard)) == 1
}

// closing returns the quotes that close what is open at the end of s, and that
// shield a ' there from being stripped.
func closing(s string) string {
	var q quoting
	for i := range len(s) {
		q.see(s[i])
	}
	end := ""
	switch {
	case q.double:
		end = `"`
	case s[len(s)-1] == '\'':
		end = `""`
	}
	if q.single {
		end += "'"
	}
	return end
}
