package confedit_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// Only the bytes of the value change: comments, layout, line ends and the
// spelling of everything else stay.
func TestTOMLEdits(t *testing.T) {
	testEdits(t, confedit.TOML, []editCase{
		{"# c\r\n[ A . 'B' ] # c\r\n\tC  =\t\"x\" # c\r\n", "A:B:C", "y", "# c\r\n[ A . 'B' ] # c\r\n\tC  =\t\"y\" # c\r\n"},
		{"a.b . \"c\" = 'x'", "a:b:c", "y", "a.b . \"c\" = 'y'"},
		{"[[a]]\nb='1'\n[[a]]\nb='2'\n[a.c]\nd='3'", "a:1:b", "x", "[[a]]\nb='1'\n[[a]]\nb='x'\n[a.c]\nd='3'"},
		{"[[a]]\nb='1'\n[[a]]\nb='2'\n[a.c]\nd='3'", "$.a[1].c.d", "x", "[[a]]\nb='1'\n[[a]]\nb='2'\n[a.c]\nd='x'"},
		{"a={b=[1,{c='x'}]}", "a:b:1:c", "y", "a={b=[1,{c='y'}]}"},
		{"[a.x]\nb='1'\n[c]\nb='2'\n[a]\nb='3'", "$..b", "y", "[a.x]\nb='y'\n[c]\nb='y'\n[a]\nb='y'"},
		{"a='x'", "A", "y", "a='y'"},
		{"a='x'\nA='y'", "A", "z", "a='x'\nA='z'"},
		// Strings keep their style if it can hold the text.
		{"a=\"x\"", "a", "\"\\\b\t\n\f\r\x00\x7fé\u2028", `a="\"\\\u0008\t\n\u000C\r\u0000\u007Fé` + "\u2028\""},
		{"a='x'", "a", "C:\\\"\t", "a='C:\\\"\t'"},
		{"a='x'", "a", "it's", `a="it's"`},
		{"a='x'", "a", "x\ny", `a="x\ny"`},
		{"a=''", "a", "", "a=''"},
		{"a=\"\"\"x\"\"\"", "a", "\"\"\"\ty\\\r\n\"", `a="""\"\""\ty\\\r` + "\n\\\"\"\"\""},
		{"a=\"\"\"x\"\"\"", "a", "\ny", "a=\"\"\"\n\ny\"\"\""},
		{"a=\"\"\"\r\nx\r\n  \\\r\n y\"\"\" # c", "a", "z", "a=\"\"\"\r\nz\"\"\" # c"},
		{"a='''\nx'''", "a", "\ny\n", "a='''\n\ny\n'''"},
		{"a='''x'''", "a", `y\'z"`, `a='''y\'z"'''`},
		{"a='''x'''", "a", "y''", `a="""y''"""`},
		{"a='''x'''", "a", "y\r\nz", "a=\"\"\"y\\r\nz\"\"\""},
		// An integer stays one and a float stays one.
		{"a=0xFF # c", "a", "-12", "a=-12 # c"},
		{"a=1_000", "a", " 0 ", "a=0"},
		{"a=1.5", "a", "3", "a=3.0"},
		{"a=inf", "a", "-0", "a=-0.0"},
		{"a=1.5", "a", "1E+05", "a=1E+05"},
		{"a=1.5", "a", "123456789012345678901", "a=123456789012345678901.0"},
		{"a=true", "a", "FALSE", "a=false"},
		// Dates and times keep their form.
		{"a=1979-05-27T07:32:00Z", "a", "2020-01-02 03:04:05.6-07:00", "a=2020-01-02 03:04:05.6-07:00"},
		{"a=1979-05-27T07:32:00", "a", "2020-01-02T03:04:05", "a=2020-01-02T03:04:05"},
		{"a=1979-05-27", "a", "2020-02-29", "a=2020-02-29"},
		{"a=07:32:00 # c", "a", "23:59:59.999", "a=23:59:59.999 # c"},
		// Arrays and inline tables are given in JSON.
		{"a = [ # c\n [1, 2], # ]\n ] # d", "a", `[true, {"b c": -1.5e3, "d": {}}, []]`, "a = [true, { \"b c\" = -1.5e3, d = {} }, []] # d"},
		{"a = [ # c\n [1, 2], # ]\n ] # d", "a:0", `["\u00e9\n"]`, "a = [ # c\n [\"é\\n\"], # ]\n ] # d"},
		{"a = {b={ }, c=1}", "a:b", `{"":[]}`, "a = {b={ \"\" = [] }, c=1}"},
		{"a = {b={ }, c=1}", "a", `{}`, "a = {}"},
		{"a.b = {c.d=1}", "a:b", `{}`, "a.b = {}"},
	})
}

func TestTOMLTypesAreKept(t *testing.T) {
	for _, c := range []struct{ value, text, want string }{
		{"1", "1.0", "an integer"}, {"1", "1e2", "an integer"}, {"1", "9223372036854775808", "an integer"}, {"1", "0x1F", "a number"}, {"1", "x", "a number"},
		{"1.5", "1e999", "a float"}, {"1.5", "inf", "a number"}, {"true", "1", "a truth value"},
		{"1979-05-27", "1979-02-30", "a date"}, {"1979-05-27", "1979-05-27T00:00:00", "a date"}, {"1979-05-27", "'1979-05-27'", "a date"},
		{"07:32:00", "07:32", "a time with seconds"}, {"07:32:00", "7:32:00", "a time with seconds"}, {"07:32:00", "07:32:00\nb=1", "a time with seconds"}, {"07:32:00", "07:32:00 # c", "a time with seconds"},
		{"1979-05-27T07:32:00", "1979-05-27T07:32:00Z", "a date and a time with seconds"},
		{"1979-05-27T07:32:00Z", "1979-05-27T07:32:00", "a date, a time with seconds and an offset"},
		{"1979-05-27T07:32:00Z", "secret", "a date, a time with seconds and an offset"},
		{"[]", "{}", "an array"}, {"{}", "[]", "an object"},
	} {
		_, err := edit(confedit.TOML, "a="+c.value, "a", c.text, false)
		var typ *confedit.TypeError
		require.ErrorAs(t, err, &typ, "%s in %s", c.text, c.value)
		require.ErrorContains(t, err, "a is "+c.want+",")
		require.NotContains(t, err.Error(), "secret")
	}
	for _, c := range []struct{ value, text, want string }{
		{"1", "1.5", "1.5"}, {"1", "x\ny", `"x\ny"`}, {"1.5", "2", "2.0"}, {"true", "[1]", "[1]"}, {"07:32:00", "5", "5"}, {"07:32:00", "08:00", `"08:00"`},
		{"[]", "true", "true"}, {"{}", "", `""`}, {"'x'", "1", "'1'"}, {"1", "0x1F", `"0x1F"`},
	} {
		got, err := edit(confedit.TOML, "a="+c.value, "a", c.text, true)
		require.NoError(t, err)
		require.Equal(t, "a="+c.want, got)
	}
}

func TestTOMLNotWritable(t *testing.T) {
	for _, c := range []struct{ text, value string }{
		{"a=1", "null"}, {"a=1", "9223372036854775808"}, {"a=1", "-1e999"},
		{"a=[]", "[null]"}, {"a=[]", "[[9223372036854775808]]"}, {"a={}", `{"b":1,"\u0062":2}`}, {"a=[]", `["\ud800"]`}, {"a=1", "\xff"},
	} {
		_, err := edit(confedit.TOML, c.text, "a", c.value, true)
		require.ErrorIs(t, err, confedit.ErrNotWritable, c.value)
	}
}

// A table that is written in several places cannot be replaced.
func TestTOMLTablesInPieces(t *testing.T) {
	for text, path := range map[string]string{
		"a.b=1": "a", "[a]\nb=1": "a", "[a.b]": "a", "[[a]]": "a", "[[a]]\nb=1": "a:0", "a={b.c=1}": "a:b", "a=1": "$",
	} {
		for _, value := range []string{"{}", "[]"} {
			_, err := edit(confedit.TOML, text, path, value, true)
			require.ErrorIs(t, err, confedit.ErrUnsafe, text)
		}
	}
}

func TestMalformedTOML(t *testing.T) {
	for text, want := range map[string][2]int{
		"a=1\nb = s":               {2, 5},
		"\n\"é\"=1\n\"é\" = 2":     {3, 1},
		"[a]\nb=1\n[a]":            {3, 2},
		"a.b=1\na.b.c=2":           {2, 3},
		"a={b=1, b=2}":             {1, 9},
		"a=1\na.b=2":               {2, 1},
		"[[a]]\n[[a.b]]\n[a]":      {3, 2},
		"a=1\n[a.b]":               {2, 2},
		"a=1\n[[a]]":               {2, 3},
		"a = 1979-02-30":           {1, 5},
		"a = 99999999999999999999": {1, 5},
		"a=\"x":                    {1, 4},
		"a='x\n":                   {1, 5},
		"a=\"\\s\"":                {1, 4},
		"a=[1":                     {1, 4},
		"s":                        {1, 1},
		"a=1 s":                    {1, 5},
		"s s":                      {1, 3},
	} {
		_, err := confedit.Parse(confedit.TOML, text)
		var syntax *confedit.SyntaxError
		require.ErrorAs(t, err, &syntax, text)
		require.Equal(t, want, [2]int{syntax.Line, syntax.Column}, "%s: %v", text, err)
		require.NotContains(t, err.Error(), "U+")
		require.NotContains(t, err.Error(), "'s'")
	}
}

// A file that would take too much memory, stack or time is an error or read in
// time in proportion to its size.
func TestHostileTOML(t *testing.T) {
	many := func(n int, line string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, line, i)
		}
		return b.String()
	}
	for _, text := range []string{
		"a=" + strings.Repeat("[", 2000) + strings.Repeat("]", 2000),
		"a=" + strings.Repeat("{a=", 2000) + "1" + strings.Repeat("}", 2000),
		"a=" + strings.Repeat("[", 300_000),
		strings.Repeat("a.", 2000) + "a=1",
		"[" + strings.Repeat("a.", 2000) + "a]",
		strings.Repeat("a.", 1_000_000) + "a=1",
		many(1000, "x%d."+strings.Repeat("a.", 300)+"a=1\n"),
		many(300_000, "a%d=1\n"),
	} {
		_, err := confedit.Parse(confedit.TOML, text)
		require.ErrorIs(t, err, confedit.ErrTooLarge)
	}
	for _, text := range []string{
		many(240_000, "a%d=1\n"),
		many(80_000, "[a%d]\nb=1\n"),
		many(60_000, "[[a]]\nb=%d\n"),
		many(60_000, "a.b.c%d=1\n"),
		many(60_000, "[a.b.c%d]\n"),
		"a={" + many(100_000, "b%d=1,") + "}",
		"a=[" + many(100_000, "%d, # c\n") + "]",
		"a=[" + many(60_000, "{b=[%d]}, # c\n") + "]",
		"a=" + strings.Repeat("[", 999) + strings.Repeat("]", 999),
	} {
		d, err := confedit.Parse(confedit.TOML, text)
		require.NoError(t, err)
		require.NotEmpty(t, d.Leaves(1))
	}
}

// Whatever a string is set to is what the library reads afterwards, and it reads
// everything else as before.
func TestTOMLRandomValues(t *testing.T) {
	const file = `a = "x"
b = 'x'
[t]
c = """x"""
d = """
x"""
[[l]]
e = '''x'''
[[l]]
e = '''
x'''
f = { g.h = [ 1, { i = "x" } ], j = 07:32:00 }
`
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		value := randomText(random)
		for _, path := range []string{"a", "b", "t:c", "t:d", "l:0:e", "l:1:e", "l:1:f:g:h:1:i"} {
			got, err := edit(confedit.TOML, file, path, value, false)
			require.NoError(t, err)
			var was, is any
			require.NoError(t, toml.Unmarshal([]byte(file), &was))
			require.NoError(t, toml.Unmarshal([]byte(got), &is), got)
			require.Equal(t, replaced(was, strings.Split(path, ":"), value), is)
		}
	}
}

// An array or table in JSON becomes the same in TOML.
func TestTOMLRandomContainers(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		for path, file := range map[string]string{"a": "a = [ 1 ] # c\nb=1", "a:0:b": "a=[{b=[],c=1},2]", "t:a:b": "[t]\na.b = {c.d=1}\n[u]\na=1"} {
			var was, is any
			require.NoError(t, toml.Unmarshal([]byte(file), &was))
			value := randomContainer(random, 0)
			text, err := json.Marshal(value)
			require.NoError(t, err)
			got, err := edit(confedit.TOML, file, path, string(text), true)
			require.NoError(t, err)
			require.NoError(t, toml.Unmarshal([]byte(got), &is), got)
			require.Equal(t, replaced(was, strings.Split(path, ":"), value), is)
		}
	}
}

func randomContainer(random *rand.Rand, depth int) any {
	list, table := []any{}, map[string]any{}
	for range random.IntN(4) {
		var v any
		switch random.IntN(5 - min(depth, 2)) {
		case 0:
			v = randomText(random)
		case 1:
			v = random.Int64() - random.Int64()
		case 2:
			v = random.IntN(2) == 0
		default:
			v = randomContainer(random, depth+1)
		}
		list = append(list, v)
		table[randomText(random)] = v
	}
	if random.IntN(2) == 0 {
		return list
	}
	return table
}

// replaced returns v with value in place of what is at keys.
func replaced(v any, keys []string, value any) any {
	if len(keys) == 0 {
		return value
	}
	switch v := v.(type) {
	case map[string]any:
		v = maps.Clone(v)
		v[keys[0]] = replaced(v[keys[0]], keys[1:], value)
		return v
	case []any:
		v = slices.Clone(v)
		i, _ := strconv.Atoi(keys[0])
		v[i] = replaced(v[i], keys[1:], value)
		return v
	}
	return nil
}

// randomText returns a text with the characters that mean something somewhere.
func randomText(random *rand.Rand) string {
	const set = "ab01 \t\n\r\"'`\\$#;:=[]{},.!%/\x00\x01\x7f\u0085\u00a0é\u2028\ufeff\U0001F600"
	runes := []rune(set)
	var b strings.Builder
	for range random.IntN(8) {
		b.WriteRune(runes[random.IntN(len(runes))])
	}
	return b.String()
}

func FuzzTOML(f *testing.F) {
	for _, s := range []string{
		"a=1\nb=1.5 # c\r\n[t]\nc='x'\nd=\"\"\"\nx\"\"\"", "[[a]]\nb='''x'''\n[[a]]\nb.c={d=[1,{e='x'}]}", "a=1979-05-27T07:32:00Z\nb=07:32:00", "a=[[],{}]", "''=true\n\"a:b\".c=[1 , 2, #\n]",
	} {
		for _, v := range []string{"a\x00\"\\\u2028é", "1", `{"a":[1,{}]}`, "1979-05-27", "\n'''\"\"\"", "true"} {
			f.Add(s, v)
		}
	}
	fuzz(f, confedit.TOML)
}
