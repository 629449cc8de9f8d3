package pkg_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
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

// digested syncs files into the zip file, or the folder if name has no extension, and
// returns the digest that it then says and has.
func digested(t *testing.T, name string, files map[string]memory.File, opts pkg.WriterOptions, parallel int) string {
	t.Helper()
	create := pkg.Create
	if filepath.Ext(name) == "" {
		create = pkg.CreateDir
	}
	w, err := create(name, &opts)
	require.NoError(t, err)
	defer w.Close()
	_, err = websync.Run(t.Context(), provider.Document(memory.New("site", files)), w, &websync.Options{Parallel: parallel})
	require.NoError(t, err)
	require.NoError(t, w.Close())
	r := open(t, name)
	require.NoError(t, r.Verify(t.Context()))
	digest, err := r.Digest(t.Context())
	require.NoError(t, err)
	require.Equal(t, r.StoredDigest(), digest)
	require.Regexp(t, `^sha256:[0-9a-f]{64}$`, digest)
	return digest
}

// One digest for one content, whatever the times, the place, the compressor, the
// number of files at a time and what the package was before.
func TestDigestIsThatOfTheContents(t *testing.T) {
	dir := t.TempDir()
	opts := pkg.WriterOptions{Digest: true}
	list := mixture(epoch(), "Normal")
	want := digested(t, filepath.Join(dir, "a.zip"), list, opts, 1)
	require.Equal(t, want, digested(t, filepath.Join(dir, "b.zip"), mixture(epoch().Add(time.Hour), "Normal"), pkg.WriterOptions{Digest: true, Level: 1}, 7))
	require.Equal(t, digested(t, filepath.Join(dir, "folder"), list, opts, 2), digested(t, filepath.Join(dir, "other"), list, opts, 1))
	require.Equal(t, want, digested(t, filepath.Join(dir, "c.zip"), list, pkg.WriterOptions{Digest: true, Reproducible: true}, 7))

	changed := filepath.Join(dir, "d.zip")
	require.NotEqual(t, want, digested(t, changed, files(), opts, 1))
	require.Equal(t, want, digested(t, changed, list, opts, 3))

	more := mixture(epoch(), "Normal")
	more["empty/x"] = memory.File{Data: "x", Time: epoch()}
	require.NotEqual(t, want, digested(t, changed, more, opts, 3), "most of it is taken over as it was")
	require.NotEqual(t, want, digested(t, filepath.Join(dir, "e.zip"), mixture(epoch(), "ReadOnly"), opts, 1))

	w, err := pkg.Create(changed, nil)
	require.NoError(t, err)
	defer w.Close()
	_, err = websync.Run(t.Context(), provider.Document(memory.New("site", list)), w, nil)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	r := open(t, changed)
	require.Empty(t, r.StoredDigest(), "what was changed without does not keep the old one")
	require.ErrorIs(t, r.Verify(t.Context()), pkg.ErrNoDigest)
	digest, err := r.Digest(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, digest)
	require.Equal(t, want, digested(t, changed, list, opts, 1), "nothing else changes")
}

// unvouched copies a zip file, the way a foreign tool would, with what change makes
// of each entry: nil leaves it out.
func unvouched(t *testing.T, from, to string, change func(name string, data []byte) []byte, more map[string]string) {
	t.Helper()
	r, err := zip.OpenReader(from)
	require.NoError(t, err)
	defer r.Close()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		in, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(in)
		require.NoError(t, err)
		if data = change(f.Name, data); data == nil {
			continue
		}
		out, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, ExternalAttrs: f.ExternalAttrs})
		require.NoError(t, err)
		_, err = out.Write(data)
		require.NoError(t, err)
	}
	for name, data := range more {
		out, err := w.Create(name)
		require.NoError(t, err)
		_, err = out.Write([]byte(data))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, os.WriteFile(to, b.Bytes(), 0o666))
}

func TestVerifyNamesWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.zip"), filepath.Join(dir, "bad.zip")
	digested(t, good, files(), pkg.WriterOptions{Digest: true}, 1)
	edit := func(which string, f func(string) string) func(string, []byte) []byte {
		return func(name string, data []byte) []byte {
			if name != which {
				return append([]byte{}, data...)
			}
			if s := f(string(data)); s != "" {
				return []byte(s)
			}
			return nil
		}
	}
	same := func(s string) string { return s }
	gone := func(string) string { return "" }
	reversed := func(s string) string { return s[1:] + s[:1] }
	for _, c := range []struct {
		name   string
		change func(string, []byte) []byte
		more   map[string]string
		want   string
	}{
		{"packed by another tool", edit("", same), nil, ""},
		{"a file changed", edit("Content/site/bin/app.dll", reversed), nil, "Content/site/bin/app.dll"},
		{"a file gone", edit("Content/site/A.txt", gone), nil, "Content/site/A.txt"},
		{"a file more", edit("", same), map[string]string{"Content/site/evil.aspx": "x"}, "Content/site/evil.aspx"},
		{"archive.xml", edit("archive.xml", func(s string) string { return strings.Replace(s, "<MSDeploy.dirPath ", "<MSDeploy.dirPath a='b' ", 1) }), nil, "archive.xml"},
		{"parameters", edit("", same), map[string]string{"parameters.xml": "<parameters/>"}, "parameters.xml"},
		{"the list", edit("digest.txt", func(s string) string { return strings.Replace(s, "a", "b", 1) }), nil, ""},
		{"the list and a file", func(name string, data []byte) []byte {
			if name == "digest.txt" || strings.HasSuffix(name, "a_b") {
				return append(data, 'x')
			}
			return append([]byte{}, data...)
		}, nil, "digest.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			unvouched(t, good, bad, c.change, c.more)
			err := open(t, bad).Verify(t.Context())
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, pkg.ErrDigest)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.want, e.Path)
		})
	}
}

// The list is one that can be read: a line for each file and each folder with
// nothing in it.
func TestDigestList(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.zip")
	digested(t, name, map[string]memory.File{"a/b.txt": {Data: "hello", Attributes: "ReadOnly"}}, pkg.WriterOptions{Digest: true}, 1)
	r, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer r.Close()
	in, err := r.Open("digest.txt")
	require.NoError(t, err)
	data, err := io.ReadAll(in)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	require.Len(t, lines, 2, fmt.Sprint(lines))
	require.Equal(t, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 r Content/site/a/b.txt", lines[0])
	require.Regexp(t, `^[0-9a-f]{64} - archive.xml$`, lines[1])
}
