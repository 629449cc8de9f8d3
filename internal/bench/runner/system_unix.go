//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// settle waits until what others have written is on the disk, so that nobody
// pays for them.
func settle() { syscall.Sync() }

// peak returns the most memory that the process, or one that it waited for, has
// had at a time.
func peak(s *os.ProcessState) int64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	n := int64(u.Maxrss)
	if runtime.GOOS != "darwin" { // which counts bytes
		n <<= 10
	}
	return n
}
