package pkg

import (
	"context"
	"errors"
	"hash/crc32"
	"io"
	"runtime"

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
	big  bool  // has the large form of header
	own  bool  // has the end of the zip file
	n    int64 // packed bytes written
}

// sink returns a sink for an entry with contents of about the given size.
func (z *zipOutput) sink(e entry, name string, size int64) *sink {
	s := &sink{z: z, e: e, name: name, b: z.bufs.Get().(*buffers), big: size >= zip64From}
	s.b.out = appendLocal(s.b.out[:0], &s.e, name, s.big) // rewritten by finish
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
	return s.write(s.b.out)
}

func (s *sink) write(p []byte) error {
	n, err := s.z.tmp.WriteAt(p, s.z.at)
	s.z.at += int64(n)
	return err
}

// compress packs contents of about the given size into s.
func (s *sink) compress(ctx context.Context, in io.Reader, size int64) error {
	if size >= splitFrom && runtime.GOMAXPROCS(0) > 1 {
		if err := s.take(); err != nil {
			return err
		}
		return s.split(ctx, in)
	}
	n, err := io.ReadFull(in, s.b.in[:])
	if n < storeBelow && ended(err) {
		s.count(s.b.in[:n])
		_, err = s.Write(s.b.in[:n])
		return err
	}
	return s.deflateFrom(ctx, in, n, err)
}

// deflate packs contents into s whatever their size.
func (s *sink) deflate(ctx context.Context, in io.Reader) error {
	n, err := io.ReadFull(in, s.b.in[:])
	return s.deflateFrom(ctx, in, n, err)
}

// deflateFrom packs the n bytes that were read from in, with err as outcome,
// and the rest.
func (s *sink) deflateFrom(ctx context.Context, in io.Reader, n int, err error) error {
	s.e.method = deflated
	w := s.z.flate.Get().(*flate.Writer)
	defer s.z.flate.Put(w)
	w.Reset(s)
	for {
		if err != nil && !ended(err) {
			return err
		}
		s.count(s.b.in[:n])
		if _, werr := w.Write(s.b.in[:n]); werr != nil {
			return werr
		}
		if err != nil {
			return w.Close()
		}
		if err := context.Cause(ctx); err != nil {
			return err
		}
		n, err = io.ReadFull(in, s.b.in[:])
	}
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

func (s *sink) count(p []byte) {
	s.e.size += int64(len(p))
	s.e.crc = crc32.Update(s.e.crc, crc32.IEEETable, p)
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
	header := appendLocal(s.b.in[:0], &s.e, s.name, s.big)
	if s.own {
		if err == nil {
			_, err = z.tmp.WriteAt(header, s.e.offset)
		}
		if err != nil {
			z.at = s.e.offset
		}
		z.end.Unlock()
	} else if err == nil {
		copy(s.b.out, header)
		z.end.Lock()
		s.e.offset = z.at
		z.at += int64(len(s.b.out))
		z.end.Unlock()
		_, err = z.tmp.WriteAt(s.b.out, s.e.offset)
	}
	if err == nil {
		z.add(s.e, s.name)
	}
	return err
}
