package pkg

import (
	"bufio"
	"errors"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"

	"github.com/webdeploy-go/webdeploy/provider"
)

// openEntry returns the contents of e. They are checked against what the
// directory says while they are read; what does not agree ends in an error
// instead of io.EOF.
func (z *zipFile) openEntry(e *entry) (io.ReadCloser, error) {
	name := z.shown(e)
	switch {
	case e.has(encrypted):
		return nil, badEntry(name, errors.ErrUnsupported, "encrypted entries cannot be read; make the package without a password")
	case e.method != stored && e.method != deflated:
		return nil, badEntry(name, errors.ErrUnsupported, "only stored and deflated entries can be read; pack with deflate")
	case e.size > z.opts.MaxFile:
		return nil, overLimit(name, "MaxFile", z.opts.MaxFile)
	}
	at, err := z.data(e)
	if err != nil {
		return nil, err
	}
	return &content{z: z, e: e, name: name, packed: io.NewSectionReader(z.r, at, e.packed)}, nil
}

// An inflater decompresses one entry after another. It reads through a buffer of
// its own, because the decompressor would make a new one for each.
type inflater struct {
	io.ReadCloser // and flate.Resetter
	in            *bufio.Reader
}

// inflater returns a decompressor of r.
func (z *zipFile) inflater(r io.Reader) *inflater {
	f, ok := z.flate.Get().(*inflater)
	if !ok {
		in := bufio.NewReaderSize(r, 32<<10)
		return &inflater{flate.NewReader(in), in}
	}
	f.in.Reset(r)
	_ = f.ReadCloser.(flate.Resetter).Reset(f.in, nil) // can fail only with a dictionary
	return f
}

// content reads the contents of an entry.
type content struct {
	z       *zipFile
	e       *entry
	name    string
	packed  *io.SectionReader
	inflate *inflater // nil if the entry is stored
	plain   io.Reader // nil until the first Read
	n       int64     // bytes read
	crc     uint32
	err     error // that reading ended with
}

// Read reads the next bytes.
func (c *content) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if c.plain == nil {
		c.start()
	}
	n, err := c.plain.Read(p)
	c.n += int64(n)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p[:n])
	switch {
	case c.n > c.e.size:
		c.err = badEntry(c.name, ErrSize, "the package is damaged; make it again")
	case err != nil && !errors.Is(err, io.EOF):
		c.err = c.damaged(err)
	default:
		if c.err = c.z.budget.spend(c.name, int64(n), c.n, c.e.packed); c.err == nil && err != nil {
			c.err = c.end()
		}
	}
	if c.err != nil && !errors.Is(c.err, io.EOF) {
		n = 0
	}
	return n, c.err
}

func (c *content) start() {
	c.plain = c.packed
	if c.e.method == deflated {
		c.inflate = c.z.inflater(c.packed)
		c.plain = c.inflate
	}
}

// end returns io.EOF if what was read is what the directory says.
func (c *content) end() error {
	switch {
	case c.n != c.e.size:
		return badEntry(c.name, ErrSize, "the package is damaged; make it again")
	case c.crc != c.e.crc:
		return badEntry(c.name, ErrChecksum, "the package is damaged; make it again")
	}
	return io.EOF
}

// damaged turns what the decompressor says into an error about the entry.
// Errors of the file below are passed on.
func (c *content) damaged(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) {
		return badEntry(c.name, errors.Join(ErrFormat, err), "the package is damaged; make it again")
	}
	return &provider.Error{Op: "read", Kind: "entry", Path: c.name, Err: err}
}

// Close gives back what reading took.
func (c *content) Close() error {
	if c.err == nil {
		c.err = errClosed
	}
	if f := c.inflate; f != nil {
		c.inflate = nil
		c.z.flate.Put(f)
	}
	return nil
}

var errClosed = errors.New("the contents are closed")

// A packer is a content that can be had as it is compressed, without being
// unpacked.
type packer interface {
	pack() (*io.SectionReader, *entry)
}

// pack returns the compressed contents and what the directory says of them. It
// may be called instead of Read, before Close.
func (c *content) pack() (*io.SectionReader, *entry) { return c.packed, c.e }
