package pkg_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// createDir makes or changes an archive folder that src is synced into.
func createDir(t testing.TB, name string, src provider.Tree) ([]string, websync.Summary) {
	t.Helper()
	o := options()
	o.Source = src
	w, err := pkg.CreateDir(name, o)
	require.NoError(t, err)
	lines, sum := run(t, src, w)
	require.NoError(t, w.Close())
	return lines, sum
}

// onDisk lists the files and folders below dir.
func onDisk(t testing.TB, dir string) []string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		rel, _ := filepath.Rel(dir, path)
		if rel != "." {
			list = append(list, filepath.ToSlash(rel))
		}
		return err
	}))
	return list
}

// Recorded: archivedir/dirpath, archivedir/times.
func TestArchiveFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "ar")
	odd := time.Date(2021, 12, 31, 23, 59, 59, 123456700, time.UTC)
	lines, sum := createDir(t, dir, provider.Document(memory.New("site2", map[string]memory.File{
		"Default.aspx": {Data: "d", Time: odd}, "extra/x.txt": {Data: "x", Attributes: "ReadOnly"}, "run.sh": {Data: "r", Mode: 0o750},
	})))
	require.Equal(t, []string{
		"Adding MSDeploy.dirPath (MSDeploy.dirPath).", "Adding directory (site2).", "Adding file (site2/Default.aspx).",
		"Adding directory (site2/extra).", "Adding file (site2/extra/x.txt).", "Adding file (site2/run.sh).",
	}, lines)
	require.Equal(t, websync.Summary{Added: 6, Bytes: 3}, sum)
	require.Equal(t, []string{
		"Content", "Content/site2", "Content/site2/Default.aspx", "Content/site2/extra", "Content/site2/extra/x.txt", "Content/site2/run.sh",
		"archive.xml", "systemInfo.xml",
	}, onDisk(t, dir))
	info, err := os.Stat(filepath.Join(dir, "Content", "site2", "Default.aspx"))
	require.NoError(t, err)
	require.Equal(t, odd, info.ModTime().UTC())
	if os.PathSeparator == '/' {
		for name, mode := range map[string]os.FileMode{"extra/x.txt": 0o444, "run.sh": 0o750} {
			info, err = os.Stat(filepath.Join(dir, "Content", "site2", name))
			require.NoError(t, err)
			require.Equal(t, mode, info.Mode().Perm())
		}
	}
	xml, err := os.ReadFile(filepath.Join(dir, "archive.xml"))
	require.NoError(t, err)
	require.Equal(t, "\ufeff"+`<?xml version="1.0" encoding="utf-8"?>
<MSDeploy.dirPath {dirPath|site2} MSDeploy.ObjectResolver.dirPath="Microsoft.Web.Deployment.DirPathObjectResolver">
  <MSDeploy.dirPath path="site2" MSDeploy.MSDeployLinkName="Child1" />
</MSDeploy.dirPath>`, decoded(t, string(xml)))
}

// Recorded: archivedir/again, archivedir/again-changed.
func TestArchiveFolderAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ar")
	createDir(t, dir, at("site2", site2()))
	lines, _ := createDir(t, dir, at("site2", site2()))
	require.Empty(t, lines)
	changed := site2()
	changed["old.txt"], changed["new.txt"] = "changed", "new"
	delete(changed, "extra/x.txt")
	lines, sum := createDir(t, dir, at("site2", changed))
	require.Equal(t, []string{
		"Deleting file (site2/extra/x.txt).", "Deleting directory (site2/extra).", "Adding file (site2/new.txt).", "Updating file (site2/old.txt).",
	}, lines)
	require.Equal(t, 4, sum.Total())
	require.NotContains(t, onDisk(t, dir), "Content/site2/extra")
	require.Equal(t, "changed", content(t, lookup(t, open(t, dir), "site2/old.txt")))
	require.Empty(t, leftovers(t, dir))
}

// Recorded: package/to-archivedir, archivedir/to-package, archivedir/to-archivedir.
func TestArchiveFolderAndPackage(t *testing.T) {
	tmp := t.TempDir()
	zip, first, second, again := filepath.Join(tmp, "p.zip"), filepath.Join(tmp, "a"), filepath.Join(tmp, "b"), filepath.Join(tmp, "q.zip")
	create(t, zip, at("site2", site2()))
	lines, _ := createDir(t, first, open(t, zip))
	require.Equal(t, []string{"Adding MSDeploy.dirPath (MSDeploy.dirPath).", "Adding child dirPath (site2).", "Adding file (site2/Default.aspx)."}, lines[:3])
	lines, _ = createDir(t, second, open(t, first))
	require.Equal(t, []string{"Adding directory (site2).", "Adding file (site2/Default.aspx)."}, lines[1:3])
	lines, _ = create(t, again, open(t, second))
	require.Equal(t, []string{"Adding directory (site2).", "Adding file (site2/Default.aspx)."}, lines[1:3])
	for file, from := range map[string]string{"a": "{package|" + zip, "b": "{archiveDir|" + first} {
		xml, err := os.ReadFile(filepath.Join(tmp, file, "archive.xml"))
		require.NoError(t, err)
		require.Contains(t, decoded(t, string(xml)), from+"}")
	}
	require.Contains(t, decoded(t, entryText(t, again, "archive.xml")), "{archiveDir|"+second+"}")
	require.Equal(t, paths(t, open(t, zip)), paths(t, open(t, again)))
	require.Equal(t, listing(t, zip), listing(t, again))
}

func TestArchiveFolderOfAbsolutePaths(t *testing.T) {
	for path, on := range map[string]string{"/srv/site": "Content/srv/site", `C:\web`: "Content/C_C/web", "../up": "Content/__/up"} {
		dir := filepath.Join(t.TempDir(), "ar")
		src := provider.Document(leaf{&provider.Object{Kind: provider.DirPath, Link: provider.FirstLink, Key: path, Path: path}})
		createDir(t, dir, src)
		require.Contains(t, onDisk(t, dir), on)
		require.Equal(t, []string{"MSDeploy.dirPath", path}, paths(t, open(t, dir)))
	}
}

// A link in the archive never leads what is written out of it, and what it leads
// to is not read.
func TestLinksInArchives(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("links need privileges here")
	}
	tmp := t.TempDir()
	outside, dir := filepath.Join(tmp, "outside"), filepath.Join(tmp, "ar")
	put(t, outside, map[string]string{"victim.txt": "victim"})
	createDir(t, dir, at("web", map[string]string{"a.txt": "a"}))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "Content", "web", "sub")))
	require.NoError(t, os.Symlink(filepath.Join(outside, "victim.txt"), filepath.Join(dir, "Content", "web", "b.txt")))

	got := paths(t, open(t, dir))
	require.Contains(t, got, "web/sub INVALID")
	require.Contains(t, got, "web/b.txt INVALID")

	w, err := pkg.CreateDir(dir, nil)
	require.NoError(t, err)
	defer w.Close()
	web := lookup(t, w, "web")
	sub, err := w.Place(web, &provider.Object{Kind: provider.DirPath, Key: "sub"})
	require.NoError(t, err)
	f, err := w.Place(sub, &provider.Object{Kind: provider.FilePath, Key: "victim.txt", Content: text("evil")})
	require.NoError(t, err)
	require.Error(t, w.Apply(t.Context(), &provider.Change{New: f}))
	b, err := w.Place(web, &provider.Object{Kind: provider.FilePath, Key: "b.txt", Content: text("mine")})
	require.NoError(t, err)
	require.NoError(t, w.Apply(t.Context(), &provider.Change{New: b}))
	data, err := os.ReadFile(filepath.Join(outside, "victim.txt"))
	require.NoError(t, err)
	require.Equal(t, "victim", string(data))
	info, err := os.Lstat(filepath.Join(dir, "Content", "web", "b.txt"))
	require.NoError(t, err)
	require.True(t, info.Mode().IsRegular())
}

// Recorded: archivedir/delete, archivedir/missing.
func TestArchiveFolderErrors(t *testing.T) {
	tmp := t.TempDir()
	dir := filepath.Join(tmp, "ar")
	createDir(t, dir, at("site2", site2()))
	w, err := pkg.CreateDir(dir, nil)
	require.NoError(t, err)
	defer w.Close()
	_, err = websync.Delete(t.Context(), w, nil)
	require.Equal(t, []string{"Delete not supported on type 'Microsoft.Web.Deployment.ArchiveProvider'."}, sentences(err))

	p := pkg.ArchiveDir(nil)
	_, err = p.Open(t.Context(), nil, provider.Ref{Kind: "archiveDir", Path: filepath.Join(tmp, "nope")})
	require.Equal(t, []string{
		"Object of type 'archiveDir' and path '" + filepath.Join(tmp, "nope") + "' cannot be created.",
		"The archive directory '" + filepath.Join(tmp, "nope") + "' could not be loaded.",
		"Could not find directory '" + filepath.Join(tmp, "nope") + "'.",
	}, sentences(err))
	require.ErrorIs(t, err, provider.CodeCreatingObject)
	_, err = p.OpenTarget(t.Context(), nil, provider.Ref{Kind: "archiveDir"})
	require.Error(t, err)
	put(t, tmp, map[string]string{"file": "f", "broken/archive.xml": "<oops", "gallery/manifest.xml": "<m/>", "other/readme": "r"})
	for _, name := range []string{"file", "broken", "gallery"} {
		_, err = p.OpenTarget(t.Context(), nil, provider.Ref{Kind: "archiveDir", Path: filepath.Join(tmp, name)})
		require.Error(t, err, name)
	}
	createDir(t, filepath.Join(tmp, "other"), at("site2", site2()))
	require.Contains(t, onDisk(t, filepath.Join(tmp, "other")), "readme")
}

// A failed change leaves what was there.
func TestArchiveFolderKeepsWhatFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ar")
	createDir(t, dir, at("site2", site2()))
	changed := site2()
	changed["old.txt"] = "changed"
	boom := errors.New("boom")
	w, err := pkg.CreateDir(dir, nil)
	require.NoError(t, err)
	_, err = websync.Run(t.Context(), &failing{Tree: at("site2", changed), fail: func() error { return boom }}, w, nil)
	require.ErrorIs(t, err, boom)
	require.NoError(t, w.Close())
	require.Equal(t, "old", content(t, lookup(t, open(t, dir), "site2/old.txt")))
	require.Empty(t, leftovers(t, dir))
	require.False(t, strings.Contains(strings.Join(onDisk(t, dir), " "), ".tmp"))
}

func TestDoc(t *testing.T) {
	for _, p := range []provider.Deployer{pkg.Package(nil), pkg.ArchiveDir(nil)} {
		d := provider.DocOf(p)
		require.NotEmpty(t, d.Summary)
		ref, err := provider.ParseRef(d.Example)
		require.NoError(t, err)
		require.Equal(t, p.Kind(), ref.Kind)
	}
}
