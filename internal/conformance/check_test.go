package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fake is a tool that writes a folder d and a package p.zip, and prints a few
// lines. spoil makes it do one thing wrong; nil makes it do all right.
type fake struct {
	t     *testing.T
	spoil func(r *fakeRun)
}

// fakeRun is what a fake tool is about to do.
type fakeRun struct {
	dir            string
	stdout, stderr []string
	rc             int
	entries        []madeEntry
	after          func() error // runs at the end
}

func (f fake) tool(_ context.Context, inv Invocation) int {
	r := &fakeRun{
		dir:    inv.Dir,
		stdout: []string{"Info: Adding directory (" + inv.Dir + "/d).", "Info: Adding file (" + inv.Dir + "/d/n).", "Total changes: 2"},
		stderr: []string{"Error: some words of a runtime.", "Error count: 1."},
		rc:     -1, entries: samplePackage(), after: func() error { return nil },
	}
	if f.spoil != nil {
		f.spoil(r)
	}
	err := errors.Join(
		makeFolder(r.at("d")),
		writeFile(r.at("d/n"), []byte("one\ntwo"), fileTime()),
		writeFile(r.at("d/ro"), []byte("ro"), fileTime()),
		os.Chmod(r.at("d/ro"), 0o444),
		os.Remove(r.at("top.txt")),
		writeFile(r.at("p.zip"), makeZip(f.t, r.entries, nil), time.Now()),
	)
	if err == nil {
		err = r.after()
	}
	if err != nil {
		fmt.Fprintln(inv.Stderr, err)
	}
	fmt.Fprintln(inv.Stdout, strings.Join(r.stdout, "\n"))
	fmt.Fprintln(inv.Stderr, strings.Join(r.stderr, "\n"))
	return r.rc
}

func (r *fakeRun) at(name string) string { return filepath.Join(r.dir, filepath.FromSlash(name)) }

// fakeCase is the recorded case of the fake tool.
func fakeCase(t *testing.T) (*Suite, *Case) {
	t.Helper()
	listing, faults := listed(t, treeNow, samplePackage())
	require.Empty(t, faults)
	return oneCase(t, map[string]string{
		"setup":  "put before x\n",
		"rc":     "255\n",
		"stdout": "Info: Adding directory ($W/d).\nInfo: Adding file ($W/d/n).\nTotal changes: 2\n",
		"stderr": "Error: Words of another runtime.\nError count: 1.\n",
		"loose":  "Error: Words of another runtime.\n",
		"tree": strings.Join([]string{
			"d\t-\t-\t-\td", nodeLine("d/n", "one\ntwo"), nodeLine("d/ro", "ro") + "\treadonly", "f\t#\tNOW\t#\tp.zip", "gone\ttop.txt", "",
		}, "\n"),
		"files/d/n": "one\ntwo",
		"zip":       listing,
	})
}

func TestCheckPassesWhatWasRecorded(t *testing.T) {
	s, c := fakeCase(t)
	differences, err := s.Check(t.Context(), fake{t: t}.tool, c)
	require.NoError(t, err)
	require.Empty(t, differences)
}

// A difference in any dimension is found, and told as such.
func TestCheckFindsEachDifference(t *testing.T) {
	swap := func(r *fakeRun) { r.stdout[0], r.stdout[1] = r.stdout[1], r.stdout[0] }
	for _, tt := range []struct {
		name  string
		spoil func(r *fakeRun)
		want  string
	}{
		{"a line of stdout", func(r *fakeRun) { r.stdout[2] = "Total changes: 3" }, "stdout:"},
		{"order of stdout", swap, "stdout:"},
		{"a line more", func(r *fakeRun) { r.stdout = append(r.stdout, "") }, "stdout:"},
		{"a line of stderr", func(r *fakeRun) { r.stderr[1] = "Error count: 2." }, "stderr:"},
		{"prefix of a loose line", func(r *fakeRun) { r.stderr[0] = "Warning: x" }, "stderr:"},
		{"status", func(r *fakeRun) { r.rc = 0 }, "status:\nrecorded 255\ngot      0"},
		{"time", func(r *fakeRun) {
			r.after = func() error { return os.Chtimes(r.at("d/n"), time.Now(), fileTime().Add(time.Second)) }
		}, "changes in $W:"},
		{"content", func(r *fakeRun) {
			r.after = func() error { return writeFile(r.at("d/n"), []byte("one\nTWO"), fileTime()) }
		}, "file d/n:\n--- recorded\n+++ got\n@@ -1,2 +1,2 @@\n one\n-two\n"},
		{"no content", func(r *fakeRun) { r.after = func() error { return os.Remove(r.at("d/n")) } }, "file d/n: open"},
		{"read-only flag", func(r *fakeRun) { r.after = func() error { return os.Chmod(r.at("d/ro"), 0o644) } }, "\treadonly"},
		{"an extra file", func(r *fakeRun) { r.after = func() error { return writeFile(r.at("d/x"), nil, fileTime()) } }, "\td/x"},
		{"an extra folder", func(r *fakeRun) { r.after = func() error { return makeFolder(r.at("src/new")) } }, "\tsrc/new"},
		{"a source that was changed", func(r *fakeRun) {
			r.after = func() error { return os.Chtimes(r.at("before"), time.Now(), time.Now()) }
		}, "\tbefore"},
		{"a missing file", func(r *fakeRun) { r.after = func() error { return os.Remove(r.at("d/ro")) } }, "changes in $W:"},
		{"a file that is not removed", func(r *fakeRun) {
			r.after = func() error { return writeFile(r.at("top.txt"), []byte("top"), fileTime()) }
		}, "-gone\ttop.txt"},
		{"order of entries", func(r *fakeRun) { r.entries[2], r.entries[3] = r.entries[3], r.entries[2] }, "package p.zip:"},
		{"attribute of an entry", func(r *fakeRun) { r.entries[2].external = 0x20 }, "+Content/d/ü.txt"},
		{"a byte of parameters.xml", func(r *fakeRun) {
			r.entries[4] = entryOf("parameters.xml", bom+"<Parameters />", 0)
		}, "+<Parameters />"},
		{"an entry that cannot be read", func(r *fakeRun) { r.entries[2].crc++ }, "size and checksum"},
		{"no package", func(r *fakeRun) { r.after = func() error { return os.Remove(r.at("p.zip")) } }, "package p.zip: open"},
		{"a panic", func(r *fakeRun) { panic("oh no") }, "the tool panicked: oh no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, c := fakeCase(t)
			differences, err := s.Check(t.Context(), fake{t, tt.spoil}.tool, c)
			require.NoError(t, err)
			require.Contains(t, strings.Join(differences, "\n"), tt.want)
		})
	}
}

func TestCheckRunsTheToolInItsPlace(t *testing.T) {
	s, c := oneCase(t, map[string]string{
		"cmd": "-a:$W/x\n-b c\n", "setup": "put f x\nmsdeploy -setup '$W'\n", "tz": "Asia/Kolkata\n", "stdout": "out\n", "tree": unchanged + "\n",
	})
	folder, err := os.Getwd()
	require.NoError(t, err)
	local := time.Local
	var lines []string
	differences, err := s.Check(t.Context(), func(ctx context.Context, inv Invocation) int {
		require.Equal(t, t.Context(), ctx)
		current, err := os.Getwd()
		require.NoError(t, err)
		require.Equal(t, inv.Dir, current)
		require.FileExists(t, "f")
		require.Equal(t, "Asia/Kolkata", inv.TZ.String())
		require.Equal(t, "Asia/Kolkata", time.Local.String())
		lines = append(lines, strings.ReplaceAll(inv.Line, inv.Dir, "<dir>"))
		fmt.Fprint(inv.Stdout, "out\r\n")
		return 0
	}, c)
	require.NoError(t, err)
	require.Empty(t, differences)
	require.Equal(t, []string{"-setup $W", "-a:<dir>/x -b c"}, lines)

	after, err := os.Getwd()
	require.NoError(t, err)
	require.Equal(t, folder, after)
	require.Same(t, local, time.Local)
}

func TestCheckRunsInUTCUnlessTheCaseSaysOtherwise(t *testing.T) {
	s, c := oneCase(t, nil)
	differences, err := s.Check(t.Context(), func(_ context.Context, inv Invocation) int {
		require.Equal(t, time.UTC, inv.TZ)
		require.Equal(t, time.UTC, time.Local)
		return 0
	}, c)
	require.NoError(t, err)
	require.Empty(t, differences)
}

func TestCheckOfCasesThatCannotBeRun(t *testing.T) {
	nothing := func(context.Context, Invocation) int { return 0 }
	s, c := oneCase(t, map[string]string{"tz": "Nowhere/None\n"})
	_, err := s.Check(t.Context(), nothing, c)
	require.ErrorContains(t, err, "case g/c: unknown time zone")

	s, c = oneCase(t, map[string]string{"setup": "msdeploy -x\n"})
	differences, err := s.Check(t.Context(), func(_ context.Context, inv Invocation) int {
		io.WriteString(inv.Stdout, "its reason")
		return 255
	}, c)
	require.NoError(t, err)
	require.Equal(t, []string{"setup: msdeploy -x: status 255\nits reason\n"}, differences)

	s, c = oneCase(t, map[string]string{"zip": "x\n", "tree": unchanged + "\n"})
	differences, err = s.Check(t.Context(), nothing, c)
	require.NoError(t, err)
	require.Contains(t, differences[0], "lists 0 packages")
}

func TestCheckOfResultsThatNameTheWorkFolder(t *testing.T) {
	s, c := oneCase(t, map[string]string{
		"tree":               "d\t-\t-\t-\tar\nf\t#\tNOW\t#\tar/archive.xml\nf\t#\tNOW\t#\tout.xml\n",
		"files/out.xml":      bom + "<o path=\"$W/d\" securityDescriptor=\"#\" />",
		"zip.ar_archive.xml": "<m path=\"$W/d\" />",
	})
	write := func(out, archive string) Tool {
		return func(_ context.Context, inv Invocation) int {
			require.NoError(t, makeFolder(filepath.Join(inv.Dir, "ar")))
			require.NoError(t, writeFile(filepath.Join(inv.Dir, "out.xml"), []byte(strings.ReplaceAll(out, "$W", inv.Dir)), time.Now()))
			require.NoError(t, writeFile(filepath.Join(inv.Dir, "ar", "archive.xml"), []byte(strings.ReplaceAll(archive, "$W", inv.Dir)), time.Now()))
			return 0
		}
	}
	for _, tt := range []struct{ out, archive, want string }{
		{bom + `<o path="$W/d" />`, bom + `<m path="$W/d" />`, ""},
		{bom + `<o path="$W/e" />`, bom + `<m path="$W/d" />`, "file out.xml:"},
		{`<o path="$W/d" />`, bom + `<m path="$W/d" />`, "file out.xml:"},
		{bom + `<o path="$W/d" />`, bom + `<m path="$W/e" />`, "archive folder ar/archive.xml:"},
	} {
		differences, err := s.Check(t.Context(), write(tt.out, tt.archive), c)
		require.NoError(t, err)
		if tt.want == "" {
			require.Empty(t, differences)
		} else {
			require.Contains(t, strings.Join(differences, ""), tt.want)
		}
	}
}
