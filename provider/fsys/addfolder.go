package fsys

import (
	"errors"
	"io/fs"
	"os"

	"github.com/webdeploy-go/webdeploy/provider"
)

// newFolderMode is what the system may take bits from.
const newFolderMode = 0o777

// addFolder makes the folder name in the one at up.
func (t *target) addFolder(up, name string, o *provider.Object) error {
	f, err := t.folders.take(up)
	if err != nil {
		return t.noParent(o, err)
	}
	defer t.folders.give(f)
	f.commit.Lock()
	defer f.commit.Unlock()
	err = f.Mkdir(name, newFolderMode)
	if errors.Is(err, fs.ErrExist) {
		return f.reuse(name, o)
	}
	if err == nil {
		err = finishFolder(o,
			func() (fs.FileInfo, error) { return f.Lstat(name) },
			func(m os.FileMode) error { return f.Chmod(name, m) })
	}
	if err != nil {
		return failed("Create Directory", o, err)
	}
	return nil
}

// reuse returns an error unless what is at name can serve as the folder o,
// which was to be added: it is one that rules hid, or that another object has
// been added to under the same name.
func (f *handle) reuse(name string, o *provider.Object) error {
	seen, err := f.Lstat(name)
	switch {
	case err != nil:
		return failed("Create Directory", o, err)
	case seen.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0:
		return linkedFolder(o.Path)
	case !seen.IsDir():
		return noFolder(o.Path, notType(nil, dirType)) // recorded: rules/donotdelete-clash2
	}
	if err := f.sameSpelling(name, seen, o); err != nil {
		return failed("Create Directory", o, err)
	}
	return nil
}

// addRoot makes the folder at the root of the tree, and those that it is in.
func (t *target) addRoot(o *provider.Object) error {
	dir := trim(o.Path)
	if dir == "" {
		return noFolder(o.Path, fs.ErrNotExist)
	}
	if err := makeFolder(dir, o); err != nil {
		return err
	}
	in, err := statPath(dir)
	if err != nil {
		return failed("Create Directory", o, err)
	}
	t.made.Store(&in.id)
	return nil
}

// makeFolder makes the folder dir, which o stands for.
func makeFolder(dir string, o *provider.Object) error {
	if up, name := split(dir); name != "" {
		if err := os.MkdirAll(up, newFolderMode); err != nil {
			return failed("Create Directory", o, err)
		}
	}
	err := os.Mkdir(dir, newFolderMode)
	if errors.Is(err, fs.ErrExist) {
		if fi, serr := os.Stat(dir); serr == nil && fi.IsDir() {
			return nil
		}
		return noFolder(o.Path, notType(nil, dirType)) // recorded: sync/dirpath-dest-is-file
	}
	if err == nil {
		err = finishFolder(o,
			func() (fs.FileInfo, error) { return os.Stat(dir) },
			func(m os.FileMode) error { return os.Chmod(dir, m) })
	}
	if err != nil {
		return failed("Create Directory", o, err)
	}
	return nil
}
