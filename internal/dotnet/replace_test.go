package dotnet_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
	"github.com/stretchr/testify/require"
	"github.com/webdeploy-go/webdeploy/internal/dotnet"
)

func TestReplace(t *testing.T) {
	for name, c := range map[string]struct{ pattern, text, replacement, want string }{
		"all":                        {`t`, "test.txt", "T_", "T_esT_.T_xT_"},
		"none":                       {`q`, "test", "x", "test"},
		"to nothing":                 {`Default`, "Default.aspx", "", ".aspx"},
		"whole match and dollar":     {`^db`, "db.txt", "$0$$x", "db$x.txt"}, // recorded: skip-replace/replace-dollar
		"groups":                     {`^(\w+)\.(txt|dll)$`, "app.dll", "${2}-$1", "dll-app"},
		"suffix":                     {`^(.*)\.txt$`, "a.txt", "$1.bak", "a.bak"},
		"ampersand":                  {`b`, "abc", "[$&]", "a[b]c"},
		"before and after":           {`b`, "abc", "($`|$')", "a(a|c)c"},
		"everything":                 {`b`, "abc", "$_", "aabcc"},
		"last group":                 {`(a)(b)`, "ab", "$+", "b"},
		"last group, none":           {`b`, "abc", "<$+>", "a<b>c"},
		"last group that took part":  {`(a)|(b)`, "a", "<$+>", "<>"},
		"group without part":         {`(a)|b`, "b", "<$1>", "<>"},
		"named":                      {`(?<n>a)(b)`, "ab", "${n}$2$1", "aab"},
		"named, unknown":             {`(?<n>a)`, "a", "${m}", "${m}"},
		"name without braces":        {`(?<n>a)`, "a", "$n", "$n"},
		"number without a group":     {`a`, "a", "$1", "$1"},
		"two digits are one number":  {`(a)`, "a", "$12", "$12"},
		"digits kept apart":          {`(a)`, "a", "${1}2", "a2"},
		"sparse numbers":             {`(?<5>a)(b)`, "ab", "$5$1$+$2", "aba$2"},
		"brace not closed":           {`(a)`, "a", "${1", "${1"},
		"brace with junk":            {`(a)`, "a", "${1x}${}${ 1}", "${1x}${}${ 1}"},
		"dollar at the end":          {`a`, "a", "$", "$"},
		"three dollars":              {`(a)`, "a", "$$$1", "$a"},
		"unknown after dollar":       {`a`, "a", "$x$ $-", "$x$ $-"},
		"backslash is itself":        {`foo`, "foo", `a\nb\1`, `a\nb\1`},
		"repeated group, its last":   {`(?:(a|b),)+`, "a,b,", "$1", "b"},
		"empty matches as .NET":      {`x*`, "axb", "-", "-a--b-"},
		"bytes kept as they are":     {`b`, "\xffb\xc3", "$`", "\xff\xff\xc3"},
		"bytes kept, full engine":    {`(?=b)b`, "\xffb\xc3é", "<$&>", "\xff<b>\xc3é"},
		"bytes in a group":           {`(?<n>.)`, "\xff", "$1$1", "\xff\xff"},
		"after other scripts":        {`(?<=日)(本)`, "日本", "<$1>", "日<本>"},
		"group inside a look-behind": {`(?<=(a))b`, "ab", "$1", "aa"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := compile(t, c.pattern, false).Replace(c.text, c.replacement)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

// Recorded: textfile/zero-width, where x* grows a text of 41 characters with one x in
// it to 82: an empty match may follow the match of x directly.
func TestReplaceCountsEmptyMatchesAsRecorded(t *testing.T) {
	text := "01234567890123456789x01234567890123456789"
	require.Len(t, text, 41)
	got, err := compile(t, `x*`, true).ReplaceLiteral(text, "-")
	require.NoError(t, err)
	require.Len(t, got, 82)
}

// Recorded: textfile/groups, textfile/dollar-amp, where the value is taken literally.
func TestReplaceLiteral(t *testing.T) {
	for _, pattern := range []string{`(fo)(o)`, `(?=f)foo`, `foo`} {
		got, err := compile(t, pattern, true).ReplaceLiteral("a Foo b", "$2$1[$0]$$")
		require.NoError(t, err)
		require.Equal(t, "a $2$1[$0]$$ b", got)
	}
}

func TestReplaceRefusesHugeGroupNumbers(t *testing.T) {
	for _, replacement := range []string{"$2147483648", "${99999999999999999999}", "x$99999999999"} {
		_, err := compile(t, `a`, false).Replace("a", replacement)
		var syntax *dotnet.SyntaxError
		require.ErrorAs(t, err, &syntax)
		require.Equal(t, replacement, syntax.Pattern)
	}
	got, err := compile(t, `a`, false).Replace("a", "$2147483647")
	require.NoError(t, err)
	require.Equal(t, "$2147483647", got)
}

// FuzzReplace compares Replace with the replacement of the engine itself, which reads
// the replacement text on its own.
func FuzzReplace(f *testing.F) {
	for _, s := range []string{"$1", "${1}", "${n}", "$0$&$$", "$`|$'", "$+$_", "${", "$", "${1x}", "$12", "$99999999999", "é${ñ}$", "$$$"} {
		f.Add(`(?<n>a)(b)?`, "xaby", s)
		f.Add(`(a)|(b)`, "abé\n", s)
		f.Add(`a`, "cab", s)
		f.Add(`(?<ñ>é)|x*`, "xéx", s)
	}
	f.Fuzz(func(t *testing.T, pattern, text, replacement string) {
		if strings.ContainsAny(pattern, "DPSW") { // the peer has faults there
			t.Skip()
		}
		if len(pattern) > 60 || len(text) > 60 || len(replacement) > 60 || !utf8.ValidString(text) || !utf8.ValidString(replacement) {
			t.Skip()
		}
		re, err := dotnet.Compile(pattern, dotnet.Options{Timeout: 20 * time.Millisecond})
		if err != nil {
			t.Skip()
		}
		got, err := re.Replace(text, replacement)
		peer := regexp2.MustCompile(pattern, regexp2.None)
		peer.MatchTimeout = 200 * time.Millisecond
		want, peerErr := peer.Replace(text, replacement, -1, -1)
		if _, late := err.(*dotnet.TimeoutError); late || peerErr == nil && want == "" {
			t.Skip() // the peer returns nothing at all when it runs out of time on the way
		}
		require.Equal(t, peerErr != nil, err != nil, "%v / %v", peerErr, err)
		if err == nil {
			require.Equal(t, want, got)
		}
	})
}
