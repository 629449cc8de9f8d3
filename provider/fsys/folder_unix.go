//go:build unix

package fsys

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// An entry is a name in a folder.
type entry struct{ name string }

// hasStamps says that a look at a file tells its stamp.
const hasStamps = true

// stamp returns what tells whether the file it is still the same.
func (it *item) stamp() stamp {
	return stamp{size: it.attrs[0].Value.Int(), mtime: it.attrs[2].Value.Time().UnixNano(), ctime: it.changed, ino: it.id.ino}
}

// fileID tells files, and folders, apart.
type fileID struct{ dev, ino uint64 }

// A folder is open for listing.
type folder struct {
	fd   int
	path string
}

// openFolder opens the folder at path. Unless follow is set it fails if path is
// that of a link.
func openFolder(path string, follow bool) (*folder, error) {
	flags := unix.O_DIRECTORY
	if !follow {
		flags |= unix.O_NOFOLLOW
	}
	fd, err := openPath(path, flags)
	if err != nil {
		return nil, err
	}
	return &folder{fd, path}, nil
}

// openPath opens the file or folder at path for reading. Unlike os.Open it does
// not ask the system whether that can be waited for, which takes five calls to
// learn that it cannot. Failures are those of os.OpenFile.
func openPath(path string, flags int) (fd int, err error) {
	err = retry(func() (err error) {
		fd, err = unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0)
		return err
	})
	if err != nil {
		return -1, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return fd, nil
}

func (d *folder) close() error { return unix.Close(d.fd) }

// entries returns what is in the folder, in any order. It reads through one of
// the buffers.
func (d *folder) entries(ctx context.Context, b *buffers) (list []entry, err error) {
	buf := b.take()
	defer b.give(buf)
	var names []string
	for {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		n := 0
		err := retry(func() (err error) { n, err = unix.ReadDirent(d.fd, *buf); return err })
		if err != nil {
			return nil, &os.PathError{Op: "readdirent", Path: d.path, Err: err}
		}
		if n <= 0 {
			return list, nil
		}
		_, n, names = unix.ParseDirent((*buf)[:n], -1, names[:0])
		list = slices.Grow(list, n)
		for _, name := range names {
			list = append(list, entry{name})
		}
	}
}

// stat looks at an entry of the folder or, with follow, at what a link leads
// to.
func (d *folder) stat(e entry, follow bool) (info, error) {
	flags := 0
	if !follow {
		flags = unix.AT_SYMLINK_NOFOLLOW
	}
	var st unix.Stat_t
	err := retry(func() error { return unix.Fstatat(d.fd, e.name, &st, flags) })
	if err != nil {
		return info{}, err
	}
	return infoOf(&st, e.name), nil
}

// isLink reports whether e, at which stat failed, is a link; if it is not, it
// is gone or cannot be looked at.
func (d *folder) isLink(e entry) bool {
	in, err := d.stat(e, false)
	return err == nil && in.typ == linkType
}

// statPath looks at what path leads to.
func statPath(path string) (info, error) {
	if path == "" {
		return info{}, unix.ENOENT
	}
	var st unix.Stat_t
	if err := retry(func() error { return unix.Stat(path, &st) }); err != nil {
		return info{}, err
	}
	_, name := split(trim(path))
	return infoOf(&st, name), nil
}

// retry calls f until no signal interrupts it.
func retry(f func() error) error {
	for {
		if err := f(); err != unix.EINTR {
			return err
		}
	}
}

func infoOf(st *unix.Stat_t, name string) info {
	sec, nsec := st.Mtim.Unix()
	in := info{
		hidden: strings.HasPrefix(name, "."), hasMode: true, mode: uint32(st.Mode) & 0o7777,
		size: st.Size, time: time.Unix(sec, nsec),
	}
	in.readOnly = in.mode&0o222 == 0
	switch uint32(st.Mode) & unix.S_IFMT {
	case unix.S_IFREG:
		in.typ = fileType
		in.id, in.changed = fileID{uint64(st.Dev), uint64(st.Ino)}, st.Ctim.Nano()
	case unix.S_IFDIR:
		in.typ = dirType
		in.id = fileID{uint64(st.Dev), st.Ino}
	case unix.S_IFLNK:
		in.typ = linkType
	}
	return in
}

// within reports whether the folder at path, which in tells of, is one that it
// is in.
func within(in *info, _ string, up *item) bool {
	for ; up != nil; up = up.up {
		if up.id == in.id {
			return true
		}
	}
	return false
}

// isAt reports whether the folder at path, which in tells of, is the root of t.
func (t *tree) isAt(in *info, _ string) bool {
	if made := t.made.Load(); made != nil {
		return *made == in.id
	}
	return !t.root.obj.Absent && t.root.id == in.id
}
