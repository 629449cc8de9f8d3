package fsys

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// An entry is a name in a folder. Listing a folder tells all about it.
type entry struct {
	name string
	de   fs.DirEntry
}

func (*item) stamp() stamp { return stamp{} }

// fileID is not used: what leads where is found out by path.
type fileID struct{}

// A folder is open for listing.
type folder struct {
	f    *os.File
	path string
}

// openFolder opens the folder at path. Unless follow is set it fails if path is
// that of a link.
func openFolder(path string, follow bool) (*folder, error) {
	if !follow {
		if fi, err := os.Lstat(path); err != nil {
			return nil, err
		} else if linked(fi.Mode()) {
			return nil, syscall.ELOOP
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &folder{f: f, path: path}, nil
}

// hasStamps says that a look at a file does not tell when it was changed.
const hasStamps = false

func (d *folder) close() error { return d.f.Close() }

// entries returns what is in the folder, in any order.
func (d *folder) entries(ctx context.Context, _ *buffers) ([]entry, error) {
	var list []entry
	for {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		des, err := d.f.ReadDir(4096)
		for _, de := range des {
			list = append(list, entry{de.Name(), de})
		}
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// stat looks at an entry of the folder or, with follow, at what a link leads
// to.
func (d *folder) stat(e entry, follow bool) (info, error) {
	fi, err := e.de.Info()
	if err == nil && follow && linked(fi.Mode()) {
		fi, err = os.Stat(join(d.path, e.name))
	}
	if err != nil {
		return info{}, err
	}
	return infoOf(fi), nil
}

// isLink reports whether e, at which stat failed, is a link; if it is not, it
// is gone or cannot be looked at.
func (d *folder) isLink(e entry) bool { return linked(e.de.Type()) }

// statPath looks at what path leads to.
func statPath(path string) (info, error) {
	if path == "" {
		return info{}, fs.ErrNotExist
	}
	fi, err := os.Stat(path)
	if err != nil {
		return info{}, err
	}
	return infoOf(fi), nil
}

// linked reports whether an entry is a link of any kind; junctions are
// irregular.
func linked(m fs.FileMode) bool { return m&(fs.ModeSymlink|fs.ModeIrregular) != 0 }

func infoOf(fi fs.FileInfo) info {
	in := info{size: fi.Size(), time: fi.ModTime()}
	if d, ok := fi.Sys().(*syscall.Win32FileAttributeData); ok {
		in.readOnly = d.FileAttributes&syscall.FILE_ATTRIBUTE_READONLY != 0
		in.hidden = d.FileAttributes&syscall.FILE_ATTRIBUTE_HIDDEN != 0
		in.system = d.FileAttributes&syscall.FILE_ATTRIBUTE_SYSTEM != 0
	}
	switch m := fi.Mode(); {
	case linked(m):
		in.typ = linkType
	case m.IsDir():
		in.typ = dirType
	case m.IsRegular():
		in.typ = fileType
	}
	return in
}

// within reports whether the folder at path is one that it is in. Only a link
// can lead there.
func within(_ *info, path string, up *item) bool {
	if fi, err := os.Lstat(path); err != nil || !linked(fi.Mode()) {
		return false
	}
	fi, err := os.Stat(path)
	for ; err == nil && up != nil; up = up.up {
		if a, err := os.Stat(up.obj.Path); err == nil && os.SameFile(fi, a) {
			return true
		}
	}
	return false
}

// isAt reports whether the folder at path, which in tells of, is the root of t.
func (t *tree) isAt(_ *info, path string) bool {
	root, err := os.Stat(t.root.obj.Path)
	if err != nil {
		return false
	}
	fi, err := os.Stat(path)
	return err == nil && os.SameFile(root, fi)
}
