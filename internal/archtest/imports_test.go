package archtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// allowed says which packages of the module a package may import, apart from
// internal ones that are leaves. A trailing slash stands for all below.
func allowed(dir string) []string {
	switch {
	case dir == ".":
		return nil
	case dir == "provider":
		return nil
	case dir == "provider/builtin":
		return []string{"provider", "provider/", "pkg", "param", "rules"}
	case dir == "provider/providertest": // what a plan says is a rule of the contract
		return []string{"provider", "rules", "sync"}
	case strings.HasPrefix(dir, "provider/"):
		return []string{"provider"}
	case dir == "rules":
		return []string{"provider"}
	case dir == "param":
		return []string{"rules", "provider"}
	case dir == "pkg":
		return []string{"param", "rules", "provider"}
	case dir == "pkg/publish":
		return []string{"pkg", "param", "rules", "provider"}
	case dir == "sync":
		return []string{"rules", "provider"}
	case strings.HasPrefix(dir, "internal/") && dir != "internal/bench": // which measures all there is
		return []string{"provider"}
	}
	return []string{".", "provider", "provider/", "rules", "param", "pkg", "pkg/publish", "sync"}
}

func TestImportDirections(t *testing.T) {
	for _, s := range load(t) {
		if s.test() {
			continue
		}
		for _, imp := range s.imports() {
			ok := strings.HasPrefix(imp, "internal/") || slices.ContainsFunc(allowed(s.dir), func(a string) bool {
				return a == imp || strings.HasSuffix(a, "/") && strings.HasPrefix(imp, a)
			})
			assert.True(t, ok, "%s must not import %s", s.name, imp)
		}
	}
}

// What provider needs beneath it must stay usable by everything: internal
// packages that it imports import nothing of the module.
func TestContractStandsOnLeaves(t *testing.T) {
	all := load(t)
	beneath := map[string]bool{}
	for _, s := range all {
		if s.dir == "provider" && !s.test() {
			for _, imp := range s.imports() {
				beneath[imp] = true
			}
		}
	}
	for _, s := range all {
		if beneath[s.dir] && !s.test() {
			assert.Empty(t, s.imports(), "%s is beneath package provider", s.name)
		}
	}
}

func TestKitsAreForTests(t *testing.T) {
	for _, s := range load(t) {
		if !s.library() {
			continue
		}
		for _, imp := range s.imports() {
			assert.NotContains(t, []string{"provider/builtin", "provider/providertest"}, imp, s.name)
		}
	}
}

func TestNoFileImportsBothSyncs(t *testing.T) {
	for _, s := range load(t) {
		std := slices.ContainsFunc(s.file.Imports, func(i *importSpec) bool { return i.Path.Value == `"sync"` })
		assert.False(t, std && slices.Contains(s.imports(), "sync"), "%s imports two packages named sync", s.name)
	}
}

func TestNoLoggingNoStandardStreams(t *testing.T) {
	for _, s := range load(t) {
		if !s.library() {
			continue
		}
		for _, i := range s.file.Imports {
			assert.NotEqual(t, `"log"`, i.Path.Value, s.name)
		}
		for _, at := range selectors(s, "os", "Stdout", "Stderr", "Stdin", "Exit") {
			assert.Fail(t, "library code uses a standard stream", at)
		}
	}
}
