package fsys

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strconv"
)

// open opens the content of the file it.
func (it *item) open(ctx context.Context) (io.ReadCloser, error) {
	err := context.Cause(ctx)
	if err == nil && it.tree.closed.Load() {
		err = fs.ErrClosed
	}
	if err != nil {
		return nil, it.failure("read", err)
	}
	f, err := openContent(it.obj.Path)
	if err != nil {
		return nil, it.failure("read", err)
	}
	return &reader{f: f, it: it, size: it.attrs[0].Value.Int()}, nil
}

// A reader reads a file and makes sure that it is as long as it was when it was
// listed: what is copied would otherwise match neither its old nor its new
// attributes.
type reader struct {
	f       *file
	it      *item
	n, size int64 // read, and to be read
}

// maxRead is how much is asked for at a time. Systems give less than what is
// asked for in one piece if it is very much.
const maxRead = 1 << 30

// Read reads from the file. It fails as soon as the file is seen to be shorter
// or longer than it should be.
func (r *reader) Read(p []byte) (int, error) {
	p = p[:min(len(p), maxRead)]
	n, err := r.f.Read(p)
	r.n += int64(n)
	if err == nil && n < len(p) && r.n == r.size {
		return n, io.EOF // a file gives less than asked for only at its end: that need not be asked again
	}
	switch {
	case errors.Is(err, io.EOF) || err == nil && r.n > r.size:
		if bad := r.check(); bad != nil {
			return n, bad
		}
		return n, err
	case err != nil:
		return n, r.it.failure("read", err)
	}
	return n, nil
}

// check returns an error unless as many bytes were read as there should be.
func (r *reader) check() error {
	if r.n == r.size {
		return nil
	}
	e := r.it.failure("read", nil)
	e.Msg = "The file '" + e.Path + "' changed while it was read: it had " + strconv.FormatInt(r.size, 10) + " bytes when it was listed."
	e.Hint = "sync again when nothing writes to it"
	return e
}

// Close closes the file.
func (r *reader) Close() error { return r.f.Close() }
