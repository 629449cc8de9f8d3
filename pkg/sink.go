package pkg

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
)

const (
	// storeBelow is the size from which contents are compressed, even if they
	// grow (recorded: package/sizes).
	storeBelow = 128

	// holdBelow is the size up to which what was compressed is held in memory,
	// so that several goroutines can compress at a time.
	holdBelow = 8 << 20

	// zip64From is the size from which an entry gets the large form of header,
	// below 4 GiB because contents that do not compress grow a little.
	zip64From = full32 - 32<<20
)

// buffers are what compressing one file takes.
type buffers struct {
	in  [256 << 10]byte
	out []byte
}

// A sink takes the packed contents of one entry. It holds them in memory as
// long as they are small, and has the end of the zip file to itself from then
// on.
type sink struct {
	z    *zipOutput
	e    entry
	name string
	b    *buffers
	big  bool      // has the large form of header
	own  bool      // has the end of the zip file
	n    int64     // packed bytes written
	sum  hash.Hash // of the contents, unpacked; nil if there is to be no digest
}

// sink returns a sink for an entry with contents of about the given size.
func (z *zipOutput) sink(e entry, name string, size int64) *sink {
	s := &sink{z: z, e: e, name: name, b: z.bufs.Get().(*buffers), big: size >= zip64From}
	s.b.out = appendLocal(s.b.out[:0], &s.e, name, s.big) // rewritten by finish
	if z.opts.Digest {
		s.sum = sha256.New()
	}
	return s
}

// Write takes packed bytes.
func (s *sink) Write(p []byte) (int, error) {
	s.n += int64(len(p))
	if !s.own && len(s.b.out)+len(p) <= holdBelow {
		s.b.out = append(s.b.out, p...)
		return len(p), nil
	}
	if err := s.take(); err != nil {
		return 0, err
	}
	return len(p), s.write(p)
}

// take gets the end of the zip file to itself and writes what was held so far.
func (s *sink) take() error {
	if s.own {
		return nil
	}
	s.z.end.Lock()
	s.own, s.e.offset = true, s.z.at
	if s.z.tmp == nil { // there is no way back to the header
		s.e.flags |= described
		appendLocal(s.b.out[:0], &s.e, s.name, s.big)
	}
	return s.write(s.b.out)
}

func (s *sink) write(p []byte) error {
	err := s.z.write(p, s.z.at)
	s.z.at += int64(len(p))
	return err
}

// compress packs contents of about the given size into s.
func (s *sink) compress(ctx context.Context, in io.Reader, size int64) error {
	n, err := io.ReadFull(in, s.b.in[:])
	switch first := s.b.in[:n]; {
	case n < storeBelow && ended(err), s.z.opts.Level < 0:
		return s.store(ctx, in, n, err)
	case err == nil && size >= splitFrom && (runtime.GOMAXPROCS(0) > 1 || s.z.opts.Reproducible):
		strong := s.tryStrong(first)
		s.e.method = deflated
		if err := s.take(); err != nil {
			return err
		}
		return s.split(ctx, io.MultiReader(bytes.NewReader(first), in), strong)
	}
	return s.deflateFrom(ctx, in, n, err)
}

// store writes the n bytes that were read from in, with err as outcome, and the
// rest, as they are.
func (s *sink) store(ctx context.Context, in io.Reader, n int, err error) error {
	for {
		if err != nil && !ended(err) {
			return err
		}
		s.count(s.b.in[:n])
		if _, werr := s.Write(s.b.in[:n]); werr != nil || err != nil {
			return werr
		}
		if err := context.Cause(ctx); err != nil {
			return err
		}
		n, err = io.ReadFull(in, s.b.in[:])
	}
}

// deflate packs contents into s whatever their size.
func (s *sink) deflate(ctx context.Context, in io.Reader) error {
	n, err := io.ReadFull(in, s.b.in[:])
	return s.deflateFrom(ctx, in, n, err)
}

// deflateFrom packs the n bytes that were read from in, with err as outcome,
// and the rest.
func (s *sink) deflateFrom(ctx context.Context, in io.Reader, n int, err error) error {
	if err != nil && !ended(err) {
		return err
	}
	first := s.b.in[:n]
	s.count(first)
	w, werr := s.begin(first, err != nil)
	defer w.pool.Put(w.Writer)
	if werr != nil || err != nil {
		return werr
	}
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		n, err := io.ReadFull(in, s.b.in[:])
		if err != nil && !ended(err) {
			return err
		}
		s.count(s.b.in[:n])
		if werr := w.write(s.b.in[:n], err != nil); werr != nil || err != nil {
			return werr
		}
	}
}

// A deflater is a compressor and the pool that it goes back to.
type deflater struct {
	*flate.Writer
	pool *sync.Pool
}

// write compresses p, which is the end of the contents if last is set.
func (w deflater) write(p []byte, last bool) error {
	_, err := w.Write(p)
	if err == nil && last {
		err = w.Close()
	}
	return err
}

// begin compresses the first bytes of contents, which are all of them if last
// is set: with the stronger compressor if the usual one makes nothing of them
// although there is something to be made.
func (s *sink) begin(first []byte, last bool) (deflater, error) {
	s.e.method = deflated
	w := deflater{s.z.flate.Get().(*flate.Writer), &s.z.flate}
	w.Reset(s)
	err := w.write(first, last)
	if err != nil || s.own || !poor(s.n, len(first)) || !uneven(first) {
		return w, err
	}
	w.pool.Put(w.Writer)
	s.b.out, s.n = s.b.out[:int64(len(s.b.out))-s.n], 0
	w = deflater{s.z.strong.Get().(*flate.Writer), &s.z.strong}
	w.Reset(s)
	return w, w.write(first, last)
}

// tryStrong reports whether contents that begin with first need the stronger
// compressor.
func (s *sink) tryStrong(first []byte) bool {
	if !uneven(first) {
		return false
	}
	var out counter
	w := s.z.flate.Get().(*flate.Writer)
	defer s.z.flate.Put(w)
	w.Reset(&out)
	_, err := w.Write(first)
	return err == nil && w.Flush() == nil && poor(int64(out), len(first))
}

// A counter counts what is written to it.
type counter int64

// Write counts p.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// poor reports whether compressing so many bytes saved next to nothing. Up to
// 64 KiB may not have come out of the compressor yet.
func poor(packed int64, size int) bool {
	return size >= 1<<10 && packed > int64(size-size/32) || size > 1<<17 && packed > int64(size-1<<16-size/32)
}

// uneven reports whether the values of the bytes in b are so far from equally
// frequent that each takes less than seven bits, as in Base64, in which no
// sequence comes twice.
func uneven(b []byte) bool {
	var counts [256]int
	for _, c := range b {
		counts[c]++
	}
	sum := 0.0
	for _, n := range counts {
		sum += float64(n) * float64(n)
	}
	return sum*256 > 2*float64(len(b))*float64(len(b))
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

func (s *sink) count(p []byte) {
	s.e.size += int64(len(p))
	s.e.crc = crc32.Update(s.e.crc, crc32.IEEETable, p)
	if s.sum != nil {
		s.sum.Write(p)
	}
}

// complete completes an entry that was written piece by piece, or gives it up if
// err is not nil. What a stream has got of it then is in no directory.
func (s *sink) complete(err error) error {
	z := s.z
	if z.tmp == nil {
		if err == nil {
			err = s.write(appendDescriptor(s.b.in[:0], &s.e, s.big))
		}
		return err
	}
	if err == nil {
		err = z.write(appendLocal(s.b.in[:0], &s.e, s.name, s.big), s.e.offset)
	}
	if err != nil {
		z.at = s.e.offset
	}
	return err
}

// finish writes the entry to the zip file, or leaves no trace of it if err is
// not nil.
func (s *sink) finish(err error) error {
	z := s.z
	defer z.bufs.Put(s.b)
	s.e.packed = s.n
	if err == nil && !s.big && (s.e.size >= full32 || s.e.packed >= full32) {
		err = badEntry(s.name, ErrSize, "the file grew beyond 4 GiB while it was packed; try again")
	}
	if err == nil && s.z.opts.StrictLimits && s.e.size > msdeployMaxSize {
		err = overBounds("entry", s.name, tooLarge(s.e.size)) // it is larger than it said
	}
	if s.own {
		err = s.complete(err)
		z.end.Unlock()
	} else if err == nil {
		appendLocal(s.b.out[:0], &s.e, s.name, s.big)
		s.e.offset, err = z.append(s.b.out)
	}
	if err == nil {
		var sum [sha256.Size]byte
		if s.sum != nil {
			s.sum.Sum(sum[:0])
		}
		err = z.add(s.e, s.name, sum)
	}
	return err
}
