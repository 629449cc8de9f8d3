package param_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// indirectly deploys web.config with one value and returns what it is then, and
// the events.
func indirectly(t *testing.T, match, value string, assigned bool) (string, string) {
	t.Helper()
	set := param.Set{{Name: "P", Entries: []param.Entry{{Kind: param.XMLFile, Scope: `\\web\.config$`, Match: match}}}}
	if assigned {
		var err error
		set, err = param.Assign(set, []param.Pair{{Key: "P", Value: value, HasValue: true}}, param.Literal)
		require.NoError(t, err)
	} else {
		set[0].Value = param.Plain(value)
	}
	b, err := param.Bind(set, nil)
	require.NoError(t, err)
	src := memory.New("/site", map[string]string{
		"web.config":         `<c><!-- kept --><strings a="1"><x/></strings><y v="old"/></c>`,
		"config/Live.config": `<live><strings><add name="s3cret"/></strings><empty/><v a="from">text</v></live>`,
		"bad.config":         "<",
	})
	dst := memory.Absent("/d")
	var lines []string
	_, err = sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{
		Rules: rules.Chain{b.Rule()}, Level: provider.LevelVerbose, Observe: func(e sync.Event) { lines = append(lines, e.Message, e.Detail) },
	})
	require.NoError(t, err)
	out := strings.Join(lines, "\n")
	require.NotContains(t, out, "s3cret")
	return dst.Files()["web.config"], out
}

// A value may stand in another file of what is deployed.
func TestValuesFromFilesInside(t *testing.T) {
	for _, c := range []struct{ match, value, want string }{
		{"//strings", `\config\live.config:://strings`, `<c><!-- kept --><strings><add name="s3cret"/></strings><y v="old"/></c>`},
		{"//strings", `\config\live.config:://empty`, `<c><!-- kept --><empty/><y v="old"/></c>`},
		{"//y/@v", `\config/live.config:://v/@a`, `<c><!-- kept --><strings a="1"><x/></strings><y v="from"/></c>`},
		{"//y/@v", `\config\live.config::/live/v/text()`, `<c><!-- kept --><strings a="1"><x/></strings><y v="text"/></c>`},
		{"//strings | //x", `\web.config:://y`, `<c><!-- kept --><y v="old"/><y v="old"/></c>`},
		{"//y/@v", `not\one:://y`, `<c><!-- kept --><strings a="1"><x/></strings><y v="not\one:://y"/></c>`},
		{"//y/@v", `\:://y`, `<c><!-- kept --><strings a="1"><x/></strings><y v="\:://y"/></c>`},
	} {
		got, _ := indirectly(t, c.match, c.value, false)
		require.Equal(t, c.want, got, c.value)
	}
}

// What is not found leaves the file as it is, and says why.
func TestIndirectValuesThatLeadNowhere(t *testing.T) {
	for value, why := range map[string]string{
		`\missing.config:://x`:           `Could not find file "\missing.config"`,
		`\config:://x`:                   `Could not find file "\config"`,
		`\config\live.config:://nothing`: `No matches were found for the search string '//nothing' in the file '\config\live.config'.`,
		`\config\live.config:://x[`:      "Invalid XPath expression '//x[' specified for match.",
		`\bad.config:://x`:               "Line 1",
	} {
		got, lines := indirectly(t, "//y/@v", value, false)
		require.Contains(t, got, `<y v="old"/>`, value)
		require.Contains(t, lines, why, value)
	}
}

// A file of this machine is read only for who deploys, not for a package.
func TestValuesFromFilesOutside(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.config")
	require.NoError(t, os.WriteFile(name, []byte(`<a><b c="outside"/></a>`), 0o600))
	got, _ := indirectly(t, "//y/@v", name+":://b/@c", true)
	require.Contains(t, got, `<y v="outside"/>`)
	got, lines := indirectly(t, "//y/@v", name+":://b/@c", false)
	require.Contains(t, got, `<y v="old"/>`)
	require.Contains(t, lines, "is read only for who deploys")
}
