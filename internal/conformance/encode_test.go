package conformance

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

func TestSectionsTakeTheMostReadableForm(t *testing.T) {
	for _, tt := range []struct{ name, file, data, section, body string }{
		{"text stays", "a/stdout", "one\ntwo\n", "a/stdout", "one\ntwo\n"},
		{"nothing stays", "a/empty", "", "a/empty", ""},
		{"open end", "a/xml", "<a>\n</a>", "a/xml.nonl", "<a>\n</a>\n"},
		{"tabs and letters stay", "tree", "f\tünï 日本\n", "tree", "f\tünï 日本\n"},
		{"byte order mark", "x", "\ufeff<a/>", "x.q", `"\ufeff<a/>"` + "\n"},
		{"carriage returns", "x", "a\r\nb\r\n", "x.q", `"a\r\n"` + "\n" + `"b\r\n"` + "\n"},
		{"line separator", "x", "a\u2028b\n", "x.q", `"a\u2028b\n"` + "\n"},
		{"looks like a section", "x", "-- y --\n", "x.q", `"-- y --\n"` + "\n"},
		{"would look like a section", "x", "a\n-- y --", "x.q", `"a\n"` + "\n" + `"-- y --"` + "\n"},
		{"looks like a section without a name", "x", "-- --\n", "x.q", `"-- --\n"` + "\n"},
		{"not UTF-8", "x", "\xff\xfea\x00", "x.b64", "//5hAA==\n"},
		{"name with an ending", "x.q", "plain\n", "x.q.nonl", "plain\n\n"},
		{"nothing, name with an ending", "x.b64", "", "x.b64.q", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, err := encodeSection(tt.file, []byte(tt.data))
			require.NoError(t, err)
			require.Equal(t, tt.section, f.Name)
			require.Equal(t, tt.body, string(f.Data))
			name, data, err := decodeSection(f)
			require.NoError(t, err)
			require.Equal(t, tt.file, name)
			require.Equal(t, tt.data, string(data))
		})
	}
}

func TestLongBinarySectionsHaveShortLines(t *testing.T) {
	f, err := encodeSection("x", []byte(strings.Repeat("\xff", 1000)))
	require.NoError(t, err)
	for line := range strings.Lines(string(f.Data)) {
		require.LessOrEqual(t, len(line), 77)
	}
}

func TestSectionNamesThatCannotStand(t *testing.T) {
	for _, name := range []string{"", " a", "a ", "a\nb", "a\rb"} {
		_, err := encodeSection(name, nil)
		require.ErrorContains(t, err, "cannot stand", "%q", name)
	}
}

func TestBrokenSections(t *testing.T) {
	for _, f := range []txtar.File{
		{Name: "x.nonl"},
		{Name: "x.q", Data: []byte("no literal\n")},
		{Name: "x.q", Data: []byte(`"open end"`)},
		{Name: "x.b64", Data: []byte("!!!\n")},
	} {
		_, _, err := decodeSection(f)
		require.ErrorContains(t, err, f.Name)
	}
}

func FuzzSection(f *testing.F) {
	f.Add("a/b", []byte("text\n"), []byte("-- a --\n"))
	f.Add("x.q", []byte("\ufeff\r\n"), []byte("\xff"))
	f.Add("x.nonl", []byte("no end"), []byte(""))
	f.Add("0", []byte("-- --"), []byte("--  --\n"))
	f.Add("x.b64", []byte("\n\n-- y --"), []byte("-- z --\r\n"))
	f.Fuzz(func(t *testing.T, name string, first, second []byte) {
		a, err := encodeSection(name, first)
		if err != nil {
			return
		}
		b, err := encodeSection("second", second)
		require.NoError(t, err)
		parsed := txtar.Parse(txtar.Format(&txtar.Archive{Files: []txtar.File{a, b}}))
		require.Len(t, parsed.Files, 2)
		got, data, err := decodeSection(parsed.Files[0])
		require.NoError(t, err)
		require.Equal(t, name, got)
		require.Equal(t, string(first), string(data))
		_, data, err = decodeSection(parsed.Files[1])
		require.NoError(t, err)
		require.Equal(t, string(second), string(data))
	})
}
