//go:build unix

package fsys

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// A file is a file that one goroutine at a time reads. Unlike an os.File, which
// takes a call to make, it is nothing but its descriptor.
type file struct {
	fd   int
	path string
	f    *os.File // that has taken over the descriptor; nil if none has
}

// openContent opens the file at path for reading.
func openContent(path string) (*file, error) {
	fd, err := openFD(path, 0)
	if err != nil {
		return nil, err
	}
	return &file{fd: fd, path: path}, nil
}

// Read reads the next bytes.
func (f *file) Read(p []byte) (n int, err error) {
	if f.f != nil {
		return f.f.Read(p)
	}
	err = retry(func() error {
		n, err = unix.Read(f.fd, p)
		return err
	})
	switch {
	case err != nil:
		return 0, &os.PathError{Op: "read", Path: f.path, Err: err}
	case n == 0 && len(p) > 0:
		return 0, io.EOF
	}
	return n, nil
}

// file returns f as an os.File, for what the system copies by itself.
func (f *file) file() *os.File {
	if f.f == nil {
		f.f = os.NewFile(uintptr(f.fd), f.path)
		f.fd = -1
	}
	return f.f
}

// Close closes the file. The descriptor may be another file's afterwards.
func (f *file) Close() error {
	if f.f != nil {
		return f.f.Close()
	}
	fd := f.fd
	f.fd = -1
	if fd < 0 {
		return os.ErrClosed
	}
	if err := unix.Close(fd); err != nil {
		return &os.PathError{Op: "close", Path: f.path, Err: err}
	}
	return nil
}
