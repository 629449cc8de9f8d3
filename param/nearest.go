package param

import (
	"slices"
	"strings"
)

const (
	maxCandidates = 2000 // of one file
	maxNamed      = 3    // in one message
	maxCompared   = 200  // characters of each
)

// nearest returns a sentence that names those of list that are most like want,
// or "" if none is.
func nearest(want string, list []string) string {
	type ranked struct {
		name     string
		distance int
	}
	var best []ranked
	want = comparable(want)
	for _, name := range list {
		d := distance(want, comparable(name))
		if d*2 > max(len(want), 4) || slices.ContainsFunc(best, func(r ranked) bool { return r.name == name }) {
			continue
		}
		i, _ := slices.BinarySearchFunc(best, d, func(r ranked, d int) int { return r.distance - d })
		best = slices.Insert(best, i, ranked{name, d})
		best = best[:min(len(best), maxNamed)]
	}
	if best == nil {
		return ""
	}
	names := make([]string, len(best))
	for i, r := range best {
		names[i] = "'" + r.name + "'"
	}
	return " Near to it: " + strings.Join(names, ", ") + "."
}

// comparable returns the end of s in the form in which names are compared: what
// tells names apart is at their ends.
func comparable(s string) string {
	s = strings.ReplaceAll(strings.ToUpper(s), `\\`, "/")
	return s[max(0, len(s)-maxCompared):]
}

// distance returns how many bytes have to be changed, added or left out to make
// b of a, those before a not counted: a path may begin anywhere.
func distance(a, b string) int {
	if len(b) > len(a) && strings.ContainsAny(b, "/:") {
		b = b[len(b)-len(a):]
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
