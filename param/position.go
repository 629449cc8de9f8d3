package param

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// A position is a place in a text file and the number of characters to replace
// there. Lines and columns count from 1, and characters are UTF-16 code units,
// as .NET counts them.
type position struct{ line, column, count int }

// parsePosition reads a position. Blanks around the numbers are allowed.
func parsePosition(s string) (position, error) {
	var n [3]int
	parts := strings.Split(s, ";")
	ok := len(parts) == len(n)
	for i := 0; ok && i < len(n); i++ {
		v, err := strconv.Atoi(strings.TrimSpace(parts[i]))
		n[i], ok = v, err == nil && v > 0
	}
	if !ok {
		return position{}, failure("The parameter match must be in the format of line;column;count. For example, 10;5;22.", nil)
	}
	return position{n[0], n[1], n[2]}, nil
}

// find returns where text has the position, if it does: the column may be the
// one behind the last of its line, and the count may run past the end of the
// line and of the text.
func (p position) find(text string) [][2]int {
	at, ok := lineStart(text, p.line)
	if !ok {
		return nil
	}
	line := text[at:]
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	skipped, missing := advance(line, p.column-1)
	if missing > 0 {
		return nil
	}
	at += skipped
	length, _ := advance(text[at:], p.count)
	return [][2]int{{at, at + length}}
}

// lineStart returns the offset of line n of text.
func lineStart(text string, n int) (at int, ok bool) {
	for range n - 1 {
		end := strings.IndexAny(text[at:], "\r\n")
		if end < 0 {
			return 0, false
		}
		at += end + 1
		if text[at-1] == '\r' && strings.HasPrefix(text[at:], "\n") {
			at++
		}
	}
	return at, true
}

// advance returns the length in bytes of the first n characters of text, and how
// many it lacks. A character of two units is never split.
func advance(text string, n int) (length, missing int) {
	for i, r := range text {
		if n <= 0 {
			return i, 0
		}
		n -= max(utf16.RuneLen(r), 1)
	}
	return len(text), max(n, 0)
}
