package nrbf

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRealBlobs runs over real archives: every archive.xml, and every one in a package,
// below the folder that WEBDEPLOY_REAL names. Each blob must decode; and encoding it again
// must give the same bytes but for the name of the library, which differs between builds.
func TestRealBlobs(t *testing.T) {
	folder := os.Getenv("WEBDEPLOY_REAL")
	if folder == "" {
		t.Skip("WEBDEPLOY_REAL names no folder with real archives")
	}
	blobs := realBlobs(t, folder)
	require.NotEmpty(t, blobs)
	names := regexp.MustCompile(`(?i)microsoft\.web\.deployment, Version=\d\.\d\.0\.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35`)
	equal, settings := 0, 0
	for blob := range blobs {
		o, err := Decode(blob)
		require.NoError(t, err, blob)
		again, err := Decode(Encode(o))
		require.NoError(t, err)
		require.Equal(t, o, again)
		stream, err := unwrap(blob)
		require.NoError(t, err)
		require.Equal(t, stream, marshal(o, string(names.Find(stream))))
		if bytes.Equal(stream, marshal(o, library)) {
			equal++
		}
		settings += len(o.Settings)
	}
	t.Logf("%d different blobs with %d settings; %d are byte for byte what Encode writes, the others name another library",
		len(blobs), settings, equal)
}

// realBlobs returns the different blobs below a folder.
func realBlobs(t *testing.T, folder string) map[string]bool {
	t.Helper()
	blobs := map[string]bool{}
	add := func(text []byte) {
		for _, m := range regexp.MustCompile(`MSDeployProviderOptions="(H4s[^"]*)"`).FindAllSubmatch(text, -1) {
			blobs[string(m[1])] = true
		}
	}
	require.NoError(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.EqualFold(filepath.Ext(path), ".xml"):
			text, err := os.ReadFile(path)
			add(text)
			return err
		case strings.EqualFold(filepath.Ext(path), ".zip"):
			return addZip(path, add)
		}
		return nil
	}))
	return blobs
}

func addZip(path string, add func([]byte)) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		if strings.EqualFold(f.Name, "archive.xml") {
			text, err := fs.ReadFile(z, f.Name)
			if err != nil {
				return err
			}
			add(text)
		}
	}
	return nil
}
