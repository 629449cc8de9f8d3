package fsys

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strconv"

	"github.com/webdeploy-go/webdeploy/provider"
)

// ErrChanged is what errors match about files that changed while they were
// read. They are temporary, see [provider.Temporary], unless the file was of
// another size than it was listed with as soon as it was opened.
var ErrChanged = errors.New("the file changed while it was read")

// open opens the content of the file it.
func (it *item) open(ctx context.Context) (io.ReadCloser, error) {
	err := context.Cause(ctx)
	if err == nil && it.tree.closed.Load() {
		err = fs.ErrClosed
	}
	if err != nil {
		return nil, it.failure("read", err)
	}
	f, err := openFile(it.obj.Path)
	if err != nil {
		return nil, it.failure("read", err)
	}
	r := &reader{f: f, it: it, size: it.attrs[0].Value.Int(), watched: !it.tree.target}
	if r.watched {
		if r.before, err = f.state(); err != nil {
			_ = f.Close()
			return nil, it.failure("read", err)
		}
	}
	return r, nil
}

// A state tells whether a file has been written to.
type state struct {
	size, written, changed int64  // the latter in units of the system
	links                  uint64 // names of the file
}

// same reports whether nobody has written to a file between s and t. That a file
// got or lost a name in the meantime, as one does that is replaced or removed,
// counts as a change of it for the system, but not here.
func (s state) same(t state) bool {
	return s.size == t.size && s.written == t.written && (s.changed == t.changed || s.links != t.links)
}

// A reader reads a file and makes sure that it is as long as it was when it was
// listed: what is copied would otherwise match neither its old nor its new
// attributes. It also makes sure that nobody writes to a file of a source
// meanwhile: what is copied would be neither its old nor its new content.
type reader struct {
	f       *file
	it      *item
	n, size int64 // read, and to be read
	watched bool  // the file is one of a source
	before  state // in which it was opened, if it is watched
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
	// Whether there is more need not be asked if the check tells, or if the file
	// gave less than asked for, which it does only at its end.
	atEnd := errors.Is(err, io.EOF) || err == nil && r.n == r.size && (r.watched && r.n > 0 || n < len(p))
	switch {
	case atEnd || err == nil && r.n > r.size:
		if bad := r.check(); bad != nil {
			return n, bad
		}
		return n, io.EOF
	case err != nil:
		return n, r.it.failure("read", err)
	}
	return n, nil
}

// check returns an error unless as many bytes were read as there should be, and
// the file is as it was when it was opened.
func (r *reader) check() error {
	after := r.before
	if r.watched {
		var err error
		if after, err = r.f.state(); err != nil {
			return r.it.failure("read", err)
		}
	}
	if r.n == r.size && r.before.same(after) && (!r.watched || after.size == r.size) {
		return nil
	}
	e := r.it.failure("read", nil)
	e.Msg = "The file '" + e.Path + "' changed while it was read."
	if r.n != r.size {
		e.Msg = "The file '" + e.Path + "' changed while it was read: it had " + strconv.FormatInt(r.size, 10) + " bytes when it was listed."
	}
	e.Hint = "sync again when nothing writes to it"
	e.Err = provider.Quiet(ErrChanged)
	if r.watched && r.before.size == r.size {
		e.Err = provider.Quiet(passing{ErrChanged})
	}
	return e
}

// passing is a reason that may go away by itself.
type passing struct{ error }

// Temporary returns true.
func (passing) Temporary() bool { return true }

// Unwrap returns the reason.
func (p passing) Unwrap() error { return p.error }

// Close closes the file.
func (r *reader) Close() error { return r.f.Close() }
