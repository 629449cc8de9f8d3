package pkg_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// A pipe takes bytes and nothing else.
type pipe struct {
	bytes.Buffer
	room int // after which it breaks; negative means never
}

var errBroken = errors.New("broken pipe")

// Write takes p if there is room.
func (p *pipe) Write(b []byte) (int, error) {
	if p.room >= 0 && p.Len()+len(b) > p.room {
		return 0, errBroken
	}
	return p.Buffer.Write(b)
}

// streamed packs files into a pipe.
func streamed(t *testing.T, out io.Writer, files map[string]memory.File, opts *pkg.WriterOptions) error {
	t.Helper()
	w := pkg.NewZipWriter(out, opts)
	_, err := websync.Run(t.Context(), provider.Document(memory.New("site", files)), w, &websync.Options{Parallel: 4})
	require.NoError(t, w.Close())
	return err
}

// What comes out of a pipe is read here and by another implementation, whatever
// the level.
func TestStreamedPackages(t *testing.T) {
	list := mixture(epoch(), "Normal")
	list["larger than is held.bin"] = memory.File{Data: list["noise.bin"].Data[:1<<18] + list["large.txt"].Data + string(bytes.Repeat([]byte(list["noise.bin"].Data), 30)), Time: epoch()}
	for _, level := range []int{-1, 1, 6} {
		out := &pipe{room: -1}
		require.NoError(t, streamed(t, out, list, &pkg.WriterOptions{Level: level, Digest: true}))
		r, err := pkg.NewZipReader(bytes.NewReader(out.Bytes()), int64(out.Len()), nil)
		require.NoError(t, err)
		require.NoError(t, r.Verify(t.Context()))
		equal(t, provider.Document(memory.New("site", list)), r)

		z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		require.NoError(t, err)
		described := 0
		for _, f := range z.File {
			in, err := f.Open()
			require.NoError(t, err)
			_, err = io.Copy(io.Discard, in)
			require.NoError(t, err, f.Name)
			described += int(f.Flags >> 3 & 1)
		}
		require.NotZero(t, described, "large contents are held in memory")
		require.Less(t, described, 5, "small ones tell their sizes in front, for readers that know nothing else")
	}
}

// A reproducible package is the same whether it goes to a file or not.
func TestStreamedReproducible(t *testing.T) {
	opts := &pkg.WriterOptions{Reproducible: true, Digest: true}
	list := mixture(epoch(), "Normal")
	want := reproducible(t, filepath.Join(t.TempDir(), "a.zip"), list, 1, opts)
	out := &pipe{room: -1}
	require.NoError(t, streamed(t, out, list, opts))
	require.True(t, bytes.Equal(want, out.Bytes()))
}

// However much a pipe takes before it breaks, the error is the pipe's.
func TestStreamBreaks(t *testing.T) {
	list := mixture(epoch(), "Normal")
	whole := &pipe{room: -1}
	require.NoError(t, streamed(t, whole, list, nil))
	for _, room := range []int{0, 100, whole.Len() / 2, whole.Len() - 1} {
		require.ErrorIs(t, streamed(t, &pipe{room: room}, list, nil), errBroken, room)
	}
}

// What a failed file has left in a stream is part of no entry.
func TestStreamGoesOnAfterAFailure(t *testing.T) {
	out := &pipe{room: -1}
	w := pkg.NewZipWriter(out, &pkg.WriterOptions{Level: -1})
	defer w.Close()
	folder := &provider.Object{Parent: w.Root(), Kind: provider.DirPath, Link: "Child1", Key: "web", Path: "web"}
	require.NoError(t, w.Apply(t.Context(), &provider.Change{New: folder}))
	add := func(key string, r io.Reader) error {
		f := &provider.Object{Parent: folder, Kind: provider.FilePath, Key: key, Path: key, Content: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(r), nil }}
		return w.Apply(t.Context(), &provider.Change{New: f})
	}
	require.ErrorIs(t, add("bad", io.MultiReader(bytes.NewReader(make([]byte, 9<<20)), cut{})), errBroken)
	require.Greater(t, out.Len(), 8<<20)
	require.NoError(t, add("good", bytes.NewReader([]byte("good"))))
	require.NoError(t, w.Commit(t.Context()))
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	data, err := z.Open("Content/web/good")
	require.NoError(t, err)
	got, err := io.ReadAll(data)
	require.NoError(t, err)
	require.Equal(t, "good", string(got))
	_, err = z.Open("Content/web/bad")
	require.ErrorIs(t, err, os.ErrNotExist)
}

type cut struct{}

// Read fails.
func (cut) Read([]byte) (int, error) { return 0, errBroken }
