package conformance

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLayOut(t *testing.T) {
	s := smallSuite(t, anyCase())
	b, err := newBench(s.inputs)
	require.NoError(t, err)
	t.Cleanup(b.close)

	for name, want := range map[string]string{
		"src/a.txt": "aaa", "src/sub/b.txt": "bbb\n", "top.txt": "top", "zips/z.zip": smallInputs()["inputs/zips/z.zip"],
		"m.xml": "<m path=\"" + b.work + "/src\" also=\"" + b.work + "\" />\n",
	} {
		data, err := os.ReadFile(filepath.Join(b.work, filepath.FromSlash(name)))
		require.NoError(t, err)
		require.Equal(t, want, string(data), name)
	}
	for _, name := range []string{"site/emptydir", "sb/c-empty", "sa/d/empty"} {
		require.DirExists(t, filepath.Join(b.work, filepath.FromSlash(name)))
	}
	require.NoFileExists(t, filepath.Join(b.work, "noise.bin"))
	requireTime(t, filepath.Join(b.work, "src", "a.txt"), time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC))
	requireTime(t, filepath.Join(b.work, "m.xml"), time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC))
	requireTime(t, filepath.Join(b.work, "src"), time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))
	require.Regexp(t, `^[0-9]+$`, filepath.Base(b.work))
	if runtime.GOOS != "windows" {
		requireMode(t, filepath.Join(b.work, "src"), 0o755)
		requireMode(t, filepath.Join(b.work, "src", "a.txt"), 0o644)
	}
}

// anyCase are the cases of a suite of which only the inputs matter.
func anyCase() map[string]string {
	return map[string]string{"g/c/cmd": "-x\n", "g/c/rc": "0\n"}
}

func requireTime(t *testing.T, name string, want time.Time) {
	t.Helper()
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.True(t, info.ModTime().Equal(want), "%s: %s", name, info.ModTime())
}

func requireMode(t *testing.T, name string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.Equal(t, want, info.Mode().Perm(), name)
}

func TestMemoryFolderYieldsToTheUsersChoice(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	require.Empty(t, memoryFolder())
}

// Whatever a case did to the folder, the next one finds the inputs.
func TestResetBringsBackTheInputs(t *testing.T) {
	b, err := newBench(smallSuite(t, anyCase()).inputs)
	require.NoError(t, err)
	t.Cleanup(b.close)
	at := func(name string) string { return filepath.Join(b.work, filepath.FromSlash(name)) }

	for _, tt := range []struct {
		name  string
		spoil func() error
	}{
		{"nothing", func() error { return nil }},
		{"a new file", func() error { return os.WriteFile(at("new"), []byte("x"), 0o600) }},
		{"a new folder inside", func() error { return os.MkdirAll(at("src/sub/deep/deeper"), 0o700) }},
		{"other content of the same size and time", func() error { return writeFile(at("top.txt"), []byte("TOP"), fileTime()) }},
		{"another time", func() error { return os.Chtimes(at("src/sub/b.txt"), time.Now(), time.Now()) }},
		{"read-only", func() error { return os.Chmod(at("top.txt"), 0o444) }},
		{"other permissions", func() error { return os.Chmod(at("src/sub"), 0o700) }},
		{"a file that is gone", func() error { return os.Remove(at("src/sub/b.txt")) }},
		{"an empty folder that is gone", func() error { return os.Remove(at("sa/d/empty")) }},
		{"a file in place of a folder", func() error {
			if err := os.RemoveAll(at("src")); err != nil {
				return err
			}
			return os.WriteFile(at("src"), nil, 0o644)
		}},
		{"all gone", func() error {
			for name := range b.fresh {
				if err := os.RemoveAll(at(name)); err != nil {
					return err
				}
			}
			return nil
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.NoError(t, tt.spoil())
			b.now = nil
			require.NoError(t, b.reset())
			now, err := takeSnapshot(b.work)
			require.NoError(t, err)
			require.Empty(t, changedEntries(b.fresh, now, node.same))
		})
	}
}
