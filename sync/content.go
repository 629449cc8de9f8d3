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

// blockSize is how much of each content is compared at a time.
const blockSize = 128 << 10

// A pair of blocks, one of each content.
type blocks [2][blockSize]byte

// compareContents returns nil if the contents of two objects are the same, and
// their checksums if they are not. It may be called concurrently.
func (c *comparer) compareContents(ctx context.Context, src, old *provider.Object) (*sums, error) {
	x, ok := c.blocks.Get().(*blocks)
	if !ok {
		x = new(blocks)
	}
	defer c.blocks.Put(x)
	if src.Checksum == nil && old.Checksum == nil {
		return x.compareBytes(ctx, src, old)
	}
	sumA, err := x.checksum(ctx, src, provider.SourceSide)
	if err != nil {
		return nil, err
	}
	sumB, err := x.checksum(ctx, old, provider.DestinationSide)
	if err != nil {
		return nil, err
	}
	return unlike(sumA, sumB), nil
}

// unlike returns two checksums, or nil if they are the same.
func unlike(a, b uint32) *sums {
	if a == b {
		return nil
	}
	return &sums{fmt.Sprintf("%08x", a), fmt.Sprintf("%08x", b)}
}

// checksum returns that of the contents of o, which are read unless somebody
// knows it.
func (x *blocks) checksum(ctx context.Context, o *provider.Object, side provider.Side) (sum uint32, err error) {
	if o.Checksum != nil {
		if sum, err = o.Checksum(ctx); err != nil {
			return 0, unreadable(o, side, err)
		}
		return sum, nil
	}
	r, err := open(ctx, o, side)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for done := false; !done; {
		if err := context.Cause(ctx); err != nil {
			return 0, err
		}
		var block []byte
		if block, done, err = fill(r, x[0][:]); err != nil {
			return 0, err
		}
		sum = crc32.Update(sum, crc32.IEEETable, block)
	}
	return sum, nil
}

// compareBytes is compareContents for contents that have to be read.
func (x *blocks) compareBytes(ctx context.Context, src, old *provider.Object) (*sums, error) {
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
	return x.compare(ctx, a, b)
}

func open(ctx context.Context, o *provider.Object, side provider.Side) (io.ReadCloser, error) {
	r, err := o.Content(ctx)
	if err != nil {
		return nil, unreadable(o, side, err)
	}
	return r, nil
}

func unreadable(o *provider.Object, side provider.Side, err error) error {
	return &provider.Error{Op: "read", Kind: o.Kind, Path: o.Path, Side: side, Err: err}
}

// compare is compareBytes for two readers. As long as they are the same, so are
// their checksums, of which there is no need if they are the same to the end.
func (x *blocks) compare(ctx context.Context, a, b io.Reader) (*sums, error) {
	var sumA, sumB uint32
	same := true
	for {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		blockA, doneA, err := fill(a, x[0][:])
		if err != nil {
			return nil, err
		}
		blockB, doneB, err := fill(b, x[1][:])
		if err != nil {
			return nil, err
		}
		done := doneA && doneB
		same = same && bytes.Equal(blockA, blockB)
		if same && done {
			return nil, nil
		}
		sumA = crc32.Update(sumA, crc32.IEEETable, blockA)
		if same {
			sumB = sumA
		} else {
			sumB = crc32.Update(sumB, crc32.IEEETable, blockB)
		}
		if done {
			return &sums{fmt.Sprintf("%08x", sumA), fmt.Sprintf("%08x", sumB)}, nil
		}
	}
}

// fill reads into buf until it is full or r ends, and returns what was read.
func fill(r io.Reader, buf []byte) (block []byte, done bool, err error) {
	n, err := io.ReadFull(r, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return buf[:n], true, nil
	}
	return buf[:n], false, err
}
