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
// is complete.
func (t *target) write(ctx context.Context, f *handle, name string, c *provider.Change) error {
	o := c.New
	if o.Content == nil {
		return provider.Unsupported("write without content", o)
	}
	src, err := o.Content(ctx)
	if err != nil {
		return readFailed(c, err)
	}
	defer src.Close()
	temp, w, err := f.createTemp(newFileMode(c))
	if err != nil {
		return failed("Create File", o, err)
	}
	err = t.complete(ctx, f, draft{temp, w, src}, c)
	if err == nil {
		err = f.settle(temp, name, c)
	}
	if err == nil {
		return nil
	}
	err = failed("Create File", o, err)
	if rerr := f.Remove(temp); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
		err = errors.Join(err, fmt.Errorf("the unfinished copy %s stays: %w", join(f.Name(), temp), plain(rerr)))
	}
	return err
}

// A draft is a file that is being written.
type draft struct {
	name string
	w    *os.File
	src  io.Reader
}

// complete fills d and closes it.
func (t *target) complete(ctx context.Context, f *handle, d draft, c *provider.Change) error {
	err := t.fill(ctx, d, c)
	if err == nil {
		err = finish(f, d.name, d.w, c)
	}
	if cerr := d.w.Close(); err == nil {
		err = cerr
	}
	return err
}

// createTemp makes a file that nobody else knows the name of.
func (f *handle) createTemp(perm os.FileMode) (string, *os.File, error) {
	for try := 0; ; try++ {
		name := fmt.Sprintf(".webdeploy-%016x", rand.Uint64())
		w, err := f.create(name, perm)
		if try < 10 && errors.Is(err, fs.ErrExist) {
			continue
		}
		return name, w, err
	}
}

// settle gives the finished file temp its name. What is being added must not
// take the place of something else.
func (f *handle) settle(temp, name string, c *provider.Change) error {
	f.commit.Lock()
	defer f.commit.Unlock()
	if c.Op() != provider.Update {
		if f.renameNew(temp, name) {
			return nil
		}
		if err := f.vacant(name, c.New); err != nil {
			return err
		}
	}
	err := f.Rename(temp, name)
	if err != nil && makeWritable(f.Root, name) {
		err = f.Rename(temp, name)
	}
	return err
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
