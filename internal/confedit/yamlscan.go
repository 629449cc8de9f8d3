package confedit

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// breakAt returns how long the line break at an offset of s is, or 0.
func breakAt(s string, at int) int {
	if at >= len(s) {
		return 0
	}
	switch s[at] {
	case '\n':
		return 1
	case '\r':
		if strings.HasPrefix(s[at:], "\r\n") {
			return 2
		}
		return 1
	case 0xC2:
		if strings.HasPrefix(s[at:], "\u0085") {
			return 2
		}
	case 0xE2:
		if strings.HasPrefix(s[at:], "\u2028") || strings.HasPrefix(s[at:], "\u2029") {
			return 3
		}
	}
	return 0
}

// readBreak returns what a line break becomes in a value.
func readBreak(s string) string {
	if strings.HasPrefix(s, "\xE2") {
		return s
	}
	return "\n"
}

// blankAt reports whether white space or the end is at an offset of s.
func blankAt(s string, at int) bool {
	return at >= len(s) || s[at] == ' ' || s[at] == '\t' || breakAt(s, at) > 0
}

// yamlLineEnd returns where the line ends that at is in, before its break.
func yamlLineEnd(s string, at int) int {
	for at < len(s) && breakAt(s, at) == 0 {
		at++
	}
	return at
}

// yamlLines returns where the lines of text begin.
func yamlLines(text string) []int {
	lines := []int{0}
	for at := 0; at < len(text); {
		n := breakAt(text, at)
		if at += max(n, 1); n > 0 {
			lines = append(lines, at)
		}
	}
	return lines
}

// offset returns the offset of a place that the parser names.
func (r *yamlReader) offset(line, column int) int {
	line, column = min(max(line, 1), len(r.lines)), max(column, 1)
	if line != r.line || column < r.column {
		r.line, r.column, r.at = line, 1, r.lines[line-1]
	}
	for ; r.column < column && r.at < len(r.text); r.column++ {
		_, n := utf8.DecodeRuneInString(r.text[r.at:])
		r.at += n
	}
	return r.at
}

// columnOf returns in which column, from 0, an offset is.
func (r *yamlReader) columnOf(at int) int {
	line := sort.SearchInts(r.lines, at+1) - 1
	return utf8.RuneCountInString(r.text[r.lines[line]:at])
}

// skip returns where, from at on, what is not white space or a comment begins.
func (r *yamlReader) skip(at int) int {
	for at < len(r.text) {
		switch n := breakAt(r.text, at); {
		case n > 0:
			at += n
		case r.text[at] == ' ' || r.text[at] == '\t':
			at++
		case r.text[at] == '#':
			at = yamlLineEnd(r.text, at)
		default:
			return at
		}
	}
	return at
}

// past returns what is behind the indicator that follows at, or -1 if that does
// not follow. Outside of flow style white space must come after it.
func (r *yamlReader) past(at int, indicator byte, flow bool) int {
	if at < 0 {
		return -1
	}
	at = r.skip(at)
	if at < len(r.text) && r.text[at] == indicator && (flow || blankAt(r.text, at+1)) {
		return at + 1
	}
	return -1
}

// properties returns the end of the tag and the anchor that begin at an offset.
// The second of them, which may as well be the first of what follows, counts if
// second says so about its indicator and place.
func (r *yamlReader) properties(at int, second func(indicator byte, at int) bool) int {
	end := r.propertyEnd(at)
	if end == at {
		return at
	}
	if next := r.skip(end); next < len(r.text) && (r.text[next] == '&' || r.text[next] == '!') && r.text[next] != r.text[at] && second(r.text[next], next) {
		return r.propertyEnd(next)
	}
	return end
}

func (r *yamlReader) propertyEnd(at int) int {
	if at >= len(r.text) {
		return at
	}
	switch r.text[at] {
	case '&':
		at++
		for at < len(r.text) && isAnchorByte(r.text[at]) {
			at++
		}
	case '!':
		for !blankAt(r.text, at) {
			at++
		}
	}
	return at
}

func isAnchorByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-'
}

// doubleEnd returns the end of the double quoted scalar at an offset, or -1.
func (r *yamlReader) doubleEnd(at int) int {
	for at++; at < len(r.text); at++ {
		switch r.text[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return -1
}

// singleEnd returns the end of the single quoted scalar at an offset, or -1.
func (r *yamlReader) singleEnd(at int) int {
	for at++; at < len(r.text); at++ {
		if r.text[at] == '\'' {
			if !strings.HasPrefix(r.text[at+1:], "'") {
				return at + 1
			}
			at++
		}
	}
	return -1
}

// plainEnd returns the end of the plain scalar at an offset that has been read
// as value, or -1 if it is not that.
func (r *yamlReader) plainEnd(at int, value string) int {
	for value != "" {
		white := at
		var breaks []string
		for at < len(r.text) && blankAt(r.text, at) {
			if n := breakAt(r.text, at); n > 0 {
				breaks = append(breaks, readBreak(r.text[at:at+n]))
				at += n
			} else {
				at++
			}
		}
		between := r.text[white:at]
		if breaks != nil {
			between = folded(breaks)
		}
		if at >= len(r.text) || !strings.HasPrefix(value, between) || len(value) == len(between) || value[len(between)] != r.text[at] {
			return -1
		}
		value = value[len(between)+1:]
		at++
	}
	return at
}

// folded returns what the line breaks between two words become.
func folded(breaks []string) string {
	switch {
	case breaks[0] != "\n":
		return strings.Join(breaks, "")
	case len(breaks) == 1:
		return " "
	}
	return strings.Join(breaks[1:], "")
}
