package pkg_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// site is what most tests pack.
func site() map[string]string {
	return map[string]string{
		"web.config": "<configuration />", "bin/app.dll": strings.Repeat("dll", 500), "bin/x/y/z.txt": "",
		"empty/": "", "A.txt": "1", "a_b": "3", "ünï.txt": "u", "with space/a b.txt": "b",
	}
}

// epoch is the time of files that tests make: one that a zip file can hold.
func epoch() time.Time { return time.Date(2021, 3, 4, 5, 6, 8, 0, time.UTC) }

// options are those of writers whose packages are the same on every machine.
func options() *pkg.WriterOptions {
	return &pkg.WriterOptions{
		Time: epoch(), Location: time.UTC,
		System: &pkg.System{OSVersion: "6.8", MachineName: "build", Architecture: "x64", BuildVersion: "7.1.1994.0"},
		Reader: pkg.ReaderOptions{Location: time.UTC},
	}
}

// tree returns files as a document.
func tree(files map[string]string) provider.Tree {
	return provider.Document(memory.New("/srv/site", files))
}

// run syncs and returns what was announced.
func run(t testing.TB, src provider.Tree, dst provider.Target) (lines []string, sum websync.Summary) {
	t.Helper()
	sum, err := websync.Run(t.Context(), src, dst, &websync.Options{Observe: func(e websync.Event) {
		if e.Level >= 0 {
			lines = append(lines, e.Message)
		}
	}})
	require.NoError(t, err)
	return lines, sum
}

// pack makes or changes a package with a provider.
func pack(t testing.TB, p provider.Deployer, path string, files map[string]string) {
	t.Helper()
	src := tree(files)
	dst, err := p.OpenTarget(t.Context(), &provider.Env{Source: src}, provider.Ref{Kind: p.Kind(), Path: path})
	require.NoError(t, err)
	run(t, src, dst)
	require.NoError(t, dst.Close())
}

// create makes or changes the zip file of a package that src is synced into.
func create(t testing.TB, name string, src provider.Tree) ([]string, websync.Summary) {
	t.Helper()
	o := options()
	o.Source = src
	w, err := pkg.Create(name, o)
	require.NoError(t, err)
	lines, sum := run(t, src, w)
	require.NoError(t, w.Close())
	return lines, sum
}

// open opens a package.
func open(t testing.TB, name string) *pkg.Reader {
	t.Helper()
	r, err := pkg.Open(name, &pkg.ReaderOptions{Location: time.UTC})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

// paths lists the paths of all objects of a tree, in order, and the reasons of
// those that are invalid.
func paths(t testing.TB, r provider.Tree) []string {
	t.Helper()
	var out []string
	for o, err := range provider.Walk(t.Context(), r.Root()) {
		require.NoError(t, err)
		line := o.Path
		if o.Invalid != nil {
			line += " INVALID"
		}
		out = append(out, line)
	}
	return out
}

// lookup returns the object with the given path, the deepest if there are
// several.
func lookup(t testing.TB, r provider.Tree, path string) *provider.Object {
	t.Helper()
	var found *provider.Object
	for o, err := range provider.Walk(t.Context(), r.Root()) {
		require.NoError(t, err)
		if o.Path == path {
			found = o
		}
	}
	require.NotNil(t, found, "%s is not there", path)
	return found
}

// content returns the contents of an object.
func content(t testing.TB, o *provider.Object) string {
	t.Helper()
	data, err := read(t.Context(), o)
	require.NoError(t, err)
	return data
}

func read(ctx context.Context, o *provider.Object) (string, error) {
	in, err := o.Content(ctx)
	if err != nil {
		return "", err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	return string(data), err
}

// A file is an entry of a zip file that a test makes.
type file struct {
	name, data string
	ext        uint32
	stored     bool
}

// archiveXML is the archive.xml of a package of one folder.
func archiveXML(path string) string {
	return `<?xml version="1.0" encoding="utf-8"?><MSDeploy.dirPath>` +
		`<MSDeploy.dirPath path="` + path + `" MSDeploy.MSDeployLinkName="Child1" /></MSDeploy.dirPath>`
}

// zipOf makes a zip file of entries. Those whose names end in a slash are
// folders.
func zipOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, ExternalAttrs: f.ext, Modified: epoch()}
		h.SetMode(0)
		h.CreatorVersion, h.ExternalAttrs = 20, f.ext
		if f.stored || strings.HasSuffix(f.name, "/") {
			h.Method = zip.Store
		}
		e, err := w.CreateHeader(h)
		require.NoError(t, err)
		if f.data != "" {
			_, err = io.WriteString(e, f.data)
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// wrap puts entries between the two files that every package has.
func wrap(path string, files ...file) []file {
	all := append([]file{{name: "archive.xml", data: archiveXML(path)}}, files...)
	return append(all, file{name: "systemInfo.xml", data: "<systemInfo />"})
}

// readZip opens a zip file in memory.
func readZip(data []byte, opts *pkg.ReaderOptions) (*pkg.Reader, error) {
	if opts == nil {
		opts = &pkg.ReaderOptions{}
	}
	o := *opts
	o.Location = time.UTC
	return pkg.NewZipReader(bytes.NewReader(data), int64(len(data)), &o)
}

// mustReadZip is readZip for zip files that can be read.
func mustReadZip(t testing.TB, data []byte) *pkg.Reader {
	t.Helper()
	r, err := readZip(data, nil)
	require.NoError(t, err)
	return r
}

// listing describes the entries of a zip file, one a line.
func listing(t testing.TB, name string) string {
	t.Helper()
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	var b strings.Builder
	for _, f := range r.File {
		fmt.Fprintf(&b, "%s m=%d f=%d v=%d/%d ext=%#x extra=%x %s\n", f.Name, f.Method, f.Flags, f.CreatorVersion, f.ReaderVersion,
			f.ExternalAttrs, f.Extra, f.Modified.Format("2006-01-02T15:04:05"))
	}
	return b.String()
}

// entryText returns the text of an entry of a zip file.
func entryText(t testing.TB, name, entry string) string {
	t.Helper()
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	f, err := r.Open(entry)
	require.NoError(t, err)
	defer f.Close()
	data, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(data)
}

// leftovers returns the names in a folder that begin with a dot.
func leftovers(t testing.TB, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, ".*"))
	require.NoError(t, err)
	return list
}

// put writes files below a folder.
func put(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(path, 0o755))
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(data), 0o644))
		require.NoError(t, os.Chtimes(path, time.Time{}, epoch()))
	}
}

var errStop = errors.New("stop")

// contextWithCause returns a context that the test can cancel.
func contextWithCause(t testing.TB) (context.Context, context.CancelCauseFunc) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	t.Cleanup(func() { cancel(nil) })
	return ctx, cancel
}

type ctxOf = context.Context

// syncPaths syncs what two references name, as the example program does.
func syncPaths(t testing.TB, from, to provider.Ref) websync.Summary {
	t.Helper()
	env := &provider.Env{Providers: provider.NewRegistry(
		fsys.DirPath(), fsys.FilePath(), fsys.ContentPath(), pkg.Package(nil), pkg.ArchiveDir(nil))}
	src, err := provider.OpenSource(t.Context(), env, from)
	require.NoError(t, err)
	defer src.Close()
	env.Source = src
	dst, err := provider.OpenDestination(t.Context(), env, to)
	require.NoError(t, err)
	defer dst.Close()
	sum, err := websync.Run(t.Context(), src, dst, &websync.Options{Rules: rules.Default()})
	require.NoError(t, err)
	return sum
}

type seq = iter.Seq2[*provider.Object, error]

// syncAll syncs and returns the error.
func syncAll(t testing.TB, src provider.Tree, dst provider.Target) error {
	t.Helper()
	_, err := websync.Run(t.Context(), src, dst, nil)
	return err
}
