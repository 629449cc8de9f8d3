package command

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lines returns the lines of text, written in pieces of n bytes.
func lines(text string, n int) []string {
	out := []string{}
	s := &splitter{emit: func(l line) { out = append(out, show(l.text, l.cut)) }}
	for len(text) > n {
		_, _ = s.Write([]byte(text[:n]))
		text = text[n:]
	}
	_, _ = s.Write([]byte(text))
	s.end()
	return out
}

func TestLines(t *testing.T) {
	long := strings.Repeat("x", longestLine)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{}},
		{"one", "a\n", []string{"a"}},
		{"not ended", "a\nb", []string{"a", "b"}},
		{"empty ones", "\n\na\n\n", []string{"", "", "a", ""}},
		{"of Windows", "a\r\n\r\nb\r\n", []string{"a", "", "b"}},
		{"a progress", "10%\r20%\r\ndone", []string{"10%", "20%", "done"}},
		{"a carriage return at the end", "a\r", []string{"a"}},
		{"control characters", "\x1b[31mred\x1b[0m \x00\a", []string{`\u{1b}[31mred\u{1b}[0m \u{00}\u{07}`}},
		{"other encodings", "\x81bung \xff", []string{`\x81bung \xff`}},
		{"tabs", "a\tüü\t\tb", []string{"a       üü              b"}},
		{"the longest", long + "\n", []string{long}},
		{"too long", long + "yz\nb", []string{long + " ... (2 more bytes)", "b"}},
		{"much too long", long + long + "\nb", []string{long + " ... (16384 more bytes)", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range []int{1, 3, 1 << 20} {
				require.Equal(t, c.want, lines(c.text, n))
			}
		})
	}
}

// However output arrives, its lines are the same, and safe to print.
func FuzzLines(f *testing.F) {
	f.Add("a\r\nb\rc\n\td\x1b", 2)
	f.Add("\r\r\n\n", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		got := lines(text, max(n, 1))
		require.Equal(t, lines(text, len(text)), got)
		for _, l := range got {
			require.NotRegexp(t, `[\x00-\x1f\x7f]`, l)
			require.True(t, strings.ToValidUTF8(l, "") == l)
		}
	})
}
