package fsys

import (
	"os"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A way is a second descriptor of a folder that os.Root has opened. What
// os.Root does in several calls for a name of any form, the system does in one
// for a name without separators, and follows no link there either.
type way struct{ *file }

// openWay returns the way into the folder of r.
func openWay(r *os.Root) (way, error) {
	f, err := r.Open(".")
	if err != nil {
		return way{}, err
	}
	return way{asFile(f)}, nil
}

func (w way) close() error { return w.Close() }

// create makes the new file name.
func (f *handle) create(name string, perm os.FileMode) (*file, error) {
	return f.open(name, unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW, perm)
}

// createNameless makes a file in the folder that has no name. It is gone when it
// is closed, unless it has got one by then.
func (f *handle) createNameless(perm os.FileMode) (*file, error) {
	return f.open(".", unix.O_TMPFILE, perm)
}

func (f *handle) open(name string, flags int, perm os.FileMode) (*file, error) {
	w := &file{path: name}
	err := f.way.use(func(dir int) (err error) {
		w.fd, err = unix.Openat(dir, name, unix.O_WRONLY|unix.O_CLOEXEC|flags, uint32(perm))
		return err
	})
	if err != nil {
		return nil, &os.PathError{Op: "openat", Path: name, Err: err}
	}
	return w, nil
}

// setTime sets when w, which is called name, was last written.
func (f *handle) setTime(w *file, _ string, t time.Time) error {
	mtime, err := unix.TimeToTimespec(t)
	if err != nil {
		return &os.PathError{Op: "utimensat", Path: w.path, Err: err}
	}
	times := [2]unix.Timespec{{Nsec: unix.UTIME_OMIT}, mtime}
	return w.do("utimensat", func(fd int) error {
		// As futimens does. What package unix has wants a name, or a Linux of 2020.
		_, _, errno := unix.Syscall6(unix.SYS_UTIMENSAT, uintptr(fd), 0, uintptr(unsafe.Pointer(&times)), 0, 0, 0)
		if errno != 0 {
			return errno
		}
		return nil
	})
}

// nameNew gives w, which was made without one, the name if there is nothing of
// that name.
func (f *handle) nameNew(w *file, name string) error {
	if strings.Contains(name, separator) {
		return &os.PathError{Op: "linkat", Path: name, Err: unix.EINVAL}
	}
	return w.do("linkat", func(fd int) error {
		return f.way.use(func(dir int) error { return unix.Linkat(fd, "", dir, name, unix.AT_EMPTY_PATH) })
	})
}

// renameNew gives the file temp the name if there is nothing of that name.
// Otherwise it reports false and has changed nothing: os.Root will tell why.
func (f *handle) renameNew(temp, name string) bool {
	return !strings.Contains(name, separator) && f.way.use(func(dir int) error {
		return unix.Renameat2(dir, temp, dir, name, unix.RENAME_NOREPLACE)
	}) == nil
}
