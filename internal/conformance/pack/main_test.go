package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/conformance"
)

// suiteFolder writes a small suite folder and returns it.
func suiteFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, data := range files {
		full := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o755))
		require.NoError(t, os.WriteFile(full, []byte(data), 0o644))
	}
	return folder
}

func TestWriteReplacesTheArchives(t *testing.T) {
	suite := suiteFolder(t, map[string]string{
		"inputs/tree/a.bin": "\xff", "cases/g/one/cmd": "-x\n", "cases/g/one/rc": "0\n", "cases/INDEX.tsv": "left out",
	})
	out := suiteFolder(t, map[string]string{"cases/g.txtar": "old", "cases/gone.txtar": "old", "cases/other.txt": "kept"})
	size, err := write(suite, out)
	require.NoError(t, err)

	total := 0
	for _, name := range []string{"inputs.txtar", "cases/g.txtar"} {
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		require.NoError(t, err)
		total += len(data)
	}
	require.Equal(t, total, size)
	require.NoFileExists(t, filepath.Join(out, "cases", "gone.txtar"))
	require.FileExists(t, filepath.Join(out, "cases", "other.txt"))
	left, err := filepath.Glob(filepath.Join(out, "*", "*.new"))
	require.NoError(t, err)
	require.Empty(t, left)

	s, err := conformance.Load(os.DirFS(out))
	require.NoError(t, err)
	require.NotNil(t, s.Case("g/one"))
}

func TestWriteLeavesTheArchivesWhenItFails(t *testing.T) {
	out := suiteFolder(t, map[string]string{"cases/g.txtar": "old"})
	_, err := write(suiteFolder(t, map[string]string{"README.md": "no suite"}), out)
	require.ErrorContains(t, err, "no inputs or no cases")
	data, err := os.ReadFile(filepath.Join(out, "cases", "g.txtar"))
	require.NoError(t, err)
	require.Equal(t, "old", string(data))
}
