package conformance

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// setUp carries out setup lines in a fresh work folder and returns the folder.
func setUp(t *testing.T, lines ...string) (string, error) {
	t.Helper()
	b, err := newBench(smallSuite(t, anyCase()).inputs)
	require.NoError(t, err)
	t.Cleanup(b.close)
	e := setupEnv{work: b.work, in: b.in}
	for _, line := range lines {
		if err := e.run(t.Context(), line); err != nil {
			return b.work, err
		}
	}
	return b.work, nil
}

func TestSetupCommandsThatWrite(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		file  string
		want  string
	}{
		{"put", []string{`put d/e/f.txt 'a b\n\0101'`}, "d/e/f.txt", "a b\nA"},
		{"put nothing", []string{"put z ''"}, "z", ""},
		{"put over a file", []string{"put top.txt x"}, "top.txt", "x"},
		{"put at a full path", []string{"put $W/q x"}, "q", "x"},
		{"fill", []string{"fill f 18"}, "f", "0123456789abcdef01"},
		{"fill nothing", []string{"fill f 0"}, "f", ""},
		{"noise", []string{"noise f 5"}, "f", "\xff\xfe\x00\x01n"},
		{"many, the first", []string{"many m 3"}, "m/f00000.txt", "0"},
		{"many, the last", []string{"many m 3"}, "m/f00002.txt", "2"},
		{"an empty line", []string{"", "put f x"}, "f", "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			work, err := setUp(t, tt.lines...)
			require.NoError(t, err)
			name := filepath.Join(work, filepath.FromSlash(tt.file))
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			require.Equal(t, tt.want, string(data))
			requireTime(t, name, time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC))
		})
	}
}

func TestSetupCommandsThatChange(t *testing.T) {
	work, err := setUp(t,
		"dir e/f g", "readonly_ src/a.txt top.txt", "at 202001010000.30 src", "copy src s2", "copy top.txt t2.txt",
		"writable top.txt", "at 203012312359.58 top.txt src/sub/b.txt", "copy src s3", "move s2 s4", "del m.xml zips nothing", "many m 12")
	require.NoError(t, err)
	at := func(name string) string { return filepath.Join(work, filepath.FromSlash(name)) }
	for _, name := range []string{"e/f", "g", "s4/sub", "s3"} {
		require.DirExists(t, at(name))
	}
	for _, name := range []string{"m.xml", "zips", "s2", "m/f00012.txt"} {
		_, err := os.Lstat(at(name))
		require.ErrorIs(t, err, os.ErrNotExist, name)
	}
	require.FileExists(t, at("m/f00011.txt"))
	requireTime(t, at("s4"), time.Date(2020, 1, 1, 0, 0, 30, 0, time.UTC))
	requireTime(t, at("s4/a.txt"), time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC))
	requireTime(t, at("s3/sub/b.txt"), time.Date(2030, 12, 31, 23, 59, 58, 0, time.UTC))
	requireTime(t, at("t2.txt"), time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC))
	for name, readonly := range map[string]bool{"s4/a.txt": true, "src/a.txt": true, "t2.txt": true, "top.txt": false, "s4/sub/b.txt": false} {
		info, err := os.Stat(at(name))
		require.NoError(t, err)
		require.Equal(t, readonly, info.Mode().Perm()&0o222 == 0, name)
	}
}

func TestSetupRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"frob a":                 "no such setup command",
		"put a":                  "takes two arguments",
		"copy a b c":             "takes two arguments",
		"at 202001010000.00":     "takes a time and paths",
		"at yesterday top.txt":   "cannot parse",
		"at 202001010000.00 no":  "no",
		"fill f many":            "is no count",
		"fill f -1":              "is no count",
		"noise f 100":            "9 bytes of noise only",
		"copy src top.txt":       "exists",
		"copy none x":            "none",
		"move none x":            "none",
		"readonly_ none":         "none",
		"put $HOME x":            "only variable",
		"dir top.txt/below":      "top.txt",
		"put src x":              "src",
		"put 'not closed x":      "single quote",
		"writable top.txt none2": "none2",
	} {
		_, err := setUp(t, line)
		require.ErrorContains(t, err, want, line)
	}
}

func TestSetupRunsTheTool(t *testing.T) {
	var lines []string
	e := setupEnv{work: "/w", runTool: func(_ context.Context, line string) (int, string) {
		lines = append(lines, line)
		return strings.Count(line, "fail") * 255, "what it printed"
	}}
	require.NoError(t, e.run(t.Context(), "msdeploy -verb:sync '-source:dirPath=\"$W/a b\"' -dest:dirPath=$W/d"))
	require.Equal(t, []string{`-verb:sync -source:dirPath="$W/a b" -dest:dirPath=/w/d`}, lines)
	err := e.run(t.Context(), "msdeploy -fail")
	require.ErrorContains(t, err, "status 255")
	require.ErrorContains(t, err, "what it printed")
}
