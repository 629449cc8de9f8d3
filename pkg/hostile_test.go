package pkg_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// Offsets of fields in a central header.
const (
	atFlags, atMethod, atCRC, atPacked, atSize = 8, 10, 16, 20, 24
	atNameLen, atOffset                        = 28, 42
)

// central returns where the central header of an entry is.
func central(t testing.TB, data []byte, name string) int {
	t.Helper()
	i := bytes.LastIndex(data, []byte(name)) - 46
	require.Equal(t, "PK\x01\x02", string(data[i:i+4]))
	return i
}

// patch changes a field of the central header of an entry.
func patch(t testing.TB, data []byte, name string, at int, v uint32) []byte {
	t.Helper()
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint32(data[central(t, data, name)+at:], v)
	return data
}

// The contents of one entry are not what the package says of them.
func TestLyingEntries(t *testing.T) {
	const name = "Content/web/sub/b.txt"
	whole := zipOf(t, wrap("web", web()...)...)
	local := bytes.Index(whole, []byte(name)) - 30
	body := local + 30 + len(name) + int(binary.LittleEndian.Uint16(whole[local+28:]))
	for _, c := range []struct {
		name  string
		data  []byte
		class error
	}{
		{"checksum", patch(t, whole, name, atCRC, 0x12345678), pkg.ErrChecksum},
		{"says it is smaller", patch(t, whole, name, atSize, 199), pkg.ErrSize},
		{"says it is empty", patch(t, whole, name, atSize, 0), pkg.ErrSize},
		{"says it is larger", patch(t, whole, name, atSize, 201), pkg.ErrSize},
		{"says it is packed smaller", patch(t, whole, name, atPacked, 3), pkg.ErrFormat},
		{"contents damaged", append(append(bytes.Clone(whole[:body]), 0xFF, 0xFF), whole[body+2:]...), pkg.ErrFormat},
		{"local header elsewhere", patch(t, whole, name, atOffset, 1), pkg.ErrOverlap},
		{"encrypted", patch(t, whole, name, atFlags, 8<<16|1), errors.ErrUnsupported},
		{"unknown method", patch(t, whole, name, atMethod, 99), errors.ErrUnsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := readZip(c.data, nil)
			if err == nil {
				_, err = read(t.Context(), lookup(t, r, "web/sub/b.txt"))
			}
			require.ErrorIs(t, err, c.class)
			require.NotEmpty(t, innermost(t, err).Hint)
		})
	}
}

// innermost returns the last error of a chain that is one of the library.
func innermost(t testing.TB, err error) (e *provider.Error) {
	t.Helper()
	require.ErrorAs(t, err, &e)
	for next := e; errors.As(next.Err, &next); {
		e = next
	}
	return e
}

// What was read before an error is found out is not written anywhere.
func TestNothingHalfWritten(t *testing.T) {
	big := strings.Repeat("0123456789", 100_000)
	whole := zipOf(t, wrap("web", file{name: "Content/web/", ext: 0x10}, file{name: "Content/web/a.txt", data: big})...)
	r := mustReadZip(t, patch(t, whole, "Content/web/a.txt", atCRC, 1))
	dst := memory.New("/d", map[string]string{})
	_, err := websync.Run(t.Context(), r, provider.DocumentTarget(dst), nil)
	require.ErrorIs(t, err, pkg.ErrChecksum)
	require.ErrorContains(t, err, "Content/web/a.txt")
	for o, err := range provider.Walk(t.Context(), dst.Root()) {
		require.NoError(t, err)
		require.NotEqual(t, "a.txt", o.Key)
	}
}

// Names that lead out of the folder that a package is unpacked to, or are taken
// for something else there. None of them becomes anything but an invalid object
// or a part of a path below the folder.
func TestHostileNames(t *testing.T) {
	for _, c := range []struct {
		name, entry, system string
		listed              string // "" if the name does not show up at all
	}{
		{"climbing", "Content/web/../../evil.txt", "", "web/.. INVALID"},
		{"climbing with backslashes", `Content\web\..\..\evil.txt`, "", "web/.. INVALID"},
		{"climbing within", "Content/web/sub/../../../x", "", "web/sub/.. INVALID"},
		{"this folder", "Content/web/./x", "", "web/. INVALID"},
		{"absolute", "/etc/passwd", "", ""},
		{"absolute with backslashes", `\Windows\x`, "", ""},
		{"drive", `C:\Windows\x`, "", ""},
		{"UNC", `\\server\share\x`, "", ""},
		{"drive below the folder on Windows", "Content/web/C:/x", "windows", "web/C: INVALID"},
		{"stream on Windows", "Content/web/a.txt:evil", "windows", "web/a.txt:evil INVALID"},
		{"device on Windows", "Content/web/NUL.txt", "windows", "web/NUL.txt INVALID"},
		{"device folder on Windows", "Content/web/COM1/x", "windows", "web/COM1 INVALID"},
		{"trailing dot on Windows", "Content/web/web.config.", "windows", "web/web.config. INVALID"},
		{"trailing blank on Windows", "Content/web/web.config ", "windows", "web/web.config  INVALID"},
		{"device on Unix", "Content/web/NUL.txt", "linux", "web/NUL.txt"},
		{"line break", "Content/web/a\nInfo: x", "", "web/a\nInfo: x INVALID"},
		{"escape sequence", "Content/web/\x1b[2J", "", "web/\x1b[2J INVALID"},
		{"NUL byte", "Content/web/a.txt\x00.jpg", "", "web/a.txt\x00.jpg INVALID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := readZip(zipOf(t, wrap("web", append(web(), file{name: c.entry, data: "evil"})...)...), &pkg.ReaderOptions{System: c.system})
			require.NoError(t, err)
			got := paths(t, r)
			if c.listed == "" {
				require.Equal(t, webPaths(), got)
				return
			}
			require.Contains(t, got, c.listed)
			bad, isBad := strings.CutSuffix(c.listed, " INVALID")
			o := lookup(t, r, bad)
			require.Equal(t, isBad, o.Invalid != nil)
			if isBad && !strings.HasSuffix(bad, "C:") && !strings.HasSuffix(bad, "COM1") && !strings.HasSuffix(bad, ".") {
				require.ErrorIs(t, o.Invalid, pkg.ErrName)
			}
		})
	}
}

// The same names where every entry is part of the tree.
func TestHostileNamesInBareZips(t *testing.T) {
	for _, name := range []string{"/etc/passwd", `\Windows\x`, "../x", "a/../../x", `\\server\share`} {
		t.Run(name, func(t *testing.T) {
			r := mustReadZip(t, zipOf(t, file{name: "ok.txt"}, file{name: name, data: "evil"}))
			dst := memory.New("/d", map[string]string{})
			_, err := websync.Run(t.Context(), r, provider.DocumentTarget(contentPath(dst)), nil)
			require.ErrorIs(t, err, pkg.ErrName)
			for o, err := range provider.Walk(t.Context(), dst.Root()) {
				require.NoError(t, err)
				require.NotEqual(t, "x", o.Key)
				require.NotEqual(t, "passwd", o.Key)
			}
		})
	}
}

// contentPath returns t as the folder of a contentPath.
func contentPath(t provider.Target) provider.Target {
	root := &provider.Object{Kind: provider.ContentPath, Link: provider.FirstLink, Key: "/d", Path: "/d"}
	return provider.JoinTargets(root, provider.Relink(t, "contentPath"))
}

// Without hostile objects the rest is unpacked (recorded: package/unzip-dotdot).
func TestHostileNamesAreSkipped(t *testing.T) {
	r, err := readZip(zipOf(t, wrap("web", append(web(), file{name: "Content/web/../../evil.txt", data: "evil"})...)...), &pkg.ReaderOptions{Name: "p.zip"})
	require.NoError(t, err)
	var warnings []string
	sum, err := websync.Run(t.Context(), r, provider.DocumentTarget(memory.Absent("/d")), &websync.Options{
		Rules: rules.Default(),
		Observe: func(e websync.Event) {
			if e.Level > 0 {
				warnings = append(warnings, e.Message, e.Detail)
			}
		},
	})
	require.NoError(t, err)
	require.Equal(t, 5, sum.Added)
	require.Equal(t, []string{"Skipping source dirPath (web/..) because of rule SkipInvalidSource.", "The Zip package 'p.zip' could not be loaded."}, warnings)
}

func TestLimits(t *testing.T) {
	zeros := strings.Repeat("\x00", 1<<20)
	data := zipOf(t, wrap("web",
		file{name: "Content/web/", ext: 0x10}, file{name: "Content/web/zeros", data: zeros}, file{name: "Content/web/small", data: "s"})...)
	for _, c := range []struct {
		field string
		opts  pkg.ReaderOptions
		opens bool
	}{
		{"MaxEntries", pkg.ReaderOptions{MaxEntries: 4}, false},
		{"MaxNames", pkg.ReaderOptions{MaxNames: 60}, false},
		{"MaxXML", pkg.ReaderOptions{MaxXML: 20}, false},
		{"MaxFile", pkg.ReaderOptions{MaxFile: 1<<20 - 1}, true},
		{"MaxTotal", pkg.ReaderOptions{MaxTotal: 1 << 20}, true},
	} {
		t.Run(c.field, func(t *testing.T) {
			r, err := readZip(data, &c.opts)
			require.Equal(t, c.opens, err == nil)
			if err == nil {
				_, err = read(t.Context(), lookup(t, r, "web/zeros"))
			}
			require.ErrorIs(t, err, pkg.ErrLimit)
			require.Contains(t, innermost(t, err).Hint, "ReaderOptions."+c.field)
		})
	}
	r, err := readZip(data, &pkg.ReaderOptions{MaxEntries: -1, MaxNames: -1, MaxXML: -1, MaxFile: -1, MaxTotal: -1, MaxRatio: -1})
	require.NoError(t, err)
	require.Equal(t, zeros, content(t, lookup(t, r, "web/zeros")))
}

// The total counts everything that is unpacked, also what is read twice or not
// to its end.
func TestTotalCountsWhatIsRead(t *testing.T) {
	data := zipOf(t, wrap("web", file{name: "Content/web/", ext: 0x10}, file{name: "Content/web/a", data: strings.Repeat("x", 1000)})...)
	r, err := readZip(data, &pkg.ReaderOptions{MaxTotal: 3000})
	require.NoError(t, err)
	o := lookup(t, r, "web/a")
	for range 2 {
		content(t, o)
	}
	_, err = read(t.Context(), o)
	require.ErrorIs(t, err, pkg.ErrLimit)
}

// Entries that share their contents, as those of files do that unpack to more
// than a disk holds.
func TestOverlap(t *testing.T) {
	data := zipOf(t, wrap("web", append(web(), file{name: "Content/web/c.txt", data: "ccc"})...)...)
	at := binary.LittleEndian.Uint32(data[central(t, data, "Content/web/sub/b.txt")+atOffset:])
	for name, delta := range map[string]uint32{"all": 0, "some": 40} {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, firstError(t, patch(t, data, "Content/web/c.txt", atOffset, at+delta)), pkg.ErrOverlap)
		})
	}
}

// firstError returns the error that comes with the contents of a package, of
// which even the XML files are some.
func firstError(t testing.TB, data []byte) error {
	t.Helper()
	r, err := readZip(data, nil)
	if err == nil {
		_, err = read(t.Context(), lookup(t, r, "web/a.txt"))
	}
	return err
}

// However much of it is missing, a package is refused, or is whole.
func TestTruncated(t *testing.T) {
	whole := zipOf(t, wrap("web", web()...)...)
	for n := range whole {
		_, err := readZip(whole[:n], nil)
		require.ErrorIs(t, err, pkg.ErrFormat, "cut at %d of %d", n, len(whole))
	}
}

// Whatever a byte becomes, there is a tree or an error, and contents are right
// or fail.
func TestDamagedBytes(t *testing.T) {
	whole := zipOf(t, wrap("web", web()...)...)
	for i := range whole {
		for _, b := range []byte{0, 0xFF, whole[i] ^ 1, whole[i] ^ 0x80} {
			data := bytes.Clone(whole)
			data[i] = b
			walkAll(t, data, fmt.Sprintf("byte %d", i))
		}
	}
}

// walkAll reads everything there is in a zip file.
func walkAll(t testing.TB, data []byte, what string) {
	t.Helper()
	r, err := readZip(data, &pkg.ReaderOptions{MaxEntries: 1000, MaxTotal: 1 << 24})
	if err != nil {
		return
	}
	for o, err := range provider.Walk(t.Context(), r.Root()) {
		if err != nil {
			return
		}
		if o.Content == nil || o.Invalid != nil {
			continue
		}
		data, err := read(t.Context(), o)
		if err == nil && o.Kind.Is(provider.FilePath) {
			require.Len(t, data, int(o.Size()), "%s: %s", what, o.Path)
		}
	}
}

func TestPrefixAndComment(t *testing.T) {
	whole := zipOf(t, wrap("web", web()...)...)
	for name, data := range map[string][]byte{
		"something before": append([]byte("#!/bin/sh\nexit\n"), whole...),
		"a comment":        append(append(bytes.Clone(whole[:len(whole)-2]), 5, 0), "hello"...),
		"a long comment":   append(append(bytes.Clone(whole[:len(whole)-2]), 0xFF, 0xFF), strings.Repeat("x", 0xFFFF)...),
	} {
		t.Run(name, func(t *testing.T) {
			r := mustReadZip(t, data)
			require.Equal(t, webPaths(), paths(t, r))
			require.Equal(t, "aaa", content(t, lookup(t, r, "web/a.txt")))
		})
	}
}

func TestCancelledListing(t *testing.T) {
	r := mustReadZip(t, zipOf(t, wrap("web", web()...)...))
	ctx, cancel := contextWithCause(t)
	var got []string
	for o, err := range lookup(t, r, "web").Below(ctx) {
		if err != nil {
			require.ErrorIs(t, err, errStop)
			got = append(got, "stopped")
			break
		}
		got = append(got, o.Path)
		cancel(errStop)
	}
	require.Equal(t, []string{"web/a.txt", "stopped"}, got)
}

func TestManySiblings(t *testing.T) {
	files := wrap("web", file{name: "Content/web/", ext: 0x10})
	for i := range 3000 {
		files = append(files, file{name: fmt.Sprintf("Content/web/d%04d/", i%1000), ext: 0x10}, file{name: fmt.Sprintf("Content/web/d%04d/%d.txt", i%1000, i)})
	}
	require.Len(t, paths(t, mustReadZip(t, zipOf(t, files...))), 2+1000+3000)
}
