package confedit

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// write keeps the style of what it replaces where v can be written in it. A
// plain string that would not be read as one gets double quotes, as does one in
// single quotes or a block that has characters which need escapes. Folded
// strings become literal ones, and arrays and objects are written in flow style.
// What is v already stays as it is written.
func (yamlFormat) write(text string, n *Node, v value) (string, error) {
	f := n.form.(*yamlForm)
	if v.kind < Array && n.is(v) && n.alias == "" {
		return text[n.start:n.end], nil
	}
	if err := f.fits(n, v); err != nil {
		return "", err
	}
	out, err := f.text(n, v, text[n.end:])
	if err != nil {
		return "", err
	}
	if f.style == yamlPlain && !f.flow && (strings.HasPrefix(out, `"`) || v.kind >= Array) && tabBelow(text[n.end:]) {
		return "", fmt.Errorf("%w: the line below %s has a tab, which readers allow behind a string without quotes only", ErrNotWritable, n.Path())
	}
	out = f.before + out + f.after
	if f.style == yamlBlock && !strings.HasPrefix(out, "|") {
		if strings.HasPrefix(f.block.note, "#") {
			out += " "
		}
		out += f.block.note
	} else if strings.HasPrefix(text[n.end:], "#") {
		out += " "
	}
	return out, nil
}

// tabBelow reports whether an empty line at the beginning of s has a tab.
func tabBelow(s string) bool {
	white := s[:len(s)-len(strings.TrimLeft(s, " \t\r\n\u0085\u2028\u2029"))]
	return strings.Contains(white[lineEnd(white, 0):], "\t")
}

// fits returns an error if the tag of n does not allow v.
func (f *yamlForm) fits(n *Node, v value) error {
	if f.tag == "" {
		return nil
	}
	if v.kind == n.Kind {
		if v.kind >= Array {
			return nil
		}
		var is any
		tagged := yaml.Node{Kind: yaml.ScalarNode, Tag: f.tag, Value: v.text}
		if tagged.Decode(&is) == nil {
			return nil
		}
	}
	return fmt.Errorf("%w: %s has a tag that does not allow it", ErrNotWritable, n.Path())
}

// text returns v in the style of n, which comes before rest.
func (f *yamlForm) text(n *Node, v value, rest string) (string, error) {
	switch v.kind {
	case Array, Object:
		return yamlFlow(v.text)
	case Null:
		return "null", nil
	case Bool:
		return inCaseOf(v.text, f.word), nil
	case Number:
		return yamlNumberText(v.text)
	}
	switch f.style {
	case yamlPlain:
		if f.plain(n, v.text) {
			return v.text, nil
		}
	case yamlSingle:
		if !strings.ContainsFunc(v.text, func(r rune) bool { return !yamlPrintable(r) }) {
			return "'" + strings.ReplaceAll(v.text, "'", "''") + "'", nil
		}
	case yamlBlock:
		if !strings.ContainsFunc(v.text, func(r rune) bool { return r != '\n' && !yamlPrintable(r) }) {
			if out, ok := f.block.literal(v.text, rest); ok {
				return out, nil
			}
		}
	}
	return quoteYAML(v.text), nil
}

// inCaseOf returns word in capitals as old has them: none, the first, or all.
func inCaseOf(word, old string) string {
	switch {
	case len(old) < 2 || old == strings.ToLower(old):
		return word
	case old == strings.ToUpper(old):
		return strings.ToUpper(word)
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// yamlNumberText returns a number of JSON, unless the parser takes it for
// something else, as one that is too large.
func yamlNumberText(s string) (string, error) {
	if yamlKind(yamlTag(s)) != Number {
		return "", fmt.Errorf("%w: the number is too large", ErrNotWritable)
	}
	return s, nil
}

// quoteYAML returns s as a double quoted scalar in one line.
func quoteYAML(s string) string {
	var b strings.Builder
	for _, r := range quoteJSON(s) {
		if yamlPrintable(r) {
			b.WriteRune(r)
		} else { // JSON has only a few of them without an escape
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
