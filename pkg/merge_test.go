package pkg_test

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// at returns files as a document whose root is at path.
func at(path string, files map[string]string) provider.Tree {
	return provider.Document(memory.New(path, files))
}

func site2() map[string]string {
	return map[string]string{"Default.aspx": "d", "extra/x.txt": "x", "img/logo.png": strings.Repeat("png", 100), "old.txt": "old"}
}

func TestMergeSame(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, at("/srv/site2", site2()))
	before, err := os.ReadFile(name)
	require.NoError(t, err)
	lines, sum := create(t, name, at("/srv/site2", site2()))
	require.Empty(t, lines)
	require.Zero(t, sum.Total())
	after, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

// Recorded: package/merge-changed.
func TestMergeChanged(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, at("/srv/site2", site2()))
	packed := rawContents(t, name, "Content//srv/site2/img/logo.png")
	changed := site2()
	changed["old.txt"], changed["new.txt"] = "changed", "new"
	delete(changed, "extra/x.txt")
	lines, sum := create(t, name, at("/srv/site2", changed))
	require.Equal(t, []string{
		"Deleting MSDeploy.dirPath (MSDeploy.dirPath).",
		"Deleting MSDeploy.dirPath (MSDeploy.dirPath).",
		"Adding file (/srv/site2/new.txt).",
		"Updating file (/srv/site2/old.txt).",
	}, lines)
	require.Equal(t, websync.Summary{Added: 1, Deleted: 2, Updated: 1, Bytes: 10}, sum)
	r := open(t, name)
	require.Equal(t, []string{
		"MSDeploy.dirPath", "/srv/site2", "/srv/site2/Default.aspx", "/srv/site2/img", "/srv/site2/img/logo.png", "/srv/site2/new.txt", "/srv/site2/old.txt",
	}, paths(t, r))
	require.Equal(t, "changed", content(t, lookup(t, r, "/srv/site2/old.txt")))
	require.Equal(t, packed, rawContents(t, name, "Content//srv/site2/img/logo.png"))
	require.NoError(t, fsckZip(name))
}

// rawContents returns the contents of an entry as they are packed.
func rawContents(t testing.TB, name, entry string) []byte {
	t.Helper()
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	for _, f := range r.File {
		if f.Name == entry {
			in, err := f.OpenRaw()
			require.NoError(t, err)
			data, err := io.ReadAll(in)
			require.NoError(t, err)
			return data
		}
	}
	require.Fail(t, "no such entry", entry)
	return nil
}

// fsckZip reads every entry of a zip file with another implementation.
func fsckZip(name string) error {
	r, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, in); err != nil {
			return err
		}
		in.Close()
	}
	return nil
}

// What is synced under another path is added; what was there stays, though
// archive.xml names it only if it is kept (recorded: package/merge,
// package/merge-donotdelete).
func TestMergeOtherPath(t *testing.T) {
	for _, keep := range []bool{false, true} {
		name := filepath.Join(t.TempDir(), "p.zip")
		create(t, name, at("/srv/site", site()))
		src, o := at("/srv/site2", site2()), options()
		o.Source, o.Keep = src, keep
		w, err := pkg.Create(name, o)
		require.NoError(t, err)
		lines, sum := run(t, src, w)
		require.NoError(t, w.Close())
		require.Equal(t, "Adding directory (/srv/site2).", lines[0])
		require.Equal(t, websync.Summary{Added: 7, Bytes: 305}, sum)
		xml := decoded(t, entryText(t, name, "archive.xml"))
		require.Contains(t, xml, "{dirPath|/srv/site}")
		require.Contains(t, xml, `<MSDeploy.dirPath path="/srv/site2" MSDeploy.MSDeployLinkName="Child1" />`)
		require.Equal(t, keep, strings.Contains(xml, `<MSDeploy.dirPath path="/srv/site" MSDeploy.MSDeployLinkName="Child1" />`))
		require.Contains(t, listing(t, name), "Content//srv/site/bin/app.dll ")
		require.NoError(t, fsckZip(name))
	}
}

// What stayed unnamed is compared when its path is synced again.
func TestMergeBackAndForth(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, at("/srv/a", map[string]string{"1.txt": "1", "stale.txt": "s"}))
	create(t, name, at("/srv/b", map[string]string{"2.txt": "2"}))
	lines, _ := create(t, name, at("/srv/a", map[string]string{"1.txt": "1", "3.txt": "3"}))
	require.Equal(t, []string{"Adding file (/srv/a/3.txt).", "Deleting MSDeploy.dirPath (MSDeploy.dirPath)."}, lines)
	require.Equal(t, []string{"MSDeploy.dirPath", "/srv/a", "/srv/a/1.txt", "/srv/a/3.txt"}, paths(t, open(t, name)))
}

// What stayed unnamed is named again when its path is synced again, even if
// nothing in it differs.
func TestMergeBackUnchanged(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	a, b := at("/srv/a", map[string]string{"1.txt": "1"}), at("/srv/b", map[string]string{"2.txt": "2"})
	create(t, name, a)
	create(t, name, b)
	require.Equal(t, []string{"MSDeploy.dirPath", "/srv/b", "/srv/b/2.txt"}, paths(t, open(t, name)))
	create(t, name, a)
	require.Equal(t, []string{"MSDeploy.dirPath", "/srv/a", "/srv/a/1.txt"}, paths(t, open(t, name)))
}

// Recorded: package/merge-other-provider.
func TestMergeOtherProvider(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, at("/srv/site2", site2()))
	lines, _ := create(t, name, contentOf("/srv/x", "x"))
	require.Equal(t, []string{"Updating MSDeploy.filePath (MSDeploy.filePath).", "Adding file (/srv/x)."}, lines)
	xml := decoded(t, entryText(t, name, "archive.xml"))
	require.Contains(t, xml, "<MSDeploy.filePath {filePath|/srv/x} MSDeploy.ObjectResolver.dirPath=")
	require.Contains(t, xml, `  <MSDeploy.filePath path="/srv/x" MSDeploy.MSDeployLinkName="Child1" />`+"\n</MSDeploy.filePath>")
	require.Contains(t, listing(t, name), "Content//srv/site2/old.txt ")
}

// contentOf returns a document of one file.
func contentOf(path, data string) provider.Tree {
	o := &provider.Object{
		Kind: provider.FilePath, Link: provider.FirstLink, Key: path, Path: path, Content: text(data),
		Attrs: provider.Attrs{
			{Name: provider.AttrSize, Value: provider.Int(int64(len(data)))},
			{Name: provider.AttrAttributes, Value: provider.String("Normal")},
			{Name: provider.AttrLastWriteTime, Value: provider.Time(epoch())},
		},
	}
	return provider.Document(leaf{o})
}

// Recorded: package/dest-not-zip, package/bad-folder, package/no-extension,
// package/dest-is-dir, package/empty-path, delete/package.
func TestDestinations(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"notazip.zip": "this is no zip", "folder.zip/": "", "some.zip": string(zipOf(t, file{name: "a", data: "a"}))})
	p := pkg.Package(nil)
	for _, c := range []struct{ path, sentence string }{
		{"folder.zip", "The .zip file package '$P' must be a file, not a directory."},
		{"pkg", "Package file '$P' does not have a .zip file name extension."},
		{"some.zip", "change package $P"},
	} {
		path := filepath.Join(dir, c.path)
		_, err := p.OpenTarget(t.Context(), nil, provider.Ref{Kind: "package", Path: path})
		require.Equal(t, strings.ReplaceAll(c.sentence, "$P", path), sentences(err)[0])
	}
	_, err := p.Open(t.Context(), nil, provider.Ref{Kind: "package"})
	require.Equal(t, []string{"Package file '' does not have a .zip file name extension."}, sentences(err))
	_, err = p.Open(t.Context(), nil, provider.Ref{Kind: "package", Path: "no.zip"})
	require.ErrorIs(t, err, provider.CodeCreatingObject)

	create(t, filepath.Join(dir, "notazip.zip"), tree(site()))
	require.NoError(t, fsckZip(filepath.Join(dir, "notazip.zip")))

	missing := filepath.Join(dir, "none", "p.zip")
	w, err := pkg.Create(missing, nil)
	require.NoError(t, err)
	defer w.Close()
	sum, err := websync.Run(t.Context(), tree(site()), w, nil)
	require.Equal(t, "The file '"+missing+"' could not be created.", sentences(err)[0])
	require.ErrorIs(t, err, os.ErrNotExist)
	require.Positive(t, sum.Added)

	old, err := pkg.Create(filepath.Join(dir, "notazip.zip"), nil)
	require.NoError(t, err)
	defer old.Close()
	_, err = websync.Delete(t.Context(), old, nil)
	require.Equal(t, []string{"Delete not supported on type 'Microsoft.Web.Deployment.ZipPackageProvider'."}, sentences(err))
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.NoError(t, fsckZip(filepath.Join(dir, "notazip.zip")))
}

// The mode of an existing package stays.
func TestModeOfThePackage(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("there are no modes here")
	}
	name := filepath.Join(t.TempDir(), "p.zip")
	create(t, name, at("/srv/site2", site2()))
	require.NoError(t, os.Chmod(name, 0o640))
	create(t, name, at("/srv/site2", map[string]string{"a": "a"}))
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm())
}

// Of two objects that a rule gave one name the later one stays (recorded:
// skip-replace/replace-collision).
func TestCollision(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	w, err := pkg.Create(name, options())
	require.NoError(t, err)
	defer w.Close()
	ctx := t.Context()
	dir := &provider.Object{Kind: provider.DirPath, Link: "Child1", Key: "web", Path: "web"}
	n, err := w.Place(w.Root(), dir)
	require.NoError(t, err)
	root := *w.Root()
	root.Kind, root.Path, root.Absent = "MSDeploy.dirPath", "MSDeploy.dirPath", false
	require.NoError(t, w.Apply(ctx, &provider.Change{Old: w.Root(), New: &root}))
	require.NoError(t, w.Apply(ctx, &provider.Change{New: n}))
	for _, data := range []string{"first", "second"} {
		f, err := w.Place(n, &provider.Object{Kind: provider.FilePath, Key: "b.txt", Content: text(data)})
		require.NoError(t, err)
		require.NoError(t, w.Apply(ctx, &provider.Change{New: f}))
	}
	require.NoError(t, w.Commit(ctx))
	require.NoError(t, w.Commit(ctx))
	r := open(t, name)
	require.Equal(t, []string{"MSDeploy.dirPath", "web", "web/b.txt"}, paths(t, r))
	require.Equal(t, "second", content(t, lookup(t, r, "web/b.txt")))
}

// Entries that other packers wrote are taken over, in this package's form.
func TestMergeIntoForeignPackage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.zip")
	files := wrap("web", append(web(), file{name: `Content\web\back.txt`, data: "b"}, file{name: "Content/web/A.TXT", data: "last"},
		file{name: "notes.txt", data: "n"}, file{name: "Content/web/\x82.txt", data: "cp437"})...)
	require.NoError(t, os.WriteFile(name, append([]byte("#!/bin/sh\n"), zipOf(t, files...)...), 0o644))
	before := paths(t, open(t, name))
	src := at("web", map[string]string{"a.txt": "new", "back.txt": "b", "é.txt": "cp437", "sub/b.txt": strings.Repeat("b", 200)})
	lines, _ := create(t, name, src)
	require.Contains(t, lines, "Updating file (web/a.txt).")
	require.NoError(t, fsckZip(name))
	r := open(t, name)
	require.Equal(t, before, paths(t, r))
	for path, want := range map[string]string{"web/a.txt": "new", "web/back.txt": "b", "web/é.txt": "cp437", "web/sub/b.txt": strings.Repeat("b", 200)} {
		require.Equal(t, want, content(t, lookup(t, r, path)))
	}
	require.NotContains(t, listing(t, name), "A.TXT")
	require.Contains(t, listing(t, name), "notes.txt m=8 f=0 v=20/20 ext=0x0 extra= ")
}

// What goes on forever ends.
func TestEndlessFolders(t *testing.T) {
	w, err := pkg.Create(filepath.Join(t.TempDir(), "p.zip"), nil)
	require.NoError(t, err)
	defer w.Close()
	_, err = websync.Run(t.Context(), provider.Document(leaf{endless(nil, 0)}), w, nil)
	require.ErrorIs(t, err, pkg.ErrName)
}

// endless returns a folder with a folder in it, and so on.
func endless(parent *provider.Object, n int) *provider.Object {
	o := &provider.Object{Parent: parent, Kind: provider.DirPath, Key: "x", Path: "x"}
	if parent == nil {
		o.Link = provider.FirstLink
	}
	o.Children = func(context.Context) seq {
		return func(yield func(*provider.Object, error) bool) { yield(endless(o, n+1), nil) }
	}
	return o
}
