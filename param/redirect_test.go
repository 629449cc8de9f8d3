package param_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

func TestRedirect(t *testing.T) {
	pp := func(scope, match, value string) *param.Parameter {
		return &param.Parameter{Name: "P" + value, Value: param.Plain(value), Entries: []param.Entry{{Kind: param.ProviderPath, Scope: scope, Match: match}}}
	}
	for _, c := range []struct {
		name string
		set  param.Set
		want string
		line string
	}{
		{"pp-dirpath-auto-full", param.Set{pp("dirPath", "^.*$", "/pp")}, "/pp", "Parameter entry 'P/pp/1' is applicable to 'dirPath/w/site2' because of its scope."},
		{"pp-partial", param.Set{pp("dirPath", "site2", "siteZ")}, "siteZ", "Parameter entry 'PsiteZ/1' is applicable to 'dirPath/w/site2' because of its scope."},
		{"pp-groups", param.Set{pp("dirPath", "(sit)e2", "$1X")}, "$1X", "Parameter entry 'P$1X/1' is applicable to 'dirPath/w/site2' because of its scope."},
		{"pp-scope-regex, pp-no-match-key", param.Set{pp("Path", "", "/pp")}, "/pp", "Parameter entry 'P/pp/1' is applicable to 'dirPath/w/site2' because of its scope."},
		{"pp-scope-wrong", param.Set{pp("filePath", ".*", "/pp")}, "/w/site2", "Parameter entry 'P/pp/1' could not be applied anywhere."},
		{"case", param.Set{pp("DIRPATH", "SITE2", "/pp")}, "/pp", "Parameter entry 'P/pp/1' is applicable to 'dirPath/w/site2' because of its scope."},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := param.Bind(c.set, nil)
			require.NoError(t, err)
			ref := provider.Ref{Kind: "dirPath", Path: "/w/site2", Settings: provider.Settings{{Name: "a", Value: "b"}}}
			got := b.Redirect(ref)
			require.Equal(t, c.want, got.Path)
			require.Equal(t, ref.Settings, got.Settings)
			var l listener
			ctx, r := l.context(t), b.Rule()
			_, err = r.Target(ctx, (&file{}).object())
			require.NoError(t, err)
			require.NoError(t, r.Finish(ctx, nil, nil))
			require.Equal(t, []string{strings.Replace(c.line, "dirPath/w", "dirPath//w", 1)}, l.lines)
		})
	}
	t.Run("the last one wins", func(t *testing.T) {
		b, err := param.Bind(param.Set{pp("dirPath", "site2", "/1"), pp("dirPath", "site2", "/2")}, nil)
		require.NoError(t, err)
		require.Equal(t, "/2", b.Redirect(provider.Ref{Kind: "dirPath", Path: "/site2"}).Path)
	})
	t.Run("a pattern that does not end", func(t *testing.T) {
		b, err := param.Bind(param.Set{pp("dirPath", "^(?=a)(a+)+$", "/1")}, &param.Options{Timeout: 20 * time.Millisecond})
		require.NoError(t, err)
		require.NotEqual(t, "/1", b.Redirect(provider.Ref{Kind: "dirPath", Path: strings.Repeat("a", 40) + "!"}).Path)
		_, err = b.Rule().Target(t.Context(), (&file{}).object())
		require.Error(t, err)
	})
}
