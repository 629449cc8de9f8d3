package pkg

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// sparse is a large file of zeros with some bytes at one place.
type sparse struct {
	size, at int64
	data     []byte
}

// ReadAt reads bytes at an offset.
func (s *sparse) ReadAt(p []byte, off int64) (int, error) {
	n := int(min(int64(len(p)), s.size-off))
	clear(p[:n])
	for i := range p[:n] {
		if k := off + int64(i) - s.at; k >= 0 && k < int64(len(s.data)) {
			p[i] = s.data[k]
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// A directory of what a test cannot hold: read here and by another
// implementation.
func TestLargeDirectory(t *testing.T) {
	for _, c := range []struct {
		name  string
		e     entry
		start int64
	}{
		{"small", entry{offset: 7, packed: 3, size: 5, crc: 9, method: deflated}, 1 << 20},
		{"large contents", entry{offset: 7, packed: 5 << 30, size: 6 << 30, crc: 9, method: deflated}, 6 << 30},
		{"large when unpacked", entry{offset: 7, packed: 3, size: 1<<32 - 1, crc: 9, method: deflated}, 1 << 20},
		{"far away", entry{offset: 5 << 30, packed: 3, size: 5, crc: 9}, 6 << 30},
		{"directory far away", entry{offset: 7, packed: 3, size: 5}, 1<<32 - 1},
		{"everything", entry{offset: 1<<32 - 1, packed: 1 << 32, size: 1<<32 + 1}, 1 << 34},
	} {
		t.Run(c.name, func(t *testing.T) {
			central := appendCentral(nil, &c.e, "Content/x")
			end := c.start + int64(len(central))
			data := appendEnd(central, 1, c.start, end)
			f := &sparse{size: c.start + int64(len(data)), at: c.start, data: data}
			opts := (&ReaderOptions{}).withDefaults()
			got, err := (&directoryReader{f, f.size, &opts}).read()
			require.NoError(t, err)
			require.Equal(t, 1, got.len())
			e := got.at(0)
			require.Equal(t, []int64{c.e.offset, c.e.packed, c.e.size}, []int64{e.offset, e.packed, e.size})
			require.Equal(t, "Content/x", got.shown(e))

			other, err := zip.NewReader(f, f.size)
			require.NoError(t, err)
			require.Equal(t, uint64(c.e.size), other.File[0].UncompressedSize64)
			require.Equal(t, uint64(c.e.packed), other.File[0].CompressedSize64)
		})
	}
}

// More entries than the old form of the end record can count.
func TestManyEntries(t *testing.T) {
	const n = 70_000
	name := filepath.Join(t.TempDir(), "p.zip")
	w, err := Create(name, &WriterOptions{Location: time.UTC})
	require.NoError(t, err)
	defer w.Close()
	root := folderIn(w)
	for i := range n {
		f := &provider.Object{Parent: root, Kind: provider.FilePath, Key: fmt.Sprintf("%05d", n-i), Content: bytesOf([]byte("x"))}
		require.NoError(t, w.Apply(t.Context(), &provider.Change{New: f}))
	}
	require.NoError(t, w.Commit(t.Context()))
	require.NoError(t, w.Close())

	other, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer other.Close()
	require.Len(t, other.File, n+3)
	require.Equal(t, "Content/web/00001", other.File[2].Name)
	r, err := Open(name, nil)
	require.NoError(t, err)
	defer r.Close()
	count := 0
	for _, err := range provider.Walk(t.Context(), r.Root()) {
		require.NoError(t, err)
		count++
	}
	require.Equal(t, n+2, count)
}

// folderIn adds the folder "web" to an empty package.
func folderIn(w *Writer) *provider.Object {
	o := &provider.Object{Parent: w.Root(), Kind: provider.DirPath, Link: "Child1", Key: "web", Path: "web"}
	if err := w.Apply(context.Background(), &provider.Change{New: o}); err != nil {
		return nil
	}
	return o
}

func bytesOf(b []byte) provider.Content {
	return func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
}

// noise does not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b)
	return b
}

// mixture compresses here and there, and repeats itself across blocks.
func mixture(n int) []byte {
	b := noise(n)
	for i := 0; i+3000 < n; i += 7000 {
		copy(b[i:i+3000], b[:3000])
	}
	return b
}

// Contents that are held in memory and contents that are not, from several
// goroutines, one of which fails.
func TestSpilling(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	w, err := Create(name, nil)
	require.NoError(t, err)
	defer w.Close()
	root := folderIn(w)
	boom := errors.New("boom")
	contents := map[string][]byte{
		"split": mixture(splitFrom + 12345), "split evenly": mixture(splitFrom), "large": noise(2*holdBelow - 1), "limit": noise(holdBelow - 200), "small": noise(300), "zeros": make([]byte, 3*holdBelow), "empty": nil,
	}
	done := make(chan error, len(contents)+2)
	add := func(key string, size int, c provider.Content) {
		f := &provider.Object{Parent: root, Kind: provider.FilePath, Key: key, Content: c}
		f.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(int64(size))}}
		done <- w.Apply(context.Background(), &provider.Change{New: f})
	}
	broken := func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader(contents["split"]), errorReader{boom})), nil
	}
	go add("broken", 1, broken)
	go add("split and broken", splitFrom, broken)
	for key, data := range contents {
		go add(key, len(data), bytesOf(data))
	}
	failed := 0
	for range len(contents) + 2 {
		if err := <-done; err != nil {
			require.ErrorIs(t, err, boom)
			failed++
		}
	}
	require.Equal(t, 2, failed)
	require.NoError(t, w.Commit(t.Context()))
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	require.Len(t, r.File, len(contents)+3)
	for key, data := range contents {
		got, err := r.Open("Content/web/" + key)
		require.NoError(t, err)
		all, err := io.ReadAll(got)
		require.NoError(t, err)
		require.True(t, bytes.Equal(data, all), key)
	}
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.Less(t, info.Size(), int64(2*splitFrom*7/10+4*holdBelow), "what repeats itself is not compressed")
}

type errorReader struct{ err error }

// Read fails.
func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

// Text in which nothing comes twice, but which does not use all bytes, is
// compressed all the same.
func TestUnevenContents(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	w, err := Create(name, nil)
	require.NoError(t, err)
	defer w.Close()
	root := folderIn(w)
	text := []byte(base64.StdEncoding.EncodeToString(noise(15 << 20)))
	sizes := []int{200, 5000, 200_000, 300_000, 3 << 20, 20 << 20}
	for _, n := range sizes {
		f := &provider.Object{Parent: root, Kind: provider.FilePath, Key: fmt.Sprint(n), Content: bytesOf(text[:n])}
		f.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(int64(n))}}
		require.NoError(t, w.Apply(t.Context(), &provider.Change{New: f}))
	}
	require.NoError(t, w.Commit(t.Context()))
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	for _, f := range r.File {
		if f.UncompressedSize64 < 5000 {
			continue
		}
		require.Less(t, f.CompressedSize64, f.UncompressedSize64*4/5, f.Name)
		in, err := f.Open()
		require.NoError(t, err)
		all, err := io.ReadAll(in)
		require.NoError(t, err)
		require.True(t, bytes.Equal(text[:len(all)], all), f.Name)
	}
	require.False(t, uneven(noise(1<<16)))
	require.True(t, uneven(text[:1000]))
}

// A file that may be larger than 4 GiB has the large form of header, even if it
// turns out to be small; one that grows beyond that is refused.
func TestLargeHeader(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	w, err := Create(name, nil)
	require.NoError(t, err)
	defer w.Close()
	root := folderIn(w)
	f := &provider.Object{Parent: root, Kind: provider.FilePath, Key: "x", Content: bytesOf(noise(1000))}
	f.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(5 << 30)}}
	require.NoError(t, w.Apply(t.Context(), &provider.Change{New: f}))

	z := w.out.(*zipOutput)
	s := z.sink(entry{}, "Content/web/y", 10)
	s.e.size = 1 << 32
	require.ErrorIs(t, s.finish(nil), ErrSize)
	require.NoError(t, w.Commit(t.Context()))

	data, err := os.ReadFile(name)
	require.NoError(t, err)
	at := bytes.Index(data, []byte("Content/web/x"))
	require.Equal(t, uint16(version45), le16(data, at-26))
	require.Equal(t, uint64(1000), le64(data, at+len("Content/web/x")+4))
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	require.Len(t, r.File, 4)
	in, err := r.Open("Content/web/x")
	require.NoError(t, err)
	all, err := io.ReadAll(in)
	require.NoError(t, err)
	require.Equal(t, noise(1000), all)
}

func TestNameTooLong(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "p.zip"), nil)
	require.NoError(t, err)
	defer w.Close()
	f := &provider.Object{Parent: folderIn(w), Kind: provider.FilePath, Key: string(bytes.Repeat([]byte("x"), 65_530)), Content: bytesOf(nil)}
	require.ErrorIs(t, w.Apply(t.Context(), &provider.Change{New: f}), ErrName)
}
