//go:build unix

package fsys

import (
	"io"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// A file is a file that is read or written. Unlike an os.File, which takes a call
// to make, it is nothing but its descriptor, and the lock that keeps it from being
// closed, and its number from being another file's, while it is used.
type file struct {
	path string

	mu sync.RWMutex
	fd int      // -1 if there is none
	f  *os.File // that has taken over the descriptor; nil if none has
}

// openFile opens the file at path for reading.
func openFile(path string) (*file, error) {
	fd, err := openPath(path, 0)
	if err != nil {
		return nil, err
	}
	return &file{fd: fd, path: path}, nil
}

// asFile returns f as a file, which takes it over.
func asFile(f *os.File) *file { return &file{fd: -1, f: f, path: f.Name()} }

// use calls f with the descriptor until no signal interrupts it.
func (f *file) use(call func(fd int) error) error {
	f.mu.RLock()
	defer f.mu.RUnlock()
	fd := f.fd
	if f.f != nil {
		fd = int(f.f.Fd())
	}
	if fd < 0 {
		return os.ErrClosed
	}
	return retry(func() error { return call(fd) })
}

// do is use for op, which failures name.
func (f *file) do(op string, call func(fd int) error) error {
	if err := f.use(call); err != nil {
		return &os.PathError{Op: op, Path: f.path, Err: err}
	}
	return nil
}

// Read reads the next bytes.
func (f *file) Read(p []byte) (n int, err error) {
	err = f.do("read", func(fd int) error {
		n, err = unix.Read(fd, p)
		return err
	})
	switch {
	case err != nil:
		return 0, err
	case n == 0 && len(p) > 0:
		return 0, io.EOF
	}
	return n, nil
}

// Write writes all of p.
func (f *file) Write(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		err = f.do("write", func(fd int) error {
			m, err := unix.Write(fd, p[n:])
			if err == nil && m == 0 {
				err = io.ErrUnexpectedEOF
			}
			n += max(m, 0)
			return err
		})
	}
	return n, err
}

// chmod sets the permissions.
func (f *file) chmod(mode uint32) error {
	return f.do("chmod", func(fd int) error { return unix.Fchmod(fd, mode) })
}

// state looks at the file.
func (f *file) state() (state, error) {
	var st unix.Stat_t
	if err := f.do("fstat", func(fd int) error { return unix.Fstat(fd, &st) }); err != nil {
		return state{}, err
	}
	return state{st.Size, st.Mtim.Nano(), st.Ctim.Nano(), uint64(st.Nlink)}, nil
}

// file returns f as an os.File, for what the system copies by itself.
func (f *file) file() *os.File {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.f == nil && f.fd >= 0 {
		f.f = os.NewFile(uintptr(f.fd), f.path)
		f.fd = -1
	}
	return f.f
}

// Close closes the file.
func (f *file) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.f != nil {
		return f.f.Close()
	}
	fd, err := f.fd, os.ErrClosed
	f.fd = -1
	if fd >= 0 {
		err = unix.Close(fd)
	}
	if err != nil {
		return &os.PathError{Op: "close", Path: f.path, Err: err}
	}
	return nil
}
