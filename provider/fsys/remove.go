package fsys

import (
	"errors"
	"io/fs"
	"os"

	"github.com/webdeploy-go/webdeploy/provider"
)

// remove deletes the entry name, which o stands for, in the folder at up. A
// link goes, what it leads to stays. What is gone already is as it should be.
func (t *target) remove(up, name string, o *provider.Object) error {
	if o.Kind.Is(provider.DirPath) {
		rel := name
		if up != "" {
			rel = up + separator + name
		}
		t.folders.forget(rel)
	}
	f, err := t.folders.take(up)
	if err == nil {
		err = f.Remove(name)
		t.folders.give(f)
	}
	return removed(o, err)
}

// removeRoot deletes the folder at the root of the tree.
func (t *target) removeRoot(o *provider.Object) error {
	if err := t.folders.close(); err != nil {
		return failed("Delete Directory", o, err)
	}
	return removed(o, os.Remove(trim(o.Path)))
}

// removed turns err, with which the deletion of o ended, into what Apply
// returns.
func removed(o *provider.Object, err error) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return failed(operation(o, "Delete"), o, err)
}
