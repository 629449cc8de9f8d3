package confedit_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// Only the bytes of the value change: comments, layout, line ends and lines that
// assign nothing stay.
func TestINIEdits(t *testing.T) {
	testEdits(t, confedit.INI, []editCase{
		{"; a=1\r\n# a=2\r\n\r\n[S]\r\na = x  \r\nb=y\r\n", "S:a", "1 2", "; a=1\r\n# a=2\r\n\r\n[S]\r\na = 1 2\r\nb=y\r\n"},
		{"a=1\n[S]\na=2\n[T]\na=3", "a", "x", "a=x\n[S]\na=2\n[T]\na=3"},
		{"a=1\n[S]\na=2\n[T]\na=3", "T:a", "x", "a=1\n[S]\na=2\n[T]\na=x"},
		{"a=1\n[S]\na=2\n[T]\na=3", "$..a", "x", "a=x\n[S]\na=x\n[T]\na=x"},
		{"[S]\na=1\na=2\n[T]\na=3\n[S]\na=4", "S:a", "x", "[S]\na=x\na=x\n[T]\na=3\n[S]\na=x"},
		{"[Web Site]\nHost=x", "WEB SITE:host", "y", "[Web Site]\nHost=y"},
		{"[s]\na=1\n[S]\na=2", "S:a", "x", "[s]\na=1\n[S]\na=x"},
		{"[ a.b:c\\d ] ; c\n  e=1", "a.b:c\\d:e", "x", "[ a.b:c\\d ] ; c\n  e=x"},
		{"[a] # c\nb=1\n[]\nb=2", "$['']['b']", "x", "[a] # c\nb=1\n[]\nb=x"},
		{"a\n=b\na=1", "a", "x", "a\n=b\na=x"},
		// What separates a key from its value.
		{"a:1", "a", "x", "a:x"},
		{"a : b=c", "a", "x", "a : x"},
		{"a:b=c", "a:b", "x", "a:b=x"},
		{`C:\x=1`, `C:\x`, "y", `C:\x=y`},
		{`a\=b\:c=d`, `a\=b\:c`, "x", `a\=b\:c=x`},
		{`a\\=b`, `a\\`, "x", `a\\=x`},
		{"a=b=c: d", "a", "x", "a=x"},
		// What is a value.
		{"a=", "a", "x", "a=x"},
		{"a = \t\r\n", "a", "x", "a = \tx\r\n"},
		{"a=x", "a", "", "a="},
		{"a=x ; c", "a", "y", "a=y"},
		{`a=C:\x`, "a", `\\server\y z`, `a=\\server\y z`},
		{`a=x\\`, "a", `y\\`, `a=y\\`},
		{"a=x", "a", "Server=x;Pwd=a#b; Timeout=1", "a=Server=x;Pwd=a#b; Timeout=1"},
		{`a = "x" `, "a", ` y ;\`, `a = " y ;\" `},
		{`a=""`, "a", "x", `a="x"`},
		{`a="x"`, "a", "", `a=""`},
		{`a="x" ; c`, "a", "y", "a=y"},
		{`a="x"y"`, "a", "z", "a=z"},
		{`a=x`, "a", `say "y"`, `a=say "y"`},
		{`a='x'`, "a", "y", "a=y"},
	})
}

func TestINIValues(t *testing.T) {
	for text, want := range map[string]string{
		"a= x y \r\n": "x y", "a=x;y ; z": "x;y ; z", `a="x \n"`: `x \n`, `a="x" y`: `"x" y`, `a=x\ny`: `x\ny`, "a:": "", `a="`: `"`,
	} {
		d, err := confedit.Parse(confedit.INI, text)
		require.NoError(t, err)
		p, err := confedit.Compile("a")
		require.NoError(t, err)
		list, err := d.Select(p)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, want, list[0].Value, text)
	}
}

// A text that some readers would not read as it is, is not written.
func TestININotWritable(t *testing.T) {
	for _, c := range []struct{ text, value string }{
		{"a=x", "y\nb=z"}, {"a=x", "y\r"}, {"a=x", "\x00"}, {"a=x", " y"}, {"a=x", "y\t"}, {"a=x", "y\u00a0"}, {"a=x", ";y"}, {"a=x", "#y"}, {"a=x", "y ;z"}, {"a=x", "y\t#z"},
		{"a=x", `y\`}, {"a=x", `"y"`}, {"a=x", `'y'`}, {"a=x", `"y"z"`}, {"a:x", "y=z"}, {`a="x"`, `y"z`}, {`a="x"`, `"`}, {`a="x"`, "y\n"},
	} {
		_, err := edit(confedit.INI, c.text, "a", c.value, false)
		require.ErrorIs(t, err, confedit.ErrNotWritable, "%q in %s", c.value, c.text)
	}
}

// A value that may go on in other lines is not replaced, nor is what may be one
// of these lines.
func TestINIDoubts(t *testing.T) {
	const refused = true
	for _, c := range []struct {
		text, path string
		refused    bool
	}{
		{"a=1,\\\nb=2\nc=3", "a", refused},
		{"a=1,\\\nb=2\nc=3", "b", refused},
		{"a=1,\\\nb=2\nc=3", "c", !refused},
		{"a=1\\\\\nb=2", "a", !refused},
		{"a=1\\\r\n# c\\\nb=2", "b", refused},
		{"# c\\\nb=2", "b", !refused},
		{"a=1\\\n\nb=2", "b", !refused},
		{"a \\\nb=2\\\nc=3", "c", refused},
		{"a=1\\\n[x\nb=2", "b", !refused},
		{"a=\n  x\n  b=y\nc=3", "a", refused},
		{"a=\n  x\n  b=y\nc=3", "b", refused},
		{"a=\n  x\n  b=y\nc=3", "c", !refused},
		{"a=1\n\n; c\n b=2", "a", refused},
		{"a\n b=2\n c=3", "c", refused},
		{"[s]\n a=1\n b=2\nc=3\n", "s:b", !refused},
		{"[s]\n a=1\n b=2\nc=3\n", "s:c", !refused},
		{"[s]\na=1\n [t]\n b=2", "s:a", refused},
		{"[s]\na=1\n [t]\n b=2", "t:b", !refused},
		{"a=\n [x", "a", refused},
		{"a=1\rb=2", "a", refused},
		{"[s]\na=1", "s", refused},
		{"a=1", "$", refused},
	} {
		_, err := edit(confedit.INI, c.text, c.path, "{}", false)
		require.Equal(t, c.refused, errors.Is(err, confedit.ErrUnsafe), "%s in %q: %v", c.path, c.text, err)
	}
}

func TestMalformedINI(t *testing.T) {
	for text, line := range map[string]int{"a=1\r\n[s3cret": 2, "[a]s3cret": 1, "\n\n[a]]": 3} {
		_, err := confedit.Parse(confedit.INI, text)
		var syntax *confedit.SyntaxError
		require.ErrorAs(t, err, &syntax, text)
		require.Equal(t, [2]int{line, 1}, [2]int{syntax.Line, syntax.Column}, text)
		require.NotContains(t, err.Error(), "s3cret")
	}
}

func TestHostileINI(t *testing.T) {
	_, err := confedit.Parse(confedit.INI, strings.Repeat("a=1\n", 300_000))
	require.ErrorIs(t, err, confedit.ErrTooLarge)
	for _, text := range []string{
		strings.Repeat("a=1\n", 240_000), strings.Repeat("[s]\na=1\n", 80_000), strings.Repeat("[s]\n", 120_000) + "a=1",
		"[s]\na=" + strings.Repeat("\\", 1_000_000), "[s]\na=" + strings.Repeat(" ", 1_000_000) + "x", "[s]\n" + strings.Repeat("\\=", 1_000_000) + "\na=1",
	} {
		for _, path := range []string{"a", "s:a"} {
			_, err := edit(confedit.INI, text, path, "x", false)
			require.NoError(t, err)
		}
	}
}

// Whatever a key could be set to is what is read afterwards, and most texts can
// be written between quotes.
func TestINIRandomValues(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	p, err := confedit.Compile("S:a")
	require.NoError(t, err)
	for range 2000 {
		value := randomText(random)
		for _, form := range []string{"a=x", "a = ", "a: x\r", `a="x"`, `  a = "" `} {
			const before, after = "b=1\n[S]\n", "\nc=1\n[S]\nd=2"
			got, err := edit(confedit.INI, before+form+after, "S:a", value, false)
			if err != nil {
				require.ErrorIs(t, err, confedit.ErrNotWritable)
				require.True(t, !strings.Contains(form, `"`) || strings.ContainsAny(value, "\"\r\n\x00"), "%q", value)
				continue
			}
			require.True(t, strings.HasPrefix(got, before) && strings.HasSuffix(got, after))
			d, err := confedit.Parse(confedit.INI, got)
			require.NoError(t, err)
			list, err := d.Select(p)
			require.NoError(t, err)
			require.Equal(t, []string{"b", "S:a", "S:c", "S:d"}, d.Leaves(9))
			require.Equal(t, value, list[0].Value, got)
		}
	}
}

func FuzzINI(f *testing.F) {
	for _, s := range []string{
		"; c\na=1\r\n[S:T.u] ; c\n b = \"x\" \n c: d=e\n[S:T.u]\nb=\n", "a=1\\\nb=2\n c\n[x", "C:\\x=y\na\\=b=c", "a=x\ry\n\"=\"\n[]\n=", "a='x' ; y\n\ta=\"\"",
	} {
		for _, v := range []string{"a\"\\\u2028é", "x y", " ", "", "x=y: z", "\\\\x ;y"} {
			f.Add(s, v)
		}
	}
	fuzz(f, confedit.INI)
}
