package pkg

import (
	"io/fs"
	"syscall"
)

// fileAttributes returns the external attributes that a file of a folder would
// have in a zip file.
func fileAttributes(info fs.FileInfo) uint32 {
	if data, ok := info.Sys().(*syscall.Win32FileAttributeData); ok {
		return ordinaryIfNone(data.FileAttributes & (dosShown | dosDirectory))
	}
	if info.IsDir() {
		return dosDirectory
	}
	return dosNormal
}
