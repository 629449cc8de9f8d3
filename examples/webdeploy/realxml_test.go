package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Loose documents, some of them broken, can be used as what they are or are
// refused with a reason, whatever they are taken for.
func TestRealDocuments(t *testing.T) {
	list, err := filepath.Glob(filepath.Join(realFolder(t), "xml", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, list)
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("site", 0o777))
	used := map[string]int{}
	try := func(use, name string, args ...string) {
		o := outcomeOf(t.Context(), args...)
		o.requireReported(t, args)
		if o.code == exitOK {
			used[use]++
		} else {
			require.Greater(t, len(o.out)+len(o.err), len("Error count: 1.\n")+20, name)
		}
	}
	for _, name := range list {
		try("manifest", name, "-verb:dump", "-source:manifest="+name)
		try("parameters", name, "-verb:sync", "-source:dirPath=site", "-dest:package=p.zip", "-declareParamFile:"+name, "-whatif")
		try("values", name, "-verb:sync", "-source:dirPath=site", "-dest:dirPath=d", "-setParamFile:"+name, "-whatif")
	}
	require.Greater(t, used["manifest"], 5)
	require.Greater(t, used["parameters"], 30)
	require.Greater(t, used["values"], 10)
}

// A document that stands in an archive folder as its archive.xml is listed or
// refused.
func TestRealArchives(t *testing.T) {
	list, err := filepath.Glob(filepath.Join(realFolder(t), "xml", "*"))
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("a", 0o777))
	require.NoError(t, os.WriteFile("a/systemInfo.xml", []byte("<systemInfo />"), 0o666))
	for _, name := range list {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("a/archive.xml", data, 0o666))
		for _, form := range []string{"-verbose", "-xml"} {
			args := []string{"-verb:dump", "-source:archiveDir=a", form}
			outcomeOf(t.Context(), args...).requireReported(t, append(args, name))
		}
	}
}

// Command lines that people wrote are carried out as what-if runs in an empty
// folder: they end well or say why not, reach no other machine, and leave
// nothing behind.
func TestRealCommandLines(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(realFolder(t), "commands.txt"))
	require.NoError(t, err)
	blocks := strings.Split("\n"+string(data), "\n## ")[1:]
	require.NotEmpty(t, blocks)
	t.Chdir(t.TempDir())
	remote := 0
	for _, block := range blocks {
		head, text, _ := strings.Cut(block, "\n")
		line := rawLine(text)
		if line == "" || strings.Contains(strings.ToLower(line), "-xml") {
			continue
		}
		var out, errs strings.Builder
		code := run(t.Context(), invocation{line: "-whatif " + line, stdout: &out, stderr: &errs})
		outcome{out.String(), errs.String(), code}.requireReported(t, []string{head, line})
		if strings.Contains(errs.String(), "asks for another machine") {
			remote++
		}
	}
	require.Greater(t, remote, 10)
	left, err := os.ReadDir(".")
	require.NoError(t, err)
	require.Empty(t, left)
}

// rawLine makes one line of a command that is written for some shell, without
// the program.
func rawLine(text string) string {
	text = regexp.MustCompile("\\s*[`^]?\\s*\\n\\s*").ReplaceAllString(strings.TrimSpace(text), " ")
	if at := regexp.MustCompile(`(^|\s)-\S`).FindStringIndex(text); at != nil {
		return strings.TrimSpace(text[at[0]:])
	}
	return ""
}
