package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A zipEntry is one entry of a package made by hand. A name that ends in a
// slash is that of a folder.
type zipEntry struct{ name, data string }

const handArchive = `<MSDeploy.dirPath><MSDeploy.dirPath path="web" MSDeploy.MSDeployLinkName="Child1" /></MSDeploy.dirPath>`

// handMade returns a package with the given archive.xml and entries, besides a
// folder web with one file.
func handMade(t *testing.T, archive string, entries ...zipEntry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	all := []zipEntry{{"archive.xml", archive}, {"systemInfo.xml", "<systemInfo />"}, {"Content/web/", ""}, {"Content/web/good.txt", "good"}}
	for _, e := range append(all, entries...) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate})
		require.NoError(t, err)
		_, err = f.Write([]byte(e.data))
		if e.data != "" {
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// inFolder writes files into a new folder and makes it the current one.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, data := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, []byte(data), 0o666))
	}
}

// contents returns the files below a folder by their paths in it, folders by
// paths that end in a slash.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	list := map[string]string{}
	for name, f := range tree(t, os.DirFS(folder), ".", time.UTC) {
		list[name] = f.data
	}
	return list
}

var deployP = []string{"-verb:sync", "-source:package=p.zip", "-dest:dirPath=d"}

// No name in a package leads out of the destination, whatever system it is
// meant for, and nothing that is there is deleted because of one.
func TestHostileNames(t *testing.T) {
	for title, name := range map[string]string{
		"up":              "Content/web/../evil.txt",
		"up from below":   "Content/web/sub/../../evil.txt",
		"far up":          "Content/web/" + strings.Repeat("../", 40) + "tmp/evil.txt",
		"up, backslashes": `Content/web/..\evil.txt`,
		"absolute":        "/evil.txt",
		"absolute below":  "Content/web//tmp/evil.txt",
		"drive":           `Content/web/C:\evil.txt`,
		"drive, slash":    "Content/web/C:/evil.txt",
		"UNC":             `Content/web/\\server\share\evil.txt`,
		"dot":             "Content/web/./evil.txt",
		"empty part":      "Content/web/sub//evil.txt",
		"NUL":             "Content/web/evil\x00.txt",
		"escape":          "Content/web/\x1b[2Jevil.txt",
		"line end":        "Content/web/evil\nInfo: Deleting everything.txt",
		"delete":          "Content/web/evil\x7f.txt",
	} {
		t.Run(title, func(t *testing.T) {
			inFolder(t, map[string]string{"p.zip": string(handMade(t, handArchive, zipEntry{name, "EVIL"})), "d/good.txt": "old", "out/keep": "keep"})
			require.Contains(t, succeed(t, deployP...), "Updating file (d/good.txt).")
			require.Equal(t, "good", contents(t, "d")["good.txt"])
			for name, data := range contents(t, ".") {
				require.NotEqual(t, "EVIL", data, name)
			}
			require.NoFileExists(t, "/evil.txt")
			require.NoFileExists(t, "/tmp/evil.txt")
			require.Equal(t, "keep", contents(t, "out")["keep"])
		})
	}
}

// A name that means something else on Windows is an ordinary one elsewhere.
func TestNamesOfWindows(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("for systems on which these names are ordinary")
	}
	names := []string{"con", "com1.txt", "NUL.tar.gz", "good.txt:stream", "dot.", "blank ", "a?b", "\u202etxt.exe"}
	var entries []zipEntry
	for _, n := range names {
		entries = append(entries, zipEntry{"Content/web/" + n, n})
	}
	inFolder(t, map[string]string{"p.zip": string(handMade(t, handArchive, entries...))})
	succeed(t, deployP...)
	for _, n := range names {
		require.Equal(t, n, contents(t, "d")[n])
	}
	require.Equal(t, noChanges+"\n", succeed(t, deployP...))
}

// Documents of a package that cannot be used are refused before anything is
// touched, and none makes the program read a file or fill the memory.
func TestHostileDocuments(t *testing.T) {
	root := func(path string) string {
		return `<MSDeploy.dirPath><MSDeploy.dirPath path="` + path + `" MSDeploy.MSDeployLinkName="Child1" /></MSDeploy.dirPath>`
	}
	laughs := `<!ENTITY l0 "lol">`
	for i := range 9 {
		laughs += fmt.Sprintf(`<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	for title, doc := range map[string]string{
		"empty":             "",
		"text":              "hello",
		"cut off":           handArchive[:40],
		"crossed tags":      "<a><b></a></b>",
		"control character": "<a b=\"\x01\"/>",
		"two roots":         "<a/><b/>",
		"external entity":   `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + root("&x;"),
		"laughs":            "<!DOCTYPE a [" + laughs + "]>" + root("&l9;"),
		"deep":              strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000),
		"duplicate":         `<a b="1" b="2"/>`,
	} {
		t.Run(title, func(t *testing.T) {
			inFolder(t, map[string]string{"p.zip": string(handMade(t, doc)), "d/old": "old"})
			said := refuse(t, deployP...)
			require.Contains(t, said, "The XML file 'archive.xml' could not be loaded.")
			require.NotContains(t, said, "root:")
			require.Less(t, len(said), 2000)
			require.Equal(t, map[string]string{"old": "old"}, contents(t, "d"))
		})
	}
}

// A package that is cut off anywhere is refused, as a source and where it stays
// as it is, and nothing is lost.
func TestTruncatedPackages(t *testing.T) {
	whole := handMade(t, handArchive, zipEntry{"Content/web/big.txt", strings.Repeat("0123456789 abcdef ", 500)})
	inFolder(t, map[string]string{"d/old": "old", "p.zip": string(whole)})
	for n := 0; n < len(whole); n += 7 {
		require.NoError(t, os.WriteFile("p.zip", whole[:n], 0o666))
		require.Contains(t, refuse(t, deployP...), "not in a supported .zip format", "cut off at %d", n)
	}
	require.Equal(t, map[string]string{"old": "old"}, contents(t, "d"))
	require.NoError(t, os.WriteFile("p.zip", whole, 0o666))
	succeed(t, deployP...)
}

// Any byte of a package may be wrong. What is deployed is then right all the
// same, or the sync fails and leaves what was there.
func TestDamagedPackages(t *testing.T) {
	data := strings.Repeat("0123456789 abcdef ", 50)
	whole := handMade(t, handArchive, zipEntry{"Content/web/big.txt", data})
	inFolder(t, map[string]string{"p.zip": ""})
	for at := 0; at < len(whole); at += 3 {
		bad := bytes.Clone(whole)
		bad[at] ^= 0x55
		require.NoError(t, os.WriteFile("p.zip", bad, 0o666))
		require.NoError(t, os.MkdirAll("d", 0o777))
		require.NoError(t, os.WriteFile("d/big.txt", []byte("old"), 0o666))
		o := outcomeOf(t.Context(), append(deployP, "-enableRule:DoNotDeleteRule")...)
		o.requireReported(t, []string{fmt.Sprint(at)})
		require.Contains(t, []string{"old", data}, contents(t, "d")["big.txt"], "byte %d", at)
		require.NoError(t, os.RemoveAll("d"))
	}
}

// claim returns a package in which the directory says that good.txt has
// another size.
func claim(t *testing.T, size uint32) []byte {
	t.Helper()
	data := handMade(t, handArchive)
	at := bytes.LastIndex(data, []byte("Content/web/good.txt")) - 46
	require.Equal(t, "PK\x01\x02", string(data[at:at+4]))
	binary.LittleEndian.PutUint32(data[at+24:], size)
	return data
}

// overlapping returns a package in which n files share their packed bytes.
func overlapping(t *testing.T, n int) []byte {
	t.Helper()
	data := handMade(t, handArchive)
	dir := bytes.Index(data, []byte("PK\x01\x02"))
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	at := bytes.LastIndex(data, []byte("Content/web/good.txt")) - 46
	record, records := data[at:end], bytes.Clone(data[dir:end])
	for i := range n {
		records = append(records, bytes.Replace(record, []byte("good.txt"), fmt.Appendf(nil, "%04d.txt", i), 1)...)
	}
	out := append(bytes.Clone(data[:dir]), records...)
	tail := bytes.Clone(data[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(4+n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(4+n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(records)))
	return append(out, tail...)
}

// Packages that claim or unpack to what they should not are refused, and a file
// that is there stays.
func TestBombs(t *testing.T) {
	bomb := func(size int) []byte {
		return handMade(t, handArchive, zipEntry{"Content/web/bomb", strings.Repeat("\x00", size)})
	}
	for title, c := range map[string]struct {
		pack []byte
		args []string
		want string
	}{
		"claims less":    {claim(t, 2), nil, "size"},
		"claims more":    {claim(t, 1000), nil, "size"},
		"claims all":     {claim(t, 0xfffffffe), nil, ""},
		"overlaps":       {overlapping(t, 1000), nil, "entries overlap"},
		"ratio":          {bomb(257 << 20), nil, "over a limit: MaxRatio is 250"},
		"asked ratio":    {bomb(100_000), []string{"-maxRatio:20"}, "over a limit: MaxRatio is 20"},
		"asked size":     {bomb(2000), []string{"-maxSize:1000"}, "over a limit: MaxTotal is 1000"},
		"asked entries":  {bomb(1), []string{"-maxEntries:3"}, "over a limit: MaxEntries is 3"},
		"no zip at all":  {[]byte("hello"), nil, "not in a supported .zip format"},
		"empty file":     {nil, nil, "not in a supported .zip format"},
		"empty zip file": {[]byte("PK\x05\x06" + strings.Repeat("\x00", 18)), nil, ""},
	} {
		t.Run(title, func(t *testing.T) {
			inFolder(t, map[string]string{"p.zip": string(c.pack), "d/good.txt": "old", "d/bomb": "old", "d/0001.txt": "old"})
			require.Contains(t, refuse(t, append(c.args, append(deployP, "-enableRule:DoNotDeleteRule")...)...), c.want)
			for name, data := range contents(t, "d") {
				require.Contains(t, []string{"old", "good"}, data, name)
			}
			require.Equal(t, "old", contents(t, "d")["bomb"])
		})
	}
}

// Of names that a destination can hold side by side none is lost, and those
// that are one name to a package are one file.
func TestNamesThatMeet(t *testing.T) {
	pack := handMade(t, handArchive, zipEntry{"Content/web/good.txt", "second"}, zipEntry{"Content/web/x", "file"},
		zipEntry{"Content/web/x/", ""}, zipEntry{"Content/web/x/y", "below"})
	inFolder(t, map[string]string{"p.zip": string(pack)})
	refuse(t, deployP...) // x cannot be both
	got := contents(t, "d")
	require.Equal(t, "second", got["good.txt"])
	require.True(t, got["x"] == "file" || got["x/y"] == "below")
}
