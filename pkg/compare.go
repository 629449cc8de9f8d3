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
	i := differingPart(a, b)
	j := i
	for {
		i, j = skipSlashes(a, i), skipSlashes(b, j)
		if i == len(a) || j == len(b) {
			return (len(a) - i) - (len(b) - j)
		}
		m, n := partEnd(a, i), partEnd(b, j)
		if x, y := a[i:m], b[j:n]; x != y {
			if d := ordinal.Compare(x, y); d != 0 {
				return d
			}
			if exact {
				return strings.Compare(x, y)
			}
		}
		i, j = m, n
	}
}

// differingPart returns where the part begins that holds the first byte in which
// a and b differ. What is in front is the same in both.
func differingPart(a, b string) int {
	i, n := 0, min(len(a), len(b))
	for i < n && a[i] == b[i] {
		i++
	}
	for i > 0 && a[i-1] != '/' {
		i--
	}
	return i
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
