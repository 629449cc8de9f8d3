package cmdline

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       []string
	}{
		{"nothing", "", nil},
		{"only blanks", " \t ", nil},
		{"runs of blanks", "  -a \t -b\r\n-c ", []string{"-a", "-b", "-c"}},
		{"blank in single quotes", "-a:'b c' d", []string{"-a:'b c'", "d"}},
		{"blank in double quotes", `-a:"b c" d`, []string{`-a:"b c"`, "d"}},
		{"quotes in the middle", `-a:b"c d"e f`, []string{`-a:b"c d"e`, "f"}},
		{"whole item quoted", `"-a:b c" d`, []string{`"-a:b c"`, "d"}},
		{"odd double in single eats", `-a:'b"c' -d`, []string{`-a:'b"c' -d`}},
		{"odd single in double eats", `-a:"b'c" -d`, []string{`-a:"b'c" -d`}},
		{"odd quotes meet again", `-a:'b"c' -d:'"' e`, []string{`-a:'b"c' -d:'"'`, "e"}},
		{"kinds overlap", `-a:'b"c' d" e`, []string{`-a:'b"c' d"`, "e"}},
		{"backslash is no escape", `-a:"b\" c`, []string{`-a:"b\"`, "c"}},
		{"doubled quotes are no escape", `-a:"b "" c" d`, []string{`-a:"b "" c"`, "d"}},
		{"unterminated", `-a:"b c`, []string{`-a:"b c`}},
		{"no other blanks", "-a\u00a0b\vc", []string{"-a\u00a0b\vc"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, Split(tt.line))
		})
	}
}

func TestParsePairs(t *testing.T) {
	kv := func(name, value string) Setting { return Setting{Name: name, Value: value, HasValue: true} }
	for _, tt := range []struct {
		name, list string
		want       Pairs
	}{
		{"nothing", "", nil},
		{"only commas", ",,,", nil},
		{"bare name", "a", Pairs{{Name: "a"}}},
		{"empty value", "a=", Pairs{kv("a", "")}},
		{"empty name", "=a", Pairs{kv("", "a")}},
		{"first equals sign counts", "a=b=c", Pairs{kv("a", "b=c")}},
		{"several", "a=1,b,c=3", Pairs{kv("a", "1"), {Name: "b"}, kv("c", "3")}},
		{"empty at the ends", ",,a=1,,", Pairs{kv("a", "1")}},
		{"empty in the middle", "a=1,,b=2", Pairs{kv("a", "1"), {}, kv("b", "2")}},
		{"quoted empty at the end", `a=1,""`, Pairs{kv("a", "1"), {}}},
		{"comma in quotes", `a='1,2',b="3,4"`, Pairs{kv("a", "1,2"), kv("b", "3,4")}},
		{"comma behind an odd quote", `a='1"2',b=3`, Pairs{kv("a", `1"2',b=3`)}},
		{"equals sign in a quoted name", `'a=b'=c`, Pairs{kv("a=b", "c")}},
		{"equals sign in a quoted item", `"a=b"`, Pairs{{Name: "a=b"}}},
		{"quoted name and value", `'a b'="c d"`, Pairs{kv("a b", "c d")}},
		{"single then double come off", `'"a"'='"b"'`, Pairs{kv("a", "b")}},
		{"double then single stay", `"'a'"="'b'"`, Pairs{kv("'a'", "'b'")}},
		{"all of a run come off", `a=''"b"""'`, Pairs{kv("a", "b")}},
		{"repeated names stay", "a=1,A=2", Pairs{kv("a", "1"), kv("A", "2")}},
		{"blanks stay", "a = b, c", Pairs{kv("a ", " b"), {Name: " c"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, parsePairs(tt.list))
		})
	}
}

// FuzzPairs checks that what a list means can be written and read again.
func FuzzPairs(f *testing.F) {
	for _, s := range []string{
		"", ",", "a=b,c", `name='A b',description='one, two',defaultValue="x=y",tags='a,b'`,
		`value='a"b'`, `value="it's"`, `''`, `="`, `'"'a,b"',"c`, `match=//add[@key='a']/@value`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pairs := parsePairs(s)
		written, ok := writer{}.list(pairs)
		require.True(t, ok, "%q means %q", s, pairs)
		require.Equal(t, pairs, parsePairs(written), "%q was written as %q", s, written)
		for _, p := range pairs {
			require.False(t, strings.HasPrefix(p.Value, `"`) || strings.HasSuffix(p.Value, `"`))
		}
	})
}
