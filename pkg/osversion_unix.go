//go:build unix

package pkg

import (
	"regexp"

	"golang.org/x/sys/unix"
)

// osVersion returns the version of the kernel, such as "6.8".
func osVersion() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return regexp.MustCompile(`^\d+(\.\d+)?`).FindString(unix.ByteSliceToString(u.Release[:]))
}
