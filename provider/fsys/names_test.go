package fsys_test

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
)

// Every way in which a name could mean more than itself.
func TestCheckNameRefuses(t *testing.T) {
	all := []string{"linux", "darwin", "windows", "freebsd"}
	windows := []string{"windows"}
	for _, c := range []struct {
		attack string
		on     []string
		names  []string
	}{
		{"no name", all, []string{""}},
		{"this folder", all, []string{"."}},
		{"the folder above", all, []string{".."}},
		{"slash", all, []string{"/", "/etc", "a/b", "a/", "../a", "./a", "a/../../b"}},
		{"end of string", all, []string{"a\x00", "\x00", "a.txt\x00.png"}},
		{"line break", all, []string{"a\nb", "a\rb", "\n"}},
		{"terminal escape", all, []string{"\x1b[2Ja", "a\x07", "a\x7f", "\t"}},
		{"backslash", windows, []string{`\`, `a\b`, `..\a`, `\\host\share`, `C:\a`}},
		{"drive", windows, []string{"C:", "C:a", "c:"}},
		{"stream", windows, []string{"web.config::$DATA", "a.txt:hidden", ":a", "a:", "a:$I30:$INDEX_ALLOCATION"}},
		{"wildcard", windows, []string{"*", "?", "a*.txt", "a?.txt", "<", ">", `"`, "a|b"}},
		{"dot at the end", windows, []string{"a.", "a..", "web.config.", "...", "a ."}},
		{"blank at the end", windows, []string{"a ", " ", "web.config ", ".. ", ". "}},
		{"device", windows, []string{"CON", "con", "PRN", "AUX", "NUL", "nul", "CONIN$", "CONOUT$", "conout$", "CLOCK$"}},
		{"serial and parallel ports", windows, []string{"COM1", "com9", "COM0", "LPT1", "lpt3", "COM¹", "LPT²", "lpt³"}},
		{"device with an extension", windows, []string{"con.txt", "NUL.tar.gz", "aux.", "com1.log", "CON .txt", "nul  .x"}},
		{"bytes that are no text", windows, []string{"a\xff", "\xc3"}},
	} {
		t.Run(c.attack, func(t *testing.T) {
			for _, goos := range c.on {
				for _, name := range c.names {
					err := fsys.CheckName(goos, name)
					require.ErrorIs(t, err, provider.CodeInvalidPath, "%s %q", goos, name)
					require.NotContains(t, err.Error(), "\x1b")
				}
			}
		})
	}
}

func TestCheckNameAccepts(t *testing.T) {
	everywhere := []string{
		"a", "a.txt", ".hidden", "..a", "...a", "a b", " a", "web.config", "ünï.txt", "日本.txt", "$v.txt", "%25.txt", "[x]", "~t",
		"com", "com10", "comx", "console.txt", "nulls", "auxiliary", "lpt", "it's", "a;b", "a,b", "a=b", strings.Repeat("n", 255),
	}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		for _, name := range everywhere {
			require.NoError(t, fsys.CheckName(goos, name), "%s %q", goos, name)
		}
	}
	for _, name := range []string{`a\b`, "a:b", "a*", "a?", "a.", "a ", "con", "NUL", "com1", "a|b", `"`, "\xff", "..."} {
		require.NoError(t, fsys.CheckName("linux", name), "%q", name)
	}
}

// A name that is accepted is one element of a path that leads nowhere else.
func FuzzCheckName(f *testing.F) {
	for _, s := range []string{"", ".", "..", "a", "a/b", `a\b`, "C:", "con", "nul.txt", "a.", "a ", "a\x00", "com¹", "conin$", "ü"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if fsys.CheckName("windows", name) == nil && fsys.CheckName("linux", name) != nil {
			t.Fatalf("%q is accepted on Windows only", name)
		}
		if fsys.CheckName(runtime.GOOS, name) != nil {
			return
		}
		if !filepath.IsLocal(name) || filepath.Base(name) != name || filepath.Clean(name) != name {
			t.Fatalf("%q is accepted", name)
		}
		if filepath.Dir(filepath.Join("root", name)) != "root" {
			t.Fatalf("%q leads elsewhere", name)
		}
	})
}
