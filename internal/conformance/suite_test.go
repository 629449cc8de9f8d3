package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEmbeddedSuite(t *testing.T) {
	s := embedded(t)
	require.Equal(t, []string{
		"archivedir", "cmdline", "delete", "dump", "errors", "manifest-auto", "package", "parameters", "presync",
		"rules", "skip-replace", "sync", "textfile", "timezones", "validation", "xmlfile",
	}, s.Groups())
	require.Len(t, s.Cases, 1025)
	seen := map[string]bool{}
	for _, c := range s.Cases {
		require.False(t, seen[c.ID()], c.ID())
		seen[c.ID()] = true
		require.Contains(t, []int{0, 255}, c.RC, c.ID())
		require.NotEmpty(t, c.Notes, c.ID())
	}
}

func TestEmbeddedCase(t *testing.T) {
	c := embedded(t).Case("sync/readonly-to-normal")
	require.NotNil(t, c)
	require.Equal(t, "-verb:sync -source:dirPath=/w/eq1 -dest:dirPath=/w/d -verbose", c.Line("/w"))
	require.Equal(t, []string{"copy eq1 d", "readonly_ d/same.txt"}, c.Setup)
	require.Equal(t, 0, c.RC)
	require.Empty(t, c.TZ)
	require.Contains(t, c.Stdout, "Info: Updating file ($W/d/same.txt).\n")
	require.Equal(t, "d\t-\t-\t-\td", c.Tree[0])
	require.Len(t, c.Tree, 7)
	require.Nil(t, embedded(t).Case("sync/no-such-case"))
}

func TestLoadReadsEveryPartOfACase(t *testing.T) {
	_, c := oneCase(t, map[string]string{
		"cmd": "-verb:sync\n-source:dirPath=$W/a b\n\n-x\n", "setup": "put a b\ndir c\n", "tz": "Asia/Kolkata\n",
		"stdout": "out\n", "stderr": "err\n", "rc": "255\n", "tree": unchanged + "\n", "files/d/x": "\xff", "zip": "z", "zip.ar_archive.xml": "<a />",
		"loose": "Error: l\n", "notes": "two\nlines\n",
	})
	require.Equal(t, &Case{
		Group: "g", Name: "c", Args: []string{"-verb:sync", "-source:dirPath=$W/a b", "", "-x"},
		Setup: []string{"put a b", "dir c"}, TZ: "Asia/Kolkata", Stdout: "out\n", Stderr: "err\n", RC: 255,
		Tree: []string{unchanged}, Files: map[string][]byte{"d/x": []byte("\xff")},
		Zips:  map[string]string{"": "z", "ar_archive.xml": "<a />"},
		Loose: []string{"Error: l"}, Notes: "two\nlines",
	}, c)
	require.Equal(t, "-verb:sync -source:dirPath=/w/a b  -x", c.Line("/w"))
}

func TestLoadRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"unknown part", map[string]string{"cases/g/c/extra": "x"}, "no file of a case has this name"},
		{"bad status", map[string]string{"cases/g/c/rc": "one\n"}, "no exit status"},
		{"negative status", map[string]string{"cases/g/c/rc": "-1\n"}, "no exit status"},
		{"no command", map[string]string{"cases/g/d/rc": "0\n"}, "case g/d has no command"},
		{"no status", map[string]string{"cases/g/d/cmd": "-x\n"}, "case g/d has no command or no status"},
		{"bad time", map[string]string{"inputs/times.tsv": "noon\ttop.txt\n"}, "times.tsv"},
		{"time of nothing", map[string]string{"inputs/times.tsv": "202001010000.00\tnone.txt\n"}, `no input "none.txt"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base := map[string]string{"cases/g/c/cmd": "-x\n", "cases/g/c/rc": "0\n"}
			_, err := Load(packedSuite(t, suiteFolder(smallInputs(), base, tt.files)))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestLoadRefusesUnknownInputs(t *testing.T) {
	_, err := Load(suiteFolder(map[string]string{"inputs.txtar": "-- other/x --\n"}))
	require.ErrorContains(t, err, "no such part")
	_, err = Load(suiteFolder(map[string]string{"inputs.txtar": "-- noise.bin --\n"}))
	require.ErrorContains(t, err, "no inputs")
}
