package fsys

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"

	"github.com/webdeploy-go/webdeploy/provider"
)

const (
	bufferSize = 128 << 10
	chunkSize  = 32 << 20 // copied between two looks at the context
)

// buffers are what contents and folders are read into.
type buffers struct{ free sync.Pool } // of *[]byte

// take returns a buffer, which is to be given back.
func (b *buffers) take() *[]byte {
	if p, ok := b.free.Get().(*[]byte); ok {
		return p
	}
	p := make([]byte, bufferSize)
	return &p
}

func (b *buffers) give(p *[]byte) { b.free.Put(p) }

// fill copies src, the content for c, to w.
func (t *target) fill(ctx context.Context, w *file, src io.Reader, c *provider.Change) error {
	if r, ok := src.(*reader); ok && r.size > bufferSize {
		return copyFile(ctx, w.file(), r, c)
	}
	buf := t.folders.pool.take()
	defer t.folders.pool.give(buf)
	for {
		if err := context.Cause(ctx); err != nil {
			return stopped(c, err)
		}
		n, err := src.Read(*buf)
		if n > 0 {
			if _, werr := w.Write((*buf)[:n]); werr != nil {
				return werr
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return readFailed(c, err)
		}
	}
}

// copyFile copies one file to another, which the system may do by itself.
func copyFile(ctx context.Context, w *os.File, r *reader, c *provider.Change) error {
	for {
		if err := context.Cause(ctx); err != nil {
			return stopped(c, err)
		}
		n, err := io.CopyN(w, r.f.file(), chunkSize)
		r.n += n
		switch {
		case errors.Is(err, io.EOF) || err == nil && r.n > r.size:
			if bad := r.check(); bad != nil || err != nil {
				return bad
			}
		case err != nil:
			return err
		}
	}
}

// readFailed says that the content for c cannot be read.
func readFailed(c *provider.Change, err error) error {
	var e *provider.Error
	if errors.As(err, &e) {
		return err
	}
	path := c.New.Path
	if c.Source != nil {
		path = c.Source.Path
	}
	return &provider.Error{Op: "read", Kind: c.New.Kind, Path: path, Side: provider.SourceSide, Err: plain(err)}
}

// stopped says that c was not made because of the cause that ended the context.
func stopped(c *provider.Change, cause error) error {
	o := c.Object()
	return &provider.Error{Op: c.Op().String(), Kind: o.Kind, Path: o.Path, Side: provider.DestinationSide, Err: cause}
}
