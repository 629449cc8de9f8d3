package confedit_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// Only the bytes of the value change: comments, trailing commas, layout, line
// ends and the spelling of everything else stay.
func TestJSONEdits(t *testing.T) {
	testEdits(t, confedit.JSON, []editCase{
		{"{\r\n  \"A\" : { \"B\": \"x\" , }, // why\r\n}", "A:B", `a"b\c` + "\n", "{\r\n  \"A\" : { \"B\": \"a\\\"b\\\\c\\n\" , }, // why\r\n}"},
		{`{"A":1.50,"B":1e3}`, "A", "2.00", `{"A":2.00,"B":1e3}`},
		{`{"A":true}`, "A", "False", `{"A":false}`},
		{`{"A":null}`, "A", "null", `{"A":null}`},
		{`{"A":[1,{"B":"x"}]}`, "A:1:B", "é<&>", `{"A":[1,{"B":"é<&>"}]}`},
		{`{"A":{"x":1}}`, "A", ` {"y": [2]} `, `{"A":{"y": [2]}}`},
		{`{"A":[1]}`, "A", `[]`, `{"A":[]}`},
		{`"x"`, "$", "y", `"y"`},
		{`{"A":"5"}`, "A", "6", `{"A":"6"}`},
		{"/* a */{\"\\u0041\":\"\\u0042\"}//", "A", "C", "/* a */{\"\\u0041\":\"C\"}//"},
		{`{"a":{"b":"1"},"c":{"b":"2"}}`, "$..b", "x", `{"a":{"b":"x"},"c":{"b":"x"}}`},
		{`{"a":1}`, "$.b", "x", `{"a":1}`},
		{`{"a":"1","a":"2"}`, "a", "x", `{"a":"x","a":"x"}`},
	})
}

// A value that does not fit is an error that does not show it, or with change
// becomes what it is in JSON.
func TestTypesAreKept(t *testing.T) {
	const text = `{"n":1,"b":true,"z":null,"o":{},"a":[],"s":"x"}`
	for path, value := range map[string]string{
		"n": "secret", "b": "1", "z": "", "o": "[]", "a": "{}",
	} {
		_, err := edit(confedit.JSON, text, path, value, false)
		var typ *confedit.TypeError
		require.ErrorAs(t, err, &typ)
		require.Equal(t, path, typ.Path)
		require.NotContains(t, err.Error(), "secret")
	}
	for _, c := range []struct{ path, value, want string }{
		{"n", "x", `"x"`}, {"n", "01", `"01"`}, {"n", `"5"`, `"\"5\""`}, {"b", "1", "1"}, {"z", "x", `"x"`},
		{"z", "true", "true"}, {"o", "[1]", "[1]"}, {"o", "null", "null"}, {"s", "1", `"1"`},
	} {
		got, err := edit(confedit.JSON, text, c.path, c.value, true)
		require.NoError(t, err)
		var is map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(got), &is))
		require.Equal(t, c.want, string(is[c.path]))
	}
}

func TestMalformedJSON(t *testing.T) {
	for text, want := range map[string]confedit.SyntaxError{
		"":                   {Line: 1, Column: 1},
		"{\n \"a\": s3cret}": {Line: 2, Column: 7},
		"{}x":                {Line: 1, Column: 3},
		"[1":                 {Line: 1, Column: 3},
		"{\"a\" 1}":          {Line: 1, Column: 6},
	} {
		_, err := confedit.Parse(confedit.JSON, text)
		var syntax *confedit.SyntaxError
		require.ErrorAs(t, err, &syntax, text)
		require.Equal(t, [2]int{want.Line, want.Column}, [2]int{syntax.Line, syntax.Column}, "%s: %v", text, err)
		require.NotContains(t, err.Error(), "s3cret")
	}
}

// A file that would take too much memory or stack is an error.
func TestHostileJSON(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("[", 2000), strings.Repeat(`{"a":`, 2000), strings.Repeat("[", 300_000), "[" + strings.Repeat("1,", 300_000) + "1]",
		`{"a":"]]]]","b":` + strings.Repeat("[", 1000), `["\"]]]",` + strings.Repeat("[", 1000),
	} {
		_, err := confedit.Parse(confedit.JSON, text)
		require.ErrorIs(t, err, confedit.ErrTooLarge)
	}
	_, err := confedit.Parse(confedit.JSON, `"`+strings.Repeat("[", 2000)+`"`)
	require.NoError(t, err)
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"A":{"B":"x"},"C":[1,true,null,-1.5e3]} // c`, "{\"a\":1,}\r\n", "/*x*/[]", `"\ud83d\ude00\ud83d"`, "[[[]]]", `{"":{"":0}}`, `{"a:b":{"c":1}}`,
	} {
		f.Add(s, "a\x00\"\\\u2028é")
	}
	fuzz(f, confedit.JSON)
}
