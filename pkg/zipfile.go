package pkg

import (
	"context"
	"errors"
	"io"
	"iter"
	"sort"
	"sync"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A zipFile is a store that is a zip file. It may be used by several
// goroutines.
type zipFile struct {
	*table
	r       io.ReaderAt
	size    int64
	opts    *ReaderOptions
	budget  budget
	checked func() error // whether entries overlap, found out once
	flate   sync.Pool    // of *inflater
}

// openZip reads the directory of a zip file.
func openZip(r io.ReaderAt, size int64, opts *ReaderOptions) (*zipFile, error) {
	t, err := (&directoryReader{r, size, opts}).read()
	if err != nil {
		return nil, err
	}
	z := &zipFile{table: t, r: r, size: size, opts: opts, budget: budget{opts: opts}}
	z.checked = sync.OnceValue(z.overlap)
	return z, nil
}

// overlap returns an error if any two entries share bytes, as those of files do
// that are made to unpack to more than a disk holds. Entries of one place are
// as bad.
func (z *zipFile) overlap() error {
	order := z.byOffset()
	for i := 1; i < len(order); i++ {
		a, b := z.at(int(order[i-1])), z.at(int(order[i]))
		if a.offset+localSize+int64(a.nameLen)+a.packed > b.offset {
			return badEntry(z.shown(b), ErrOverlap, "the package was damaged or made to do harm; make it again")
		}
	}
	return nil
}

func (z *zipFile) find(name string, dir bool) (node, error) {
	lo, hi := 0, z.len()
	if name == "" && dir {
		return node{dir: true, lo: lo, hi: hi}, nil
	}
	lo, hi = z.table.find(name)
	below := z.end(hi, name)
	n, ok := z.group(lo, hi, below, dir)
	if !ok {
		return node{}, notFound(name, dir)
	}
	n.path = name
	if hi > lo || below > hi {
		n.path = z.prefix(lo, countParts(name))
	}
	return n, nil
}

// prefix returns the first depth parts of the name of entry i.
func (z *zipFile) prefix(i, depth int) string {
	name := z.name(z.at(i))
	return name[:cutDepth(name, depth)]
}

// end returns where the entries end that are below the folder with the given
// name, which begin at lo.
func (z *zipFile) end(lo int, folder string) int {
	return lo + sort.Search(z.len()-lo, func(i int) bool {
		return !isBelow(z.name(z.at(lo+i)), folder, z.exact)
	})
}

// group returns the file, or the folder if dir is set, that stands for the
// entries from lo to before hi, which have one name, and those from hi to
// before below, which are in it. Of several entries the last one counts, under
// the name of the first (recorded: package/unzip-dup, package/unzip-dupcase).
func (z *zipFile) group(lo, hi, below int, dir bool) (node, bool) {
	n := node{dir: dir, entry: -1, lo: hi, hi: below}
	for i := lo; i < hi; i++ {
		e := z.at(i)
		if e.has(isDir) != dir {
			continue
		}
		if n.entry < 0 {
			n.path = z.name(e)
		}
		n.entry, n.own = i, true
	}
	if !n.own && (!dir || below == hi) {
		return n, false
	}
	if n.own {
		e := z.at(n.entry)
		n.size, n.ext, n.time = e.size, e.ext, e.modified(z.opts.Location)
		n.hasMode = fromUnix(e.ext)
		n.sum, n.summed = e.crc, e.readable()
	}
	return n, true
}

func (z *zipFile) list(ctx context.Context, folder node) iter.Seq2[node, error] {
	return func(yield func(node, error) bool) {
		l := level{z: z, depth: countParts(folder.path)}
		var run []node // names that differ in case only
		for i := folder.lo; i < folder.hi; {
			part := l.part(i)
			if len(run) > 0 && !ordinal.Equal(run[0].name, part) {
				if !yieldRun(ctx, run, yield) {
					return
				}
				run = run[:0]
			}
			run, i = l.nodes(run, i, folder.hi)
		}
		yieldRun(ctx, run, yield)
	}
}

// yieldRun yields nodes whose names differ in case only, folders first, as
// provider.Compare orders kinds.
func yieldRun(ctx context.Context, run []node, yield func(node, error) bool) bool {
	if err := context.Cause(ctx); err != nil {
		yield(node{}, err)
		return false
	}
	for _, dir := range []bool{true, false} {
		for i := range run {
			if run[i].dir == dir && !yield(run[i], nil) {
				return false
			}
		}
	}
	return true
}

// A level looks at the names of a zip file at one depth.
type level struct {
	z     *zipFile
	depth int    // parts in front
	front string // those of the name that was looked at last, up to the next part
}

// start returns where the part of the name of an entry begins.
func (l *level) start(name string) int {
	if n := len(l.front); n > 0 && n < len(name) && name[:n] == l.front {
		return skipSlashes(name, n)
	}
	i := skipSlashes(name, cutDepth(name, l.depth))
	l.front = name[:i]
	return i
}

// part returns the part of the name of entry i.
func (l *level) part(i int) string {
	name := l.z.name(l.z.at(i))
	at := l.start(name)
	return name[at:partEnd(name, at)]
}

// siblings returns where the entries end that have the same part as entry i, and
// among them those that have no further ones. They end before hi.
func (l *level) siblings(i, hi int) (same, next int) {
	part := l.part(i)
	other := func(j int) bool {
		p := l.part(j)
		return p != part && (l.z.exact || !ordinal.Equal(p, part))
	}
	step := 1
	for i+step < hi && !other(i+step) {
		step *= 2
	}
	lo := i + step/2
	next = lo + sort.Search(min(i+step, hi)-lo, func(j int) bool { return other(lo + j) })
	for same = i; same < next && l.ends(same); {
		same++
	}
	return same, next
}

// ends reports whether the part of entry i is the last one of its name.
func (l *level) ends(i int) bool {
	name := l.z.name(l.z.at(i))
	return partEnd(name, l.start(name)) == len(name)
}

// nodes appends the folder and the file to list that the entries from i on make
// which have the same part. It returns where they end, at hi or before.
func (l *level) nodes(list []node, i, hi int) ([]node, int) {
	e := l.z.at(i)
	same, next := l.siblings(i, hi)
	for _, dir := range []bool{true, false} {
		n, ok := l.z.group(i, same, next, dir)
		if !ok {
			continue
		}
		name := l.z.name(e)
		at := l.start(name)
		n.name, n.path = name[at:partEnd(name, at)], name[:partEnd(name, at)]
		n.bad = l.z.unsafe(n.name, e, l.depth)
		list = append(list, n)
	}
	return list, next
}

// unsafe returns why the part of a name at the given depth must not be used.
func (z *zipFile) unsafe(part string, e *entry, depth int) error {
	if depth == 0 && e.has(isRooted) {
		return &provider.Error{Op: "use name", Path: z.shown(e), Err: ErrName, Hint: "names in a package must not be absolute"}
	}
	return unsafePart(part, z.opts.System)
}

func (z *zipFile) open(ctx context.Context, file node) (io.ReadCloser, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	e := z.at(file.entry)
	// What lies at the top is small, and read whenever a package is opened.
	if e.size > topSize || countParts(z.name(e)) > 1 {
		if err := z.checked(); err != nil {
			return nil, err
		}
	}
	return z.openEntry(e)
}

// topSize is the size up to which files at the top of a package are read
// although entries might overlap.
const topSize = 1 << 20

// data returns where the contents of e begin, having checked that they lie in
// the file.
func (z *zipFile) data(e *entry) (int64, error) {
	var h [localSize]byte
	_, err := z.r.ReadAt(h[:], e.offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	at := e.offset + localSize + int64(le16(h[:], 26)) + int64(le16(h[:], 28))
	if err != nil || le32(h[:], 0) != localMark || at+e.packed > z.size {
		return 0, badEntry(z.shown(e), ErrFormat, "the package is cut off or damaged; make it again")
	}
	return at, nil
}
