package conformance

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// smallInputs are the inputs of the suites that tests make.
func smallInputs() map[string]string {
	return map[string]string{
		"inputs/tree/src/a.txt":     "aaa",
		"inputs/tree/src/sub/b.txt": "bbb\n",
		"inputs/tree/top.txt":       "top",
		"inputs/zips/z.zip":         "PK\x05\x06" + string(make([]byte, 18)),
		"inputs/templates/m.xml":    "<m path=\"@W@/src\" also=\"@W@\" />\n",
		"inputs/noise.bin":          "\xff\xfe\x00\x01noise",
		"inputs/times.tsv":          "# time\tpath\n202001020304.05\tsrc/a.txt\n",
	}
}

// suiteFolder returns a suite folder in memory.
func suiteFolder(files ...map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, part := range files {
		for name, data := range part {
			fsys[name] = &fstest.MapFile{Data: []byte(data)}
		}
	}
	return fsys
}

// packedSuite packs a suite folder in memory.
func packedSuite(t testing.TB, folder fstest.MapFS) fstest.MapFS {
	t.Helper()
	packed, err := Pack(folder)
	require.NoError(t, err)
	fsys := fstest.MapFS{}
	for name, data := range packed {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// smallSuite loads a suite of the small inputs and the given files of cases,
// named GROUP/NAME/FILE.
func smallSuite(t testing.TB, cases map[string]string) *Suite {
	t.Helper()
	files := smallInputs()
	for name, data := range cases {
		files["cases/"+name] = data
	}
	s, err := Load(packedSuite(t, suiteFolder(files)))
	require.NoError(t, err)
	return s
}

// oneCase loads a suite of one case g/c made of the given files, with a command
// and a status of 0 if they have none.
func oneCase(t testing.TB, files map[string]string) (*Suite, *Case) {
	t.Helper()
	cases := map[string]string{"g/c/cmd": "-verb:x\n", "g/c/rc": "0\n"}
	for name, data := range files {
		cases["g/c/"+name] = data
	}
	s := smallSuite(t, cases)
	return s, s.Case("g/c")
}

// folderWith writes files below a new folder.
func folderWith(t testing.TB, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name := range maps.Keys(files) {
		full := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o755))
		require.NoError(t, os.WriteFile(full, []byte(files[name]), 0o644))
	}
	return folder
}
