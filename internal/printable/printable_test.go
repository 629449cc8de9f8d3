package printable

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"plain.txt":      "plain.txt",
		"ünï 日本.txt":     "ünï 日本.txt",
		"a\nInfo: b":     `a\u{0a}Info: b`,
		"\x1b[2Jgone":    `\u{1b}[2Jgone`,
		"a\u202etxt.exe": `a\u{202e}txt.exe`,
		"\x7f":           `\u{7f}`,
		"a\xffb\x9b31m":  `a\xffb\x9b31m`,
		"\uFFFD":         "\uFFFD",
		"":               "",
	} {
		require.Equal(t, want, Line(in))
	}
}
