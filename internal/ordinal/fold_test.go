package ordinal_test

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

func TestFold(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":         {"", ""},
		"upper":         {"WEB_1.CONFIG", "WEB_1.CONFIG"},
		"lower":         {"web_1.config", "WEB_1.CONFIG"},
		"accents":       {"Grün", "GRÜN"},
		"not folded":    {"ßıſİ𐐨", "ßıſİ𐐨"},
		"stray bytes":   {"a\xe9\xc3b", "A\xe9\xc3B"},
		"stray only":    {"\xff", "\xff"},
		"replacement":   {"\ufffda", "\ufffdA"},
		"grows shorter": {"ⱥ", "Ⱥ"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, ordinal.Fold(c.in))
		})
	}
}

func TestFoldReturnsUpperCaseAsItIs(t *testing.T) {
	s := "C:\\SITE\\ÜNÏ\xff😀.TXT"
	require.Zero(t, testing.AllocsPerRun(100, func() { ordinal.Fold(s) }))
}

// Every single character: upper-casing happens once, stays in its plane, and never
// crosses the border of ASCII.
func TestFoldOfEveryCharacter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r >= 0xD800 && r < 0xE000 {
			continue
		}
		once := ordinal.Fold(string(r))
		got := []rune(once)
		if len(got) != 1 || ordinal.Fold(once) != once ||
			(r < 0x80) != (got[0] < 0x80) || (r > 0xFFFF && got[0] != r) || got[0] > 0xFFFF && r <= 0xFFFF {
			t.Fatalf("%U folds to %q", r, once)
		}
	}
}
