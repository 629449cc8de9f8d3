package fsys

import (
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A way is a second descriptor of a folder that os.Root has opened. What
// os.Root does in several calls for a name of any form, the system does in one
// for a name without separators, and follows no link there either. Nobody gets
// at the descriptor but through Control, which keeps it from being closed, and
// its number from being another file's, in the meantime.
type way struct {
	dir *os.File
	syscall.RawConn
}

// openWay returns the way into the folder of r.
func openWay(r *os.Root) (way, error) {
	f, err := r.Open(".")
	if err != nil {
		return way{}, err
	}
	c, err := f.SyscallConn()
	return way{f, c}, err
}

func (w way) close() error { return w.dir.Close() }

// do calls f with the descriptor until no signal interrupts it. The names that f
// uses must be local.
func (w way) do(f func(fd int) error) error {
	var err error
	if cerr := w.Control(func(fd uintptr) { err = retry(func() error { return f(int(fd)) }) }); cerr != nil {
		return cerr
	}
	return err
}

// create makes the new file name.
func (f *handle) create(name string, perm os.FileMode) (*os.File, error) {
	var fd int
	err := f.way.do(func(dir int) (err error) {
		fd, err = unix.Openat(dir, name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, uint32(perm))
		return err
	})
	if err != nil {
		return nil, &os.PathError{Op: "openat", Path: name, Err: err}
	}
	return os.NewFile(uintptr(fd), name), nil
}

// setTime sets when the file name was last written.
func (f *handle) setTime(name string, t time.Time) error {
	mtime, err := unix.TimeToTimespec(t)
	if err == nil {
		times := []unix.Timespec{{Nsec: unix.UTIME_OMIT}, mtime}
		err = f.way.do(func(dir int) error { return unix.UtimesNanoAt(dir, name, times, unix.AT_SYMLINK_NOFOLLOW) })
	}
	if err != nil {
		return &os.PathError{Op: "utimensat", Path: name, Err: err}
	}
	return nil
}

// renameNew gives the file temp the name if there is nothing of that name.
// Otherwise it reports false and has changed nothing: os.Root will tell why.
func (f *handle) renameNew(temp, name string) bool {
	return !strings.Contains(name, separator) && f.way.do(func(dir int) error {
		return unix.Renameat2(dir, temp, dir, name, unix.RENAME_NOREPLACE)
	}) == nil
}
