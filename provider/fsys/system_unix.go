//go:build unix

package fsys

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
)

const (
	permBits  = 0o777
	anyWrite  = 0o222
	ownWrite  = 0o200
	ownFolder = 0o700
)

// newFileMode returns the permissions with which the file of c is created.
// Those that are known are set when it is complete; until then it is nobody
// else's business.
func newFileMode(c *provider.Change) os.FileMode {
	if _, ok := wantedMode(c); ok {
		return 0o600
	}
	return 0o666
}

// wantedMode returns the permissions that the file of c should have: those of
// the source or, if it has none, those of the file that is replaced. It reports
// false if there are neither; what the system gives to new files then stays.
func wantedMode(c *provider.Change) (uint32, bool) {
	v, ok := c.New.Attrs.Get(provider.AttrMode)
	if !ok && c.Old != nil {
		v, ok = c.Old.Attrs.Get(provider.AttrMode)
	}
	return uint32(v.Int()) & permBits, ok
}

// finish gives the complete file its permissions and its time.
func finish(h *handle, name string, f *file, c *provider.Change) error {
	mode, ok := wantedMode(c)
	if !ok && isReadOnly(c.New) {
		fi, err := f.file().Stat()
		if err != nil {
			return err
		}
		mode, ok = uint32(fi.Mode().Perm()), true
	}
	if ok {
		if err := f.chmod(adjust(mode, c.New)); err != nil {
			return err
		}
	}
	v, ok := c.New.Attrs.Get(provider.AttrLastWriteTime)
	if !ok {
		return nil
	}
	return h.setTime(f, name, v.Time())
}

// adjust brings mode in line with what the attributes of o say about writing.
func adjust(mode uint32, o *provider.Object) uint32 {
	if _, ok := o.Attrs.Get(provider.AttrAttributes); !ok {
		return mode
	}
	switch {
	case isReadOnly(o):
		return mode &^ anyWrite
	case mode&anyWrite == 0:
		return mode | ownWrite
	}
	return mode
}

// finishFolder gives the new folder name the permissions of o, if they are
// known. What the folder inherited from the one above is kept.
func finishFolder(o *provider.Object, stat func() (fs.FileInfo, error), chmod func(os.FileMode) error) error {
	v, ok := o.Attrs.Get(provider.AttrMode)
	if !ok {
		return nil
	}
	fi, err := stat()
	if err != nil {
		return err
	}
	want := os.FileMode(v.Int())&permBits | ownFolder
	if fi.Mode().Perm() == want {
		return nil
	}
	return chmod(want | fi.Mode()&(os.ModeSetgid|os.ModeSticky))
}

// makeWritable is for systems on which a file that is read-only cannot be
// replaced.
func makeWritable(*os.Root, string) bool { return false }

// inUse reports whether err says that something is in use and may soon not be.
func inUse(err error) bool {
	return errors.Is(err, unix.EBUSY) || errors.Is(err, unix.ETXTBSY)
}

// win32 returns the number that Windows has for the like of err, or 0.
func win32(err error) uint32 {
	var n unix.Errno
	errors.As(err, &n)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return 5
	case errors.Is(err, fs.ErrNotExist):
		return 2
	}
	switch n {
	case unix.ENOTDIR:
		return 3
	case unix.EMFILE, unix.ENFILE:
		return 4
	case unix.EROFS:
		return 19
	case unix.EIO:
		return 31
	case unix.EBUSY, unix.ETXTBSY:
		return 32
	case unix.ENOSPC, unix.EDQUOT:
		return 112
	case unix.ENOTEMPTY:
		return 145
	case unix.EEXIST:
		return 183
	case unix.ENAMETOOLONG:
		return 206
	case unix.EFBIG:
		return 223
	}
	return 0
}

// isReadOnly reports whether the attributes of o say that nobody may write it.
func isReadOnly(o *provider.Object) bool {
	v, _ := o.Attrs.Get(provider.AttrAttributes)
	for name := range strings.SplitSeq(v.String(), ",") {
		if strings.EqualFold(strings.TrimSpace(name), "ReadOnly") {
			return true
		}
	}
	return false
}
