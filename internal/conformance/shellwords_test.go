package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestShellWords(t *testing.T) {
	for _, tt := range []struct {
		line string
		want []string
	}{
		{"", nil},
		{" \t ", nil},
		{"put a b", []string{"put", "a", "b"}},
		{"  put\ta  b ", []string{"put", "a", "b"}},
		{"put 'a  b' \"c d\"", []string{"put", "a  b", "c d"}},
		{"put sz/zero ''", []string{"put", "sz/zero", ""}},
		{`put a ""`, []string{"put", "a", ""}},
		{`x 'it'"'"'s'`, []string{"x", "it's"}},
		{`x a\ b \$W \\`, []string{"x", "a b", "$W", `\`}},
		{`x "\$W \" \\ \n"`, []string{"x", `$W " \ \n`}},
		{`x '$W \n'`, []string{"x", `$W \n`}},
		{"x $W $W/d -y:$W/z", []string{"x", "/w", "/w/d", "-y:/w/z"}},
		{`x "$W/a b"`, []string{"x", "/w/a b"}},
		{"x plain.xml$,match=//a $", []string{"x", "plain.xml$,match=//a", "$"}},
		{"x n1/[x].txt a=b;c", []string{"x", "n1/[x].txt", "a=b;c"}},
		{"x ün/日", []string{"x", "ün/日"}},
	} {
		got, err := shellWords(tt.line, "/w")
		require.NoError(t, err, tt.line)
		require.Equal(t, tt.want, got, tt.line)
	}
}

func TestShellWordsRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"x 'a":     "single quote",
		`x "a`:     "double quote",
		`x a\`:     "backslash",
		"x $HOME":  "$W is the only variable",
		"x $WORK":  "$W is the only variable",
		"x ${W}":   "$W is the only variable",
		"x $(ls)":  "$W is the only variable",
		`x "$1"`:   "$W is the only variable",
		`x "a$b c`: "$W is the only variable",
	} {
		_, err := shellWords(line, "/w")
		require.ErrorContains(t, err, want, line)
		require.ErrorContains(t, err, "in \"x ", line)
	}
}

// Quoting each word gives the words back.
func FuzzShellWords(f *testing.F) {
	f.Add("a b", "it's")
	f.Add("", "$W")
	f.Add("\\", "\"")
	f.Fuzz(func(t *testing.T, first, second string) {
		got, err := shellWords(singleQuoted(first)+" "+singleQuoted(second), "/w")
		require.NoError(t, err)
		require.Equal(t, []string{first, second}, got)
		shellWords(first+" "+second, "/w") // must not panic or hang
	})
}

func singleQuoted(word string) string {
	quoted := "'"
	for _, part := range []byte(word) {
		if part == '\'' {
			quoted += `'\''`
			continue
		}
		quoted += string([]byte{part})
	}
	return quoted + "'"
}

func TestUnescape(t *testing.T) {
	for text, want := range map[string]string{
		"":             "",
		`plain`:        "plain",
		`a\nb\r\n\t\\`: "a\nb\r\n\t\\",
		`\0101\060`:    "A0",
		`\0`:           "\x00",
		`\00377x`:      "\x1f7x",
		`\0377\0376`:   "\xff\xfe",
		`\08`:          "\x008",
		`\x \q`:        `\x \q`,
		`end\`:         `end\`,
	} {
		require.Equal(t, want, string(unescape(text)), text)
	}
}
