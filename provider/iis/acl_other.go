//go:build unix && !linux

package iis

import "errors"

// Names of lists, which no file has here.
const accessList, defaultList = "access", "default"

// readACL fails: the access control lists of this system are others.
func readACL(int, string) (posixACL, error) { return nil, errors.ErrUnsupported }

// writeACL fails.
func writeACL(int, string, posixACL) error { return errors.ErrUnsupported }
