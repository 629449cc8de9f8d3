package dotnet_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/webdeploy-go/webdeploy/internal/dotnet"
)

func compile(t testing.TB, pattern string, fold bool) *dotnet.Regexp {
	t.Helper()
	re, err := dotnet.Compile(pattern, dotnet.Options{IgnoreCase: fold})
	require.NoError(t, err)
	return re
}

func TestMatch(t *testing.T) {
	for name, c := range map[string]struct {
		pattern string
		fold    bool
		text    string
		want    bool
	}{
		"literal":                         {`web.config`, false, "site/web.config", true},
		"case counts":                     {`web`, false, "WEB", false},
		"case ignored":                    {`\.TXT$`, true, "a.txt", true},
		"unanchored":                      {`/site/Default`, true, "/w/site/default.aspx", true},
		"anchored":                        {`^file$`, true, "filePath", false},
		"empty pattern":                   {``, false, "", true},
		"dollar at the end":               {`end$`, false, "the end", true},
		"dollar before the last newline":  {`end$`, false, "the end\n", true},
		"dollar not before two newlines":  {`end$`, false, "the end\n\n", false},
		"dollar not before carriage":      {`end$`, false, "the end\r\n", false},
		"dollar not at every line":        {`end$`, false, "end\nmore", false},
		"circumflex only at the start":    {`^b`, false, "a\nb", false},
		"dot stops at newline":            {`a.b`, false, "a\nb", false},
		"dot takes carriage return":       {`a.b`, false, "a\rb", true},
		"any with newline":                {`begin[\s\S]*?end`, true, "begin\n\nEND", true},
		"digits of all scripts":           {`^\d$`, false, "٣", true},
		"letters of all scripts":          {`^\w+$`, false, "größe日本", true},
		"space of all kinds":              {`^\s+$`, false, " \t\v\u00a0\u2028\u3000", true},
		"vertical tab is space":           {`^\s$`, false, "\v", true},
		"boundary between letters":        {`\bab`, false, "éab", false},
		"look-ahead":                      {`^(?!.*\.min\.js$).*\.js$`, true, "a.min.js", false},
		"look-behind of any length":       {`(?<=a+)b`, false, "aaab", true},
		"back-reference":                  {`(.)\1`, false, "abba", true},
		"class subtraction":               {`^[a-z-[aeiou]]+$`, false, "xyz", true},
		"balancing groups":                {`^(?:(?<o>\()|(?<-o>\))|[^()])*(?(o)(?!))$`, false, "(a(b)c)", true},
		"balancing groups, not balanced":  {`^(?:(?<o>\()|(?<-o>\))|[^()])*(?(o)(?!))$`, false, "(a(b)c", false},
		"inline option":                   {`(?-i)foo`, true, "FOO", false},
		"kelvin is k":                     {`^k$`, true, "\u212a", true},
		"long s is not s":                 {`^s$`, true, "ſ", false},
		"dotless i is not i":              {`^i$`, true, "ı", false},
		"accents in either case":          {`É`, true, "é", true},
		"bytes that are not UTF-8":        {`a.b`, false, "a\xffb", true},
		"one emoji is one character":      {`^.$`, false, "😀", true},
		"text with a newline, long class": {`[^a]$`, false, "b\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := compile(t, c.pattern, c.fold).Match(c.text)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestFindAllIndex(t *testing.T) {
	for name, c := range map[string]struct {
		pattern, text string
		want          [][2]int
	}{
		"none":                         {`x`, "abc", nil},
		"literals":                     {`ab`, "ababab", [][2]int{{0, 2}, {2, 4}, {4, 6}}},
		"do not overlap":               {`aa`, "aaaaa", [][2]int{{0, 2}, {2, 4}}},
		"bytes, not characters":        {`b`, "éb日b", [][2]int{{2, 3}, {6, 7}}},
		"bytes, full engine":           {`(?=b)b`, "éb日b\xffb", [][2]int{{2, 3}, {6, 7}, {8, 9}}},
		"class":                        {`[0-9]+`, "a1b22", [][2]int{{1, 2}, {3, 5}}},
		"start":                        {`^a`, "aaa", [][2]int{{0, 1}}},
		"end":                          {`a$`, "aaa", [][2]int{{2, 3}}},
		"end and newline, both":        {`\n$`, "a\n\n", [][2]int{{1, 2}, {2, 3}}},
		"empty everywhere":             {``, "ab", [][2]int{{0, 0}, {1, 1}, {2, 2}}},
		"empty after a match, as .NET": {`x*`, "axb", [][2]int{{0, 0}, {1, 2}, {2, 2}, {3, 3}}},
		"empty in an empty text":       {`x*`, "", [][2]int{{0, 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := compile(t, c.pattern, false).FindAllIndex(c.text)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

// (a+)+ before something that is not there doubles its work with each further "a".
func TestTimeout(t *testing.T) {
	const pattern = `^(?=a)(a+)+$`
	text := strings.Repeat("a", 40) + "! secret"
	re, err := dotnet.Compile(pattern, dotnet.Options{Timeout: 50 * time.Millisecond})
	require.NoError(t, err)
	calls := map[string]func() error{
		"Match":        func() error { _, err := re.Match(text); return err },
		"FindAllIndex": func() error { _, err := re.FindAllIndex(text); return err },
		"Replace":      func() error { _, err := re.Replace(text, ""); return err },
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			err := call()
			var timeout *dotnet.TimeoutError
			require.ErrorAs(t, err, &timeout)
			require.Equal(t, dotnet.TimeoutError{Pattern: pattern, Limit: 50 * time.Millisecond}, *timeout)
			require.NotContains(t, err.Error(), "secret")
			require.Less(t, time.Since(start), 2*time.Second)
		})
	}
}

// Each search here is quick, but there are very many of them.
func TestTimeoutIsForTheWholeCall(t *testing.T) {
	re, err := dotnet.Compile(`(?=a)a`, dotnet.Options{Timeout: time.Millisecond})
	require.NoError(t, err)
	_, err = re.Replace(strings.Repeat("a", 5_000_000), "b")
	var timeout *dotnet.TimeoutError
	require.ErrorAs(t, err, &timeout)
}

// The same shape without look-ahead is simple enough for the linear engine.
func TestSimplePatternsDoNotTimeOut(t *testing.T) {
	re, err := dotnet.Compile(`^(a+)+$`, dotnet.Options{Timeout: time.Millisecond})
	require.NoError(t, err)
	ok, err := re.Match(strings.Repeat("a", 100_000) + "!")
	require.NoError(t, err)
	require.False(t, ok)
}

// Patterns come from packages too: a long one may take time in proportion, no more.
func TestCompileOfLongPatterns(t *testing.T) {
	for _, piece := range []string{`a`, `\P{`, `[a\W`, `(`, `a{`, `[\W\d]`, `a|`, `^`, `(?:a`, `\c`} {
		start := time.Now()
		_, _ = dotnet.Compile(strings.Repeat(piece, 200_000), dotnet.Options{IgnoreCase: true})
		require.Less(t, time.Since(start), 10*time.Second, piece)
	}
}

func TestCompileRefusesWhatDotNetRefuses(t *testing.T) {
	for _, pattern := range []string{
		`[`, `(`, `)`, `a)`, `*`, `a**`, `a{3,1}`, `[z-a]`, `(?P<x>a)`, `\`, `\q`, `(?<a`, `\k<no>`, `(?(1)a|b|c)`, `[a-\d]`, `a{2}{3}`, `\_`, `x++`,
	} {
		_, err := dotnet.Compile(pattern, dotnet.Options{})
		var syntax *dotnet.SyntaxError
		require.ErrorAs(t, err, &syntax, pattern)
		require.Equal(t, pattern, syntax.Pattern)
		require.NotEmpty(t, syntax.Err.Error())
	}
}

func TestSyntaxErrorNamesPatternAndReasonOnce(t *testing.T) {
	_, err := dotnet.Compile(`a[`, dotnet.Options{})
	require.EqualError(t, err, "The regular expression 'a[' is invalid: unterminated [] set")
	require.EqualError(t, errors.Unwrap(err), "unterminated [] set")
	_, err = dotnet.Compile(`(a)\2`, dotnet.Options{})
	require.EqualError(t, err, `The regular expression '(a)\2' is invalid: reference to undefined group number 2`)
}

func TestRegexpServesManyGoroutines(t *testing.T) {
	for _, pattern := range []string{`(\w+)\.txt$`, `(?<n>\w+)\.txt$`, `\.txt$`} {
		re := compile(t, pattern, true)
		require.Equal(t, pattern, re.String())
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 50 {
					got, err := re.Replace("größe/a.TXT", "x")
					if ok, _ := re.Match("b.txt"); !ok || err != nil || !strings.HasPrefix(got, "größe/") {
						t.Errorf("%s: %q, %v", pattern, got, err)
					}
				}
			})
		}
		wg.Wait()
	}
}
