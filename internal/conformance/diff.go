package conformance

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/diff"
)

// diffLimit is the number of lines of a difference that are shown.
const diffLimit = 80

// diffText returns "" for equal texts, else a unified diff under a title line,
// recorded text first.
func diffText(title, want, got string) string {
	if want == got {
		return ""
	}
	if !visible(want) || !visible(got) {
		want, got = string(quoteLines([]byte(want))), string(quoteLines([]byte(got)))
	}
	text := string(diff.Diff("recorded", []byte(want), "got", []byte(got)))
	_, text, _ = strings.Cut(text, "\n") // its first line only repeats the names
	lines := strings.SplitAfter(text, "\n")
	if len(lines) > diffLimit {
		rest := len(lines) - diffLimit
		lines = append(lines[:diffLimit], fmt.Sprintf("... and %d more lines\n", rest))
	}
	return title + ":\n" + strings.Join(lines, "")
}

// visible reports that a text shows all it holds when it is printed.
func visible(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, hidden)
}

// diffBytes is diffText for files: other than text it shows in quoted form.
func diffBytes(title string, want, got []byte) string {
	if string(want) == string(got) {
		return ""
	}
	if utf8.Valid(want) && utf8.Valid(got) {
		return diffText(title, string(want), string(got))
	}
	return fmt.Sprintf("%s:\nrecorded %s\ngot      %s\n", title, strconv.Quote(string(want)), strconv.Quote(string(got)))
}

// diffStream compares what was printed on a stream. A line that is in loose
// need not read the same: a line must stand in its place and begin with the
// same prefix.
func diffStream(title, want, got string, loose []string) string {
	free := map[string]bool{}
	for _, line := range loose {
		free[line] = true
	}
	return diffText(title, want, alignLoose(want, got, free))
}

// alignLoose puts the recorded wording in place of loose lines of got, looking
// from the start and, where the texts have come apart, from the end.
func alignLoose(want, got string, free map[string]bool) string {
	w, g := strings.SplitAfter(want, "\n"), strings.SplitAfter(got, "\n")
	n := min(len(w), len(g))
	front := 0
	for front < n && settle(w[front], &g[front], free) {
		front++
	}
	for back := 1; back <= n-front && settle(w[len(w)-back], &g[len(g)-back], free); back++ {
	}
	return strings.Join(g, "")
}

// settle reports whether two lines agree, and makes them equal if they do.
func settle(want string, got *string, free map[string]bool) bool {
	if want == *got {
		return true
	}
	line, ended := strings.CutSuffix(want, "\n")
	if !free[line] || strings.HasSuffix(*got, "\n") != ended || *got == "" || !strings.HasPrefix(*got, loosePrefix(line)) {
		return false
	}
	*got = want
	return true
}

// loosePrefix returns the part of a loose line that must stand: the level in
// front of a message, or everything up to the list of attributes that a
// system with other attributes shortens. A line without either is free.
func loosePrefix(line string) string {
	const list = " differing in attributes ("
	if i := strings.Index(line, list); i >= 0 {
		return line[:i+len(list)]
	}
	for _, level := range []string{"Error: ", "Warning: ", "Info: ", "Verbose: "} {
		if strings.HasPrefix(line, level) {
			return level
		}
	}
	return ""
}
