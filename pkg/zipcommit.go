package pkg

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
)

// commit takes over what stays of the old package, adds the package's own files
// and the directory, and gives the file its name.
func (z *zipOutput) commit(ctx context.Context, own []ownFile, info func(string) ownFile) error {
	if !z.start() {
		return z.cannotCreate(z.err)
	}
	if err := z.complete(ctx, own, info); err != nil {
		return err
	}
	if z.stream != nil {
		return nil
	}
	if err := z.install(); err != nil {
		return z.cannotCreate(err)
	}
	return nil
}

// cannotCreate returns the error with which msdeploy says that a package cannot
// be written (recorded: package/bad-folder).
func (z *zipOutput) cannotCreate(err error) error {
	return &provider.Error{
		Op: "create", Kind: kindPackage, Path: z.name, Side: provider.DestinationSide, Err: err,
		Msg:  "The file '" + z.name + "' could not be created.",
		Hint: "check that its folder exists and can be written to",
	}
}

func (z *zipOutput) complete(ctx context.Context, own []ownFile, info func(string) ownFile) error {
	for _, f := range own {
		if err := z.own(ctx, f); err != nil {
			return err
		}
	}
	digest := ""
	if z.opts.Digest {
		var err error
		if digest, err = z.digest(ctx); err != nil {
			return err
		}
	}
	if err := z.own(ctx, info(digest)); err != nil {
		return err
	}
	z.supersede()
	if z.old != nil {
		if err := z.takeOver(ctx); err != nil {
			return err
		}
	}
	if z.opts.Reproducible {
		if err := z.arrange(ctx); err != nil {
			return err
		}
	}
	return z.directory(ctx)
}

// own adds one of the package's own files. They are compressed whatever their
// size, and have no attributes (recorded: package/merge-declare).
func (z *zipOutput) own(ctx context.Context, f ownFile) error {
	s := z.sink(entry{time: dosTime(z.now(), z.opts.Location)}, f.name, int64(len(f.data)))
	return s.finish(s.deflate(ctx, bytes.NewReader(f.data)))
}

// supersede has every name once: the later of two new entries stays (recorded:
// skip-replace/replace-collision), and no old one beside a new one. The
// package's own files are always new.
func (z *zipOutput) supersede() {
	t := &z.entries
	t.sort()
	kept := 0
	for i := range t.len() {
		if i+1 < t.len() && t.shown(t.at(i)) == t.shown(t.at(i+1)) {
			continue
		}
		*t.at(kept) = *t.at(i)
		kept++
	}
	t.cut(kept)
	if z.old == nil {
		return
	}
	for i := range kept {
		e := t.at(i)
		lo, hi := z.old.table.find(t.name(e))
		for j := lo; j < hi; j++ {
			if z.old.shown(z.old.at(j)) == t.shown(e) {
				z.gone[j] = true
			}
		}
	}
	for _, name := range []string{archiveFile, parametersFile, systemInfoFile, digestFile} {
		lo, hi := z.old.table.find(name)
		for j := lo; j < hi; j++ {
			z.gone[j] = z.gone[j] || !z.old.at(j).has(isDir)
		}
	}
}

// takeOver copies what stays of the old package, packed as it is, in the order
// in which it lies there, and remembers where the entries lie now.
func (z *zipOutput) takeOver(ctx context.Context) error {
	if err := z.old.checked(); err != nil {
		return err
	}
	z.offsets = make([]int64, z.old.len())
	run := rawRun{z: z}
	for _, i := range z.old.byOffset() {
		if z.gone[i] {
			continue
		}
		err := context.Cause(ctx)
		if err != nil {
			return err
		}
		if z.offsets[i], err = run.take(z.old.at(int(i))); err != nil {
			return err
		}
	}
	return run.flush()
}

// A rawRun is a piece of the old package that is copied at once.
type rawRun struct {
	z            *zipOutput
	from, to     int64  // in the old package
	header, same []byte // of the last entry, as it would be written and as it is
}

// take copies e, sooner or later, and returns where it will lie. Its header is
// copied along if it is as this package would write it.
func (r *rawRun) take(e *entry) (int64, error) {
	z := r.z
	large := e.size >= full32 || e.packed >= full32
	r.header = appendLocal(r.header[:0], e, z.old.shown(e), large)
	r.same = append(r.same[:0], r.header...)
	_, err := z.old.r.ReadAt(r.same, e.offset)
	at := e.offset + int64(len(r.header))
	if err != nil || large || e.has(rewritten) || !bytes.Equal(r.same, r.header) || at+e.packed > z.old.size {
		if at, err = z.old.data(e); err != nil {
			return 0, err
		}
		return r.rewrite(r.header, at, e.packed)
	}
	if e.offset != r.to {
		if err := r.flush(); err != nil {
			return 0, err
		}
		r.from = e.offset
	}
	r.to = at + e.packed
	return z.at + e.offset - r.from, nil
}

// rewrite copies n bytes from at behind another header.
func (r *rawRun) rewrite(header []byte, at, n int64) (int64, error) {
	if err := r.flush(); err != nil {
		return 0, err
	}
	start := r.z.at
	if _, err := r.z.tmp.WriteAt(header, start); err != nil {
		return 0, err
	}
	r.z.at += int64(len(header))
	r.from, r.to = at, at+n
	return start, r.flush()
}

// flush copies the piece. Between two files the system can do it by itself.
func (r *rawRun) flush() error {
	n := r.to - r.from
	if n == 0 {
		return nil
	}
	z := r.z
	if _, err := z.tmp.Seek(z.at, io.SeekStart); err != nil {
		return err
	}
	var in io.Reader = io.NewSectionReader(z.old.r, r.from, n)
	if f, ok := z.old.r.(*os.File); ok {
		if _, err := f.Seek(r.from, io.SeekStart); err != nil {
			return err
		}
		in = io.LimitReader(f, n)
	}
	done, err := io.Copy(z.tmp, in)
	if err == nil && done < n {
		err = fmt.Errorf("%w: the old package has become shorter", io.ErrUnexpectedEOF)
	}
	z.at += n
	r.from = r.to
	return err
}

// all iterates over the entries of the package in the order of their names. The
// loop may move them.
func (z *zipOutput) all() iter.Seq2[*table, *entry] {
	return func(yield func(*table, *entry) bool) {
		i := 0
		olds := func(until func(name string) bool) bool {
			for ; z.old != nil && i < z.old.len(); i++ {
				e := z.old.at(i)
				if z.gone[i] {
					continue
				}
				if !until(z.old.name(e)) {
					return true
				}
				moved := *e
				moved.offset = z.offsets[i]
				if z.opts.Reproducible {
					moved.time = dosTime(z.now(), z.opts.Location)
				}
				more := yield(z.old.table, &moved)
				z.offsets[i] = moved.offset
				if !more {
					return false
				}
			}
			return true
		}
		for j := range z.entries.len() {
			e := z.entries.at(j)
			name := z.entries.name(e)
			if !olds(func(old string) bool { return comparePaths(old, name, true) < 0 }) || !yield(&z.entries, e) {
				return
			}
		}
		olds(func(string) bool { return true })
	}
}

// directory writes the directory and tells of every file as it comes up
// (recorded: package/verbose).
func (z *zipOutput) directory(ctx context.Context) error {
	files, count := 0, int64(0)
	for _, e := range z.all() {
		count++
		files += boolean(!e.has(isDir))
	}
	start := z.at
	to := z.stream
	if z.tmp != nil {
		to = io.NewOffsetWriter(z.tmp, start)
	}
	out := bufio.NewWriterSize(to, 1<<20)
	var record []byte
	before, n, tell := "", 0, provider.Reports(ctx, provider.LevelVerbose)
	for t, e := range z.all() {
		if tell && !e.has(isDir) {
			n++
			provider.Report(ctx, saving(t.shown(e), n, files))
		}
		if sameButCase(before, t.name(e)) {
			e = markUnix(*e)
		}
		before = t.name(e)
		record = appendCentral(record[:0], e, t.shown(e))
		z.at += int64(len(record))
		if _, err := out.Write(record); err != nil {
			return err
		}
	}
	end := appendEnd(nil, count, start, z.at)
	z.at += int64(len(end))
	if _, err := out.Write(end); err != nil {
		return err
	}
	if err := out.Flush(); err != nil || z.tmp == nil {
		return err
	}
	return z.tmp.Truncate(z.at) // what failed may have left something behind
}

// saving tells of the nth of so many files.
func saving(name string, n, files int) provider.Event {
	return provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventPackage,
		Message: fmt.Sprintf("Saving files in the package: %s (%d of %d)", name, n, files),
	}
}

// sameButCase reports whether the first part in which a and b differ is the
// same in both but for case: such names can only be told apart in an entry that
// is marked to come from a Unix system.
func sameButCase(a, b string) bool {
	i := differingPart(a, b)
	x, y := a[i:partEnd(a, i)], b[i:partEnd(b, i)]
	return x != y && ordinal.Equal(x, y)
}

// markUnix returns e with a mark that it comes from a Unix system.
func markUnix(e entry) *entry {
	if fromUnix(e.ext) {
		return &e
	}
	e.ext = ordinaryMode(e.ext, e.has(isDir))
	return &e
}

// install gives the temporary file the name and the mode of the package. After
// a crash there is the old file or the new one, each whole.
func (z *zipOutput) install() error {
	if info, err := os.Stat(z.path); err == nil {
		if err := z.tmp.Chmod(info.Mode().Perm()); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	if err := z.tmp.Sync(); err != nil {
		return err
	}
	name := z.tmp.Name()
	if err := z.tmp.Close(); err != nil {
		return err
	}
	if z.release != nil {
		if err := z.release(); err != nil {
			return err
		}
	}
	if err := os.Rename(name, z.path); err != nil {
		return err
	}
	z.tmp = nil
	return syncFolder(z.path)
}
