package conformance

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func samplePackage() []madeEntry {
	readonly := entryOf("Content/d/r", "r", 0x81)
	return []madeEntry{
		entryOf("archive.xml", bom+`<m MSDeploy.MSDeployProviderOptions="x" />`, 0),
		entryOf("Content/d/", "", 0x10),
		entryOf("Content/d/ü.txt", strings.Repeat("text ", 100), 0x80),
		readonly,
		entryOf("parameters.xml", bom+`<parameters />`, 0),
		entryOf("systemInfo.xml", bom+`<systemInfo osVersion="7" />`, 0),
	}
}

func TestReadZip(t *testing.T) {
	made := samplePackage()
	made[3].extra, made[3].flags, made[3].made = "ab\x01\x00x", 0x800, 3<<8|63
	archive := makeZip(t, made, nil)
	entries, err := readZip(append(archive, "a comment behind the end"...))
	require.NoError(t, err)
	require.Len(t, entries, len(made))
	for i, e := range entries {
		data, err := e.content(archive)
		require.NoError(t, err)
		require.Equal(t, string(made[i].data), string(data))
		require.Equal(t, made[i].name, e.name)
		require.Equal(t, made[i].method, e.method)
		require.Equal(t, made[i].external, e.external)
		require.Equal(t, time.Date(2021, 3, 4, 5, 6, 6, 0, time.UTC), e.modified(time.UTC))
	}
	require.Equal(t, "ab\x01\x00x", entries[3].extra)
	require.Equal(t, uint16(0x800), entries[3].flags)
	require.Equal(t, uint16(3<<8|63), entries[3].made)
}

// Each field of a local header that says something else than the central one is
// found.
func TestLocalHeadersMustAgree(t *testing.T) {
	for name, spoil := range map[string]func(local []byte){
		"version":  func(b []byte) { b[4] = 10 },
		"flags":    func(b []byte) { b[7] = 8 },
		"method":   func(b []byte) { b[8] = 12 },
		"time":     func(b []byte) { b[10]++ },
		"date":     func(b []byte) { b[12]++ },
		"checksum": func(b []byte) { b[14]++ },
		"packed":   func(b []byte) { b[18]++ },
		"size":     func(b []byte) { b[22]++ },
		"name":     func(b []byte) { b[localSize] = 'X' },
		"mark":     func(b []byte) { b[0] = 'X' },
	} {
		archive := makeZip(t, samplePackage(), func(i int, local []byte) {
			if i == 2 {
				spoil(local)
			}
		})
		entries, err := readZip(archive)
		require.NoError(t, err)
		_, err = entries[2].content(archive)
		require.ErrorContains(t, err, "Content/d/ü.txt", name)
		_, err = entries[3].content(archive)
		require.NoError(t, err)
	}
}

func TestContentMustBeWhatTheHeadersSay(t *testing.T) {
	for _, spoil := range []func(e *madeEntry){
		func(e *madeEntry) { e.crc++ },
		func(e *madeEntry) { e.size++ },
		func(e *madeEntry) { e.size-- },
		func(e *madeEntry) { e.method = 0; e.size = 1 },
	} {
		made := samplePackage()
		spoil(&made[2])
		archive := makeZip(t, made, nil)
		entries, err := readZip(archive)
		require.NoError(t, err)
		_, err = entries[2].content(archive)
		require.ErrorContains(t, err, "size and checksum")
	}
}

func TestReadZipRefuses(t *testing.T) {
	whole := makeZip(t, samplePackage(), nil)
	end := len(whole) - endSize
	for name, change := range map[string]func(b []byte) []byte{
		"nothing":            func([]byte) []byte { return nil },
		"no zip":             func([]byte) []byte { return []byte("plain text") },
		"no end":             func(b []byte) []byte { return b[:end] },
		"end cut":            func(b []byte) []byte { return b[:len(b)-1] },
		"other count":        func(b []byte) []byte { b[end+10]++; return b },
		"directory too late": func(b []byte) []byte { binary.LittleEndian.PutUint32(b[end+16:], 1<<31); return b },
		"directory too soon": func(b []byte) []byte { b[end+16]--; return b },
	} {
		_, err := readZip(change(append([]byte(nil), whole...)))
		require.ErrorIs(t, err, errZip, name)
	}
}

func FuzzReadZip(f *testing.F) {
	whole := makeZip(f, samplePackage(), nil)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, archive []byte) {
		entries, err := readZip(archive)
		if err != nil {
			return
		}
		for _, e := range entries {
			if data, err := e.content(archive); err == nil {
				require.Equal(t, e.crc, crc32.ChecksumIEEE(data))
			}
		}
	})
}

// listed writes a package and lists it.
func listed(t *testing.T, now time.Time, entries []madeEntry) (string, []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "p.zip")
	require.NoError(t, os.WriteFile(file, makeZip(t, entries, nil), 0o644))
	l := zipLister{text: newNormaliser("/tmp/123"), zone: time.UTC, now: now}
	return l.list(file)
}

func TestZipListing(t *testing.T) {
	made := samplePackage()
	made[0] = entryOf("archive.xml", bom+`<m MSDeploy.MSDeployProviderOptions="`+optionsBlob(t, "dirPath", "/tmp/123/d", nil, nil)+`" />`, 0)
	made[2].name = "Content//tmp/123/ü.txt"
	made[3].modified = treeNow.Add(23 * time.Hour)
	listing, faults := listed(t, treeNow, made)
	require.Empty(t, faults)
	lines := strings.Split(listing, "\n")
	require.Equal(t, "Content/d/\tm=0\tf=0x0\tsize=0\tcrc=00000000\t2021-03-04T05:06:06\tver=20/20\tsys=0\text=0x10\textra=", lines[1])
	require.Equal(t, "Content/$W/ü.txt\tm=8\tf=0x0\tsize=500\tcrc=b8f0b01d\t2021-03-04T05:06:06\tver=20/20\tsys=0\text=0x80\textra=", lines[2])
	require.Contains(t, lines[3], "\tNOW\t")
	require.Equal(t, []string{
		"----- archive.xml (BOM)", `<m MSDeploy.MSDeployProviderOptions="{dirPath|$W/d|}" />`,
		"----- parameters.xml (BOM)", `<parameters />`,
		"----- systemInfo.xml (BOM)", `<systemInfo osVersion="#" />`, "",
	}, lines[6:])
}

func TestZipListingOfWhatIsNoPackage(t *testing.T) {
	l := zipLister{text: newNormaliser("/tmp/123"), zone: time.UTC}
	listing, faults := l.list(filepath.Join(folderWith(t, map[string]string{"p.zip": "text"}), "p.zip"))
	require.Empty(t, listing)
	require.Len(t, faults, 1)
	_, faults = l.list("none.zip")
	require.Len(t, faults, 1)
}

func TestFreePartsOfAListing(t *testing.T) {
	base, _ := listed(t, treeNow, samplePackage())
	for _, tt := range []struct {
		name   string
		change func(e []madeEntry)
		free   bool
	}{
		{"time of a folder", func(e []madeEntry) { e[1].modified = treeNow }, true},
		{"time of archive.xml", func(e []madeEntry) { e[0].modified = treeNow }, true},
		{"time of parameters.xml", func(e []madeEntry) { e[4].modified = treeNow }, true},
		{"size of systemInfo.xml", func(e []madeEntry) { e[5] = entryOf("systemInfo.xml", bom+`<systemInfo osVersion="other" />`, 0) }, true},
		{"time of a file", func(e []madeEntry) { e[2].modified = e[2].modified.Add(2 * time.Second) }, false},
		{"order", func(e []madeEntry) { e[2], e[3] = e[3], e[2] }, false},
		{"name", func(e []madeEntry) { e[3].name += "x" }, false},
		{"method", func(e []madeEntry) { e[2].method = 0 }, false},
		{"flags", func(e []madeEntry) { e[3].flags = 0x800 }, false},
		{"content", func(e []madeEntry) { e[3] = entryOf(e[3].name, "R", 0x81) }, false},
		{"version made by", func(e []madeEntry) { e[3].made = 45 }, false},
		{"version needed", func(e []madeEntry) { e[3].needed = 10 }, false},
		{"host", func(e []madeEntry) { e[3].made |= 3 << 8 }, false},
		{"read-only", func(e []madeEntry) { e[3].external = 0x80 }, false},
		{"upper half of the attributes", func(e []madeEntry) { e[3].external |= 0o644 << 16 }, false},
		{"extra field", func(e []madeEntry) { e[3].extra = "ab\x00\x00" }, false},
		{"byte of parameters.xml", func(e []madeEntry) { e[4] = entryOf("parameters.xml", bom+`<parameters  />`, 0) }, false},
		{"line end in parameters.xml", func(e []madeEntry) { e[4] = entryOf("parameters.xml", bom+"<parameters />\r\n", 0) }, false},
		{"no mark in parameters.xml", func(e []madeEntry) { e[4] = entryOf("parameters.xml", `<parameters />`, 0) }, false},
		{"no mark in archive.xml", func(e []madeEntry) { e[0] = entryOf("archive.xml", string(e[0].data[3:]), 0) }, false},
		{"attribute of systemInfo.xml", func(e []madeEntry) { e[5] = entryOf("systemInfo.xml", bom+`<systemInfo osversion="7" />`, 0) }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			made := samplePackage()
			tt.change(made)
			listing, faults := listed(t, treeNow, made)
			require.Empty(t, faults)
			require.Equal(t, tt.free, loosenListing(base) == loosenListing(listing))
		})
	}
}

// A parameters.xml that names the work folder is as long as the folder's name
// makes it.
func TestExpectedParametersNameTheWorkFolder(t *testing.T) {
	const work = "/tmp/123"
	made := samplePackage()
	made[4] = entryOf("parameters.xml", bom+"<parameters>\n  <p d=\""+work+"/site\" />\n</parameters>", 0)
	listing, _ := listed(t, treeNow, made)
	recorded := replaceCells(listing, "parameters.xml", "size=1", "crc=00000001") // as in another folder
	l := zipLister{text: newNormaliser(work), zone: time.UTC, now: treeNow}
	require.Contains(t, recorded, `d="$W/site"`)
	require.Equal(t, loosenListing(listing), l.expectListing(recorded, work))

	plain, _ := listed(t, treeNow, samplePackage())
	spoilt := replaceCells(plain, "parameters.xml", "size=1", "crc=00000001")
	require.NotEqual(t, loosenListing(plain), l.expectListing(spoilt, work), "without the folder's name the recorded figures count")
}
