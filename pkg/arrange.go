package pkg

import (
	"bufio"
	"context"
	"io"
	"os"
)

// arrange moves all entries into another temporary file, or into the stream, in
// the order of their names and with headers that depend on nothing else: in the
// first file they lie as they were finished.
func (z *zipOutput) arrange(ctx context.Context) error {
	before := z.tmp
	from := &zipFile{table: &z.entries, r: before, size: z.at}
	to := z.stream
	if to == nil {
		tmp, err := createBeside(z.path)
		if err != nil {
			return err
		}
		z.tmp, to = tmp, tmp
	} else {
		z.tmp = nil
	}
	z.at = 0
	err := z.move(ctx, from, to)
	if cerr := before.Close(); err == nil {
		err = cerr
	}
	if rerr := os.Remove(before.Name()); err == nil {
		err = rerr
	}
	return err
}

// move appends all entries to a file or stream, packed as they are.
func (z *zipOutput) move(ctx context.Context, from *zipFile, to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<20)
	var header []byte
	for t, e := range z.all() {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		at, err := from.data(e)
		if err != nil {
			return err
		}
		header = appendLocal(header[:0], e, t.shown(e), e.size >= full32 || e.packed >= full32)
		e.offset = z.at
		z.at += int64(len(header)) + e.packed
		if _, err := out.Write(header); err != nil {
			return err
		}
		if _, err := io.CopyN(out, io.NewSectionReader(from.r, at, e.packed), e.packed); err != nil {
			return err
		}
	}
	return out.Flush()
}
