//go:build unix

package builtin_test

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// The content of every version of a file is an endless list of lines, of which
// any number may be there: each says whose it is, and the how manieth.
const lineSize = 64

func lines(name string, version, n int) []byte {
	begin := fmt.Sprintf("%-40s%08d 1", name, version)
	list := make([]byte, 0, n*lineSize)
	for i := range n {
		list = append(strconv.AppendInt(append(list, begin...), 1e12+int64(i), 10), '\n')
	}
	return list
}

// versionOf reads the version of a file of at least one line.
func versionOf(content []byte) (int, error) { return strconv.Atoi(string(content[40:48])) }

// checkWhole returns an error if content is not of one version of the file name.
func checkWhole(name string, content []byte) error {
	if known, _ := path.Match("d?/f?-?.txt", name); !known {
		return errors.New(name + " should not be there")
	}
	if len(content) < lineSize {
		return nil
	}
	version, err := versionOf(content)
	if err != nil {
		return err
	}
	want := lines(name, version, len(content)/lineSize+1)[:len(content)]
	for i := 0; i < len(content); i += lineSize {
		if j := min(i+lineSize, len(content)); string(content[i:j]) != string(want[i:j]) {
			return fmt.Errorf("%s is version %d, but has the line %q", name, version, content[i:j])
		}
	}
	return nil
}

// A writer changes files in every way. Changes of one file are a tick of the clock
// of the file system apart: no system tells more often that there was one.
type writer struct {
	dir, beside string   // of the files, and for those that will replace them
	names       []string // that nobody else writes
	sizes       []int    // in lines
	version     int
}

// change makes one change to the file i.
func (w *writer) change(i int) error {
	at, spare, size := filepath.Join(w.dir, w.names[i]), filepath.Join(w.beside, filepath.Base(w.names[i])), int64(w.sizes[i]*lineSize)
	if err := w.tick(at, spare); err != nil {
		return err
	}
	w.version++
	whole := lines(w.names[i], w.version, w.sizes[i])
	switch fi, err := os.Stat(at); {
	case err != nil || rand.IntN(5) == 0:
		return errors.Join(os.WriteFile(spare, whole, 0o666), os.Rename(spare, at))
	case rand.IntN(8) == 0:
		return os.Remove(at)
	case rand.IntN(4) == 0 && fi.Size() == size:
		return os.Truncate(at, size/2/lineSize*lineSize)
	case fi.Size() < size:
		return w.appendTo(i, at)
	}
	return os.WriteFile(at, whole, 0o666) // as long as before, more often than not
}

// appendTo makes the file i as long as it is to be.
func (w *writer) appendTo(i int, at string) error {
	f, err := os.OpenFile(at, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	is, err := io.ReadAll(f)
	if err != nil || len(is) < lineSize {
		return err
	}
	version, err := versionOf(is)
	if err != nil {
		return err
	}
	_, err = f.Write(lines(w.names[i], version, w.sizes[i])[len(is):])
	return err
}

// tick waits until a file that is written now is newer than the one there.
func (w *writer) tick(at, spare string) error {
	for {
		if err := os.WriteFile(spare, nil, 0o666); err != nil {
			return err
		}
		now, err := os.Stat(spare)
		if err != nil {
			return err
		}
		if was, err := os.Stat(at); err != nil || now.ModTime().After(was.ModTime()) {
			return os.Remove(spare)
		}
	}
}

// start writes all files, and changes them until stop is closed. It returns a
// channel that is closed when no more changes come.
func (w *writer) start(t *testing.T, stop <-chan struct{}) (done chan struct{}) {
	for i, name := range w.names {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(w.dir, name)), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(w.dir, name), lines(name, 0, w.sizes[i]), 0o666))
	}
	done = make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			if err := w.change(rand.IntN(len(w.names))); err != nil {
				t.Errorf("a writer fails: %v", err)
				return
			}
		}
	}()
	return done
}

// Whatever happens to files while they are read, what comes out of a sync is
// whole: each file as it was at some time, or else an error that names one; and a
// package that can be read, or the one that was there.
func TestFilesThatChangeAllTheTime(t *testing.T) {
	src, beside := t.TempDir(), t.TempDir()
	stop := make(chan struct{})
	for n := range 2 {
		w := &writer{dir: src, beside: beside}
		for i, size := range []int{1, 30, 1000, 3000, 6_000} {
			w.names, w.sizes = append(w.names, fmt.Sprintf("d%d/f%d-%d.txt", i%2, n, i)), append(w.sizes, size)
		}
		done := w.start(t, stop)
		defer func() { <-done }()
	}
	defer close(stop)
	into := []destination{
		{kind: "dirPath", check: checkFolder},
		{kind: "dirPath", check: checkFolder, byContent: true},
		{kind: "package", check: checkPackage},
	}
	for i := range into {
		into[i].dir = t.TempDir()
	}
	for range 8 {
		for _, d := range into {
			err := d.sync(t, src)
			if err != nil {
				requireNamed(t, src, err)
			}
			d.check(t, filepath.Join(d.dir, "site.zip"), err)
		}
	}
}

// A destination is a folder or package called site.zip.
type destination struct {
	kind      provider.Kind
	dir       string // that it alone is in
	byContent bool
	check     func(t *testing.T, path string, err error)
}

func (d *destination) sync(t *testing.T, from string) error {
	env := &provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	src, err := provider.OpenSource(t.Context(), env, provider.Ref{Kind: provider.DirPath, Path: from})
	require.NoError(t, err)
	defer src.Close()
	dst, err := provider.OpenDestination(t.Context(), env, provider.Ref{Kind: d.kind, Path: filepath.Join(d.dir, "site.zip")})
	require.NoError(t, err)
	defer func() { require.NoError(t, dst.Close()) }()
	_, err = websync.Run(t.Context(), src, dst, &websync.Options{
		UseChecksum: d.byContent, Retry: websync.Retry{Attempts: 3, Interval: time.Microsecond},
	})
	return err
}

// requireNamed fails unless err says of a file of the source that it has changed
// or is gone.
func requireNamed(t *testing.T, src string, err error) {
	t.Helper()
	require.True(t, errors.Is(err, fsys.ErrChanged) || errors.Is(err, fs.ErrNotExist), err)
	for rest := err; ; {
		var e *provider.Error
		require.ErrorAs(t, rest, &e, "it names no file of the source: %v", err)
		if strings.HasPrefix(e.Path, src+"/d") && strings.HasSuffix(e.Path, ".txt") {
			return
		}
		rest = e.Err
	}
}

func checkFolder(t *testing.T, root string, _ error) {
	t.Helper()
	require.NoError(t, fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		return checkWhole(name, content)
	}))
}

func checkPackage(t *testing.T, path string, err error) {
	t.Helper()
	left, rerr := os.ReadDir(filepath.Dir(path))
	require.NoError(t, rerr)
	if err != nil && len(left) == 0 {
		return
	}
	require.Len(t, left, 1, "temporary files stay")
	z, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r) // which checks the sum
		require.NoError(t, err, f.Name)
		if i := strings.LastIndex(f.Name, "/d"); strings.HasSuffix(f.Name, ".txt") {
			require.NoError(t, checkWhole(f.Name[i+1:], content))
		}
	}
}
