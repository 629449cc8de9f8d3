package confedit

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A yamlWord is what a plain scalar may be taken for.
type yamlWord uint8

const (
	yamlText yamlWord = iota
	yamlNumber
	yamlBase60
	yamlTruth
	yamlNull
	yamlTime
	yamlSpecial // = and <<
)

// The forms of YAML 1.1 and 1.2 that the parser takes for strings.
var (
	yamlNumbers = regexp.MustCompile(`^[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?|\.(inf|Inf|INF|nan|NaN|NAN))$`)
	yamlBase60s = regexp.MustCompile(`^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`)
	yamlTruths  = regexp.MustCompile(`^(y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$`)
	yamlTimes   = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]*)?)?([ \t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?$`)
)

// wordOf returns what readers of YAML 1.1 or 1.2 may take a plain scalar for.
func wordOf(s string) yamlWord {
	switch yamlTag(s) {
	case "!!int", "!!float":
		return yamlNumber
	case "!!bool":
		return yamlTruth
	case "!!null":
		return yamlNull
	case "!!timestamp":
		return yamlTime
	}
	switch {
	case s == "=" || s == "<<":
		return yamlSpecial
	case yamlNumbers.MatchString(s):
		return yamlNumber
	case yamlBase60s.MatchString(s):
		return yamlBase60
	case yamlTruths.MatchString(s):
		return yamlTruth
	case yamlTimes.MatchString(s):
		return yamlTime
	}
	return yamlText
}

// yamlTag returns the tag that the parser gives a plain scalar.
func yamlTag(s string) string {
	n := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	return n.ShortTag()
}

// plain reports whether s can replace a plain n without quotes: nothing ends it
// or makes it anything else but a string, for any reader, unless n has been as
// ambiguous as it is.
func (f *yamlForm) plain(n *Node, s string) bool {
	if s == "" || s != strings.Trim(s, " ") || strings.IndexByte("?:,[]{}#&*!|>'\"%@`", s[0]) >= 0 || strings.ContainsFunc(s, notPlain) {
		return false
	}
	if s[0] == '-' && (blankAt(s, 1) || strings.HasPrefix(s, "---")) || strings.HasPrefix(s, "...") {
		return false
	}
	if strings.Contains(s, ": ") || strings.HasSuffix(s, ":") || strings.Contains(s, " #") || f.flow && strings.ContainsAny(s, ",?[]{}") {
		return false
	}
	word, was := wordOf(s), yamlText
	if n.Kind == String && n.alias == "" {
		was = wordOf(n.Value)
	}
	return word == was && (f.tag != "" || yamlKind(yamlTag(s)) == String) || word == yamlText && was != yamlTime
}

// notPlain reports whether r has to be written in another way in a plain scalar.
func notPlain(r rune) bool { return r == '\t' || !yamlPrintable(r) }

// yamlPrintable reports whether r can stand for itself within a line.
func yamlPrintable(r rune) bool {
	switch {
	case r == '\t', r >= 0x20 && r <= 0x7e, r >= 0xa0 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd, r >= 0x10000:
		return r != '\u2028' && r != '\u2029' && r != '\ufeff'
	}
	return false
}
