package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The program that runs is the one of this test, which writes into the folder
// that it runs in.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "work" {
		fmt.Println("done")
		if err := os.WriteFile("made", nil, 0o644); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func TestRunnerTellsWhatAProgramTook(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	output, caches := filepath.Join(dir, "output"), filepath.Join(dir, "caches")
	var out strings.Builder
	require.NoError(t, run(&out, dir, output, caches, []string{self, "work"}))

	var wall, cpu, peak int64
	_, err = fmt.Sscanln(out.String(), &wall, &cpu, &peak)
	require.NoError(t, err)
	require.Positive(t, wall)
	if runtime.GOOS != "windows" {
		require.Greater(t, peak, int64(1<<20), "no Go program has less memory")
		require.Less(t, peak, int64(1<<30), "bytes, whatever the system counts in")
	}
	data, err := os.ReadFile(output)
	require.NoError(t, err)
	require.Equal(t, "done\n", string(data))
	data, err = os.ReadFile(caches)
	require.NoError(t, err)
	require.Equal(t, "3", string(data))
	require.FileExists(t, filepath.Join(dir, "made"))
}

func TestRunnerFails(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	require.Error(t, run(io.Discard, "", os.DevNull, "", []string{self, "-test.unknown"}))
	require.Error(t, run(io.Discard, "", os.DevNull, "", nil))
}
