package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The tests in this file read packages that were published by others, in the
// folder that WEBDEPLOY_REAL names: zip files in packages, archive folders in
// unpacked, loose documents in xml. What is expected is worked out from the
// files with the standard library alone.

func realFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("WEBDEPLOY_REAL")
	if folder == "" {
		t.Skip("WEBDEPLOY_REAL names no folder")
	}
	return folder
}

// A realPackage is one of them.
type realPackage struct {
	ref   string // as -source takes it
	files fs.FS
	zone  *time.Location // of the times in files
}

// eachReal runs a test of every package.
func eachReal(t *testing.T, test func(t *testing.T, p *realPackage)) {
	folder := realFolder(t)
	zips, err := filepath.Glob(filepath.Join(folder, "packages", "*.zip"))
	require.NoError(t, err)
	dirs, err := filepath.Glob(filepath.Join(folder, "unpacked", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, append(zips, dirs...))
	for _, name := range zips {
		t.Run(filepath.Base(name), func(t *testing.T) {
			r, err := zip.OpenReader(name)
			require.NoError(t, err)
			defer r.Close()
			test(t, &realPackage{"package=" + name, r, time.UTC})
		})
	}
	for _, name := range dirs {
		t.Run(filepath.Base(name), func(t *testing.T) {
			test(t, &realPackage{"archiveDir=" + name, os.DirFS(name), time.Local})
		})
	}
}

// A realNode is an element of any document.
type realNode struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []realNode `xml:",any"`
}

func parseReal(t *testing.T, doc []byte) *realNode {
	t.Helper()
	n := new(realNode)
	require.NoError(t, xml.Unmarshal(bytes.TrimPrefix(doc, []byte("\ufeff")), n), "%s", doc)
	return n
}

func (p *realPackage) xml(t *testing.T, name string) *realNode {
	t.Helper()
	data, err := fs.ReadFile(p.files, name)
	require.NoError(t, err)
	return parseReal(t, data)
}

func (n *realNode) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns every element with the given name below n.
func (n *realNode) all(name string) []*realNode {
	var list []*realNode
	for i := range n.Kids {
		if k := &n.Kids[i]; k.XMLName.Local == name {
			list = append(list, k)
		}
		list = append(list, n.Kids[i].all(name)...)
	}
	return list
}

func (n *realNode) count() int {
	c := 1
	for i := range n.Kids {
		c += n.Kids[i].count()
	}
	return c
}

// content returns the folder of the only content that p has.
func (p *realPackage) content(t *testing.T) string {
	t.Helper()
	dirs := p.xml(t, "archive.xml").all("MSDeploy.dirPath")
	require.Len(t, dirs, 1)
	at := strings.ReplaceAll(dirs[0].attr("path"), `\`, "/")
	if len(at) > 1 && at[1] == ':' {
		at = at[:1] + "_C" + at[2:]
	}
	return path.Join("Content", at)
}

// isWhole reports whether p was published with its content.
func (p *realPackage) isWhole(t *testing.T) bool {
	_, err := fs.Stat(p.files, p.content(t))
	return !errors.Is(err, fs.ErrNotExist)
}

// A realFile is what a file or folder should be like.
type realFile struct {
	data string
	time string // of a file, on the clock of its machine
}

// tree lists a folder of p.
func tree(t *testing.T, files fs.FS, root string, zone *time.Location) map[string]realFile {
	t.Helper()
	list := map[string]realFile{}
	require.NoError(t, fs.WalkDir(files, root, func(name string, d fs.DirEntry, err error) error {
		rel := strings.TrimPrefix(strings.TrimPrefix(name, root), "/")
		if err != nil || rel == "" {
			return err
		}
		if d.IsDir() {
			list[rel+"/"] = realFile{}
			return nil
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			list[rel] = realFile{string(data), info.ModTime().In(zone).Truncate(2 * time.Second).Format(time.DateTime)}
		}
		return err
	}))
	return list
}

func requireSameTree(t *testing.T, want, got map[string]realFile) {
	t.Helper()
	for name, w := range want {
		g, ok := got[name]
		require.True(t, ok, "%s is missing", name)
		require.Equal(t, w.time, g.time, name)
		require.True(t, w.data == g.data, "%s has %d bytes that differ from %d", name, len(g.data), len(w.data))
	}
	for name := range got {
		require.Contains(t, want, name)
	}
}

func TestRealListings(t *testing.T) {
	eachReal(t, func(t *testing.T, p *realPackage) {
		plain := strings.Split(strings.TrimSuffix(succeed(t, "-verb:dump", "-source:"+p.ref), "\n"), "\n")
		verbose := strings.Split(strings.TrimSuffix(succeed(t, "-verb:dump", "-source:"+p.ref, "-verbose"), "\n"), "\n")
		require.Len(t, verbose, len(plain))
		for i := range plain {
			require.True(t, strings.HasPrefix(verbose[i], plain[i]+" (name="), verbose[i])
		}
		if !p.isWhole(t) {
			require.Contains(t, refuse(t, "-verb:dump", "-source:"+p.ref, "-xml"), "could not be loaded")
			return
		}
		doc := parseReal(t, []byte(succeed(t, "-verb:dump", "-source:"+p.ref, "-xml")))
		require.Equal(t, len(plain), doc.count()-1)
		files := 0
		for name := range tree(t, p.files, p.content(t), p.zone) {
			if !strings.HasSuffix(name, "/") {
				files++
			}
		}
		require.Len(t, doc.all("filePath"), files)
		require.Contains(t, succeed(t, "-verb:dump", "-source:"+p.ref, "-xpath:count(//filePath)"), fmt.Sprintf("<result>%d</result>", files))
	})
}

func TestRealDescriptions(t *testing.T) {
	names := func(list []*realNode) (s []string) {
		for _, n := range list {
			s = append(s, n.attr("name"))
		}
		return s
	}
	eachReal(t, func(t *testing.T, p *realPackage) {
		got := parseReal(t, []byte(succeed(t, "-verb:getParameters", "-source:"+p.ref)))
		want := p.xml(t, "parameters.xml")
		require.Equal(t, names(want.all("parameter")), names(got.all("parameter")))
		require.Len(t, got.all("parameterEntry"), len(want.all("parameterEntry")))
		info := parseReal(t, []byte(succeed(t, "-verb:getSystemInfo", "-source:"+p.ref)))
		require.Equal(t, p.xml(t, "systemInfo.xml").attr("buildVersion"), info.all("systemInfo")[0].attr("buildVersion"))
	})
}

// removed returns the switches that take all parameters of p out of a run.
func (p *realPackage) removed(t *testing.T) (args []string) {
	for _, n := range p.xml(t, "parameters.xml").all("parameter") {
		args = append(args, "-removeParam:"+n.attr("name"))
	}
	return args
}

// manifest writes one with the entries of p that this program can deploy, at
// the given folder.
func (p *realPackage) manifest(t *testing.T, folder string) string {
	t.Helper()
	archive := p.xml(t, "archive.xml")
	b := new(bytes.Buffer)
	fmt.Fprintf(b, "<%s>", archive.XMLName.Local)
	for _, n := range archive.Kids {
		if kind := n.XMLName.Local; kind == "iisApp" || kind == "setAcl" {
			fmt.Fprintf(b, `<%s path="%s" />`, kind, folder)
		}
	}
	fmt.Fprintf(b, "</%s>", archive.XMLName.Local)
	name := filepath.Join(t.TempDir(), "manifest.xml")
	require.NoError(t, os.WriteFile(name, b.Bytes(), 0o666))
	return name
}

// undone matches warnings of what a run left undone. There is nothing to warn
// of in a what-if run.
var undone = regexp.MustCompile("(?m)^Warning: No permissions on .* were granted to .*\n-aclUser:.*\n")

// The paths in these packages are of other machines. Parameters of the kind
// ProviderPath lead the content elsewhere, or the destination names the place.
func TestRealDeployments(t *testing.T) {
	eachReal(t, func(t *testing.T, p *realPackage) {
		if !p.isWhole(t) {
			t.Skip("published without its content")
		}
		want := tree(t, p.files, p.content(t), p.zone)
		base := append(p.removed(t), "-verb:sync", "-source:"+p.ref)
		check := func(way string, folder string, args ...string) {
			t.Run(way, func(t *testing.T) {
				args = append(slices.Clone(base), args...)
				whatif := succeed(t, append(slices.Clone(args), "-whatif")...)
				require.Equal(t, whatif, undone.ReplaceAllString(succeed(t, args...), ""))
				requireSameTree(t, want, tree(t, os.DirFS(folder), ".", time.Local))
				again := succeed(t, args...)
				require.NotContains(t, again, folder+"/", "nothing in it changes")
				require.Contains(t, total(again), " 0 deleted,")
				require.Contains(t, total(again), " 0 bytes copied)")
			})
		}
		folder := filepath.Join(t.TempDir(), "site")
		check("manifest", folder, "-dest:manifest="+p.manifest(t, folder))
		folder = filepath.Join(t.TempDir(), "site")
		args := []string{"-dest:auto", "-setParam:kind=ProviderPath,scope=^(iisApp|setAcl)$,value=" + folder}
		if p.xml(t, "archive.xml").all("dbFullSql") != nil {
			require.Contains(t, refuse(t, append(base, args...)...), "The provider 'dbFullSql' could not be found.")
			return
		}
		check("parameter", folder, args...)
		folder = filepath.Join(t.TempDir(), "site")
		base = base[1:] // keeps the first parameter, which is where the application goes
		check("its own parameter", folder, "-dest:auto", "-setParam:"+p.xml(t, "parameters.xml").all("parameter")[0].attr("name")+"="+folder)
	})
}

func TestRealPackagesRepacked(t *testing.T) {
	eachReal(t, func(t *testing.T, p *realPackage) {
		dir := t.TempDir()
		zip1, arch, zip2 := filepath.Join(dir, "1.zip"), filepath.Join(dir, "a"), filepath.Join(dir, "2.zip")
		sync := func(src, dst string, params ...string) {
			out := succeed(t, append(params, "-verb:sync", "-source:"+src, "-dest:"+dst)...)
			require.NotContains(t, total(out), "Total changes: 0")
		}
		sync(p.ref, "package="+zip1, p.removed(t)...)
		sync(p.ref, "archiveDir="+arch, p.removed(t)...)
		sync("archiveDir="+arch, "package="+zip2) // which declares nothing any more
		if !p.isWhole(t) {
			return
		}
		want := tree(t, p.files, p.content(t), p.zone)
		list := func(source string) string {
			return evenly(t, succeed(t, "-verb:dump", "-xml", "-verbose", "-source:"+source))
		}
		listing := list(p.ref)
		for _, name := range []string{zip1, zip2} {
			require.Equal(t, listing, list("package="+name))
			r, err := zip.OpenReader(name)
			require.NoError(t, err)
			requireSameTree(t, want, tree(t, r, p.content(t), time.UTC))
			requireOrdinary(t, &r.Reader)
			require.NoError(t, r.Close())
		}
		requireSameTree(t, want, tree(t, os.DirFS(arch), p.content(t), time.Local))
		require.Equal(t, listing, list("archiveDir="+arch))
	})
}

// evenly rounds the times of a listing as packages do. The files of an archive
// folder have the times that whoever copied it here gave them.
func evenly(t *testing.T, listing string) string {
	t.Helper()
	const layout = "01/02/2006 15:04:05"
	return regexp.MustCompile(`lastWriteTime="[^"]*`).ReplaceAllStringFunc(listing, func(s string) string {
		at, err := time.Parse(layout, strings.TrimPrefix(s, `lastWriteTime="`))
		require.NoError(t, err)
		return `lastWriteTime="` + at.Truncate(2*time.Second).Format(layout)
	})
}

// requireOrdinary requires of a package what all real ones have in common.
func requireOrdinary(t *testing.T, r *zip.Reader) {
	t.Helper()
	upper := func(a, b *zip.File) int { return cmp.Compare(strings.ToUpper(a.Name), strings.ToUpper(b.Name)) }
	require.True(t, slices.IsSortedFunc(r.File, upper))
	for _, f := range r.File {
		require.Zero(t, f.Flags, f.Name)
		require.Empty(t, f.Extra, f.Name)
		in, err := f.Open()
		require.NoError(t, err, f.Name)
		_, err = io.Copy(io.Discard, in) // checks the sum
		require.NoError(t, err, f.Name)
	}
}
