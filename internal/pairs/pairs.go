// Package pairs reads and writes the comma-separated lists of name=value that
// msdeploy's command language is made of: -source, -dest, -skip, -replace,
// -declareParam, -setParam.
//
// A list is split at the commas outside quotes, each item at its first equals
// sign. Name and value then lose all leading and trailing single quotes, and
// after that all leading and trailing double quotes. The two kinds of quotes
// are counted independently, other quotes stay, and one that is never closed
// reaches to the end (recorded: cmdline/quotes-*, cmdline/value-*). Commas at
// either end are ignored; two in the middle enclose an item with an empty name
// (recorded: cmdline/comma-*).
package pairs

import "strings"

// A Pair is one item of a list.
type Pair struct {
	Key, Value string
	HasValue   bool // there was an equals sign
}

// Parse splits a list. It never fails: whatever it is given is some list.
func Parse(list string) []Pair {
	items := split(list)
	for len(items) > 0 && items[0] == "" {
		items = items[1:]
	}
	for len(items) > 0 && items[len(items)-1] == "" {
		items = items[:len(items)-1]
	}
	out := make([]Pair, len(items))
	for i, it := range items {
		k, v, ok := strings.Cut(it, "=")
		out[i] = Pair{Key: unquote(k), Value: unquote(v), HasValue: ok}
	}
	return out
}

func split(s string) []string {
	var items []string
	var single, double bool
	start := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\'':
			single = !single
		case s[i] == '"':
			double = !double
		case s[i] == ',' && !single && !double:
			items = append(items, s[start:i])
			start = i + 1
		}
	}
	return append(items, s[start:])
}

func unquote(s string) string {
	return strings.Trim(strings.Trim(s, "'"), `"`)
}

// Format writes a list that Parse reads back, as far as the language can
// express it: a value that begins or ends with a quote loses it.
func Format(list []Pair) string {
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(p.Key))
		if p.Value != "" || p.HasValue {
			b.WriteByte('=')
			b.WriteString(quote(p.Value))
		}
	}
	return b.String()
}

func quote(s string) string {
	if !strings.ContainsAny(s, " ,\t") {
		return s
	}
	if strings.Count(s, `'`)%2 == 0 && !strings.Contains(s, `'`) {
		return `'` + s + `'`
	}
	return `"` + s + `"`
}
