package conformance

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDiffText(t *testing.T) {
	require.Empty(t, diffText("x", "", ""))
	require.Empty(t, diffText("x", "a\nb", "a\nb"))
	require.Equal(t, "stdout:\n--- recorded\n+++ got\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", diffText("stdout", "a\nb\nc\n", "a\nB\nc\n"))
	require.Contains(t, diffText("x", "a\n", "a"), "No newline", "a final line end counts")
	require.Contains(t, diffText("x", "a\n", "a\r\n"), `+"a\r\n"`, "what cannot be seen is quoted")
	require.Contains(t, diffText("x", bom+"a\n", "a\n"), `-"\ufeffa\n"`)
}

func TestLongDiffsAreCut(t *testing.T) {
	got := diffText("x", "", strings.Repeat("line\n", 1000))
	require.Less(t, strings.Count(got, "\n"), diffLimit+5)
	require.Contains(t, got, "more lines")
}

func TestDiffBytes(t *testing.T) {
	require.Empty(t, diffBytes("f", []byte("\xff"), []byte("\xff")))
	require.Equal(t, "f:\nrecorded \"\\xff\"\ngot      \"\\xfe\"\n", diffBytes("f", []byte("\xff"), []byte("\xfe")))
	require.Contains(t, diffBytes("f", []byte("a\n"), []byte("b\n")), "-a\n+b\n")
}

func TestLooseLines(t *testing.T) {
	const list = "Verbose: Source dirPath ($W/s) does not match destination ($W/d) differing in attributes (securityDescriptor,attributes). Update pending."
	loose := []string{"Error: runtime text.", list, "  <traceEvent message=\"" + list + "\" />", "Root element is missing."}
	for _, tt := range []struct {
		name, want, got string
		equal           bool
	}{
		{"same", "Error: runtime text.\n", "Error: runtime text.\n", true},
		{"other words", "Error: runtime text.\nError count: 1.\n", "Error: mine\nError count: 1.\n", true},
		{"no words", "Error: runtime text.\n", "Error: \n", true},
		{"other level", "Error: runtime text.\n", "Warning: runtime text.\n", false},
		{"no line", "Error: runtime text.\nError count: 1.\n", "Error count: 1.\n", false},
		{"two lines", "Error: runtime text.\n", "Error: a\nError: b\n", false},
		{"other place", "a\nError: runtime text.\n", "Error: x\na\n", false},
		{"no line end", "Error: runtime text.\n", "Error: x", false},
		{"a strict line stays strict", "Error: strict.\n", "Error: x\n", false},
		{"attribute list", list + "\n", strings.Replace(list, "securityDescriptor,", "", 1) + "\n", true},
		{"attribute list in an event", "  <traceEvent message=\"" + list + "\" />\n", "  <traceEvent message=\"" + strings.Replace(list, "securityDescriptor,", "", 1) + "\" />\n", true},
		{"other path before the list", list + "\n", strings.Replace(list, "$W/d", "$W/e", 1) + "\n", false},
		{"line without prefix", "Root element is missing.\n", "XML is empty\n", true},
		{"line without prefix, empty", "Root element is missing.\n", "", false},
		{"twice", "Error: runtime text.\nb\nError: runtime text.\n", "Error: 1\nb\nError: 2\n", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.equal, diffStream("stderr", tt.want, tt.got, loose) == "")
		})
	}
}

// Where something else differs, a loose line on either side of it is not shown
// as a difference.
func TestLooseLinesStayOutOfDiffs(t *testing.T) {
	loose := []string{"Error: runtime text."}
	got := diffStream("x", "Error: runtime text.\na\nb\nError: runtime text.\n", "Error: 1\na\nb\nmore\nError: 2\n", loose)
	require.Contains(t, got, "+more\n")
	require.NotContains(t, got, "+Error")
}
