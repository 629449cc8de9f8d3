package dotnet

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// agree checks that, where the fast engine would answer, it answers as the full one does.
// It reports whether it did compare anything.
func agree(t *testing.T, pattern, text string, fold bool) bool {
	t.Helper()
	re, err := Compile(pattern, Options{IgnoreCase: fold, Timeout: 20 * time.Millisecond})
	if err != nil || re.fast == nil {
		if err != nil {
			if _, ok := translate(pattern, fold); ok {
				t.Fatalf("%q is taken for simple, but is not valid: %v", pattern, err)
			}
			return false
		}
		_, _ = re.Match(text) // must not panic
		_, _ = re.FindAllIndex(text)
		return false
	}
	compared := false
	if re.plan.covers(text, false) {
		compared = agreeOnMatch(t, re, text, fold)
	}
	if re.plan.covers(text, true) {
		compared = agreeOnAll(t, re, text, fold) || compared
	}
	return compared
}

func agreeOnMatch(t *testing.T, re *Regexp, text string, fold bool) bool {
	t.Helper()
	want, err := re.full.match(text)
	if err != nil {
		return false // out of time; the fast engine need not agree with that
	}
	if got, _ := re.fast.match(text); got != want {
		t.Fatalf("%q (fold %v) on %q: fast says %v, full says %v", re, fold, text, got, want)
	}
	return true
}

func agreeOnAll(t *testing.T, re *Regexp, text string, fold bool) bool {
	t.Helper()
	want, err := locations(re.full, text)
	if err != nil {
		return false
	}
	got, _ := locations(re.fast, text)
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Fatalf("%q (fold %v) on %q: fast finds %v, full finds %v", re, fold, text, got, want)
	}
	return true
}

func locations(e engine, s string) (all [][]int, err error) {
	err = e.each(s, true, func(loc []int) { all = append(all, slices.Clone(loc)) })
	return all, err
}

// grammar makes patterns of the constructs that translate knows, as its choices tell it.
type grammar struct {
	choices []byte
	depth   int
}

func (g *grammar) next(n int) int {
	if len(g.choices) == 0 {
		return 0
	}
	c := g.choices[0]
	g.choices = g.choices[1:]
	return int(c) % n
}

func (g *grammar) pick(from ...string) string { return from[g.next(len(from))] }

func (g *grammar) alternatives() string {
	s := g.sequence()
	for g.depth < 4 && g.next(4) == 3 {
		s += "|" + g.sequence()
	}
	return s
}

func (g *grammar) sequence() string {
	s := ""
	for range g.next(4) + 1 {
		s += g.atom()
		s += g.pick("", "", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "+?", "??", "{1,2}?")
	}
	return s
}

func (g *grammar) atom() string {
	g.depth++
	defer func() { g.depth-- }()
	if g.depth < 5 {
		switch g.next(8) {
		case 1:
			return "(" + g.alternatives() + ")"
		case 2:
			return "(?:" + g.alternatives() + ")"
		}
	}
	return g.pick("a", "b", "A", "ab", "k", "i", "s", "é", ".", "x", "1", "_", " ", "^", "$", "\\.", "\\d", "\\w", "\\s", "\\W",
		"\\D", "\\S", "\\b", "\\B", "\\n", "\\v", "\\e", "[\\t-\\f]", "[ab]", "[^a]", "[a-c]", "[\\w-]", "[^\\d\\s]", "[Z-c]", "[é-ü]", "[a\\]]", "\n", "日", "[-k]", "[\\s\\S]", "[\\D\\d]")
}

func texts() []string {
	return []string{
		"", "a", "ab", "aab", "abab\n", "\n", "A.b 1_x", "xaébü", "aKſİı\u212a", "a\xffb\xc3", "日本ab", "aaaa bbb\nAB\n\n",
		"kisKIS", " \t\v\u00a0\u2028", "١2", "a\r\nb", "😀a", "\ufffda",
	}
}

// The engines are compared on patterns made at random from the simple constructs.
func TestEnginesAgree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	compared := 0
	for range 3000 {
		choices := make([]byte, 40)
		for i := range choices {
			choices[i] = byte(rnd.Uint32())
		}
		g := grammar{choices: choices}
		pattern := g.alternatives()
		for _, text := range texts() {
			for _, fold := range []bool{false, true} {
				if agree(t, pattern, text, fold) {
					compared++
				}
			}
		}
	}
	require.Greater(t, compared, 20_000, "the patterns made are not the simple ones any more")
}

// FuzzEngines takes its first argument both as a pattern and as choices of the grammar.
func FuzzEngines(f *testing.F) {
	for _, p := range slices.Concat(fastPatterns(), slowPatterns()) {
		f.Add(p, "aab KisS_1.txt\nx", true)
	}
	for i, text := range texts() {
		f.Add(strings.Repeat(string(rune('!'+7*i)), 3)+"\x01\x07\x02", text, i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, pattern, text string, fold bool) {
		if len(pattern) > 80 || len(text) > 120 {
			t.Skip()
		}
		agree(t, pattern, text, fold)
		g := grammar{choices: []byte(pattern)}
		agree(t, g.alternatives(), text, fold)
	})
}
