package cmdline_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

// TestRealCommands parses a collection of command lines as people write them, in
// the file commands.txt of the folder that WEBDEPLOY_REAL names. Each must parse
// or fail with a typed error; -v lists the failures for the eye.
func TestRealCommands(t *testing.T) {
	folder := os.Getenv("WEBDEPLOY_REAL")
	if folder == "" {
		t.Skip("WEBDEPLOY_REAL names no folder")
	}
	data, err := os.ReadFile(filepath.Join(folder, "commands.txt"))
	require.NoError(t, err)
	parsed, whole, failures := 0, 0, map[string][]string{}
	blocks := commandBlocks(string(data))
	require.NotEmpty(t, blocks)
	for id, text := range blocks {
		line := withoutProgram(text)
		if strings.Contains(line, "-verb") {
			whole++
		}
		c, err := cmdline.ParseLine(line)
		if err != nil {
			requireTyped(t, err)
			failures[err.Error()] = append(failures[err.Error()], id)
			continue
		}
		parsed++
		written, err := c.Line()
		require.NoError(t, err)
		requireSameLine(t, c, written)
	}
	t.Logf("%d command lines, %d with a verb, %d parsed", len(blocks), whole, parsed)
	for msg, ids := range failures {
		t.Logf("%d: %s (%s)", len(ids), msg, strings.Join(ids, " "))
	}
}

// commandBlocks returns the commands of the collection by their numbers. A block
// is a line "## number | ..." and the command, on one line or several.
func commandBlocks(data string) map[string]string {
	blocks := map[string]string{}
	for _, block := range strings.Split("\n"+data, "\n## ")[1:] {
		head, text, _ := strings.Cut(block, "\n")
		id, _, _ := strings.Cut(head, " | ")
		blocks[id] = strings.TrimSpace(text)
	}
	return blocks
}

// withoutProgram makes a raw line of what people write into a shell: it joins
// continued lines and cuts off the program, whatever stands for it, and a
// redirection at the end.
func withoutProgram(text string) string {
	continued := regexp.MustCompile("\\s*[`^]?\\s*\\n\\s*")
	redirected := regexp.MustCompile(`\s[\d*]?>>?\s*\S+\s*$`)
	first := regexp.MustCompile(`(^|\s)['"]?[-–]\S`)
	line := redirected.ReplaceAllString(continued.ReplaceAllString(text, " "), "")
	if at := first.FindStringIndex(line); at != nil {
		line = line[at[0]:]
	}
	return strings.TrimSpace(line)
}
