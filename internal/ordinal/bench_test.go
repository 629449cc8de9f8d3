package ordinal_test

import (
	"strings"
	"testing"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// Pairs of sibling names as a walk meets them: nearly always equal, or different late.
func benchPairs() map[string][2]string {
	return map[string][2]string{
		"same":    {"Microsoft.AspNet.Identity.Core.dll", string([]byte("Microsoft.AspNet.Identity.Core.dll"))},
		"case":    {"Microsoft.AspNet.Identity.Core.dll", "microsoft.aspnet.identity.core.DLL"},
		"differ":  {"Microsoft.AspNet.Identity.Core.dll", "Microsoft.AspNet.Identity.Owin.dll"},
		"unicode": {"Übersicht der Größen und Maße.html", "übersicht der größen und maße.html"},
	}
}

// BenchmarkCompare sets Compare beside strings.Compare, which knows no case, and
// strings.EqualFold, which knows no order.
func BenchmarkCompare(b *testing.B) {
	for name, p := range benchPairs() {
		b.Run(name+"/ordinal", func(b *testing.B) {
			for b.Loop() {
				ordinal.Compare(p[0], p[1])
			}
		})
		b.Run(name+"/EqualFold", func(b *testing.B) {
			for b.Loop() {
				strings.EqualFold(p[0], p[1])
			}
		})
		b.Run(name+"/strings.Compare", func(b *testing.B) {
			for b.Loop() {
				strings.Compare(p[0], p[1])
			}
		})
	}
}

// BenchmarkFold measures the key of a mixed-case name, against strings.ToUpper.
func BenchmarkFold(b *testing.B) {
	for name, p := range benchPairs() {
		b.Run(name+"/ordinal", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ordinal.Fold(p[0])
			}
		})
		b.Run(name+"/ToUpper", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				strings.ToUpper(p[0])
			}
		})
	}
}
