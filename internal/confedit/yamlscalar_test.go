package confedit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// A block scalar stays one, with the indicators that its text needs. A folded
// one becomes literal.
func TestYAMLBlockScalars(t *testing.T) {
	cases := []editCase{
		{"k: |\n  x\n  y\nz: 1\n", "k", "a\nb\n", "k: |\n  a\n  b\nz: 1\n"},
		{"k: | # why\n    x\nz: 1\n", "k", "a", "k: |- # why\n    a\nz: 1\n"},
		{"k: |-\n x\n\n# why\nz: 1\n", "k", "a\n", "k: |\n a\n\n# why\nz: 1\n"},
		{"k: |-\n x\n\n# why\nz: 1\n", "k", "a\n\n", "k: |+\n a\n\n# why\nz: 1\n"},
		{"k: |\n x\n\n\n\nz: 1\n", "k", "a\n\n", "k: \"a\\n\\n\"\n\n\n\nz: 1\n"},
		{"k: |\n  x\nz: 1\n", "k", "a\n\n\n", "k: |+\n  a\n\n\nz: 1\n"},
		{"k: |+\n  x\n\n\nz: 1\n", "k", "a\n", "k: |\n  a\nz: 1\n"},
		{"k: |+\n  x\n\n\nz: 1\n", "k", "a\n\n", "k: |+\n  a\n\nz: 1\n"},
		{"k: |\n  x\nz: 1\n", "k", "  a\nb\n", "k: |2\n    a\n  b\nz: 1\n"},
		{"k: |\n  x\nz: 1\n", "k", "\n\ta\n\n  b", "k: |2-\n\n  \ta\n\n    b\nz: 1\n"},
		{"k: |3-\n     x\nz: 1\n", "k", "a", "k: |-\n   a\nz: 1\n"},
		{"k: >\n  x\n  y\n\n  z\nz: 1\n", "k", "a\nb\n", "k: |\n  a\n  b\nz: 1\n"},
		{"k: >\n  x\n  y\n\n  z\n   w\n\n  v\nz: 1\n", "k", "x y\nz\n w\n\nv\n", "k: >\n  x\n  y\n\n  z\n   w\n\n  v\nz: 1\n"},
		{"k: >-\n  x\n # why\nz: 1\n", "k", "# a: b", "k: |-\n  # a: b\n # why\nz: 1\n"},
		{"- |\n  x\n- |\n  y\n", "$[0]", "--- a\n", "- |\n  --- a\n- |\n  y\n"},
		{"a:\n  b:\n  - k: |\n      x\n    l: 1\n", "a:b:0:k", " a", "a:\n  b:\n  - k: |2-\n       a\n    l: 1\n"},
		{"k: !t &a |\n  x\nz: 1\n", "k", "a\n", "k: !t &a |\n  a\nz: 1\n"},
		{"--- |\n  x\n", "$", "a\n", "--- |\n  a\n"},
		{"--- |\n  x\n", "$", " a\n", "--- \" a\\n\"\n"},
		{"k: |\nz: 1\n", "k", "a\n", "k: |\n a\nz: 1\n"},
		{"k: |9\nz: 1\n", "k", " a", "k: |9-\n          a\nz: 1\n"},
		{"k: | # why\n  x\n\nz: 1\n", "k", "", "k: \"\" # why\n\nz: 1\n"},
		{"k: |#why\n  x\nz: 1\n", "k", "\r", "k: \"\\r\" #why\nz: 1\n"},
		{"k: >\n  x\nz: 1\n", "k", "\n\n", "k: \"\\n\\n\"\nz: 1\n"},
		{"k: |\n              x\nz: 1\n", "k", " a", "k: \" a\"\nz: 1\n"},
		{"k: |\n  x", "k", "a\n", "k: |\n  a\n"},
		{"k: |\n  x", "k", "a", "k: |-\n  a"},
		{"k: |\n  x", "k", "a\n\n", "k: |+\n  a\n\n"},
		{"k: |", "k", "a\n", "k: |\n a\n"},
	}
	testEdits(t, confedit.YAML, cases)
	for _, c := range cases[:len(cases)-1] { // line ends are those of the file
		for _, brk := range []string{"\r\n", "\r"} {
			text, want := strings.ReplaceAll(c.text, "\n", brk), strings.ReplaceAll(c.want, "\n", brk)
			got, err := edit(confedit.YAML, text, c.path, c.value, false)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
}

// Line breaks that would be read as others next to those of the file, or stand
// for themselves, are not written.
func TestYAMLBlockScalarsAmongOddLineEnds(t *testing.T) {
	testEdits(t, confedit.YAML, []editCase{
		{"k: |\r  x\n\nz: 1\n", "k", "a\n\n\n", "k: \"a\\n\\n\\n\"\n\nz: 1\n"},
		{"k: |+\n  x\n\u2028z: 1\n", "k", "a\n\n", "k: \"a\\n\\n\"\u2028z: 1\n"},
		{"k: |\u0085  x\u0085z: 1\n", "k", "a\n", "k: \"a\\n\"\u0085z: 1\n"},
		{"k: |\r  x\n\nz: 1\n", "k", "a\n", "k: \"a\\n\"\n\nz: 1\n"},
		{"k: |\n  x\r\rz: 1\n", "k", "a\nb\n", "k: |\n  a\n  b\r\rz: 1\n"},
	})
}
