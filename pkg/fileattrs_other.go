//go:build !windows

package pkg

import (
	"io/fs"
	"strings"
)

// fileAttributes returns the external attributes that a file of a folder would
// have in a zip file. A file system that knows no modes says nothing of them.
// Names that begin with a dot are hidden (recorded: package/names).
func fileAttributes(info fs.FileInfo) uint32 {
	ext, typ := uint32(0), uint32(unixFile)
	if info.IsDir() {
		ext, typ = dosDirectory, unixDir
	} else if strings.HasPrefix(info.Name(), ".") {
		ext |= dosHidden
	}
	perm := uint32(info.Mode().Perm())
	if perm == 0 {
		return ordinaryIfNone(ext)
	}
	if perm&0o222 == 0 && !info.IsDir() {
		ext |= dosReadOnly
	}
	return ordinaryIfNone(ext) | (typ|perm)<<unixShift
}
