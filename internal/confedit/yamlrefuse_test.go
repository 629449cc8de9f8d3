package confedit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// An alias stands for a value and is replaced by one; what has the anchor
// changes for all its aliases.
func TestYAMLAliases(t *testing.T) {
	testEdits(t, confedit.YAML, []editCase{
		{"a: &x b\nc: *x # why\n", "c", "d", "a: &x b\nc: d # why\n"},
		{"a: &x b\nc: *x # why\n", "a", "d", "a: &x d\nc: *x # why\n"},
		{"a: &x b\nc: *x\n", "$.*", "b", "a: &x b\nc: b\n"},
		{"a: &x 5\nc: [*x, *x]\n", "c:1", "6", "a: &x 5\nc: [*x, 6]\n"},
		{"a: &x 5\nc: {d: *x }\n", "c:d", "6", "a: &x 5\nc: {d: 6 }\n"},
		{"a: &x {b: c}\nd: *x\n", "a:b", "e", "a: &x {b: e}\nd: *x\n"},
		{"a: &x {b: c}\nd: *x\n", "d", "{}", "a: &x {b: c}\nd: {}\n"},
		{"a: &x {b: c}\nd: *x\n", "d:b", "e", "a: &x {b: c}\nd: *x\n"},
		{"a: &x {b: c}\nd: *x\n", "a", "{}", "a: &x {}\nd: *x\n"},
		{"a: &x 1\nb: &x 2\nc: *x\n", "b", "3", "a: &x 1\nb: &x 3\nc: *x\n"},
		{"&x k: a\nl: *x\n*x : b\n", "l", "c", "&x k: a\nl: c\n*x : b\n"},
		{"&x k: a\n*x : b\n", "k", "c", "&x k: c\n*x : c\n"},
	})
}

// What would change something else, or be read as something else, is refused.
func TestYAMLRefuses(t *testing.T) {
	for _, c := range []editCase{
		{"a: {b: &x 1}\nc: *x\n", "a", "{}", ""},          // the alias would have no anchor
		{"a: &x 1\nb: {c: &x 2}\nd: *x\n", "b", "{}", ""}, // or another
		{"a: &x k\n*x : b\n", "a", "c", ""},               // it is a name as well
		{"{a, b: c}\n", "a", "null", ""},                  // where is no colon
		{"? a\n? b\n", "a", "null", ""},                   //
		{"k: [?]]\n", "k", "[]", ""},                      // the parser's mistake
		{"k: &a !\n", "k", "null", ""},
		{"---\n", "$", "null", ""},                                      // nor anything else
		{"k: &a:b c\n", "k", "d", ""},                                   // an anchor a:b to some
		{"k:\n|\n x\n", "k", "d", ""},                                   // where quotes cannot be
		{"k: b\n \t\nl: c\n", "k", "yes", ""},                           // nor here
		{"k: b\u0085 \t\u0085l: c\n", "k", "yes", ""},                   //
		{"k: !!int 1\n", "k", "1.5", ""},                                // the tag
		{"k: !!timestamp 2020-01-01\n", "k", "x", ""},                   //
		{"k: !!binary aGk=\n", "k", "?", ""},                            //
		{"k: 1\n", "k", "1e999", ""},                                    // a string to the parser
		{"k: [1]\n", "k", "[1e999]", ""},                                //
		{"k: {}\n", "k", `{"` + strings.Repeat("a", 1023) + `":1}`, ""}, // a name that a parser does not see
		{"k: 1\n", "k", "\xff", ""},
	} {
		_, err := edit(confedit.YAML, c.text, c.path, c.value, false)
		require.True(t, errors.Is(err, confedit.ErrUnsafe) || errors.Is(err, confedit.ErrNotWritable), "%s: %v", c.text, err)
	}
	for path, value := range map[string]string{"i": "x", "b": "x", "n": "x", "m": "x"} {
		_, err := edit(confedit.YAML, "i: !!int 1\nb: !!bool true\nn: !!null\nm: !!map {}\n", path, value, true)
		require.ErrorIs(t, err, confedit.ErrNotWritable, path)
	}
}
