package pkg

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBudget(t *testing.T) {
	for _, c := range []struct {
		name         string
		opts         ReaderOptions
		have, packed int64
		field        string // of the limit that is hit
	}{
		{"small file of zeros", ReaderOptions{}, 255 << 20, 1, ""},
		{"large file of zeros", ReaderOptions{}, 257 << 20, 1 << 20, "MaxRatio"},
		{"large file of text", ReaderOptions{}, 257 << 20, 8 << 20, ""},
		{"large file of zeros, allowed", ReaderOptions{MaxRatio: 1100}, 257 << 20, 1 << 20, ""},
		{"small file, limited", ReaderOptions{MaxRatio: 10}, 101, 10, "MaxRatio"},
		{"small file within the limit", ReaderOptions{MaxRatio: 10}, 100, 10, ""},
		{"no packed bytes", ReaderOptions{}, 257 << 20, 0, "MaxRatio"},
		{"size", ReaderOptions{MaxFile: 10}, 11, 11, "MaxFile"},
		{"size that fits", ReaderOptions{MaxFile: 10}, 10, 10, ""},
		{"total", ReaderOptions{MaxTotal: 10}, 11, 11, "MaxTotal"},
		{"none", ReaderOptions{MaxFile: -1, MaxTotal: -1, MaxRatio: -1}, 1 << 40, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.opts.withDefaults()
			b := budget{opts: &o}
			err := b.spend("x", c.have, c.have, c.packed)
			if c.field == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ErrLimit)
			require.ErrorContains(t, err, "ReaderOptions."+c.field)
		})
	}
}

func TestDefaults(t *testing.T) {
	var none *ReaderOptions
	o := none.withDefaults()
	require.Equal(t, int64(5_000_000), o.MaxEntries)
	require.NotNil(t, o.Location)
	require.NotEmpty(t, o.System)
	o = (&ReaderOptions{MaxFile: -1, MaxXML: 7}).withDefaults()
	require.Equal(t, int64(math.MaxInt64-1), o.MaxFile)
	require.Equal(t, int64(7), o.MaxXML)

	var w *WriterOptions
	require.Equal(t, 6, w.withDefaults().Level)
	require.Equal(t, 6, (&WriterOptions{Level: 77}).withDefaults().Level)
	require.Equal(t, 9, (&WriterOptions{Level: 9}).withDefaults().Level)
}
