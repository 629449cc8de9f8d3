// Package pairs reads and writes the comma-separated lists of name=value that
// msdeploy's command language is made of: -source, -dest, -skip, -replace,
// -declareParam, -setParam.
//
// A list is cut at the commas outside quotes, each item at its first equals
// sign outside quotes. Name and value then lose all leading and trailing single
// quotes, and after that all leading and trailing double quotes. The two kinds
// of quotes are counted independently, other quotes stay, a backslash escapes
// nothing, and a quote that is never closed reaches to the end (recorded:
// cmdline/quotes-*, cmdline/value-*). Empty items at either end are ignored; one
// in the middle is an item with an empty name (recorded: cmdline/comma-*).
package pairs

import "strings"

// A Pair is one item of a list.
type Pair struct {
	Key, Value string
	HasValue   bool // there was an equals sign
}

// Items cuts a list at its commas and drops the empty items at either end.
func Items(list string) []string {
	items := Cut(list, ",")
	for len(items) > 0 && items[0] == "" {
		items = items[1:]
	}
	for len(items) > 0 && items[len(items)-1] == "" {
		items = items[:len(items)-1]
	}
	return items
}

// Parse reads a list. It never fails: whatever it is given is some list.
func Parse(list string) []Pair {
	var out []Pair
	for _, item := range Items(list) {
		out = append(out, parse(item))
	}
	return out
}

func parse(item string) Pair {
	name := Cut(item, "=")[0]
	if len(name) == len(item) {
		return Pair{Key: Unquote(item)}
	}
	return Pair{Key: Unquote(name), Value: Unquote(item[len(name)+1:]), HasValue: true}
}

// Format writes a list that Parse reads back. What no quotes can express, such
// as a value that ends with a double quote, is written as it is.
func Format(list []Pair) string {
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quoteLoosely(p.Key, ",= "))
		if p.Value != "" || p.HasValue {
			b.WriteByte('=')
			b.WriteString(quoteLoosely(p.Value, ", "))
		}
	}
	return b.String()
}

func quoteLoosely(s, guard string) string {
	if q, ok := Quote(s, guard); ok {
		return q
	}
	return s
}
