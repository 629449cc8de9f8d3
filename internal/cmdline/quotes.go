package cmdline

import "github.com/webdeploy-go/webdeploy/internal/pairs"

// blanks are the characters that separate the items of a raw line.
const blanks = " \t\r\n"

// Split cuts a raw command line into its items, quotes included. Blanks outside
// quotes separate; empty items do not exist. It never fails.
func Split(line string) []string {
	var items []string
	for _, item := range pairs.Cut(line, blanks) {
		if item != "" {
			items = append(items, item)
		}
	}
	return items
}

// parsePairs reads a list of name=value items. It never fails.
func parsePairs(s string) Pairs {
	var list Pairs
	for _, p := range pairs.Parse(s) {
		list = append(list, Setting{Name: p.Key, Value: p.Value, HasValue: p.HasValue})
	}
	return list
}
