package rules_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/dotnet"
	"github.com/webdeploy-go/webdeploy/rules"
)

func TestAnySeparator(t *testing.T) {
	tests := []struct{ in, want string }{
		{``, ``},
		{`web\.config$`, `web\.config$`},
		{`\\web\.config$`, `[\\/]web\.config$`},
		{`/bin/`, `[\\/]bin[\\/]`},
		{`\/bin`, `[\\/]bin`},
		{`\\\.git`, `[\\/]\.git`},
		{`\\\\server`, `[\\/][\\/]server`},
		{`a\d\\\d`, `a\d[\\/]\d`},
		{`\c\x`, `\c\x`},
		{`\\{2}`, `[\\/]{2}`},
		{`(obj|bin)\\`, `(obj|bin)[\\/]`},
		{`[\\/]bin`, `[\\/\\/]bin`},
		{`[^\\]+`, `[^\\/]+`},
		{`[^/]+`, `[^\\/]+`},
		{`[]/]`, `[]\\/]`},
		{`[^]\\]`, `[^]\\/]`},
		{`[\]/]`, `[\]\\/]`},
		{`[\w\\-]`, `[\w\\/-]`},
		{`[-/]`, `[-\\/]`},
		{`[+-/]`, `[+-/]`},
		{`[/-9]`, `[/-9]`},
		{`[\\-a]`, `[\\-a]`},
		{`[a-z-[/x]]/`, `[a-z-[\\/x]][\\/]`},
		{`[a/`, `[a/`},
		{`/[a-[b`, `/[a-[b`},
		{`\`, `\`},
		{`a\`, `a\`},
	}
	for _, c := range tests {
		t.Run(c.in, func(t *testing.T) {
			require.Equal(t, c.want, rules.AnySeparator(c.in))
		})
	}
}

// A path taken literally is matched in every spelling of its separators, and
// nothing that is no separator is touched.
func FuzzAnySeparator(f *testing.F) {
	for _, s := range []string{`/srv/app/bin/web.config`, `C:\app\bin`, `a[b/c]d`, `\\server\c$`, "", `(a|b)/{2}`, `[a-z-[/]]`, `x\`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		literal := regexp.QuoteMeta(s) // escapes what both languages have
		loose := rules.AnySeparator(literal)
		if !strings.ContainsAny(s, `/\`) {
			require.Equal(t, literal, loose)
		}
		re, err := dotnet.Compile("^(?:"+loose+")", dotnet.Options{})
		require.NoError(t, err)
		for _, path := range []string{s, strings.ReplaceAll(s, "/", `\`), strings.ReplaceAll(s, `\`, "/")} {
			ok, err := re.Match(path)
			require.NoError(t, err)
			require.True(t, ok, "%q does not match %q", loose, path)
		}
		_ = rules.AnySeparator(s) // whatever it is
	})
}
