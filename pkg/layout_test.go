package pkg

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The first paths are those of real packages and of recorded: package/dirpath,
// package/relative-dirpath.
func TestContentName(t *testing.T) {
	for path, want := range map[string]string{
		`D:\HelloWorld\obj\PackageTmp`: "Content/D_C/HelloWorld/obj/PackageTmp",
		`c:\users\anand joshi\x`:       "Content/c_C/users/anand joshi/x",
		`C:\a\net6.0\PubTmp\Out\`:      "Content/C_C/a/net6.0/PubTmp/Out",
		`C:/a/b`:                       "Content/C_C/a/b",
		"Default Web Site/datasnap":    "Content/Default Web Site/datasnap",
		"/srv/site":                    "Content//srv/site",
		"/srv/site/":                   "Content//srv/site",
		"/":                            "Content/",
		"site2":                        "Content/site2",
		"./site2":                      "Content/site2",
		".":                            "Content",
		"":                             "Content",
		`web\sub`:                      "Content/web/sub",
		`/srv/a\b`:                     `Content//srv/a\b`,
		`\\server\share\x`:             "Content//server/share/x",
		"../up/../..":                  "Content/__/up/__/__",
		`C:\..\..\Windows`:             "Content/C_C/__/__/Windows",
		"a//b":                         "Content/a/b",
		"C:":                           "Content/C_C",
	} {
		t.Run(path, func(t *testing.T) { require.Equal(t, want, contentName(path)) })
	}
}

func TestContentNameNeverClimbs(t *testing.T) {
	for _, path := range []string{"..", "../..", "/../..", `..\..`, `C:..\x`, `\..\x`, "a/../../b", "./../x"} {
		name := contentName(path)
		require.True(t, strings.HasPrefix(name, contentFolder), name)
		for part := range strings.SplitSeq(name, "/") {
			require.NotEqual(t, "..", part, path)
		}
	}
}

func TestJoin(t *testing.T) {
	for _, c := range []struct{ path, key, want string }{
		{"/srv", "a", "/srv/a"},
		{"web", "a", "web/a"},
		{"/", "a", "/a"},
		{".", "a", "./a"},
		{`C:\web`, "a", `C:\web\a`},
		{`C:\web\`, "a", `C:\web\a`},
		{`C:/web/`, "a", "C:/web/a"},
		{`a\b`, "c", `a\b\c`},
		{`/srv/a\b`, "c", `/srv/a\b/c`},
	} {
		require.Equal(t, c.want, join(c.path, c.key), c.path)
	}
}

func TestGalleryName(t *testing.T) {
	for path, want := range map[string]string{
		"app": "app", "./app/": "app", `app\sub`: "app/sub", ".": "", "": "", "/app": "app", "a/./b": "a/b",
	} {
		require.Equal(t, want, galleryName(path), path)
	}
}

func TestUnsafeNames(t *testing.T) {
	for _, name := range []string{"", ".", "..", "a/b", "a\x00", "a\nb", "\x1b[2J", "\x7f"} {
		for _, system := range []string{"linux", "windows", "darwin"} {
			require.ErrorIs(t, unsafePart(name, system), ErrName, "%q on %s", name, system)
		}
	}
	for _, name := range []string{
		"CON", "con.txt", "NUL", "aux.tar.gz", "COM1", "com9.log", "LPT¹", "lpt0", "CONIN$", "prn ", "a:b", "C:", "a.txt:stream", "a.", "a ", `a\b`, "a*",
		"what?", `"`, "<", "|",
	} {
		require.ErrorIs(t, unsafePart(name, "windows"), ErrName, name)
		require.NoError(t, unsafePart(name, "linux"), name)
	}
	for _, name := range []string{"a", "..a", ".hidden", "CONSOLE", "COM", "COM10", "LPTX", "ünï", "日本", "a b", "~", "COM¹⁰"} {
		require.NoError(t, unsafePart(name, "windows"), name)
	}
	require.True(t, needsUnix(`a\b`))
	require.True(t, needsUnix("\xff"))
	require.False(t, needsUnix("ü"))
}
