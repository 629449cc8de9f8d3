package fsys

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A file is a file that is read or written.
type file struct{ *os.File }

// openFile opens the file at path for reading.
func openFile(path string) (*file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &file{f}, nil
}

// asFile returns f as a file, which takes it over.
func asFile(f *os.File) *file { return &file{f} }

// file returns f as an os.File, for what the system copies by itself.
func (f *file) file() *os.File { return f.File }

// state looks at the file.
func (f *file) state() (state, error) {
	var b basicInfo
	err := windows.GetFileInformationByHandleEx(windows.Handle(f.Fd()), windows.FileBasicInfo, (*byte)(unsafe.Pointer(&b)), uint32(unsafe.Sizeof(b)))
	if err != nil {
		return state{}, err
	}
	fi, err := f.Stat()
	if err != nil {
		return state{}, err
	}
	return state{size: fi.Size(), written: b.write, changed: b.change}, nil
}
