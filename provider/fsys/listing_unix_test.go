//go:build unix

package fsys_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	stdsync "sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
)

// openFiles returns how many files the process has open.
func openFiles(t *testing.T) int {
	list, err := os.ReadDir("/dev/fd")
	require.NoError(t, err)
	return len(list)
}

// forest makes a folder of folders and files, with more of each than are looked
// at together, and returns the paths below it in order.
func forest(t *testing.T, dir string) (paths []string) {
	for i := range 70 {
		d := fmt.Sprintf("d%03d", i)
		put(t, dir, map[string]string{d + "/e/f": "", d + "/g": ""})
		paths = append(paths, d, d+"/e", d+"/e/f", d+"/g")
		if i%3 == 0 {
			put(t, dir, map[string]string{d + "x": ""})
			paths = append(paths, d+"x")
		}
	}
	for i := range 70 {
		f := fmt.Sprintf("d000/h%03d", i)
		put(t, dir, map[string]string{f: ""})
		paths = append(paths[:4+i:4+i], append([]string{f}, paths[4+i:]...)...)
	}
	return paths
}

// walkBelow returns the paths of all objects below o, which is at root or below
// it.
func walkBelow(ctx context.Context, o *provider.Object, root string) (paths []string, err error) {
	for x, err := range provider.Walk(ctx, o) {
		if err != nil {
			return paths, err
		}
		if x != o {
			paths = append(paths, strings.TrimPrefix(x.Path, root+"/"))
		}
	}
	return paths, nil
}

// Whatever is looked at before its turn, objects come in their order, also to
// several readers at once and a second time.
func TestOrderOfManyEntries(t *testing.T) {
	dir := t.TempDir()
	want := forest(t, dir)
	for _, root := range []*provider.Object{open(t, fsys.DirPath(), dir).Root(), openTarget(t, fsys.DirPath(), dir).Root()} {
		var readers stdsync.WaitGroup
		var got [4][]string
		var errs [4]error
		for i := range got {
			readers.Go(func() { got[i], errs[i] = walkBelow(t.Context(), root, dir) })
		}
		readers.Wait()
		for i := range got {
			require.NoError(t, errs[i])
			require.Equal(t, want, got[i])
		}
	}
}

// One object may be asked for its children again and again, by several at once.
func TestFolderIsListedAgain(t *testing.T) {
	dir := t.TempDir()
	want := forest(t, dir)
	for o, err := range open(t, fsys.DirPath(), dir).Root().Below(t.Context()) {
		require.NoError(t, err)
		var readers stdsync.WaitGroup
		var got [3][]string
		for i := range got {
			readers.Go(func() { got[i], _ = walkBelow(t.Context(), o, dir) })
		}
		readers.Wait()
		for i := range got {
			require.Equal(t, want[1:74], got[i])
		}
		break
	}
}

// Whoever stops in the middle, or enters no folder, leaves nothing open.
func TestLookingAheadLeavesNothingOpen(t *testing.T) {
	dir := t.TempDir()
	forest(t, dir)
	root := open(t, fsys.DirPath(), dir).Root()
	before := openFiles(t)
	for o, err := range root.Below(t.Context()) {
		require.NoError(t, err)
		if o.Key > "d030" {
			for range o.Below(t.Context()) {
				break
			}
		}
		if o.Key == "d060" {
			break
		}
	}
	require.LessOrEqual(t, openFiles(t), before)
	func() {
		defer func() { require.Equal(t, "stop", recover()) }()
		for range root.Below(t.Context()) {
			panic("stop")
		}
	}()
	require.LessOrEqual(t, openFiles(t), before)
}

// What was looked at before the context ended is not listed after it.
func TestListingEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	forest(t, dir)
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	n, before := 0, openFiles(t)
	var last error
	for _, err := range open(t, fsys.DirPath(), dir).Root().Below(ctx) {
		n, last = n+1, err
		cancel(stop)
	}
	require.Equal(t, 2, n)
	require.ErrorIs(t, last, stop)
	require.LessOrEqual(t, openFiles(t), before)
}

// Names that differ in case only stay together, folders before files, wherever
// in a folder they are.
func TestManyHomonyms(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"upper": "", "UPPER": ""})
	if list, err := os.ReadDir(dir); err != nil || len(list) == 1 {
		return // here one name is one file
	}
	dir = filepath.Join(dir, "many")
	var want []string
	for i := range 70 {
		upper, lower := fmt.Sprintf("F%03d", i), fmt.Sprintf("f%03d", i)
		put(t, dir, map[string]string{upper: "", lower + "/": "", fmt.Sprintf("g%03d", i): ""})
		want = append(want, lower, upper)
	}
	for i := range 70 {
		want = append(want, fmt.Sprintf("g%03d", i))
	}
	got, err := walkBelow(t.Context(), open(t, fsys.DirPath(), dir).Root(), dir)
	require.NoError(t, err)
	require.Equal(t, want, got)
}
