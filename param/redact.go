package param

import (
	"cmp"
	"slices"
	"strings"
)

// Redact returns text with ****** in the place of every secret value of the
// set. It is for provider.Env.Redact, by which providers tell of commands and
// what these print. It may be used by several goroutines.
func (b *Binding) Redact(text string) string { return b.secrets.Replace(text) }

// masking returns what masks the secrets among values: the longest first, as
// one may be part of another, and each line of those that have several.
func masking(values []Value) *strings.Replacer {
	var secrets []string
	for _, v := range values {
		if v.IsSecret() {
			secrets = append(secrets, strings.FieldsFunc(v.Reveal(), func(r rune) bool { return r == '\r' || r == '\n' })...)
		}
	}
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, s := range secrets {
		pairs = append(pairs, s, mask)
	}
	return strings.NewReplacer(pairs...)
}
