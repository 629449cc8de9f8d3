package fsys_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// run syncs one document into another and returns what was observed.
func run(t testing.TB, src provider.Tree, dst provider.Target, opts websync.Options) (lines []string, err error) {
	t.Helper()
	opts.Observe = func(e websync.Event) {
		if e.Level >= 0 {
			lines = append(lines, e.Message)
		}
	}
	_, err = websync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &opts)
	return lines, err
}

// A folder that is synced into itself is left out (recorded:
// sync/into-subfolder), whichever of the two is inside the other.
func TestSyncIntoItself(t *testing.T) {
	files := map[string]string{"a": "1", "d/b": "2", "z": "3"}
	t.Run("destination inside source", func(t *testing.T) {
		site := filepath.Join(t.TempDir(), "site")
		put(t, site, files)
		inner := filepath.Join(site, "d", "copy")
		for _, want := range []int{6, 0} {
			lines, err := run(t, open(t, fsys.DirPath(), site), openTarget(t, fsys.DirPath(), inner), websync.Options{})
			require.NoError(t, err)
			require.Len(t, lines, want, "%v", lines)
		}
		require.NoDirExists(t, filepath.Join(inner, "d", "copy"))
		require.FileExists(t, filepath.Join(inner, "d", "b"))
	})
	t.Run("source inside destination", func(t *testing.T) {
		site := filepath.Join(t.TempDir(), "site")
		put(t, site, map[string]string{"m/a": "1", "m/z": "3", "b": "", "y": ""})
		_, err := run(t, open(t, fsys.DirPath(), filepath.Join(site, "m")), openTarget(t, fsys.DirPath(), site), websync.Options{})
		require.NoError(t, err)
		for _, p := range []string{"a", "z", "m/a", "m/z"} {
			require.FileExists(t, filepath.Join(site, p))
		}
		require.NoFileExists(t, filepath.Join(site, "b"))
	})
	t.Run("content paths", func(t *testing.T) {
		site := filepath.Join(t.TempDir(), "site")
		put(t, site, files)
		_, err := run(t, open(t, fsys.ContentPath(), site), openTarget(t, fsys.ContentPath(), filepath.Join(site, "copy")), websync.Options{})
		require.NoError(t, err)
		require.NoDirExists(t, filepath.Join(site, "copy", "copy"))
	})
	t.Run("the same", func(t *testing.T) { // recorded: sync/self
		site := t.TempDir()
		put(t, site, files)
		lines, err := run(t, open(t, fsys.DirPath(), site), openTarget(t, fsys.DirPath(), site), websync.Options{})
		require.NoError(t, err)
		require.Empty(t, lines)
	})
}

// recorded: sync/contentpath-dir-to-file, sync/contentpath-file-to-dir,
// sync/contentpath-new, sync/contentpath-file, sync/contentpath-file-existing
func TestContentPath(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, ".", map[string]string{"src/x": "x", "f.txt": "file", "d/y": "y", "g.txt": "other"})
	for _, c := range []struct {
		src, dst string
		lines    []string
		err      string
	}{
		{"src", "f.txt", []string{"Adding virtual path (src)"}, "Cannot create the directory 'f.txt' because a file with the same name already exists."},
		{"f.txt", "d", []string{"Adding virtual path (f.txt)"}, "Cannot create the file 'd' because a directory with the same name already exists."},
		{"src", "new", []string{"Adding MSDeploy.contentPath (MSDeploy.contentPath).", "Adding virtual path (new)", "Adding directory (new).", "Adding file (new" + string(filepath.Separator) + "x)."}, ""},
		{"f.txt", "n.txt", []string{"Adding MSDeploy.contentPath (MSDeploy.contentPath).", "Adding virtual path (n.txt)", "Adding file (n.txt)."}, ""},
		{"f.txt", "g.txt", []string{"Updating file (g.txt)."}, ""},
		{"f.txt", "g.txt", nil, ""},
	} {
		for _, whatIf := range []bool{true, false} {
			lines, err := run(t, open(t, fsys.ContentPath(), c.src), openTarget(t, fsys.ContentPath(), c.dst), websync.Options{WhatIf: whatIf})
			require.Equal(t, c.lines, lines)
			if c.err != "" {
				require.Equal(t, []string{c.err}, chain(err))
			} else {
				require.NoError(t, err)
			}
		}
	}
	b, err := os.ReadFile("d/y")
	require.NoError(t, err)
	require.Equal(t, "y", string(b))
}

// state returns all that a sync must not change in a what-if run.
func state(t testing.TB, dir string) (s []string) {
	t.Helper()
	for _, o := range walk(t, open(t, fsys.DirPath(), dir)) {
		line := o.Path
		for _, a := range o.Attrs {
			line += fmt.Sprint(" ", a.Value)
		}
		fi, err := os.Lstat(o.Path)
		require.NoError(t, err)
		s = append(s, line+fi.ModTime().String())
	}
	return s
}

// shape is a random set of files: names that clash up to case or in kind,
// contents and times that are the same in one place or not.
func shape(r *rand.Rand, caseless bool) map[string]string {
	names := []string{"a", "A", "b", "B", "ab", "a b", "_", "Z", "ü", "Ü", "a.txt", "A.TXT"}
	if caseless {
		names = []string{"a", "b", "ab", "a b", "_", "z", "ü", "a.txt"}
	}
	files := map[string]string{}
	folders := []string{""}
	for range r.IntN(30) {
		name := folders[r.IntN(len(folders))] + names[r.IntN(len(names))]
		if _, file := files[name]; file || slices.Contains(folders, name+"/") {
			continue
		}
		if r.IntN(3) == 0 {
			folders = append(folders, name+"/")
			files[name+"/"] = ""
		} else {
			files[name] = strings.Repeat("x", r.IntN(3)) + string(rune('a'+r.IntN(2)))
		}
	}
	return files
}

// After a sync the destination is like the source and there is nothing left to
// do, and the what-if run before it said so and did nothing.
func TestSyncMakesThemAlike(t *testing.T) {
	times := []time.Time{time.Unix(1600000000, 0), time.Unix(1600000000, 500), time.Unix(1700000001, 0)}
	caseless := runtime.GOOS == "windows" || runtime.GOOS == "darwin"
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 7))
		dir := t.TempDir()
		src, dst := filepath.Join(dir, "src"), filepath.Join(dir, "dst")
		for _, d := range []string{src, dst} {
			put(t, d, map[string]string{"x/": ""})
			files := shape(r, caseless)
			put(t, d, files)
			for _, name := range slices.Sorted(maps.Keys(files)) {
				if at := times[r.IntN(3)]; !strings.HasSuffix(name, "/") {
					require.NoError(t, os.Chtimes(filepath.Join(d, name), at, at))
				}
			}
		}
		before := state(t, dst)
		said, err := run(t, open(t, fsys.DirPath(), src), openTarget(t, fsys.DirPath(), dst), websync.Options{WhatIf: true, UseChecksum: true})
		require.NoError(t, err)
		require.Equal(t, before, state(t, dst), "seed %d: a what-if run changes nothing", seed)
		did, err := run(t, open(t, fsys.DirPath(), src), openTarget(t, fsys.DirPath(), dst), websync.Options{Parallel: 1 + r.IntN(4), UseChecksum: true})
		require.NoError(t, err, "seed %d", seed)
		require.Equal(t, said, did, "seed %d: it says what it will do", seed)
		again, err := run(t, open(t, fsys.DirPath(), src), openTarget(t, fsys.DirPath(), dst), websync.Options{UseChecksum: true})
		require.NoError(t, err)
		require.Empty(t, again, "seed %d: nothing is left to do", seed)
		require.Equal(t, fold(t, src), fold(t, dst), "seed %d", seed)
	}
}

// fold returns names and contents of everything in dir, in upper case, as
// spelling is kept where names differ in nothing else.
func fold(t testing.TB, dir string) (list []string) {
	t.Helper()
	for _, o := range walk(t, open(t, fsys.DirPath(), dir))[1:] {
		line := strings.ToUpper(strings.TrimPrefix(o.Path, dir)) + " " + string(o.Kind)
		if o.Content != nil {
			line += " " + read(t, o)
		}
		list = append(list, line)
	}
	slices.Sort(list)
	return list
}

func BenchmarkWalk(b *testing.B) {
	dir := b.TempDir()
	for d := range 100 {
		for f := range 100 {
			put(b, dir, map[string]string{fmt.Sprintf("dir%03d/file%03d.txt", d, f): ""})
		}
	}
	tree := open(b, fsys.DirPath(), dir)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, err := range provider.Walk(b.Context(), tree.Root()) {
			require.NoError(b, err)
			n++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/object")
}
