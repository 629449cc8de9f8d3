//go:build !linux

package fsys

import (
	"errors"
	"os"
	"time"
)

// A way is a second one into a folder, which is not needed here: os.Root does
// everything.
type way struct{}

func openWay(*os.Root) (way, error) { return way{}, nil }

func (way) close() error { return nil }

// create makes the new file name.
func (f *handle) create(name string, perm os.FileMode) (*file, error) {
	w, err := f.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	return asFile(w), nil
}

// createNameless fails: the system has no files without names.
func (f *handle) createNameless(os.FileMode) (*file, error) { return nil, errors.ErrUnsupported }

// setTime sets when the file name was last written.
func (f *handle) setTime(_ *file, name string, t time.Time) error {
	return f.Chtimes(name, time.Time{}, t)
}

// nameNew fails, like createNameless.
func (f *handle) nameNew(*file, string) error { return errors.ErrUnsupported }

// renameNew reports false and changes nothing: os.Root is to do it.
func (f *handle) renameNew(string, string) bool { return false }
