package pkg

import (
	"os"
	"path/filepath"
	"strings"
)

// Occupies reports whether the file or folder at path is the package, or a
// temporary file that becomes part of it: a folder that is packed into itself
// leaves those out.
func (w *Writer) Occupies(path string) bool {
	name, base := filepath.Base(path), filepath.Base(w.name)
	if w.kind == kindPackage && isTemporary(name, base) {
		return sameFile(filepath.Dir(path), filepath.Dir(w.name))
	}
	return strings.EqualFold(name, base) && sameFile(path, w.name)
}

// isTemporary reports whether temporaryName may have made name for base.
func isTemporary(name, base string) bool {
	return strings.HasPrefix(name, "."+base+".") && strings.HasSuffix(name, ".tmp") && len(name) == len(temporaryName(base))
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
