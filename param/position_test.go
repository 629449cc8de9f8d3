package param_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

// Positions are as Microsoft documents them: line and column from 1, and the
// number of characters that the value replaces.
func TestTextFilePosition(t *testing.T) {
	const none = "" // nothing is replaced
	tests := []struct{ name, text, match, want string }{
		{"first", "one\ntwo\n", "1;1;1", "Xne\ntwo\n"},
		{"second line", "one\ntwo\n", "2;2;2", "one\ntX\n"},
		{"blanks", "one\ntwo\n", " 2 ; 2 ; 2 ", "one\ntX\n"},
		{"carriage returns", "one\r\ntwo\rthree", "3;1;5", "one\r\ntwo\rX"},
		{"behind the end of a line", "one\r\ntwo", "1;4;2", "oneXtwo"},
		{"past the end of a line", "one\ntwo", "1;3;3", "onXwo"},
		{"past the end", "one", "1;2;99", "oX"},
		{"line behind the last", "one\n", "2;1;1", "one\nX"},
		{"no such line", "one\n", "3;1;1", none},
		{"no such column", "one\ntwo", "1;5;1", none},
		{"empty", "", "1;1;1", "X"},
		{"letters", "äöü", "1;2;1", "äXü"},
		{"two units", "a😀b", "1;4;1", "a😀X"},
		{"half a character", "a😀b", "1;2;1", "aXb"},
		{"mark", "\ufeffone", "1;1;1", "\ufeffXne"},
		{"far", "one", "9223372036854775807;1;1", none},
		{"long", "one", "1;1;9223372036854775807", "X"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			set := param.Set{{Name: "P", Value: param.Plain("X"), Entries: []param.Entry{{Kind: param.TextFilePosition, Scope: `^/f$`, Match: c.match}}}}
			b, err := param.Bind(set, nil)
			require.NoError(t, err)
			var l listener
			got, _, err := add(t, l.context(t), b.Rule(), &file{path: "/f", text: c.text})
			require.NoError(t, err)
			if c.want == none {
				require.Equal(t, c.text, got)
				require.Contains(t, l.lines, "No matches were found for the search string '"+c.match+"' (type 'TextFilePosition').")
				return
			}
			require.Equal(t, c.want, got)
		})
	}
}
