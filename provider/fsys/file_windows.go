package fsys

import "os"

// A file is a file that one goroutine at a time reads.
type file struct{ *os.File }

// openContent opens the file at path for reading.
func openContent(path string) (*file, error) {
	f, err := openFile(path, 0)
	if err != nil {
		return nil, err
	}
	return &file{f}, nil
}

// file returns f as an os.File, for what the system copies by itself.
func (f *file) file() *os.File { return f.File }
