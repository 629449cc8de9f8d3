package ordinal_test

import (
	"cmp"
	"slices"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// units is the definition in the package comment, spelled out slowly: the UTF-16 code
// units of the upper-cased name, a stray byte being a lone low surrogate.
func units(s string) []uint16 {
	var out []uint16
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			out = append(out, 0xDC00+uint16(s[0]))
		case r > 0xFFFF || r == 'ı' || r == 'ſ':
			out = utf16.AppendRune(out, r)
		default:
			out = append(out, uint16(unicode.ToUpper(r)))
		}
		s = s[n:]
	}
	return out
}

// FuzzOrder checks the laws of a total order on three names, and each comparison
// against the definition.
func FuzzOrder(f *testing.F) {
	for _, s := range [][3]string{
		{"a", "A", "b"}, {"a_b", "ab", "aB"}, {"é", "É", "e"}, {"ı", "i", "İ"}, {"ſ", "s", "S"},
		{"\U00010000", "\ue000", "\xff"}, {"\xc3", "\xc3\xa9", "\xc3a"}, {"ⱥ", "Ⱥ", "A"}, {"", "\x00", "a"},
		{"\xed\xa0\xbd\xed\xb8\x80", "😀", "\ufffd"}, {"ß", "SS", "ẞ"}, {"\u212a", "k", "K"},
	} {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		all := []string{a, b, c}
		for _, x := range all {
			for _, y := range all {
				checkPair(t, x, y)
			}
		}
		slices.SortFunc(all, ordinal.Compare)
		if ordinal.Compare(all[0], all[1]) > 0 || ordinal.Compare(all[1], all[2]) > 0 || ordinal.Compare(all[0], all[2]) > 0 {
			t.Fatalf("not transitive: %q", all)
		}
	})
}

func checkPair(t *testing.T, x, y string) {
	t.Helper()
	got := sign(ordinal.Compare(x, y))
	if want := slices.Compare(units(x), units(y)); got != want {
		t.Fatalf("Compare(%q, %q) = %d, the definition says %d", x, y, got, want)
	}
	if back := sign(ordinal.Compare(y, x)); back != -got {
		t.Fatalf("Compare(%q, %q) = %d, but the other way round %d", x, y, got, back)
	}
	if ordinal.Equal(x, y) != (got == 0) {
		t.Fatalf("Equal(%q, %q) contradicts Compare = %d", x, y, got)
	}
	if (ordinal.Fold(x) == ordinal.Fold(y)) != (got == 0) {
		t.Fatalf("Fold(%q) and Fold(%q) contradict Compare = %d", x, y, got)
	}
	if f := ordinal.Fold(x); !ordinal.Equal(x, f) || ordinal.Fold(f) != f {
		t.Fatalf("Fold(%q) = %q is not the form of its class", x, f)
	}
	if x != y && got == 0 && cmp.Compare(len(units(x)), len(units(y))) != 0 {
		t.Fatalf("%q and %q are equal with different numbers of units", x, y)
	}
}
