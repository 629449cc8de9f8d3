package dotnet

import (
	"fmt"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

func TestNormalize(t *testing.T) {
	for in, want := range map[string]string{
		`a`:            `a`,
		`\D`:           `[^\d]`,
		`\D+\D`:        `[^\d]+[^\d]`,
		`\P{L}+`:       `[^\p{L}]+`,
		`\P{L`:         `\P{L`,
		`\P`:           `\P`,
		`\W\S`:         `\W\S`,
		`\\D`:          `\\D`,
		`\\\D`:         `\\[^\d]`,
		`\cD\D`:        `\cD[^\d]`,
		`\c\D`:         `\c\D`,
		`[\D]\D`:       `[\D][^\d]`,
		`[]\D]\D`:      `[]\D][^\d]`,
		`[^]\D]\D`:     `[^]\D][^\d]`,
		`[a\]\D]\D`:    `[a\]\D][^\d]`,
		`]\D`:          `][^\d]`,
		`\D\`:          `[^\d]\`,
		`\D\c`:         `[^\d]\c`,
		`\x5D\D[\]D]`:  `\x5D[^\d][\]D]`,
		`[\D-[a]]\D`:   `[\D-[a]]\D`,
		`\D[a`:         `\D[a`,
		`[\s\S]`:       `[\s\S]`,
		`[^\W_]`:       `[^\W_]`,
		`[^\W\d_]`:     `[\w-[\d_]]`,
		`[\W\d]`:       `[\s\S-[\w-[\d]]]`,
		`[]\W\d]`:      `[\s\S-[\w-[]\d]]]`,
		`[\W\D\d]`:     `[\W\D\d]`,
		`[a\W-z\d]`:    `[a\W-z\d]`,
		`[+-\Wz\d]`:    `[+-\Wz\d]`,
		`[\W^\d]`:      `[\W^\d]`,
		`[\P{Lu}\w]`:   `[\s\S-[\p{Lu}-[\w]]]`,
		`[\p{L}\D.]\D`: `[\s\S-[\d-[\p{L}.]]][^\d]`,
	} {
		require.Equal(t, want, normalize(in), in)
	}
}

// What the engine would answer wrongly by itself.
func TestNegatedSetsAtTheStart(t *testing.T) {
	for pattern, text := range map[string]string{
		`\D?\w`: "1", `\D*\w`: "1", `(?=\D|\w)\w`: "1", `(?:\D|\w)(?!x)`: "1", `\P{L}?\w`: "a", `\P{L}|\w`: "a",
	} {
		re, err := Compile(pattern, Options{})
		require.NoError(t, err)
		ok, err := re.full.match(text)
		require.NoError(t, err)
		require.True(t, ok, pattern)
	}
}

// Classes against what they say, for every character of the first plane.
func TestNegatedShorthandsInClasses(t *testing.T) {
	digit := unicode.IsDigit
	word := func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.Mn, unicode.Nd, unicode.Pc) || r == '\u200c' || r == '\u200d'
	}
	for class, has := range map[string]func(r rune) bool{
		`[\W\d]`:    func(r rune) bool { return !word(r) || digit(r) },
		`[^\W\d_]`:  func(r rune) bool { return word(r) && !digit(r) && r != '_' },
		`[\D\w]`:    func(rune) bool { return true },
		`[\S\w]`:    func(r rune) bool { return !unicode.IsSpace(r) },
		`[^\D\w]`:   func(rune) bool { return false },
		`[a\W\d]`:   func(r rune) bool { return r == 'a' || !word(r) || digit(r) },
		`[\P{L}\w]`: func(rune) bool { return true },
		`\D`:        func(r rune) bool { return !digit(r) },
		`\P{Nd}`:    func(r rune) bool { return !digit(r) },
	} {
		re, err := Compile("^"+class+`\z`, Options{})
		require.NoError(t, err)
		for r := rune(0); r <= 0xFFFF; r++ {
			ok, err := re.full.match(string(r))
			require.NoError(t, err)
			if want := has(r); r != unicode.ReplacementChar && ok != want && (r < 0xD800 || r > 0xDFFF) {
				require.Fail(t, fmt.Sprintf("%s on %U: %v, not %v", class, r, ok, want))
			}
		}
	}
}
