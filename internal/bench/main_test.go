package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The command runs its own program again for the library, which is this one here.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == asLibrary {
		main()
		return
	}
	if err := sameForAll(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func tinySite(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "tiny")
	require.NoError(t, generateFiles(dir, 120))
	return dir
}

// Every scenario, with whatever peers there are: what the contestants leave is
// compared with what it should be, so that a wrong call of any of them fails.
// Dropping the caches is left to those who ask for it.
func TestCommandGoesThroughAllScenarios(t *testing.T) {
	work := t.TempDir()
	var ids []string
	for _, s := range scenarios() {
		if s.id != "Bcold" {
			ids = append(ids, s.id)
		}
	}
	var out, progress strings.Builder
	require.NoError(t, run(t.Context(), []string{"-rounds", "1", "-work", work, "-site", tinySite(t), "-scenarios", strings.Join(ids, ",")}, &out, &progress))
	require.True(t, strings.HasPrefix(out.String(), "# Benchmarks\n"))
	require.Contains(t, out.String(), "\n## Site: tiny\n\n120 files in 1 folders, 0.1 MB.\n")
	for _, id := range ids {
		require.Contains(t, out.String(), "\n### "+id+": ")
	}
	require.Equal(t, len(ids), strings.Count(out.String(), "\n| webdeploy | "))
	require.Equal(t, len(ids), strings.Count(out.String(), "\n| library | "))
	left, err := os.ReadDir(work)
	require.NoError(t, err)
	require.Empty(t, left, "what is written is removed")
}

func TestCommandMakesUpSites(t *testing.T) {
	p := &plan{files: 3}
	for s, err := range p.inputs(t.TempDir()) {
		require.NoError(t, err)
		require.Equal(t, "small files", s.name)
		require.True(t, s.small)
		require.Len(t, s.files, 3)
	}
}

func TestCommandLine(t *testing.T) {
	var help strings.Builder
	p, err := parse([]string{"-scenarios", "L,A", "-site", "a,b"}, &help)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, p.sites)
	require.Equal(t, "A", p.scenarios[0].id, "scenarios keep their order")
	require.Equal(t, "L", p.scenarios[1].id)
	require.Len(t, p.scenarios, 2)

	_, err = parse([]string{"-scenarios", "A,Z"}, &help)
	require.EqualError(t, err, `there is no scenario "Z"`)
	_, err = parse([]string{"-rounds", "0"}, &help)
	require.Error(t, err)
}

func TestUnavailableScenarioSaysWhy(t *testing.T) {
	site, err := openSite("tiny", tinySite(t))
	require.NoError(t, err)
	b := &bench{dir: t.TempDir(), progress: &strings.Builder{}}
	var out strings.Builder
	none := scenario{"X", "Nothing", func(context.Context, *stage) (*contest, error) { return nil, unavailable("it is Sunday") }}
	require.NoError(t, b.compare(t.Context(), site, []scenario{none}, &out))
	require.Contains(t, out.String(), "### X: Nothing\n\nNot measured: it is Sunday.\n")
}
