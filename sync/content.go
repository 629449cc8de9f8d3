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
	x, ok := c.blocks.Get().(*blocks)
	if !ok {
		x = new(blocks)
	}
	defer c.blocks.Put(x)
	return x.compare(ctx, a, b)
}

func open(ctx context.Context, o *provider.Object, side provider.Side) (io.ReadCloser, error) {
	r, err := o.Content(ctx)
	if err != nil {
		return nil, &provider.Error{Op: "read", Kind: o.Kind, Path: o.Path, Side: side, Err: err}
	}
	return r, nil
}

// compare is compareContents for two readers. As long as they are the same, so
// are their checksums.
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
		before := sumA
		sumA = crc32.Update(sumA, crc32.IEEETable, blockA)
		if same && bytes.Equal(blockA, blockB) {
			sumB = sumA
		} else {
			if same {
				sumB = before
			}
			same = false
			sumB = crc32.Update(sumB, crc32.IEEETable, blockB)
		}
		if doneA && doneB {
			break
		}
	}
	if same {
		return nil, nil
	}
	return &sums{fmt.Sprintf("%08x", sumA), fmt.Sprintf("%08x", sumB)}, nil
}

// fill reads into buf until it is full or r ends, and returns what was read.
func fill(r io.Reader, buf []byte) (block []byte, done bool, err error) {
	n, err := io.ReadFull(r, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return buf[:n], true, nil
	}
	return buf[:n], false, err
}
