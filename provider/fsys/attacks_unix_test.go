//go:build unix

package fsys_test

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
)

// file is an object that some source made up.
func file(name, data string) *provider.Object {
	return &provider.Object{
		Kind: provider.FilePath, Key: name, Path: "made up/" + name,
		Attrs: provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(int64(len(data)))}},
		Content: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(data)), nil
		},
	}
}

func dirObject(name string) *provider.Object {
	return &provider.Object{Kind: provider.DirPath, Key: name, Path: "made up/" + name}
}

// A house is a target with something outside of it that must stay as it is.
type house struct {
	t   *testing.T
	dir string
	dst provider.Target
}

func newHouse(t *testing.T) *house {
	dir := t.TempDir()
	put(t, dir, map[string]string{"outside/secret": "secret", "dst/in/a.txt": "a", "dst/b.txt": "b"})
	return &house{t, dir, openTarget(t, fsys.DirPath(), filepath.Join(dir, "dst"))}
}

func (h *house) path(rel string) string { return filepath.Join(h.dir, rel) }

// intact makes sure that nothing outside has changed.
func (h *house) intact() {
	h.t.Helper()
	got := map[string]string{}
	for name, is := range tree(h.t, h.dir) {
		if name != "dst" && !strings.HasPrefix(name, "dst/") {
			got[name] = is
		}
	}
	require.Equal(h.t, map[string]string{"outside": "dir", "outside/secret": "secret"}, got)
}

// A source whose names lead out of the folder.
func TestAttackNamesThatLeadOut(t *testing.T) {
	h := newHouse(t)
	before := tree(t, h.path("dst"))
	for _, name := range []string{"..", "../x", "../outside/secret", "/etc/passwd", h.path("outside/x"), "in/../../x", ".", "", "a\x00/../x", "in/", "x\n"} {
		for _, src := range []*provider.Object{file(name, "bad"), dirObject(name)} {
			n, err := h.dst.Place(h.dst.Root(), src)
			require.ErrorIs(t, err, provider.CodeInvalidPath, "%q", name)
			require.Nil(t, n)
		}
	}
	h.intact()
	require.Equal(t, before, tree(t, h.path("dst")))
}

// A change that was not placed by the target but made up, as a peer might.
func TestAttackPathsThatWereNotPlaced(t *testing.T) {
	h := newHouse(t)
	before := tree(t, h.path("dst"))
	for _, path := range []string{
		h.path("outside/x"), h.path("outside/secret"), h.path("dst/../outside/secret"), "/etc/passwd", "x", "", "..", h.path("dst2/x"),
		h.path("dst") + "/", h.path("dst") + "//x", h.path("dst") + "/in//x", h.path("dst") + "/./x", h.path("dst/in") + "/", h.path("dst") + "x",
	} {
		o := file("x", "bad")
		o.Path, o.Parent = path, h.dst.Root()
		d := dirObject("x")
		d.Path, d.Parent = path, h.dst.Root()
		for _, c := range []*provider.Change{{New: o}, {Old: o, New: o}, {Old: o}, {New: d}, {Old: d}} {
			err := h.dst.Apply(t.Context(), c)
			require.ErrorIs(t, err, provider.CodeInvalidPath, "%v %q", c.Op(), path)
		}
	}
	h.intact()
	require.Equal(t, before, tree(t, h.path("dst")))
}

// Somebody puts a link in the place of a folder between the plan and its
// execution.
func TestAttackFolderBecomesALink(t *testing.T) {
	for name, to := range map[string]string{"outside": "../outside", "absolute": "", "inside": "other"} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			put(t, h.dir, map[string]string{"dst/other/": ""})
			in := lookup(t, h.dst, "dst/in")
			a := lookup(t, h.dst, "in/a.txt")
			n, err := h.dst.Place(in, file("new.txt", "bad"))
			require.NoError(t, err)
			d, err := h.dst.Place(in, dirObject("newdir"))
			require.NoError(t, err)
			require.NoError(t, os.RemoveAll(h.path("dst/in")))
			if to == "" {
				to = h.path("outside")
			}
			link(t, to, h.path("dst/in"))
			put(t, h.dir, map[string]string{"dst/other/a.txt": "other"})
			for _, c := range []*provider.Change{{New: n}, {New: d}, {Old: a, New: rewritten(a, "bad")}} {
				err := h.dst.Apply(t.Context(), c)
				require.ErrorContains(t, err, "The folder '"+h.path("dst/in")+"' is a link, and nothing is written through links.")
			}
			require.Error(t, h.dst.Apply(t.Context(), &provider.Change{Old: a}))
			h.intact()
			require.Equal(t, map[string]string{"a.txt": "other"}, tree(t, h.path("dst/other")))
		})
	}
}

func rewritten(old *provider.Object, data string) *provider.Object {
	n := file(old.Key, data)
	n.Parent, n.Path = old.Parent, old.Path
	return n
}

// Somebody replaces a folder while it is open for writing.
func TestAttackFolderIsMovedAway(t *testing.T) {
	h := newHouse(t)
	in := lookup(t, h.dst, "dst/in")
	first, err := h.dst.Place(in, file("1", "1"))
	require.NoError(t, err)
	require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{New: first}))
	require.NoError(t, os.Rename(h.path("dst/in"), h.path("dst/moved")))
	link(t, "../outside", h.path("dst/in"))
	second, err := h.dst.Place(in, file("2", "2"))
	require.NoError(t, err)
	require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{New: second}))
	h.intact()
	require.Equal(t, "2", tree(t, h.path("dst/moved"))["2"], "what is written goes where it was meant to go")
}

// Somebody puts a link in the place of a file between the plan and its
// execution, or where a file is about to be added.
func TestAttackFileBecomesALink(t *testing.T) {
	h := newHouse(t)
	b := lookup(t, h.dst, "dst/b.txt")
	require.NoError(t, os.Remove(h.path("dst/b.txt")))
	link(t, "../outside/secret", h.path("dst/b.txt"))
	link(t, "../outside/secret", h.path("dst/c.txt"))
	link(t, "../outside", h.path("dst/d.txt"))
	require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{Old: b, New: rewritten(b, "new")}))
	for _, name := range []string{"c.txt", "d.txt"} {
		n, err := h.dst.Place(h.dst.Root(), file(name, "new"))
		require.NoError(t, err)
		require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{New: n}))
	}
	h.intact()
	got := tree(t, h.path("dst"))
	require.Equal(t, [3]string{"new", "new", "new"}, [3]string{got["b.txt"], got["c.txt"], got["d.txt"]})
}

// A link where a folder is about to be added.
func TestAttackLinkWhereAFolderIsAdded(t *testing.T) {
	for name, to := range map[string]string{"to a folder": "../outside", "to nothing": "nothing", "to a file": "../outside/secret", "inside": "in"} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			n, err := h.dst.Place(h.dst.Root(), dirObject("new"))
			require.NoError(t, err)
			link(t, to, h.path("dst/new"))
			err = h.dst.Apply(t.Context(), &provider.Change{New: n})
			require.ErrorContains(t, err, "The folder '"+h.path("dst/new")+"' is a link, and nothing is written through links.")
			h.intact()
			require.NoFileExists(t, h.path("dst/nothing"))
		})
	}
}

// Deleting takes the link and leaves what it leads to.
func TestAttackLinkWhereSomethingIsDeleted(t *testing.T) {
	h := newHouse(t)
	in, b := lookup(t, h.dst, "dst/in"), lookup(t, h.dst, "dst/b.txt")
	require.NoError(t, os.RemoveAll(h.path("dst/in")))
	require.NoError(t, os.Remove(h.path("dst/b.txt")))
	link(t, "../outside", h.path("dst/in"))
	link(t, "../outside/secret", h.path("dst/b.txt"))
	require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{Old: in}))
	require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{Old: b}))
	h.intact()
	require.Empty(t, tree(t, h.path("dst")))
}

// A set-user-ID bit does not travel: whoever can make a package could otherwise
// make whoever unpacks it give away rights.
func TestAttackSetUserID(t *testing.T) {
	h := newHouse(t)
	src := file("run", "#!/bin/sh")
	src.Attrs = append(src.Attrs, provider.Attr{Name: provider.AttrMode, Value: provider.Mode(0o6755)})
	dir := dirObject("dir")
	dir.Attrs = provider.Attrs{{Name: provider.AttrMode, Value: provider.Mode(0o7777)}}
	for _, o := range []*provider.Object{src, dir} {
		n, err := h.dst.Place(h.dst.Root(), o)
		require.NoError(t, err)
		require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{New: n}))
	}
	fi, err := os.Stat(h.path("dst/run"))
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o755), fi.Mode())
	fi, err = os.Stat(h.path("dst/dir"))
	require.NoError(t, err)
	require.Equal(t, fs.ModeDir|0o777, fi.Mode())
}

// A temporary file is not where anybody expects it, and does not follow links
// that somebody leaves about.
func TestAttackTemporaryNames(t *testing.T) {
	h := newHouse(t)
	put(t, h.path("dst"), map[string]string{"x": "old"})
	old := lookup(t, h.dst, "/x")
	seen := map[string]bool{}
	for i := range 20 {
		src := *file("x", "x")
		src.Parent, src.Path = old.Parent, old.Path
		src.Content = func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(fsys.ReaderFunc(func([]byte) (int, error) {
				for name := range tree(t, h.path("dst")) {
					if strings.HasPrefix(name, ".webdeploy-") {
						require.False(t, seen[name])
						seen[name] = true
					}
				}
				return 0, io.EOF
			})), nil
		}
		require.NoError(t, h.dst.Apply(t.Context(), &provider.Change{Old: old, New: &src}))
		require.Len(t, seen, i+1)
	}
}
