package dotnet

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Patterns as people write them: these must not fall back to the slow engine.
func fastPatterns() []string {
	return []string{
		`old\.txt$`, `web\.config$`, `extra`, `^a`, `^img$`, `\.txt$`, `.*\.txt$`, `^.*site2$`, `/site/Default`, `.*Delete.*`,
		`^(\w+)\.(txt|dll)$`, `^(.*)\.txt$`, `o.{1,3}\.txt$`, `(plain|crlf).txt$`, `@HOST@`, `begin[\s\S]*?end`, `^[\W\w]$`, `a\+b`,
		`\[x\]`, `\$1`, `one\r\ntwo`, `^\d{1,3}(\.\d{1,3}){3}$`, `\\bin\\[^\\]+\.(pdb|xml)$`, `\bfoo\b`, `[A-Za-z_][\w.-]*`, `x*`, ``, `^$`, `a|`,
	}
}

// Patterns that must be left to the engine that knows .NET.
func slowPatterns() []string {
	return []string{
		`(?i)a`, `(?-i)foo`, `(?<name>a)`, `(?'name'a)`, `(?=a)`, `(?!a)`, `(?<=a)b`, `(?<!a)b`, `(?>a+)`, `(a)\1`, `\k<x>(?<x>a)`, `(?#note)a`,
		`(a*)*`, `(a|b*)+`, `(|a)+`, `^*`, `$+`, `\b?`, `a{,3}`, `a{x}`, `a{`, `a}`, `a]`, `{a`, `a{2}{3}`, `a{00}`, `a{1,02}`, `a**`, `a*+`, `a{3,1}`, `[]a]`, `[^]a]`,
		`[a-z-[aeiou]]`, `[[:alpha:]]`, `[a-\d]`, `[\d-z]`, `[\W\d]`, `[\D]`, `[z-a]`, `[a`, `[--a]`, `[+--]`, `[a-b-c]`, `[]`, `[^]`, `\p{L}`, `\x41`, `\u0041`,
		`\cA`, `\0`, `\A`, `\z`, `\Z`, `\G`, `\<a>`, `\'a'`, `\_`, `\q`, `\`, `(`, `)`, `(a`, `a)`, `(?`, `*`, `+a`, `?`, "\xff", "\ufffd", `(?P<x>a)`, `\Qa\E`, `a{99999}`, `[\`, `[a\`, `[a-\`, strings.Repeat("(", 51) + "a" + strings.Repeat(")", 51),
	}
}

func TestTranslateKnowsTheSimplePatterns(t *testing.T) {
	for _, p := range fastPatterns() {
		plan, ok := translate(p, false)
		require.True(t, ok, p)
		require.NotNil(t, plan.engine(), p)
		_, ok = translate(p, true)
		require.True(t, ok, p)
	}
}

func TestTranslateLeavesTheRestAlone(t *testing.T) {
	for _, p := range slowPatterns() {
		_, ok := translate(p, false)
		require.False(t, ok, p)
	}
	_, ok := translate("é", true)
	require.False(t, ok, "case outside ASCII differs between the engines")
	_, ok = translate("é", false)
	require.True(t, ok)
}

// The standard library stores repetitions written out and refuses too many of them.
func TestPlansTheStandardLibraryRefuses(t *testing.T) {
	for _, p := range []string{`(a{100}){100}`, `a{1001}`} {
		plan, ok := translate(p, false)
		require.True(t, ok)
		require.Nil(t, plan.engine())
		re, err := Compile(p, Options{})
		require.NoError(t, err)
		got, err := re.Match(strings.Repeat("a", 10_000))
		require.NoError(t, err)
		require.True(t, got)
	}
}

func TestPlansOfPlainTextNeedNoEngine(t *testing.T) {
	for p, want := range map[string]literal{
		`web\.config$`: {text: "web.config", end: true},
		`^App_Data`:    {text: "App_Data", start: true},
		`^img$`:        {text: "img", start: true, end: true},
		`a\nb`:         {text: "a\nb"},
		`\t\f\v\e\r`:   {text: "\t\f\v\x1b\r"},
	} {
		plan, ok := translate(p, false)
		require.True(t, ok)
		require.Equal(t, &want, plan.engine(), p)
	}
	for _, p := range []string{`a.b`, `a*`, `a^`, `$a`, `(a)`, `a|b`, `[a]b`, `\ba`, ``, `^`} {
		plan, _ := translate(p, false)
		require.Empty(t, plan.text, p)
	}
}

// A range of inputs on which a plan must not be used, since the engines differ there.
func TestPlanCovers(t *testing.T) {
	for name, c := range map[string]struct {
		pattern    string
		fold       bool
		text       string
		match, all bool
	}{
		"plain":                        {"a", false, "xay\n", true, true},
		"dollar":                       {"a$", false, "a", true, true},
		"dollar before newline":        {"a$", false, "a\n", false, false},
		"empty matches":                {"a*", false, "a", true, false},
		"empty by alternative":         {"a|", false, "a", true, false},
		"not empty":                    {"a*b", false, "a", true, true},
		"digits in ASCII":              {`\d`, false, "1", true, true},
		"digits outside ASCII":         {`\d`, false, "1é", false, false},
		"boundary outside ASCII":       {`\ba`, false, "éa", false, false},
		"words in a class":             {`[\w]`, false, "é", false, false},
		"case of common letters":       {`a`, true, "éA", true, true},
		"case of dotted capital i":     {`i`, true, "İ", false, false},
		"case of long s":               {`s`, true, "ſ", false, false},
		"case of kelvin":               {`k`, true, "\u212a", false, false},
		"contested letters, with case": {`k`, false, "\u212a", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			p, ok := translate(c.pattern, c.fold)
			require.True(t, ok)
			require.Equal(t, c.match, p.covers(c.text, false))
			require.Equal(t, c.all, p.covers(c.text, true))
		})
	}
}
