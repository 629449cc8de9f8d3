//go:build !linux

package fsys

import (
	"os"
	"time"
)

// A way is a second one into a folder, which is not needed here: os.Root does
// everything.
type way struct{}

func openWay(*os.Root) (way, error) { return way{}, nil }

func (way) close() error { return nil }

// create makes the new file name.
func (f *handle) create(name string, perm os.FileMode) (*os.File, error) {
	return f.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
}

// setTime sets when the file name was last written.
func (f *handle) setTime(name string, t time.Time) error { return f.Chtimes(name, time.Time{}, t) }

// renameNew reports false and changes nothing: os.Root is to do it.
func (f *handle) renameNew(string, string) bool { return false }
