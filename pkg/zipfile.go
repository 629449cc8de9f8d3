package pkg

import (
	"context"
	"errors"
	"io"
	"iter"
	"sort"
	"sync"

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
	flate   sync.Pool    // of io.ReadCloser that are flate.Resetter
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
	order := make([]int32, len(z.entries))
	for i := range order {
		order[i] = int32(i)
	}
	sort.Slice(order, func(i, j int) bool { return z.entries[order[i]].offset < z.entries[order[j]].offset })
	for i := 1; i < len(order); i++ {
		a, b := &z.entries[order[i-1]], &z.entries[order[i]]
		if a.offset+localSize+a.packed > b.offset {
			return badEntry(z.shown(b), ErrOverlap, "the package was damaged or made to do harm; make it again")
		}
	}
	return nil
}

func (z *zipFile) find(name string, dir bool) (node, error) {
	lo, hi := 0, len(z.entries)
	if name == "" {
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
	name := z.name(&z.entries[i])
	return name[:cutDepth(name, depth)]
}

// end returns where the entries end that are below the folder with the given
// name, which begin at lo.
func (z *zipFile) end(lo int, folder string) int {
	return lo + sort.Search(len(z.entries)-lo, func(i int) bool {
		return !isBelow(z.name(&z.entries[lo+i]), folder, z.exact)
	})
}

// group returns the file, or the folder if dir is set, that stands for the
// entries from lo to before hi, which have one name, and those from hi to
// before below, which are in it. Of several entries the last one counts, under
// the name of the first (recorded: package/unzip-dup, package/unzip-dupcase).
func (z *zipFile) group(lo, hi, below int, dir bool) (node, bool) {
	n := node{dir: dir, entry: -1, lo: hi, hi: below}
	for i := lo; i < hi; i++ {
		e := &z.entries[i]
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
		e := &z.entries[n.entry]
		n.size, n.ext, n.time = e.size, e.ext, e.modified(z.opts.Location)
		n.hasMode = fromUnix(e.ext)
	}
	return n, true
}

func (z *zipFile) list(ctx context.Context, folder node) iter.Seq2[node, error] {
	return func(yield func(node, error) bool) {
		depth := countParts(folder.path)
		for i := folder.lo; i < folder.hi; {
			if err := context.Cause(ctx); err != nil {
				yield(node{}, err)
				return
			}
			first := i
			part := partAt(z.name(&z.entries[i]), depth)
			same, next := z.siblings(i, folder.hi, depth)
			i = next
			for _, dir := range []bool{true, false} { // as provider.Compare orders kinds
				n, ok := z.group(first, same, next, dir)
				if !ok {
					continue
				}
				n.name, n.path = part, z.prefix(first, depth+1)
				n.bad = z.unsafe(part, &z.entries[first], depth)
				if !yield(n, nil) {
					return
				}
			}
		}
	}
}

// unsafe returns why the part of a name at the given depth must not be used.
func (z *zipFile) unsafe(part string, e *entry, depth int) error {
	if depth == 0 && e.has(isRooted) {
		return &provider.Error{Op: "use name", Path: z.shown(e), Err: ErrName, Hint: "names in a package must not be absolute"}
	}
	return unsafePart(part, z.opts.System)
}

// siblings returns where the entries end that have the same name as entry i as
// far as depth+1 parts, and among them those that have no further parts. None
// of hi and what follows has.
func (z *zipFile) siblings(i, hi, depth int) (same, next int) {
	folder := z.prefix(i, depth+1)
	full := func(j int) bool { return comparePaths(z.name(&z.entries[j]), folder, z.exact) == 0 }
	for same = i; same < hi && full(same); {
		same++
	}
	in := func(j int) bool { return isBelow(z.name(&z.entries[j]), folder, z.exact) }
	if same == hi || !in(same) {
		return same, same
	}
	step := 1
	for same+step < hi && in(same+step) {
		step *= 2
	}
	lo := same + step/2
	return same, lo + sort.Search(min(same+step, hi)-lo, func(j int) bool { return !in(lo + j) })
}

func (z *zipFile) open(ctx context.Context, file node) (io.ReadCloser, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return z.openEntry(&z.entries[file.entry])
}

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
