package fsys_test

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
)

// open opens path for reading.
func open(t testing.TB, p provider.Provider, path string, settings ...provider.Setting) provider.Tree {
	t.Helper()
	tree, err := p.Open(t.Context(), nil, provider.Ref{Kind: p.Kind(), Path: path, Settings: settings})
	require.NoError(t, err)
	t.Cleanup(func() { tree.Close() })
	return tree
}

// openTarget opens path for changing.
func openTarget(t testing.TB, p provider.Deployer, path string) provider.Target {
	t.Helper()
	target, err := p.OpenTarget(t.Context(), nil, provider.Ref{Kind: p.Kind(), Path: path})
	require.NoError(t, err)
	t.Cleanup(func() { target.Close() })
	return target
}

// walk returns everything in tree.
func walk(t testing.TB, tree provider.Tree) []*provider.Object {
	t.Helper()
	var list []*provider.Object
	for o, err := range provider.Walk(t.Context(), tree.Root()) {
		require.NoError(t, err)
		list = append(list, o)
	}
	return list
}

// paths returns the paths of everything in tree.
func paths(t testing.TB, tree provider.Tree) []string {
	t.Helper()
	var list []string
	for _, o := range walk(t, tree) {
		list = append(list, filepath.ToSlash(o.Path))
	}
	return list
}

// lookup returns the object whose path ends in suffix.
func lookup(t testing.TB, tree provider.Tree, suffix string) *provider.Object {
	t.Helper()
	for _, o := range walk(t, tree) {
		if strings.HasSuffix(filepath.ToSlash(o.Path), suffix) {
			return o
		}
	}
	require.Fail(t, "there is no "+suffix)
	return nil
}

func read(t testing.TB, o *provider.Object) string {
	t.Helper()
	r, err := o.Content(t.Context())
	require.NoError(t, err)
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	return string(b)
}

// chain returns the lines in which a program reports err: a sentence for each
// error of this module, and the text of what caused the last one.
func chain(err error) []string {
	var lines []string
	for err != nil && !provider.IsQuiet(err) {
		e, ok := err.(*provider.Error)
		if !ok {
			return append(lines, err.Error())
		}
		line := e.Sentence()
		if e.Code != "" && e.Msg != "" {
			line = string(e.Code) + ": " + line
		}
		lines = append(lines, line)
		err = e.Err
	}
	return lines
}

// recorded: dump/names, sync/interleaved
func TestListingIsSortedWithoutCase(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{
		"B.txt": "", "a.txt": "", "a/1": "", "a-/1": "", "a b.txt": "", "_x": "", "[x]": "", "Z": "", "é": "", "~": "", ".hid": "", "A2/": "",
	})
	var names []string
	for _, p := range paths(t, open(t, fsys.DirPath(), dir))[1:] {
		names = append(names, strings.TrimPrefix(p, filepath.ToSlash(dir)+"/"))
	}
	require.Equal(t, []string{
		".hid", "a", "a/1", "a b.txt", "a-", "a-/1", "a.txt", "A2", "B.txt", "Z", "[x]", "_x", "~", "é",
	}, names)
}

// Names that differ in case only are listed by kind, then by spelling.
func TestListingOfHomonyms(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"b": "", "B/": "", "bB": "", "Bb": "", "BB/": "", "bb/": "", "c": ""})
	tree := open(t, fsys.DirPath(), dir)
	var names []string
	for _, o := range walk(t, tree)[1:] {
		names = append(names, string(o.Kind)+" "+o.Key)
	}
	if len(names) < 7 {
		t.Skip("the file system ignores case")
	}
	require.Equal(t, []string{
		"dirPath B", "filePath b", "dirPath BB", "dirPath bb", "filePath Bb", "filePath bB", "filePath c",
	}, names)
}

// recorded: dump/relative, dump/relative-dot, dump/trailing-slash
func TestPathsAreShownAsGiven(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, ".", map[string]string{"site/img/logo.png": "x", "site/b": ""})
	abs, err := filepath.Abs("site")
	require.NoError(t, err)
	for _, c := range []struct{ given, below string }{
		{"site", "site/"}, {"./site", "./site/"}, {"site/", "site/"}, {"site//", "site/"}, {"../" + filepath.Base(filepath.Dir(abs)) + "/site/.", "../" + filepath.Base(filepath.Dir(abs)) + "/site/./"},
		{filepath.ToSlash(abs), filepath.ToSlash(abs) + "/"},
	} {
		tree := open(t, fsys.DirPath(), filepath.FromSlash(c.given))
		require.Equal(t, []string{c.given, c.below + "b", c.below + "img", c.below + "img/logo.png"}, paths(t, tree), c.given)
		require.Equal(t, filepath.FromSlash(c.given), tree.Root().Key)
		require.Equal(t, provider.FirstLink, tree.Root().Link)
		require.Equal(t, "x", read(t, lookup(t, tree, "logo.png")))
	}
}

// recorded: dump/dirpath-xml, dump/readonly-xml, dump/names-xml
func TestAttributes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are those of Unix")
	}
	dir := t.TempDir()
	at := time.Date(2021, 3, 4, 5, 6, 7, 123456789, time.UTC)
	for name, mode := range map[string]os.FileMode{
		"normal": 0o644, "readonly": 0o444, ".hidden": 0o600, ".both": 0o555, "exec": 0o755, "group": 0o464, "setuid": os.ModeSetuid | 0o755,
	} {
		put(t, dir, map[string]string{name: "12345"})
		require.NoError(t, os.Chmod(filepath.Join(dir, name), mode))
		require.NoError(t, os.Chtimes(filepath.Join(dir, name), at, at))
	}
	put(t, dir, map[string]string{".dir/": ""})
	require.NoError(t, os.Chmod(filepath.Join(dir, ".dir"), 0o750))
	got := map[string]string{}
	for _, o := range walk(t, open(t, fsys.DirPath(), dir))[1:] {
		var s []string
		for _, a := range o.Attrs {
			s = append(s, fmt.Sprintf("%s=%v/%d", a.Name, a.Value, a.Flags))
		}
		got[o.Key] = strings.Join(s, " ")
		if v, ok := o.Attrs.Get(provider.AttrLastWriteTime); ok {
			require.True(t, v.Time().Equal(at), "times are exact")
		}
	}
	file := "size=5/0 attributes=%s/0 lastWriteTime=03/04/2021 05:06:07/0 mode=%s/24"
	require.Equal(t, map[string]string{
		"normal":   fmt.Sprintf(file, "Normal", "0644"),
		"readonly": fmt.Sprintf(file, "ReadOnly", "0444"),
		".hidden":  fmt.Sprintf(file, "Hidden", "0600"),
		".both":    fmt.Sprintf(file, "ReadOnly, Hidden", "0555"),
		"exec":     fmt.Sprintf(file, "Normal", "0755"),
		"group":    fmt.Sprintf(file, "Normal", "0464"),
		"setuid":   fmt.Sprintf(file, "Normal", "4755"),
		".dir":     "attributes=Directory/1 mode=0750/25",
	}, got)
	require.Equal(t, provider.Optional|provider.Hidden, provider.AttrFlags(24))
}

// recorded: dump/contentpath, dump/contentpath-file-xml, dump/filepath-verbose
func TestRoots(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"f.txt": "data", "d/x": ""})
	ignore := provider.Setting{Name: "ignoreErrors", Value: "1"}
	describe := func(tree provider.Tree) (out []string) {
		for _, o := range walk(t, tree) {
			out = append(out, strings.Join([]string{string(o.Kind), o.Link, strings.TrimPrefix(o.Key, dir)}, "|"))
		}
		return out
	}
	sep := string(filepath.Separator)
	require.Equal(t, []string{"dirPath|Child1|" + sep + "d", "filePath||x"}, describe(open(t, fsys.DirPath(), filepath.Join(dir, "d"), ignore)))
	require.Equal(t, []string{"filePath|Child1|" + sep + "f.txt"}, describe(open(t, fsys.FilePath(), filepath.Join(dir, "f.txt"))))
	require.Equal(t, []string{"contentPath|Child1|" + sep + "d", "dirPath|contentPath|" + sep + "d", "filePath||x"},
		describe(open(t, fsys.ContentPath(), filepath.Join(dir, "d"))))
	require.Equal(t, []string{"contentPath|Child1|" + sep + "f.txt", "filePath|contentPath|" + sep + "f.txt"},
		describe(open(t, fsys.ContentPath(), filepath.Join(dir, "f.txt"))))
	require.Equal(t, provider.Settings{ignore}, open(t, fsys.DirPath(), dir, ignore).Root().Settings)
}

// recorded: dump/dirpath-missing, dump/dirpath-on-file, dump/filepath-missing,
// dump/filepath-on-dir, dump/contentpath-missing, cmdline/provider-emptypath
func TestMissingSources(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, ".", map[string]string{"f": "", "d/": ""})
	cannot := func(kind, path string) string {
		return "ERROR_EXCEPTION_WHILE_CREATING_OBJECT: Object of type '" + kind + "' and path '" + path + "' cannot be created."
	}
	noDir := func(p string) string { return "Could not find directory '" + p + "'." }
	noFile := func(p string) string { return "Could not find file '" + p + "'." }
	for _, c := range []struct {
		p    provider.Provider
		path string
		want []string
	}{
		{fsys.DirPath(), "nope", []string{cannot("dirPath", "nope"), noDir("nope")}},
		{fsys.DirPath(), "nope/below", []string{cannot("dirPath", "nope/below"), noDir("nope/below")}},
		{fsys.DirPath(), "f", []string{cannot("dirPath", "f"), noDir("f")}},
		{fsys.DirPath(), "f/below", []string{cannot("dirPath", "f/below"), noDir("f/below")}},
		{fsys.DirPath(), "", []string{cannot("dirPath", ""), noDir("")}},
		{fsys.FilePath(), "nope", []string{cannot("filePath", "nope"), noFile("nope"), noFile("nope")}},
		{fsys.FilePath(), "d", []string{cannot("filePath", "d"), noFile("d"), noFile("d")}},
		{fsys.FilePath(), "", []string{cannot("filePath", ""), noFile(""), noFile("")}},
		{fsys.ContentPath(), "nope", []string{"FileOrFolderNotFound: " + noFile("nope"), strings.TrimPrefix(cannot("contentPath", "nope"), "ERROR_EXCEPTION_WHILE_CREATING_OBJECT: ")}},
		{fsys.ContentPath(), "", []string{"FileOrFolderNotFound: " + noFile(""), strings.TrimPrefix(cannot("contentPath", ""), "ERROR_EXCEPTION_WHILE_CREATING_OBJECT: ")}},
	} {
		t.Run(string(c.p.Kind())+" "+c.path, func(t *testing.T) {
			_, err := c.p.Open(t.Context(), nil, provider.Ref{Kind: "OTHERCASE", Path: c.path})
			require.Equal(t, c.want, chain(err))
			if !strings.HasPrefix(c.path, "f") && c.path != "d" {
				require.ErrorIs(t, err, fs.ErrNotExist)
				require.True(t, provider.NotExist(err))
			}
		})
	}
}

// recorded: delete/missing-dir, delete/file-missing, delete/contentpath-missing
func TestAbsentTargetsSayWhy(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, ".", map[string]string{"f": "", "d/": ""})
	for _, c := range []struct {
		p    provider.Deployer
		path string
		want []string
	}{
		{fsys.DirPath(), "nope", []string{"Could not find directory 'nope'."}},
		{fsys.DirPath(), "f", []string{"Could not find directory 'f'."}},
		{fsys.FilePath(), "nope", []string{"Could not find file 'nope'.", "Could not find file 'nope'."}},
		{fsys.FilePath(), "d", []string{"Could not find file 'd'.", "Could not find file 'd'."}},
		{fsys.ContentPath(), "nope", []string{"FileOrFolderNotFound: Could not find file 'nope'."}},
	} {
		for _, document := range []bool{false, true} {
			target := openTarget(t, c.p, c.path)
			if document {
				target = provider.DocumentTarget(target)
			}
			require.True(t, target.Root().Absent)
			require.Equal(t, c.want, chain(target.Root().Invalid))
		}
	}
	target := openTarget(t, fsys.ContentPath(), "nope")
	parts, err := provider.Parts(t.Context(), target, target.Root())
	require.NoError(t, err)
	require.Len(t, parts, 2, "what is not there yet can become either")
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		p     provider.Provider
		names string
	}{
		{fsys.DirPath(), "ignoreErrors firstChangeUSN incremental isAppRoot"},
		{fsys.FilePath(), "ignoreErrors"},
		{fsys.ContentPath(), "AppOfflineTemplate WebConfigEncryptProvider syncPackageTimeStamps"},
	} {
		var names []string
		for _, s := range provider.DocOf(c.p).Settings {
			names = append(names, s.Name)
			require.NotEmpty(t, s.Doc)
		}
		require.Equal(t, c.names, strings.Join(names, " "))
		require.NotEmpty(t, provider.DocOf(c.p).Summary)
		ref, err := provider.ParseRef(provider.DocOf(c.p).Example)
		require.NoError(t, err)
		require.Equal(t, c.p.Kind(), ref.Kind)
	}
	check := func(v string) error {
		return provider.CheckSettings(fsys.DirPath(), provider.Ref{Settings: provider.Settings{{Name: "IGNOREERRORS", Value: v}}})
	}
	for _, ok := range []string{"", "0", "1", "-2147024891", "5;32", " 5 "} {
		require.NoError(t, check(ok), ok)
	}
	for _, bad := range []string{"true", "1,2", "0x5", "1.0", "5;", "99999999999"} {
		require.Equal(t, "The value '"+bad+"' provided for 'ignoreErrors' is not valid.", chain(check(bad))[0])
	}
}

// A file that is not what it was when it was listed is an error that names it.
func TestContentThatChanged(t *testing.T) {
	for name, c := range map[string]struct{ was, is string }{
		"shorter": {"12345", "1234"}, "longer": {"12345", "123456"}, "emptied": {"1", ""}, "filled": {"", "1"},
		"big and shorter": {strings.Repeat("x", 1<<20), strings.Repeat("x", 1<<19)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, map[string]string{"a.log": c.was})
			o := lookup(t, open(t, fsys.DirPath(), dir), "a.log")
			put(t, dir, map[string]string{"a.log": c.is})
			r, err := o.Content(t.Context())
			require.NoError(t, err)
			defer r.Close()
			_, err = io.ReadAll(r)
			require.ErrorContains(t, err, "a.log' changed while it was read")
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, provider.SourceSide, e.Side)
			require.NotEmpty(t, e.Hint)
		})
	}
}

// A file that grows faster than it is read does not keep the reader for ever.
func TestContentThatGrows(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.log": "12345"})
	o := lookup(t, open(t, fsys.DirPath(), dir), "a.log")
	put(t, dir, map[string]string{"a.log": strings.Repeat("x", 10_000)})
	r, err := o.Content(t.Context())
	require.NoError(t, err)
	defer r.Close()
	n := 0
	for one := make([]byte, 1); err == nil; n++ {
		_, err = r.Read(one)
	}
	require.ErrorContains(t, err, "changed while it was read")
	require.Equal(t, 5, n)
}

func TestContentThatIsGone(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a": "1"})
	tree := open(t, fsys.DirPath(), dir)
	o := lookup(t, tree, "a")
	require.NoError(t, os.Remove(filepath.Join(dir, "a")))
	_, err := o.Content(t.Context())
	require.ErrorIs(t, err, fs.ErrNotExist)
	lines := chain(err)
	require.Equal(t, "read filePath "+filepath.Join(dir, "a"), lines[0])
	require.Len(t, lines, 2)
	require.NotContains(t, lines[1], dir, "the path is named once")
}

// What is gone when it is looked at, a little before its turn comes, is not
// listed.
func TestEntryThatVanishesWhileItIsListed(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"x/": "", "y": "", "z": ""}
	for i := range 300 {
		files[fmt.Sprintf("a%03d", i)] = ""
	}
	put(t, dir, files)
	tree := open(t, fsys.DirPath(), dir)
	var names []string
	for o, err := range tree.Root().Below(t.Context()) {
		require.NoError(t, err)
		names = append(names, o.Key)
		os.Remove(filepath.Join(dir, "x"))
		os.Remove(filepath.Join(dir, "y"))
	}
	require.Len(t, names, 301)
	require.Equal(t, []string{"a299", "z"}, names[299:])
}

func TestFolderThatVanishes(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"d/x": ""})
	o := lookup(t, open(t, fsys.DirPath(), dir), "d")
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "d")))
	n := 0
	for c, err := range o.Below(t.Context()) {
		n++
		require.Nil(t, c)
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.ErrorContains(t, err, filepath.Join(dir, "d"))
	}
	require.Equal(t, 1, n)
}

// A folder of many files is listed without keeping its objects.
func TestBigFolderIsListedInSlabs(t *testing.T) {
	const files = 8_000
	dir := t.TempDir()
	for i := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%06d.txt", i)), nil, 0o600))
	}
	tree := open(t, fsys.DirPath(), dir)
	base, peak, n := heap(), int64(0), 0
	for o, err := range tree.Root().Below(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("f%06d.txt", n), o.Key)
		if n++; n%(files/4) == 0 {
			peak = max(peak, heap()-base)
		}
	}
	require.Equal(t, files, n)
	require.Less(t, peak, int64(3<<19), "8,000 objects would take 3.5 MB, their names take 0.3 MB")
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
