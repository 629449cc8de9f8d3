package pkg_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// mixture returns files of all sizes that are packed in ways of their own, with
// the given time and flags.
func mixture(at time.Time, flags string) map[string]memory.File {
	r := rand.New(rand.NewPCG(1, 2))
	noise := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return string(b)
	}
	list := map[string]memory.File{}
	add := func(name, data string) { list[name] = memory.File{Data: data, Time: at, Attributes: flags} }
	for i := range 200 {
		add(fmt.Sprintf("dir%d/file%d.txt", i%7, i), strings.Repeat(fmt.Sprintf("line %d\n", r.IntN(50)), r.IntN(4000)))
	}
	add("noise.bin", noise(300<<10))
	add("large.txt", strings.Repeat(noise(1000)+strings.Repeat("text", 3000), 1500)) // compressed in blocks
	add(".hidden", "")
	return list
}

// reproducible packs files and returns the package.
func reproducible(t *testing.T, name string, files map[string]memory.File, parallel int, opts *pkg.WriterOptions) []byte {
	t.Helper()
	src := provider.Document(memory.New("site", files))
	w, err := pkg.Create(name, opts)
	require.NoError(t, err)
	defer w.Close()
	_, err = websync.Run(t.Context(), src, w, &websync.Options{Parallel: parallel})
	require.NoError(t, err)
	require.NoError(t, w.Close())
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return data
}

func TestReproducibleIsTheSameEverywhere(t *testing.T) {
	opts := &pkg.WriterOptions{Reproducible: true}
	want := reproducible(t, filepath.Join(t.TempDir(), "a.zip"), mixture(epoch(), "Normal"), 1, opts)

	dir := t.TempDir()
	later := mixture(epoch().Add(1000*time.Hour), "ReadOnly, Hidden")
	require.True(t, bytes.Equal(want, reproducible(t, filepath.Join(dir, "b.zip"), later, 16, opts)), "another time, other flags, many at a time")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	require.True(t, bytes.Equal(want, reproducible(t, filepath.Join(dir, "c.zip"), later, 3, opts)), "another machine")
	require.Empty(t, leftovers(t, dir))

	z, err := zip.NewReader(bytes.NewReader(want), int64(len(want)))
	require.NoError(t, err)
	before := int64(-1)
	for _, f := range z.File {
		at, err := f.DataOffset()
		require.NoError(t, err)
		require.Greater(t, at, before, "entries lie in the order of the directory")
		before = at
		require.Equal(t, "1980-01-01T00:00:00", f.Modified.Format("2006-01-02T15:04:05"), f.Name)
		if f.Name == "systemInfo.xml" {
			in, err := f.Open()
			require.NoError(t, err)
			var b bytes.Buffer
			_, err = b.ReadFrom(in)
			require.NoError(t, err)
			require.Contains(t, b.String(), `<systemInfo osVersion="0.0" winDir="" machineName="" processorArchitecture="" msdeployVersion="1.0" buildVersion="7.1.1994.0" times="fixed">`)
		}
	}
}

// Each level has its own compressor, and none remembers what it packed before.
func TestReproducibleAtEveryLevel(t *testing.T) {
	seen := map[int]bool{}
	for level := 1; level <= 9; level++ {
		opts := &pkg.WriterOptions{Reproducible: true, Level: level}
		dir := t.TempDir()
		want := reproducible(t, filepath.Join(dir, "a.zip"), mixture(epoch(), "Normal"), 1, opts)
		require.True(t, bytes.Equal(want, reproducible(t, filepath.Join(dir, "b.zip"), mixture(epoch(), "Normal"), 5, opts)), level)
		require.False(t, seen[len(want)], level)
		seen[len(want)] = true
	}
}

func TestReproducibleTime(t *testing.T) {
	at := time.Date(2024, 5, 6, 7, 8, 10, 0, time.FixedZone("", 5*3600))
	data := reproducible(t, filepath.Join(t.TempDir(), "a.zip"), files(), 1, &pkg.WriterOptions{Reproducible: true, Time: at})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	for _, f := range z.File {
		require.Equal(t, "2024-05-06T02:08:10", f.Modified.Format("2006-01-02T15:04:05"), f.Name)
	}
}

// A package that is changed into another has the same bytes as one that is made
// of the same files at once, and one that nothing changes in is left alone.
func TestReproducibleChanged(t *testing.T) {
	opts := &pkg.WriterOptions{Reproducible: true}
	dir := t.TempDir()
	list := mixture(epoch(), "Normal")
	changed := filepath.Join(dir, "a.zip")
	reproducible(t, changed, files(), 1, opts)
	first := reproducible(t, changed, list, 4, opts)
	require.True(t, bytes.Equal(first, reproducible(t, filepath.Join(dir, "b.zip"), list, 4, opts)))

	w, err := pkg.Create(changed, opts)
	require.NoError(t, err)
	defer w.Close()
	sum, err := websync.Run(t.Context(), provider.Document(memory.New("site", mixture(epoch().Add(time.Hour), "Hidden"))), w, nil)
	require.NoError(t, err)
	require.Zero(t, sum.Total())
}

// Times cannot tell, so contents do: a change of the same length is found, and
// what is alike is left alone.
func TestReproducibleDeploys(t *testing.T) {
	for _, form := range []string{"zip", "folder"} {
		t.Run(form, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "a")
			opts := &pkg.WriterOptions{Reproducible: true}
			create := pkg.Create
			if form == "folder" {
				create = pkg.CreateDir
			}
			w, err := create(name, opts)
			require.NoError(t, err)
			_, err = websync.Run(t.Context(), provider.Document(memory.New("site", files())), w, nil)
			require.NoError(t, err)
			require.NoError(t, w.Close())

			site := files()
			web := site["web.config"]
			web.Data = strings.ToUpper(web.Data)
			site["web.config"] = web
			target := provider.DocumentTarget(memory.New("site", site))
			deploy := func() websync.Summary {
				r, err := pkg.Open(name, nil)
				require.NoError(t, err)
				defer r.Close()
				sum, err := websync.Run(t.Context(), r, target, nil)
				require.NoError(t, err)
				return sum
			}
			sum := deploy()
			require.Equal(t, []int{0, 1, 0}, []int{sum.Added, sum.Updated, sum.Deleted})
			require.Zero(t, deploy().Total())
		})
	}
}
