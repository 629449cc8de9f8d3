package fsys

import (
	"container/list"
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
)

// maxFolders is how many folders that are not in use are kept open for the
// changes to come. Changes come folder by folder, so few are enough.
const maxFolders = 32

// A pool is what the targets of a provider share, of which a manifest may have
// thousands: a bound on how many folders they keep open in all, and buffers.
type pool struct {
	sums  *Sums       // of sources, too; nil if there are none
	named atomic.Bool // a new file needs a name from the beginning
	mu    sync.Mutex  // of its targets' folders, too
	idle  list.List   // of *handle, those used last at the end
	buffers
}

// folders keeps the folders open in which changes are made. Each is reached
// from its parent, one name at a time and through no link, so that nobody who
// moves things about meanwhile can lead a change astray. The topmost one stays
// the same folder even if it has to be opened again.
type folders struct {
	path  string // of the topmost one
	pool  *pool
	open  map[string]*handle // by path below the topmost
	first fs.FileInfo        // of the topmost one, once it has been opened
}

// An handle is a folder that changes can be made in.
type handle struct {
	*os.Root
	way    way        // a shorter one into the folder
	commit sync.Mutex // held while a name in the folder changes hands
	users  int
	owner  *folders
	rel    string
	place  *list.Element // among those that are idle; nil while it is used
}

// take returns the folder at rel, below the topmost, which is "". It must be
// given back.
func (fs *folders) take(rel string) (*handle, error) {
	fs.pool.mu.Lock()
	defer fs.pool.mu.Unlock()
	f, err := fs.find(rel)
	if err != nil {
		return nil, err
	}
	f.users++
	f.awake()
	return f, nil
}

// give ends the use of f.
func (fs *folders) give(f *handle) {
	fs.pool.mu.Lock()
	defer fs.pool.mu.Unlock()
	if f.users--; f.users == 0 && fs.open[f.rel] == f {
		f.rest()
	}
}

// rest makes f the last one of those that are not in use.
func (f *handle) rest() {
	f.awake()
	f.place = f.owner.pool.idle.PushBack(f)
}

// awake takes f out of those that are not in use.
func (f *handle) awake() {
	if f.place != nil {
		f.owner.pool.idle.Remove(f.place)
		f.place = nil
	}
}

// find returns the folder at rel and keeps it open.
func (fs *folders) find(rel string) (*handle, error) {
	f := fs.open[rel]
	if f == nil {
		r, err := fs.openAt(rel)
		if err != nil {
			return nil, err
		}
		if fs.open == nil {
			fs.open = map[string]*handle{}
		}
		w, err := openWay(r)
		if err != nil {
			return nil, errors.Join(err, r.Close())
		}
		f = &handle{Root: r, way: w, owner: fs, rel: rel}
		fs.open[rel] = f
	}
	if f.users == 0 {
		f.rest()
		fs.shrink()
	}
	return f, nil
}

func (fs *folders) openAt(rel string) (*os.Root, error) {
	if rel == "" {
		return fs.openTop()
	}
	i := strings.LastIndex(rel, separator)
	up, err := fs.find(rel[:max(i, 0)])
	if err != nil {
		return nil, err
	}
	return openReal(up.Root, rel[i+1:])
}

// openTop opens the topmost folder. It fails if that is another one than before.
func (fs *folders) openTop() (*os.Root, error) {
	r, err := os.OpenRoot(fs.path)
	if err != nil {
		return nil, err
	}
	got, err := r.Stat(".")
	if err == nil && fs.first != nil && !os.SameFile(fs.first, got) {
		err = errNotFolder
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	fs.first = got
	return r, nil
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

// shrink closes what has not been used for longest if there is too much, but not
// the topmost folder, which is needed again and again.
func (fs *folders) shrink() {
	idle := &fs.pool.idle
	for e := idle.Front(); e != nil && idle.Len() > maxFolders; {
		f := e.Value.(*handle)
		e = e.Next()
		if f.owner != fs || f.rel != "" {
			f.close()
		}
	}
}

// close closes f and forgets it.
func (f *handle) close() error {
	f.awake()
	delete(f.owner.open, f.rel)
	return errors.Join(f.way.close(), f.Close())
}

// forget closes the folder at rel, which is about to go.
func (fs *folders) forget(rel string) {
	fs.pool.mu.Lock()
	defer fs.pool.mu.Unlock()
	if f := fs.open[rel]; f != nil {
		f.close()
	}
}

// close closes all folders.
func (fs *folders) close() error {
	fs.pool.mu.Lock()
	defer fs.pool.mu.Unlock()
	var errs []error
	for _, f := range fs.open {
		errs = append(errs, f.close())
	}
	fs.first = nil
	return errors.Join(errs...)
}
