package pairs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// allTexts returns all texts over the alphabet of at most n characters.
func allTexts(alphabet string, n int) []string {
	all := []string{""}
	for from := 0; n > 0; n-- {
		to := len(all)
		for ; from < to; from++ {
			for _, r := range alphabet {
				all = append(all, all[from]+string(r))
			}
		}
	}
	return all
}

// expresses tells whether raw means s and keeps the guarded characters within
// closed quotes.
func expresses(raw, s, guard string) bool {
	var q quoting
	for i := range len(raw) {
		q.see(raw[i])
	}
	return !q.open() && guarded(raw, guard) && Unquote(raw) == s
}

// TestQuoteExhaustive compares quote with a search through all ways to put
// quotes around a text: it must find one exactly where there is one.
func TestQuoteExhaustive(t *testing.T) {
	const guard = ", "
	around := allTexts(`'"`, 3)
	for _, s := range append(allTexts(`a,'"`, 5), allTexts(`,'"`, 7)...) {
		raw, ok := Quote(s, guard)
		if ok && !expresses(raw, s, guard) {
			t.Fatalf("%q was written as %q", s, raw)
		}
		if ok {
			continue
		}
		for _, before := range around {
			for _, after := range around {
				if raw := before + s + after; expresses(raw, s, guard) {
					t.Fatalf("%q can be written as %q", s, raw)
				}
			}
		}
	}
}

func TestQuote(t *testing.T) {
	for _, tt := range []struct{ name, s, want string }{
		{"empty", ``, `""`},
		{"plain", `abc`, `abc`},
		{"backslash", `C:\dir\`, `C:\dir\`},
		{"blank", `a b`, `"a b"`},
		{"comma", `a,b`, `"a,b"`},
		{"apostrophe", `it's`, `it's'`},
		{"apostrophe and blank", `it's so`, `it's so'`},
		{"blank and apostrophe", `so it's`, `"so it's"'`},
		{"pair inside", `a'b c'd`, `a'b c'd`},
		{"single quotes outside", `'a'`, `"'a'"`},
		{"single quote alone", `'`, `"'"'`},
		{"double inside", `a"b`, `a"b"`},
		{"double inside and blanks", `a b"c d`, `'a b"c d"'`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			raw, ok := Quote(tt.s, " \t\r\n"+",")
			require.True(t, ok)
			require.Equal(t, tt.want, raw)
		})
	}
	for _, s := range []string{`"`, `"a`, `a"`, `a"b"`, ` ' " ' `} {
		t.Run("inexpressible "+strings.ReplaceAll(s, " ", "_"), func(t *testing.T) {
			raw, ok := Quote(s, " \t\r\n")
			require.False(t, ok, "written as %q", raw)
		})
	}
}
