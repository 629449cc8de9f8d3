package pkg_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// fuzzTotal limits what one input may unpack to.
const fuzzTotal = 1 << 22

// seeds are zip files of this package's own making and of others', and what
// becomes of them when parts of their headers change.
func seeds(f *testing.F) [][]byte {
	f.Helper()
	name := filepath.Join(f.TempDir(), "p.zip")
	create(f, name, mixed())
	own, err := os.ReadFile(name)
	require.NoError(f, err)
	list := [][]byte{
		own, zipOf(f, wrap("web", web()...)...), zipOf(f, web()...),
		zipOf(f, file{name: "Manifest.xml", data: `<m><iisApp path="app"/><dbFullSql path="a.sql"/><alias from="a.sql" to="app/y/z"/></m>`}, file{name: "app/x"}, file{name: "a.sql"}),
		zipOf(f, wrap(`C:\web`, file{name: `Content\C_C\web\`}, file{name: `Content\C_C\web\..\x`}, file{name: "/a"}, file{name: "Content/C_C/web/A", ext: 0x81ed0000})...),
		[]byte("PK\x05\x06" + strings.Repeat("\x00", 18)),
	}
	for _, data := range list[:5] {
		for i := 0; i+46 < len(data); i++ {
			if mark := string(data[i : i+4]); mark != "PK\x01\x02" && mark != "PK\x05\x06" {
				continue
			}
			for _, at := range []int{8, 10, 12, 20, 24, 28, 42} {
				if i+at+4 <= len(data) {
					bad := bytes.Clone(data)
					copy(bad[i+at:], "\xff\xff\xff\xff")
					list = append(list, bad)
				}
			}
		}
	}
	return list
}

// check reads a whole tree and returns an error about what must not be.
func check(t *testing.T, r *pkg.Reader) {
	t.Helper()
	total, count := int64(0), 0
	for o, err := range provider.Walk(t.Context(), r.Root()) {
		if err != nil {
			return
		}
		if count++; count > 1e6 {
			t.Fatal("a small input makes a million objects")
		}
		var last *provider.Object
		for c, err := range o.Below(t.Context()) {
			if err != nil || c.Link != "" {
				break
			}
			if last != nil && provider.Compare(last, c) > 0 {
				t.Fatalf("%q comes before %q", last.Key, c.Key)
			}
			last = c
		}
		if o.Invalid != nil {
			continue
		}
		below := o.Parent != nil && o.Parent.Kind.Is(provider.DirPath)
		if below && (o.Key == "" || o.Key == "." || o.Key == ".." || strings.ContainsAny(o.Key, "/\x00\n")) {
			t.Fatalf("%q is listed as a name that can be used", o.Key)
		}
		if o.Content != nil {
			total += drain(t, o)
		}
	}
	if total > fuzzTotal {
		t.Fatalf("%d bytes were unpacked where %d are allowed", total, fuzzTotal)
	}
}

// drain reads the contents of an object and returns how many bytes it got.
func drain(t *testing.T, o *provider.Object) int64 {
	t.Helper()
	in, err := o.Content(t.Context())
	if err != nil {
		return 0
	}
	defer in.Close()
	n, err := io.Copy(io.Discard, in)
	if err == nil && o.Kind.Is(provider.FilePath) && n != o.Size() {
		t.Fatalf("%q has %d bytes and says %d", o.Path, n, o.Size())
	}
	return n
}

func FuzzReader(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := readZip(data, &pkg.ReaderOptions{MaxTotal: fuzzTotal, MaxEntries: 10_000, MaxXML: 1 << 16})
		if err != nil {
			var e *provider.Error
			if !errors.As(err, &e) {
				t.Fatalf("%T is no error of the library: %v", err, err)
			}
			return
		}
		check(t, r)
	})
}

// FuzzMerge syncs into whatever there may be: the result is a package that other
// programs can read, or the old file is as it was.
func FuzzMerge(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "p.zip")
		require.NoError(t, os.WriteFile(name, data, 0o600))
		src, o := at("web", map[string]string{"a.txt": "new", "sub/c.txt": "c"}), options()
		o.Source, o.Reader.MaxEntries, o.Reader.MaxTotal = src, 10_000, fuzzTotal
		w, err := pkg.Create(name, o)
		if err == nil {
			err = errors.Join(syncAll(t, src, w), w.Close())
		}
		now, rerr := os.ReadFile(name)
		require.NoError(t, rerr)
		if err != nil || bytes.Equal(now, data) {
			require.True(t, bytes.Equal(now, data), "failed, and changed the file: %v", err)
			return
		}
		r := mustReadZip(t, now)
		require.Equal(t, "new", content(t, lookup(t, r, "web/a.txt")))
	})
}

func FuzzArchiveXML(f *testing.F) {
	name := filepath.Join(f.TempDir(), "p.zip")
	create(f, name, mixed())
	for _, xml := range []string{
		entryText(f, name, "archive.xml"), archiveXML("web"), archiveXML(`C:\web`), archiveXML(".."), archiveXML(""),
		`<root><MSDeploy.noSuch path="web" MSDeploy.MSDeployLinkName="Child1" /></root>`, "<a/>", "<a", "",
		`<a><b x="AA==" MSDeploy.x.Type="Microsoft.Web.Deployment.DeploymentObjectBooleanAttributeValue" MSDeploy.x="3"/></a>`,
		`<a><b MSDeploy.MSDeployStreamRelativeFilePath="../x"/><c MSDeploy.MSDeployKeyAttributeName="k" k="v"/></a>`, encoded(foreignXML),
	} {
		f.Add(xml)
	}
	f.Fuzz(func(t *testing.T, xml string) {
		data := zipOf(t, append(web(), file{name: "archive.xml", data: xml}, file{name: "systemInfo.xml"})...)
		r, err := readZip(data, &pkg.ReaderOptions{MaxXML: 1 << 16})
		if err != nil {
			return
		}
		check(t, r)
		repacked(t, r)
	})
}

func FuzzManifest(f *testing.F) {
	for _, xml := range []string{
		`<m><dirPath path="Content/web"/><filePath path="Content/web/a.txt"/></m>`, `<m><iisApp path="."/></m>`, `<m><contentPath/></m>`,
		`<MSDeploy.iisApp><setAcl path="x" setAclAccess="Read,Write"/><dbFullSql path="Content/web/a.txt" transacted="false"/></MSDeploy.iisApp>`,
		`<m><alias from="a" to="b"/><contentPath path="../.."/><filePath path="\"/></m>`, "<m/>", "<m>", `<m><filePAth/><dirPath/></m>`,
		`<m><dirPath path="Content/web"/><alias from="Content/web/a.txt" to="Content/web/sub/n/x"/><alias from="manifest.xml" to="Content/web/B.txt"/></m>`,
	} {
		f.Add(xml)
	}
	f.Fuzz(func(t *testing.T, xml string) {
		r, err := readZip(zipOf(t, append(web(), file{name: "manifest.XML", data: xml})...), &pkg.ReaderOptions{MaxXML: 1 << 16})
		if err != nil {
			return
		}
		check(t, r)
		repacked(t, r)
	})
}

// repacked packs a tree again and checks the result, if it can be packed: some
// objects are invalid, and some names are none for XML.
func repacked(t *testing.T, r *pkg.Reader) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "q.zip")
	w, err := pkg.Create(name, options())
	require.NoError(t, err)
	err = syncAll(t, r, w)
	require.NoError(t, w.Close())
	if err != nil {
		return
	}
	again, err := pkg.Open(name, nil)
	require.NoError(t, err)
	defer again.Close()
	check(t, again)
	require.Len(t, paths(t, again), len(paths(t, r)))
}
