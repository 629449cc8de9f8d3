//go:build unix

package command

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestArguments(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string
		err  string
	}{
		{"", nil, ""},
		{" \t\n ", nil, ""},
		{"a b\tc\nd", []string{"a", "b", "c", "d"}, ""},
		{`'a b' "c d"`, []string{"a b", "c d"}, ""},
		{`a'b 'c" d"`, []string{"ab c d"}, ""},
		{`'' ""`, []string{"", ""}, ""},
		{`'\a"' "\a\"\\\$'"`, []string{`\a"`, `\a"\$'`}, ""},
		{`\a\ \'\\`, []string{`a '\`}, ""},
		{`'ü 日' \ü`, []string{"ü 日", "ü"}, ""},
		{`$HOME *.go ~`, []string{"$HOME", "*.go", "~"}, ""},
		{`'a`, nil, "a single quote is not closed"},
		{`a "b`, nil, "a double quote is not closed"},
		{`"\"`, nil, "a double quote is not closed"},
		{`a\`, nil, "a backslash ends the command line"},
	} {
		got, err := arguments(c.line)
		if c.err != "" {
			require.EqualError(t, err, c.err)
			continue
		}
		require.NoError(t, err, c.line)
		require.Equal(t, c.want, got, c.line)
	}
}

// A shell splits a line without anything to put in place in the same way.
func TestArgumentsAreThoseOfAShell(t *testing.T) {
	for _, line := range []string{`a 'b c' "d e"`, `a'b'"c"d \e\ f`, `"a\b\\\"\$" '\' ''`, `-x=\"y\" "" z`} {
		want, err := exec.Command("/bin/sh", "-c", `printf '%s\n' `+line).Output()
		require.NoError(t, err)
		got, err := arguments(line)
		require.NoError(t, err)
		require.Equal(t, string(want), strings.Join(got, "\n")+"\n")
	}
}

// Whatever is quoted comes out as it was, by either quotes.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{"", "a b", `it's "so"`, `\`, "a\nb", `'`, `"`, "$x `y`"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		_, _ = arguments(a)
		single := "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		double := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(b) + `"`
		got, err := arguments(single + " " + double)
		require.NoError(t, err)
		require.Equal(t, []string{a, b}, got)
	})
}
