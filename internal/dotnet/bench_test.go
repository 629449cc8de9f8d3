package dotnet_test

import (
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/webdeploy-go/webdeploy/internal/dotnet"
)

// BenchmarkMatch tests one path against a pattern as skip directives have them, ignoring
// case, beside the backtracking engine alone.
func BenchmarkMatch(b *testing.B) {
	const path = "/var/www/site/obj/Release/Package/PackageTmp/bin/Microsoft.AspNet.Identity.Core.dll"
	for _, pattern := range []string{`\.txt$`, `/obj/`, `^(.*)\.config$`, `(obj|src)/.*\.(cs|vb)$`, `[a-z0-9]+\.dll$`, `\bcore\.\w+$`} {
		b.Run(pattern+"/dotnet", func(b *testing.B) {
			re := compile(b, pattern, true)
			for b.Loop() {
				_, _ = re.Match(path)
			}
		})
		b.Run(pattern+"/backtracking", func(b *testing.B) {
			re := backtracking(pattern)
			for b.Loop() {
				_, _ = re.MatchString(path)
			}
		})
	}
}

// BenchmarkReplace replaces tokens in a configuration file of 100 KB that has three.
func BenchmarkReplace(b *testing.B) {
	line := `<add key="Setting" value="some value with words" />` + "\r\n"
	text := strings.Repeat(line, 1000) + "@HOST@ @HOST@ @Port@\r\n" + strings.Repeat(line, 1000)
	for _, pattern := range []string{`@HOST@`, `@(host|port)@`, `begin[\s\S]*?end`, `@[a-z]+@`} {
		b.Run(pattern+"/dotnet", func(b *testing.B) {
			re := compile(b, pattern, true)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_, _ = re.ReplaceLiteral(text, "x")
			}
		})
		b.Run(pattern+"/backtracking", func(b *testing.B) {
			re := backtracking(pattern)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_, _ = re.Replace(text, "x", -1, -1)
			}
		})
	}
}

func backtracking(pattern string) *regexp2.Regexp {
	re := regexp2.MustCompile(pattern, regexp2.IgnoreCase)
	re.MatchTimeout = dotnet.DefaultTimeout
	return re
}
