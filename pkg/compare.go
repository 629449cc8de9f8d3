package pkg

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// comparePaths orders the names of entries: part by part, so that a folder
// comes right before what is in it, each part as package ordinal compares
// names. Several slashes in a row are one. If exact is set, parts that differ
// in case only are ordered by their bytes; otherwise they are equal.
func comparePaths(a, b string, exact bool) int {
	tie := 0
	for i, j := 0, 0; ; {
		endA, endB := i == len(a) || a[i] == '/', j == len(b) || b[j] == '/'
		if endA || endB {
			switch {
			case !endA:
				return 1
			case !endB:
				return -1
			case tie != 0 && exact:
				return tie
			}
			tie, i, j = 0, skipSlashes(a, i), skipSlashes(b, j)
			if i == len(a) || j == len(b) {
				return (len(a) - i) - (len(b) - j)
			}
			continue
		}
		x, y := a[i], b[j]
		switch {
		case x|y >= 0x80:
			m, n := partEnd(a, i), partEnd(b, j)
			if d := ordinal.Compare(a[i:m], b[j:n]); d != 0 {
				return d
			}
			if tie == 0 {
				tie = strings.Compare(a[i:m], b[j:n])
			}
			i, j = m, n
			continue
		case x != y:
			if d := int(upper(x)) - int(upper(y)); d != 0 {
				return d
			}
			if tie == 0 {
				tie = int(x) - int(y)
			}
		}
		i++
		j++
	}
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

func skipSlashes(s string, i int) int {
	for i < len(s) && s[i] == '/' {
		i++
	}
	return i
}

// partEnd returns where the part of s that i is in ends.
func partEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '/'); n >= 0 {
		return i + n
	}
	return len(s)
}

// compareParts is comparePaths for one part.
func compareParts(a, b string, exact bool) int {
	if d := ordinal.Compare(a, b); d != 0 || !exact {
		return d
	}
	return strings.Compare(a, b)
}

// isBelow reports whether name is that of something in folder, at any depth.
func isBelow(name, folder string, exact bool) bool {
	if folder == "" {
		return true
	}
	n := cutDepth(name, countParts(folder))
	return n < len(name) && comparePaths(name[:n], folder, exact) == 0
}

// countParts returns the number of parts of s.
func countParts(s string) (n int) {
	for i := skipSlashes(s, 0); i < len(s); i = skipSlashes(s, partEnd(s, i)) {
		n++
	}
	return n
}

// cutDepth returns where the first n parts of s end.
func cutDepth(s string, n int) int {
	end := 0
	for i := skipSlashes(s, 0); i < len(s) && n > 0; i = skipSlashes(s, end) {
		end = partEnd(s, i)
		n--
	}
	return end
}

// partAt returns the part of s that follows its first depth parts.
func partAt(s string, depth int) string {
	i := skipSlashes(s, cutDepth(s, depth))
	return s[i:partEnd(s, i)]
}
