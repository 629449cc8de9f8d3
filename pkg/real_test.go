package pkg_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// real returns the packages and archive folders in the folder that
// WEBDEPLOY_REAL names: packages/*.zip and unpacked/*.
func real(t *testing.T, pattern string) []string {
	t.Helper()
	dir := os.Getenv("WEBDEPLOY_REAL")
	if dir == "" {
		t.Skip("WEBDEPLOY_REAL names no folder of real packages")
	}
	list, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list
}

// folderOf returns the only folder of a package, as a document of its own.
func folderOf(t testing.TB, r provider.Tree) *provider.Object {
	t.Helper()
	for o, err := range provider.Walk(t.Context(), r.Root()) {
		require.NoError(t, err)
		if o.Kind == provider.DirPath {
			return o
		}
	}
	require.Fail(t, "no folder")
	return nil
}

func TestRealPackages(t *testing.T) {
	for _, name := range real(t, "packages/*.zip") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			r := open(t, name)
			set, err := r.Parameters()
			require.NoError(t, err)
			require.NotEmpty(t, set)
			top := folderOf(t, r)
			want := contents(t, name, strings.NewReplacer(":", "_C", `\`, "/").Replace(strings.TrimRight(top.Path, `\`)))
			got := map[string]string{}
			for o, err := range provider.Walk(t.Context(), r.Root()) {
				require.NoError(t, err)
				require.NoError(t, o.Invalid)
				if o.Kind.Is(provider.FilePath) {
					at, _ := o.Attrs.Get(provider.AttrLastWriteTime)
					got[strings.TrimPrefix(strings.TrimPrefix(o.Path, top.Path), `\`)] = at.String() + content(t, o)
				}
			}
			require.Equal(t, want, got)
			unpack(t, r, top)
			repack(t, name, r)
		})
	}
}

// contents returns the files below Content/ and a path with their local times,
// as another implementation reads them.
func contents(t testing.TB, name, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer z.Close()
	list := map[string]string{}
	for _, f := range z.File {
		rel, ok := strings.CutPrefix(f.Name, "Content/"+path+"/")
		if !ok || rel == "" || strings.HasSuffix(rel, "/") {
			continue
		}
		in, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(in)
		require.NoError(t, err)
		list[strings.ReplaceAll(rel, "/", `\`)] = provider.Time(f.Modified).String() + string(data)
	}
	return list
}

// unpack unpacks the folder of a package twice; the second time nothing changes.
func unpack(t *testing.T, r *pkg.Reader, top *provider.Object) {
	t.Helper()
	ref := provider.Ref{Kind: provider.DirPath, Path: filepath.Join(t.TempDir(), "out")}
	for _, again := range []bool{false, true} {
		part := *top
		part.Parent, part.Link = nil, provider.FirstLink
		dst, err := provider.OpenDestination(t.Context(), &provider.Env{Providers: provider.NewRegistry(fsys.DirPath())}, ref)
		require.NoError(t, err)
		sum, err := websync.Run(t.Context(), provider.Document(leaf{&part}), dst, &websync.Options{Rules: rules.Default()})
		require.NoError(t, err)
		require.NoError(t, dst.Close())
		require.Equal(t, again, sum.Total() == 0)
	}
	require.NotNil(t, r)
}

// repack packs a package again: as it was, but for what says where it came from.
func repack(t *testing.T, name string, r *pkg.Reader) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "q.zip")
	o := options()
	o.Parameters, _ = r.Parameters()
	w, err := pkg.Create(copied, o)
	require.NoError(t, err)
	run(t, r, w)
	require.NoError(t, w.Close())
	require.NoError(t, fsckZip(copied))
	equal(t, r, open(t, copied))
	for _, entry := range []string{"archive.xml", "parameters.xml"} {
		require.Equal(t, plain(decoded(t, entryText(t, name, entry)), ""), plain(decoded(t, entryText(t, copied, entry)), name), entry)
	}
	a, b := entries(t, name), entries(t, copied)
	for entry, data := range a {
		if strings.HasPrefix(entry, "Content/") {
			require.True(t, bytes.Equal(data, b[entry]), entry)
		}
	}
	require.Len(t, b, len(a))
}

// plain returns an XML file of a package without what depends on where it was
// written, and when: line ends, and the origin of the root.
func plain(xml, from string) string {
	return strings.NewReplacer("\r\n", "\n", " {package|"+from+"}", "").Replace(xml)
}

// entries returns the contents of all entries of a zip file.
func entries(t testing.TB, name string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer z.Close()
	list := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		require.NoError(t, err)
		list[f.Name], err = io.ReadAll(in)
		require.NoError(t, err)
	}
	return list
}

func TestRealArchiveFolders(t *testing.T) {
	for _, name := range real(t, "unpacked/*") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			r := open(t, name)
			set, err := r.Parameters()
			require.NoError(t, err)
			require.NotEmpty(t, set)
			info, err := r.SystemInfo()
			require.NoError(t, err)
			require.Contains(t, string(info), "<systemInfo ")
			top := folderOf(t, r)
			if _, err := os.Stat(filepath.Join(name, "Content")); err != nil {
				require.Error(t, top.Invalid)
				return
			}
			require.NoError(t, top.Invalid)
			zip := filepath.Join(t.TempDir(), "p.zip")
			create(t, zip, r)
			again, err := pkg.Open(zip, &pkg.ReaderOptions{Location: time.UTC})
			require.NoError(t, err)
			defer again.Close()
			require.Equal(t, paths(t, r), paths(t, again))
			for _, p := range paths(t, r) {
				if o := lookup(t, r, p); o.Content != nil {
					require.Equal(t, content(t, o), content(t, lookup(t, again, p)))
				}
			}
		})
	}
}
