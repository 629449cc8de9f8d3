package pkg

import (
	"bytes"
	"context"
	"io"
	"runtime"

	"github.com/klauspost/compress/flate"
)

const (
	// splitFrom is the size from which the contents of one file are compressed
	// in blocks, several at a time. Smaller files are so many that there is
	// enough to do anyway.
	splitFrom = 16 << 20

	// blockSize is what is compressed at a time. Each block sees the end of the
	// one before it, so that little is lost at the seams.
	blockSize   = 1 << 20
	windowBytes = 32 << 10

	// maxBlocks limits the blocks that are compressed at the same time.
	maxBlocks = 8
)

// A block is a piece of the contents of a file on its way through a compressor.
type block struct {
	dict []byte // what is in front of in, as far as deflate looks back
	in   []byte
	last bool
	out  bytes.Buffer
	err  error
	done chan struct{} // closed when out and err are set
}

// compress compresses the block. All blocks but the last end on a byte, so that
// what follows can be appended.
func (b *block) compress(w *flate.Writer) {
	defer close(b.done)
	w.ResetDict(&b.out, b.dict)
	if _, b.err = w.Write(b.in); b.err != nil {
		return
	}
	if b.last {
		b.err = w.Close()
	} else {
		b.err = w.Flush()
	}
}

// A splitter compresses the contents of one file in blocks. It has the end of
// the zip file to itself, so that there is only one at a time.
type splitter struct {
	s       *sink
	writers chan *flate.Writer // those that are not at work
	flying  []*block           // in order
	free    []*block
}

// split packs contents into s, which must have the end of the zip file.
func (s *sink) split(ctx context.Context, in io.Reader, strong bool) error {
	level := s.z.opts.Level
	if strong {
		level = max(level, strongLevel)
	}
	n := min(runtime.GOMAXPROCS(0), maxBlocks)
	p := &splitter{s: s, writers: make(chan *flate.Writer, n)}
	for range n {
		w, err := flate.NewWriter(nil, level)
		if err != nil {
			return err
		}
		p.writers <- w
	}
	err := p.run(ctx, in)
	for _, b := range p.flying {
		<-b.done // nobody works on after this has returned
	}
	return err
}

func (p *splitter) run(ctx context.Context, in io.Reader) error {
	var dict []byte
	for last := false; !last; {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		b := p.block()
		n, err := io.ReadFull(in, b.in[:blockSize])
		if last = ended(err); err != nil && !last {
			return err
		}
		b.in, b.dict, b.last = b.in[:n], dict, last
		p.s.count(b.in)
		dict = bytes.Clone(b.in[max(n-windowBytes, 0):])
		w := <-p.writers
		p.flying = append(p.flying, b)
		go func() {
			b.compress(w)
			p.writers <- w
		}()
		if err := p.land(2 * cap(p.writers)); err != nil {
			return err
		}
	}
	return p.land(0)
}

// block returns a block that is not in use.
func (p *splitter) block() *block {
	if n := len(p.free); n > 0 {
		b := p.free[n-1]
		p.free = p.free[:n-1]
		b.out.Reset()
		b.done = make(chan struct{})
		return b
	}
	return &block{in: make([]byte, blockSize), done: make(chan struct{})}
}

// land writes the oldest blocks until no more than most are left.
func (p *splitter) land(most int) error {
	for len(p.flying) > most {
		b := p.flying[0]
		<-b.done
		p.flying = p.flying[1:]
		if b.err != nil {
			return b.err
		}
		if _, err := p.s.Write(b.out.Bytes()); err != nil {
			return err
		}
		p.free = append(p.free, b)
	}
	return nil
}
