package fsys

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
)

// maxFolders is how many folders are kept open for the changes to come. Changes
// come folder by folder, so few are enough.
const maxFolders = 32

// folders keeps the folders open in which changes are made. Each is reached
// from its parent, one name at a time and through no link, so that nobody who
// moves things about meanwhile can lead a change astray.
type folders struct {
	path string // of the topmost one
	mu   sync.Mutex
	open map[string]*handle // by path below the topmost
	tick uint64
}

// An handle is a folder that changes can be made in.
type handle struct {
	*os.Root
	place  place
	commit sync.Mutex // held while a name in the folder changes hands
	users  int
	used   uint64
}

// take returns the folder at rel, below the topmost, which is "". It must be
// given back.
func (fs *folders) take(rel string) (*handle, error) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f, err := fs.find(rel)
	if err != nil {
		return nil, err
	}
	f.users++
	return f, nil
}

// give ends the use of f.
func (fs *folders) give(f *handle) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f.users--
}

// find returns the folder at rel and keeps it open.
func (fs *folders) find(rel string) (*handle, error) {
	fs.tick++
	if f := fs.open[rel]; f != nil {
		f.used = fs.tick
		return f, nil
	}
	r, err := fs.openAt(rel)
	if err != nil {
		return nil, err
	}
	if fs.open == nil {
		fs.open = map[string]*handle{}
	}
	fs.shrink()
	p, err := openPlace(r)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	f := &handle{Root: r, place: p, used: fs.tick}
	fs.open[rel] = f
	return f, nil
}

// close closes the folder.
func (f *handle) close() error { return errors.Join(f.place.close(), f.Root.Close()) }

func (fs *folders) openAt(rel string) (*os.Root, error) {
	if rel == "" {
		return os.OpenRoot(fs.path)
	}
	i := strings.LastIndex(rel, separator)
	up, err := fs.find(rel[:max(i, 0)])
	if err != nil {
		return nil, err
	}
	return openReal(up.Root, rel[i+1:])
}

// openReal opens the folder name in up. It fails if name is that of a link, or
// becomes one at the wrong moment.
func openReal(up *os.Root, name string) (*os.Root, error) {
	seen, err := up.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !seen.IsDir() || seen.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 {
		return nil, errNotFolder
	}
	r, err := up.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	got, err := r.Stat(".")
	if err == nil && !os.SameFile(seen, got) {
		err = errNotFolder
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

var errNotFolder = errors.New("there is something else in the place of the folder")

// shrink closes the folder that has not been used for longest if there are too
// many.
func (fs *folders) shrink() {
	if len(fs.open) < maxFolders {
		return
	}
	var oldest string
	var found *handle
	for rel, f := range fs.open {
		if f.users == 0 && rel != "" && (found == nil || f.used < found.used) {
			oldest, found = rel, f
		}
	}
	if found != nil {
		found.close()
		delete(fs.open, oldest)
	}
}

// forget closes the folder at rel, which is about to go.
func (fs *folders) forget(rel string) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f := fs.open[rel]; f != nil {
		f.close()
		delete(fs.open, rel)
	}
}

// close closes all folders.
func (fs *folders) close() error {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var errs []error
	for _, f := range fs.open {
		errs = append(errs, f.close())
	}
	fs.open = nil
	return errors.Join(errs...)
}
