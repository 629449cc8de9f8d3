package pkg

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/flate"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A zipOutput writes a zip file: into a temporary one beside it, which takes
// its name when it is complete.
//
// Entries are appended as they are finished, and only the directory is sorted.
// That needs no second copy of what was compressed, and lets the contents of an
// old package be taken over in long pieces.
type zipOutput struct {
	name          string
	path          string // of the file itself, if name is that of a link
	opts          *WriterOptions
	old           *zipFile     // nil if there is none
	release       func() error // closes the old package
	flate, strong sync.Pool    // of *flate.Writer
	bufs          sync.Pool

	stream io.Writer // where the zip file goes from its beginning to its end, if it is not to be a file
	broken error     // why nothing more can go there

	begin sync.Once
	tmp   *os.File
	err   error // why there is no temporary file

	end sync.Mutex // held while something is appended of which the size is not known
	at  int64      // where the next entry goes

	mu      sync.Mutex
	entries table
	sums    [][sha256.Size]byte // of the contents of entries, by their order, if there is to be a digest
	folders map[string]bool     // names of those that were added
	gone    []bool              // entries of the old package that the new one does not have
	offsets []int64             // where those that it has lie in it
}

// newZipOutput returns an output that leaves the file system alone until
// something is written.
func newZipOutput(name string, old *zipFile, opts *WriterOptions) *zipOutput {
	z := &zipOutput{name: name, path: name, old: old, opts: opts, folders: map[string]bool{}}
	if path, err := filepath.EvalSymlinks(name); err == nil {
		z.path = path
	}
	z.entries.exact = true
	if old != nil {
		z.gone = make([]bool, old.len())
	}
	level := max(opts.Level, 1) // the package's own files are never stored
	z.flate.New = newDeflater(level)
	z.strong.New = newDeflater(max(level, strongLevel))
	z.bufs.New = func() any { return new(buffers) }
	return z
}

// strongLevel is the lowest level at which klauspost/compress looks for more
// than sequences that come twice.
const strongLevel = 7

func newDeflater(level int) func() any {
	return func() any {
		w, _ := flate.NewWriter(nil, level) // fails for levels that there are not
		return w
	}
}

// start makes the temporary file. That it cannot be made is no news before
// Commit (recorded: package/bad-folder).
func (z *zipOutput) start() bool {
	z.begin.Do(func() {
		if z.stream == nil || z.opts.Reproducible { // which has to be arranged
			z.tmp, z.err = createBeside(z.path)
		}
	})
	return z.err == nil
}

// write writes p, which belongs at the given place. In a stream that must be the
// end of what was written.
func (z *zipOutput) write(p []byte, at int64) error {
	if z.tmp != nil {
		_, err := z.tmp.WriteAt(p, at)
		return err
	}
	if z.broken == nil {
		_, z.broken = z.stream.Write(p)
	}
	return z.broken
}

// append writes p at the end and returns where that was. Into a file several
// goroutines may write at a time.
func (z *zipOutput) append(p []byte) (at int64, err error) {
	z.end.Lock()
	at = z.at
	z.at += int64(len(p))
	if z.tmp == nil {
		err = z.write(p, at)
		z.end.Unlock()
		return at, err
	}
	z.end.Unlock()
	return at, z.write(p, at)
}

// createBeside makes a new file with a name of its own in the folder of name.
func createBeside(name string) (*os.File, error) {
	dir, base := filepath.Split(name)
	for i := 0; ; i++ {
		f, err := os.OpenFile(filepath.Join(dir, temporaryName(base)), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, os.ErrExist) || i == 100 {
			return f, err
		}
	}
}

// folder adds an entry for a folder.
func (z *zipOutput) folder(_ context.Context, name string, o *provider.Object) error {
	if !z.start() {
		return nil
	}
	if err := z.parent(name, o); err != nil {
		return err
	}
	e := entry{ext: externalAttributes(o, needsUnix(name)), time: dosTime(z.now(), z.opts.Location)}
	name += "/"
	at, err := z.append(appendLocal(nil, &e, name, false))
	if err != nil {
		return err
	}
	e.offset = at
	return z.add(e, name, sha256.Sum256(nil))
}

// parent returns an error if o is to be in a folder that is not there.
func (z *zipOutput) parent(name string, o *provider.Object) error {
	if !isContents(o) || isMarker(o) {
		return nil
	}
	dir := name[:strings.LastIndexByte(name, '/')]
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.folders[dir] {
		return nil
	}
	if z.old != nil {
		lo, hi := z.old.table.find(dir)
		for i := lo; i < hi; i++ {
			if z.old.at(i).has(isDir) && !z.gone[i] {
				return nil
			}
		}
	}
	return notFound(dir, true)
}

func (z *zipOutput) now() time.Time {
	if z.opts.Time.IsZero() {
		return time.Now()
	}
	return z.opts.Time
}

// file adds an entry with the contents of o.
func (z *zipOutput) file(ctx context.Context, name string, o *provider.Object) error {
	if !z.start() {
		return nil
	}
	if err := z.parent(name, o); err != nil {
		return err
	}
	if z.tmp != nil && filepath.Base(o.Key) == filepath.Base(z.tmp.Name()) {
		return nil // a package in the folder that it is made of
	}
	in, err := o.Content(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	e := entry{ext: externalAttributes(o, needsUnix(name)), time: dosTime(z.modified(o), z.opts.Location)}
	if !isContents(o) {
		e.ext = 0 // of something that is no file
	}
	s := z.sink(e, name, o.Size())
	if p, ok := in.(packer); ok && !z.opts.Digest {
		if packed, from := p.pack(); fits(from, o) {
			return s.finish(s.copyPacked(ctx, packed, from))
		}
	}
	return s.finish(s.compress(ctx, in, o.Size()))
}

// fits reports whether packed contents can be taken over for o: if they are
// packed as this package would, and still have the size that o says.
func fits(from *entry, o *provider.Object) bool {
	size, ok := o.Attrs.Get(provider.AttrSize)
	return ok && size.Int() == from.size && (from.method == stored) == (from.size < storeBelow) && !from.has(encrypted)
}

// modified returns the time of o, or now if it has none.
func (z *zipOutput) modified(o *provider.Object) time.Time {
	if v, ok := o.Attrs.Get(provider.AttrLastWriteTime); ok {
		return v.Time()
	}
	return z.now()
}

// add adds an entry that was written, whose contents have the given sum.
func (z *zipOutput) add(e entry, name string, sum [sha256.Size]byte) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if !z.entries.add(e, []byte(name)) {
		return badEntry(name, ErrLimit, "the names of all files take more than 4 GiB; make several packages")
	}
	if added := z.entries.at(z.entries.len() - 1); added.has(isDir) {
		z.folders[z.entries.name(added)] = true
	}
	if z.opts.Digest {
		z.sums = append(z.sums, sum)
	}
	return nil
}

// remove leaves an entry of the old package out of the new one.
func (z *zipOutput) remove(name string, dir bool) error {
	if z.old == nil {
		return nil
	}
	lo, hi := z.old.table.find(name)
	z.mu.Lock()
	defer z.mu.Unlock()
	delete(z.folders, name)
	for i := lo; i < hi; i++ {
		z.gone[i] = z.gone[i] || z.old.at(i).has(isDir) == dir
	}
	return nil
}

// close removes the temporary file.
func (z *zipOutput) close() error {
	if z.tmp == nil {
		return nil
	}
	err := z.tmp.Close()
	if e := os.Remove(z.tmp.Name()); err == nil || errors.Is(err, os.ErrClosed) {
		err = e
	}
	z.tmp = nil
	return err
}

// copyPacked appends packed contents as they are.
func (s *sink) copyPacked(ctx context.Context, packed io.Reader, from *entry) error {
	s.e.method, s.e.crc, s.e.size = from.method, from.crc, from.size
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		n, err := packed.Read(s.b.in[:])
		if n > 0 {
			if _, werr := s.Write(s.b.in[:n]); werr != nil {
				return werr
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
