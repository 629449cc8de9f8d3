package provider

import (
	"path/filepath"
	"strings"
)

// A Locator is a Provider whose paths can be those of files and folders, so
// that a file which names such a path can give it relative to itself.
type Locator interface {
	// Locate returns the path that Open takes for path, which was written in a
	// file in the folder dir. [Beside] does it for the path of a file.
	Locate(dir, path string) string
}

// Locate returns the path that p takes for path, which was written in a file in
// the folder dir: path itself unless p is a Locator.
func Locate(p Provider, dir, path string) string {
	if l, ok := p.(Locator); ok {
		return l.Locate(dir, path)
	}
	return path
}

// Beside returns the path of the file that path, written in a file in the folder
// dir, means. Relative paths are relative to dir and may have either separator,
// as such files travel between systems; absolute ones, those of other systems
// included, and the empty path stay as they are.
func Beside(dir, path string) string {
	if path == "" || strings.ContainsRune(`/\`, rune(path[0])) || len(path) > 1 && path[1] == ':' {
		return path
	}
	if filepath.Separator == '/' {
		path = strings.ReplaceAll(path, `\`, "/")
	}
	if dir == "." {
		return path
	}
	return filepath.Join(dir, path)
}
