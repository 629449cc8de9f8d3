package sync

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/webdeploy-go/webdeploy/provider"
)

// sums are the CRC-32 checksums of two contents that differ.
type sums struct{ src, old string }

// compareContents returns nil if the contents of two objects are the same, and
// their checksums if they are not.
func compareContents(ctx context.Context, src, old *provider.Object) (*sums, error) {
	a, err := open(ctx, src, provider.SourceSide)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	b, err := open(ctx, old, provider.DestinationSide)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return compareReaders(ctx, a, b)
}

func open(ctx context.Context, o *provider.Object, side provider.Side) (io.ReadCloser, error) {
	r, err := o.Content(ctx)
	if err != nil {
		return nil, &provider.Error{Op: "read", Kind: o.Kind, Path: o.Path, Side: side, Err: err}
	}
	return r, nil
}

func compareReaders(ctx context.Context, a, b io.Reader) (*sums, error) {
	ha, hb := crc32.NewIEEE(), crc32.NewIEEE()
	bufA, bufB := make([]byte, 64<<10), make([]byte, 64<<10)
	same := true
	for {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		n, doneA, err := fill(a, bufA)
		if err != nil {
			return nil, err
		}
		m, doneB, err := fill(b, bufB)
		if err != nil {
			return nil, err
		}
		same = same && bytes.Equal(bufA[:n], bufB[:m])
		ha.Write(bufA[:n])
		hb.Write(bufB[:m])
		if doneA && doneB {
			break
		}
	}
	if same {
		return nil, nil
	}
	return &sums{fmt.Sprintf("%08x", ha.Sum32()), fmt.Sprintf("%08x", hb.Sum32())}, nil
}

// fill reads until buf is full or r ends.
func fill(r io.Reader, buf []byte) (n int, done bool, err error) {
	n, err = io.ReadFull(r, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, true, nil
	}
	return n, false, err
}
