//go:build unix

package command_test

import (
	"os"

	"golang.org/x/sys/unix"
)

// leadsSession reports whether this process made the session it is in.
func leadsSession() bool {
	sid, err := unix.Getsid(0)
	return err == nil && sid == os.Getpid()
}
