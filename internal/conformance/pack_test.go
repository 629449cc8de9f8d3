package conformance

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestPackThenUnpackIsTheIdentity(t *testing.T) {
	files := map[string]string{
		"cases/g/one/cmd":               "-a\n-b\n",
		"cases/g/one/rc":                "0\n",
		"cases/g/one/stdout":            "no end",
		"cases/g/one/files/d/a b.txt":   "\xff\xfeu\x001\x006\x00",
		"cases/g/one/files/d/ünï.txt":   "\ufeffbom\r\n",
		"cases/g/one/files/d/x.b64":     "not base64\n",
		"cases/g/one/files/d/x.nonl":    "has an end\n",
		"cases/g/one/files/d/empty":     "",
		"cases/g/one/files/d/fake.q":    "-- two/cmd --\n",
		"cases/g/two/cmd":               "\n",
		"cases/other-group/one/cmd":     "-c\n",
		"cases/other-group/one/zip.a_x": "<a>\n</a>",
	}
	folder := suiteFolder(smallInputs(), files)
	left := suiteFolder(map[string]string{ // what is no part of the packed suite
		"README.md": "x", "cases/INDEX.tsv": "x", "cases/g/INDEX.tsv": "x", "cases-suspect/g/one/cmd": "x",
		"inputs/SETUP.md": "x", "inputs/mkinputs.sh": "x",
	})
	for name, f := range folder {
		left[name] = f
	}
	got, err := Unpack(packedSuite(t, left))
	require.NoError(t, err)
	require.Len(t, got, len(folder))
	for name, f := range folder {
		require.Equal(t, string(f.Data), string(got[name]), name)
	}
}

func TestPackGivesOneArchiveForEachGroup(t *testing.T) {
	packed, err := Pack(suiteFolder(smallInputs(), map[string]string{
		"cases/b/one/cmd": "-x\n", "cases/a/two/cmd": "-y\n", "cases/a/one/cmd": "-z\n",
	}))
	require.NoError(t, err)
	require.Len(t, packed, 3)
	require.Contains(t, packed, "inputs.txtar")
	require.Contains(t, packed, "cases/b.txtar")
	require.Equal(t, "Recorded behaviour, packed by internal/conformance/pack. Do not edit.\n\n-- one/cmd --\n-z\n-- two/cmd --\n-y\n", string(packed["cases/a.txtar"]))
}

func TestPackRefuses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"no inputs", map[string]string{"cases/g/one/cmd": "-x\n"}, "no inputs or no cases"},
		{"no cases", map[string]string{"inputs/tree/a": "x"}, "no inputs or no cases"},
		{"a name with a blank at its end", map[string]string{"inputs/tree/a ": "x", "cases/g/one/cmd": "-x\n"}, "cannot stand"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Pack(suiteFolder(tt.files))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestUnpackRefuses(t *testing.T) {
	const inputs = "-- tree/a --\nx\n"
	for _, tt := range []struct{ name, inputs, cases, want string }{
		{"a section twice", inputs, "-- one/cmd --\n-- one/cmd --\n", `section "one/cmd" comes twice`},
		{"a section in two forms", inputs, "-- one/cmd --\n-- one/cmd.nonl --\nx\n", "comes twice"},
		{"a broken section", inputs, "-- one/cmd.b64 --\n?\n", "unpacking cases/g.txtar"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Unpack(suiteFolder(map[string]string{"inputs.txtar": tt.inputs, "cases/g.txtar": tt.cases}))
			require.ErrorContains(t, err, tt.want)
		})
	}
	_, err := Unpack(fstest.MapFS{})
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// The embedded archives are what packing their own content gives, so that they
// were not edited by hand, and hold no binary file.
func TestEmbeddedSuiteIsAsPacked(t *testing.T) {
	files, err := Unpack(Embedded())
	require.NoError(t, err)
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	packed, err := Pack(folder)
	require.NoError(t, err)
	seen := 0
	require.NoError(t, fs.WalkDir(Embedded(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(Embedded(), name)
		require.NoError(t, err)
		require.True(t, string(packed[name]) == string(data), name)
		require.True(t, visible(string(data)), name)
		seen++
		return nil
	}))
	require.Len(t, packed, seen)
}
