package iis

import (
	"golang.org/x/sys/unix"
)

// Names of the extended attributes that hold access control lists.
const (
	accessList  = "system.posix_acl_access"
	defaultList = "system.posix_acl_default" // what new entries of a folder begin with
)

// readACL returns a list of the open file fd, or nil if there is none. It fails
// with an error that matches errors.ErrUnsupported if there can be none.
func readACL(fd int, name string) (posixACL, error) {
	for size := 256; ; size *= 2 {
		b := make([]byte, size)
		n, err := unix.Fgetxattr(fd, name, b)
		switch err {
		case nil:
			return parseACL(b[:n])
		case unix.ENODATA:
			return nil, nil
		case unix.ERANGE:
			continue
		}
		return nil, err
	}
}

// writeACL sets a list of the open file fd.
func writeACL(fd int, name string, a posixACL) error {
	return unix.Fsetxattr(fd, name, a.bytes(), 0)
}
