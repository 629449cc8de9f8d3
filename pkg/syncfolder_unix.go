//go:build unix

package pkg

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// syncFolder makes sure that the name of a file survives a crash. File systems
// that cannot do that for a folder do it by themselves.
func syncFolder(name string) error {
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
