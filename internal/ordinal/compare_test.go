package ordinal_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// Recorded: dump/names. One folder as listed, plus what the record cannot hold: names
// that differ in case only sit beside each other.
func TestCompareFollowsTheRecordedOrder(t *testing.T) {
	want := []string{
		"!.txt", "#h.txt", "$v.txt", "%25.txt", "&.txt", "(p).txt", "+.txt", ",.txt", "-x.txt", ".hid",
		"1.txt", "10.txt", "2.txt", ";.txt", "=.txt", "@.txt", "a", "a b.txt", "a-", "a-b.txt", "a.b.txt",
		"a.txt", "A2", "ab.txt", "AC.txt", "a_b.txt", "B.txt", "c.txt", "e.txt", "f.txt", "it's.txt",
		"no_ext", "ss.txt", "st.txt", "sub dir", "z.txt", "[x].txt", "^c.txt", "_x.txt", "`b.txt",
		"{q}.txt", "~t.txt", "é.txt", "ß.txt", "Ω.txt", "ж.txt", "日本.txt",
	}
	got := slices.Clone(want)
	slices.Sort(got)
	slices.SortFunc(got, ordinal.Compare)
	require.Equal(t, want, got)
}

func TestCompare(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want int
	}{
		"empty":                           {"", "", 0},
		"empty is first":                  {"", "\x00", -1},
		"same":                            {"web.config", "web.config", 0},
		"case":                            {"Web.Config", "wEB.cONFIG", 0},
		"prefix is first":                 {"a", "A2", -1},
		"digits as text":                  {"10", "2", -1},
		"underscore after letters":        {"a_b", "ac", 1},
		"bracket after z":                 {"[", "z", 1},
		"brace after z":                   {"{", "z", 1},
		"backquote after z":               {"`", "z", 1},
		"at sign before a":                {"@", "a", -1},
		"accents fold":                    {"ÜNÏ", "ünï", 0},
		"accents are not letters":         {"é", "z", 1},
		"composed is not decomposed":      {"é", "e\u0301", 1},
		"greek sigma, all three":          {"ςΣσ", "σσσ", 0},
		"cyrillic":                        {"Ж", "ж", 0},
		"title case letter":               {"ǅ", "ǆ", 0},
		"micro sign is mu":                {"µ", "Μ", 0},
		"forms of different length":       {"ⱥx", "ȺX", 0},
		"sharp s is not ss":               {"ß", "ss", 1},
		"sharp s is not capital sharp s":  {"ß", "ẞ", -1},
		"ligature is itself":              {"ﬁ", "fi", 1},
		"dotless i is itself":             {"ı", "I", 1},
		"dotted capital i is itself":      {"İ", "i", 1},
		"the two are not each other":      {"İ", "ı", -1},
		"long s is itself":                {"ſ", "s", 1},
		"kelvin is not k":                 {"\u212a", "k", 1},
		"angstrom is not a ring":          {"\u212b", "å", 1},
		"no case above FFFF":              {"𐐀", "𐐨", -1},
		"above FFFF before E000":          {"😀", "\ue000", -1},
		"above FFFF before FFFD":          {"\U0010ffff", "\ufffd", -1},
		"above FFFF after D7FF":           {"\U00010000", "\ud7ff", 1},
		"above FFFF by number":            {"\U00010000", "\U00010001", -1},
		"stray byte after above FFFF":     {"\xff", "\U0010ffff", 1},
		"stray byte before E000":          {"\xff", "\ue000", -1},
		"stray byte is not FFFD":          {"\xff", "\ufffd", -1},
		"stray bytes by number":           {"\xfe", "\xff", -1},
		"stray bytes have no case":        {"\xe9", "\xc9", 1},
		"cut encoding is its bytes":       {"\xc3", "\xc3\xa9", 1},
		"encoded surrogate is its bytes":  {"\xed\xa0\x80", "\xed\xa0\x81", -1},
		"case counts after a stray byte":  {"a\xffb", "A\xffB", 0},
		"case counts after a non-ASCII":   {"éb", "ÉB", 0},
		"longer after equal Unicode part": {"é", "Éa", -1},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, sign(ordinal.Compare(c.a, c.b)))
			require.Equal(t, -c.want, sign(ordinal.Compare(c.b, c.a)))
			require.Equal(t, c.want == 0, ordinal.Equal(c.a, c.b))
			require.Equal(t, c.want == 0, ordinal.Fold(c.a) == ordinal.Fold(c.b))
		})
	}
}

func TestCompareAllocatesNothing(t *testing.T) {
	pairs := [][2]string{
		{"Default.aspx", "DEFAULT.ASPX"}, {"Größe/ünï.txt", "GRÖßE/ÜNÏ.TXT"}, {"a\xff😀", "A\xff😁"},
	}
	for _, p := range pairs {
		require.Zero(t, testing.AllocsPerRun(100, func() {
			ordinal.Compare(p[0], p[1])
			ordinal.Equal(p[0], p[1])
		}), p)
	}
}

func sign(n int) int { return min(1, max(-1, n)) }
