package param

import (
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"io"
	"sync"

	"github.com/webdeploy-go/webdeploy/provider"
)

// An edit rewrites the content of one source object.
type edit struct {
	opts *Options
	o    *provider.Object // as the source has it
	uses []*use           // whose scope it is in, in order

	once sync.Once
	err  error
	size int64  // of the content as the source has it
	sum  uint32 // likewise
	out  []byte // the content to write
}

func checksum(data []byte) uint32 { return crc32.ChecksumIEEE(data) }

// run reads and rewrites the content, once, and reports what happened.
func (e *edit) run(ctx context.Context) error {
	e.once.Do(func() { e.err = e.rewrite(ctx) })
	return e.err
}

// open opens the rewritten content.
func (e *edit) open(ctx context.Context) (io.ReadCloser, error) {
	if err := e.run(ctx); err != nil {
		return nil, err
	}
	return &reader{*bytes.NewReader(e.out), e}, nil
}

// A reader reads the rewritten content. Opening an object's content is also how
// its edit is found again, so that nothing outlives the object.
type reader struct {
	bytes.Reader
	e *edit
}

// Close does nothing.
func (*reader) Close() error { return nil }

// editOf returns the edit of o, which has been run, or nil if there is none.
func editOf(ctx context.Context, o *provider.Object) (*edit, error) {
	if !Rewritten(o) || o.Content == nil {
		return nil, nil
	}
	r, err := o.Content(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if own, ok := r.(*reader); ok {
		return own.e, nil
	}
	return nil, nil
}

func (e *edit) rewrite(ctx context.Context) error {
	for _, u := range e.uses {
		u.applied.Store(true)
		u.reportApplicable(ctx, e.o.Path)
	}
	data, err := e.read(ctx)
	if err != nil {
		return &provider.Error{Op: "parameterize", Kind: e.o.Kind, Path: e.o.Path, Side: provider.SourceSide, Err: err}
	}
	e.size, e.sum = int64(len(data)), checksum(data)
	var problems []error
	for _, u := range e.uses {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		out, err := e.apply(ctx, u, data)
		var soft *failed
		switch {
		case errors.As(err, &soft) && !e.opts.Strict:
			e.report(ctx, u, soft.detail)
			out = soft.data
		case errors.As(err, &soft):
			problems = append(problems, e.unapplied(u, soft))
			out = data
		case err != nil:
			problems = append(problems, &provider.Error{Op: "parameterize", Kind: e.o.Kind, Path: e.o.Path, Side: provider.SourceSide, Err: err})
			out = data
		}
		if len(problems) > 0 && !e.opts.Strict {
			return problems[0]
		}
		data = out
	}
	e.out = data
	return errors.Join(problems...)
}

// read reads the content of the source.
func (e *edit) read(ctx context.Context) ([]byte, error) {
	limit := e.opts.limit()
	if e.o.Size() > limit {
		return nil, &LimitError{Path: e.o.Path, Limit: limit}
	}
	r, err := e.o.Content(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = &LimitError{Path: e.o.Path, Limit: limit}
	}
	return data, err
}

// report says that u could not be applied, and why (recorded: xmlfile/nomatch).
func (e *edit) report(ctx context.Context, u *use, why string) {
	ev := u.event("could not be applied to '" + e.o.Path + "'. Deployment will continue with the original data. Details:")
	ev.Detail = why
	provider.Report(ctx, ev)
}

// A failed entry does not end a sync, unless it is strict. The file goes on with
// other data.
type failed struct {
	detail     string
	data       []byte
	candidates func() []string // what could have been meant; nil if that is not known
}

// Error returns the detail.
func (f *failed) Error() string { return f.detail }

// apply returns data with the value of u in place. The error matches *failed if
// that was not possible but does not matter.
func (e *edit) apply(ctx context.Context, u *use, data []byte) ([]byte, error) {
	switch u.entry.Kind {
	case XMLFile:
		v, err := u.direct(ctx, e.o, e.opts)
		if err != nil {
			return nil, &failed{detail: err.Error(), data: data}
		}
		return v.applyXML(data, e.opts, e.o.Path)
	case TextFile, TextFilePosition:
		return u.applyText(data, e.opts, e.o.Path)
	}
	return u.applyKeys(data, e.opts, e.o.Path)
}

func (u *use) noMatch(data []byte, candidates func() []string) error {
	return &failed{
		detail:     "No matches were found for the search string '" + u.entry.Match + "' (type '" + string(u.entry.Kind) + "').",
		data:       data,
		candidates: candidates,
	}
}
