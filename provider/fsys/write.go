package fsys

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"

	"github.com/webdeploy-go/webdeploy/provider"
)

// inFolder calls do with the folder at rel, in which c is to be made.
func (t *target) inFolder(rel string, c *provider.Change, do func(*handle) error) error {
	f, err := t.folders.take(rel)
	if err != nil {
		return t.noParent(c.Object(), err)
	}
	defer t.folders.give(f)
	return do(f)
}

// noParent says why the folder that o is to be in cannot be used.
func (t *target) noParent(o *provider.Object, err error) error {
	if errors.Is(err, errNotFolder) && o.Parent != nil {
		return linkedFolder(o.Parent.Path)
	}
	return failed(operation(o, "Create"), o, err)
}

// write adds or updates the file name in f. It appears under its name when it
// is complete. What is added has no name at all until then where the system can
// do so: that takes less than a change of names, and leaves nothing behind.
func (t *target) write(ctx context.Context, f *handle, name string, c *provider.Change) error {
	if c.New.Content == nil {
		return provider.Unsupported("write without content", c.New)
	}
	named := &t.folders.pool.named
	err := t.writeDraft(ctx, f, name, c, c.Op() == provider.Update || named.Load())
	if errors.Is(err, errNameless) {
		if err = t.writeDraft(ctx, f, name, c, true); err == nil {
			named.Store(true)
		}
	}
	return err
}

// errNameless says that a file without a name cannot be made, or not be given
// one.
var errNameless = errors.New("cannot add a file that has no name")

// A draft is a file that is being written.
type draft struct {
	*file
	name string // "" if it has none
}

func (t *target) writeDraft(ctx context.Context, f *handle, name string, c *provider.Change, named bool) error {
	o := c.New
	src, err := o.Content(ctx)
	if err != nil {
		return readFailed(c, err)
	}
	defer src.Close()
	d, err := f.draft(newFileMode(c), named)
	if err != nil {
		return failed("Create File", o, err)
	}
	defer d.Close() // again, unless something failed
	err = t.fill(ctx, d.file, src, c)
	if err == nil {
		err = finish(f, d.name, d.file, c)
	}
	if err == nil {
		err = f.settle(d, name, c)
	}
	if err == nil || errors.Is(err, errNameless) {
		return err
	}
	_ = d.Close()
	err = failed("Create File", o, err)
	if d.name == "" {
		return err
	}
	if rerr := f.Remove(d.name); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
		err = errors.Join(err, fmt.Errorf("the unfinished copy %s stays: %w", join(f.Name(), d.name), plain(rerr)))
	}
	return err
}

// draft makes a file without a name or with one that nobody else knows.
func (f *handle) draft(perm os.FileMode, named bool) (*draft, error) {
	if !named {
		w, err := f.createNameless(perm)
		if err != nil {
			err = errNameless
		}
		return &draft{file: w}, err
	}
	for try := 0; ; try++ {
		name := tempName()
		w, err := f.create(name, perm)
		if try < 10 && errors.Is(err, fs.ErrExist) {
			continue
		}
		return &draft{w, name}, err
	}
}

func tempName() string { return fmt.Sprintf(".webdeploy-%016x", rand.Uint64()) }

// settle closes d, which is finished, and gives it its name. What is being added
// must not take the place of something else.
func (f *handle) settle(d *draft, name string, c *provider.Change) error {
	if d.name == "" {
		added, err := f.nameDraft(d, name)
		if added || err != nil {
			return err
		}
	}
	if err := d.Close(); err != nil {
		return err
	}
	f.commit.Lock()
	defer f.commit.Unlock()
	if c.Op() != provider.Update {
		if f.renameNew(d.name, name) {
			return nil
		}
		if err := f.vacant(name, c.New); err != nil {
			return err
		}
	}
	err := f.Rename(d.name, name)
	if err != nil && makeWritable(f.Root, name) {
		err = f.Rename(d.name, name)
	}
	return err
}

// nameDraft gives d, which has no name, the name or, if that is taken, one that
// nobody else knows.
func (f *handle) nameDraft(d *draft, name string) (added bool, err error) {
	err = f.nameNew(d.file, name)
	if err == nil {
		d.name = name
		return true, d.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return false, errNameless
	}
	temp := tempName()
	if err := f.nameNew(d.file, temp); err != nil {
		return false, err
	}
	d.name = temp
	return false, nil
}

// vacant returns an error if a file cannot be added under the name because it
// would replace a folder, or a file whose name is spelled in another way. One
// that is spelled the same is replaced: only rules that give two objects one
// name add a file twice, and the later wins (recorded:
// skip-replace/replace-collision).
func (f *handle) vacant(name string, o *provider.Object) error {
	seen, err := f.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case seen.IsDir():
		return fs.ErrPermission // as Windows says (recorded: rules/donotdelete-clash)
	}
	return f.sameSpelling(name, seen, o)
}

// sameSpelling returns an error unless name, under which there is what seen
// tells of, is how the folder itself spells it.
func (f *handle) sameSpelling(name string, seen fs.FileInfo, o *provider.Object) error {
	spelled, err := f.spelling(name, seen)
	if err != nil || spelled == name {
		return err
	}
	return &provider.Error{
		Op: "add", Kind: o.Kind, Path: o.Path, Side: provider.DestinationSide, Err: provider.Quiet(fs.ErrExist),
		Msg:  "Cannot add '" + o.Path + "' because the destination does not tell its name from '" + spelled + "', which is there already.",
		Hint: "rename one of the two at the source, or leave it out with -skip",
	}
}

// spelling returns the name of what seen tells of as the folder lists it.
func (f *handle) spelling(name string, seen fs.FileInfo) (string, error) {
	dir, err := f.Open(".")
	if err != nil {
		return "", err
	}
	defer dir.Close()
	other := ""
	for {
		names, err := dir.Readdirnames(1024)
		for _, n := range names {
			if n == name {
				return name, nil
			}
			if fi, err := f.Lstat(n); err == nil && os.SameFile(fi, seen) {
				other = n
			}
		}
		if errors.Is(err, io.EOF) {
			return other, nil
		}
		if err != nil {
			return "", err
		}
	}
}
