package fsys

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/webdeploy-go/webdeploy/provider"
)

// newFileMode returns the permissions with which the file of c is created. It
// becomes read-only when it is complete.
func newFileMode(*provider.Change) os.FileMode { return 0o666 }

// basicInfo is FILE_BASIC_INFO. A zero leaves a value as it is.
type basicInfo struct {
	creation, access, write, change int64 // in 100 ns since 1601
	attributes, _                   uint32
}

// finish gives the complete file its attributes and its time.
func finish(_ *handle, _ string, f *file, c *provider.Change) error {
	var b basicInfo
	if v, ok := c.New.Attrs.Get(provider.AttrLastWriteTime); ok {
		t := windows.NsecToFiletime(v.Time().UnixNano())
		b.write = int64(t.HighDateTime)<<32 | int64(t.LowDateTime)
	}
	if v, ok := c.New.Attrs.Get(provider.AttrAttributes); ok {
		b.attributes = attributeBits(v.String())
	}
	return windows.SetFileInformationByHandle(windows.Handle(f.Fd()), windows.FileBasicInfo,
		(*byte)(unsafe.Pointer(&b)), uint32(unsafe.Sizeof(b)))
}

// attributeBits reads what info.attributes writes.
func attributeBits(s string) uint32 {
	bits := uint32(0)
	for name := range strings.SplitSeq(s, ",") {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "readonly":
			bits |= windows.FILE_ATTRIBUTE_READONLY
		case "hidden":
			bits |= windows.FILE_ATTRIBUTE_HIDDEN
		case "system":
			bits |= windows.FILE_ATTRIBUTE_SYSTEM
		}
	}
	if bits == 0 {
		return windows.FILE_ATTRIBUTE_NORMAL
	}
	return bits
}

// finishFolder does nothing: folders have no permission bits here.
func finishFolder(*provider.Object, func() (fs.FileInfo, error), func(os.FileMode) error) error {
	return nil
}

// makeWritable makes it possible to replace the file name if it is read-only,
// which it reports.
func makeWritable(r *os.Root, name string) bool {
	fi, err := r.Lstat(name)
	return err == nil && fi.Mode().IsRegular() && fi.Mode().Perm()&0o200 == 0 && r.Chmod(name, 0o666) == nil
}

// inUse reports whether err says that something is in use and may soon not be.
func inUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_USER_MAPPED_FILE) || errors.Is(err, windows.ERROR_BUSY)
}

// win32 returns the number of err, or 0.
func win32(err error) uint32 {
	var n windows.Errno
	switch {
	case errors.As(err, &n) && n < 1<<16:
		return uint32(n)
	case errors.Is(err, fs.ErrPermission):
		return 5
	case errors.Is(err, fs.ErrNotExist):
		return 2
	}
	return 0
}
