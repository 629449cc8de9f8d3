package providertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/webdeploy-go/webdeploy/provider"
)

// checkContent: a content is as long as its size says, and the same each time
// it is opened, also while it is open; its checksum, if it has one, is right.
func checkContent(ctx context.Context, t provider.Tree) error {
	var p problems
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Content == nil || o.Invalid != nil {
			return nil
		}
		first, err := o.Content(ctx)
		if err != nil {
			return fmt.Errorf("%s: open: %w", o.Path, err)
		}
		second, err := read(ctx, o)
		if err != nil {
			p.addf("%s: open while it is open: %w", o.Path, err)
		}
		b, err := io.ReadAll(first)
		if err := errors.Join(err, first.Close()); err != nil {
			return fmt.Errorf("%s: read: %w", o.Path, err)
		}
		if !bytes.Equal(b, second) {
			p.addf("%s: opened twice, it has %d bytes and %d others", o.Path, len(b), len(second))
		}
		if v, ok := o.Attrs.Get(provider.AttrSize); ok && v != provider.Int(int64(len(b))) {
			p.addf("%s: size says %v, but there are %d bytes", o.Path, v, len(b))
		}
		if o.Checksum == nil {
			return nil
		}
		if sum, err := o.Checksum(ctx); err != nil || sum != crc32.ChecksumIEEE(b) {
			p.addf("%s: its checksum is said to be %08x (%v), but that of its bytes is %08x", o.Path, sum, err, crc32.ChecksumIEEE(b))
		}
		return nil
	})
	return errors.Join(p.err(), err)
}

// checkContentLater: a content can be opened after the loop that yielded its
// object has gone on and ended.
func checkContentLater(ctx context.Context, t provider.Tree) error {
	var p problems
	var files []*provider.Object
	var now [][]byte
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Content == nil || o.Invalid != nil || len(files) >= 100 {
			return nil
		}
		b, err := read(ctx, o)
		files, now = append(files, o), append(now, b)
		return err
	})
	for i, o := range files {
		if b, err := read(ctx, o); err != nil || !bytes.Equal(b, now[i]) {
			p.addf("%s: read after the walk, it has %d bytes, not %d (%v)", o.Path, len(b), len(now[i]), err)
		}
	}
	return errors.Join(p.err(), err)
}

// checkClose: closing succeeds, and contents cannot be opened afterwards.
func checkClose(ctx context.Context, t provider.Tree) error {
	var file *provider.Object
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Content != nil && o.Invalid == nil {
			file = o
		}
		return nil
	})
	if err := errors.Join(err, t.Close()); err != nil || file == nil {
		return err
	}
	if r, err := file.Content(ctx); err == nil {
		r.Close()
		return fmt.Errorf("%s: can be opened although the tree is closed", file.Path)
	}
	return nil
}
