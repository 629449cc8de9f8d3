package param_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"github.com/webdeploy-go/webdeploy/param"
)

// keysSet returns a set of one parameter with one entry.
func keysSet(kind param.Kind, match, value string, tags param.Tags) param.Set {
	return param.Set{{Name: "P", Value: param.Plain(value), Entries: []param.Entry{{Kind: kind, Scope: "f", Match: match, Tags: tags}}}}
}

// Each kind of file of keys and values: what is matched becomes the value, and
// nothing else changes.
func TestFilesOfKeysAndValues(t *testing.T) {
	for _, c := range []struct {
		kind                     param.Kind
		match, value, text, want string
	}{
		{param.JSONFile, "Logging:LogLevel:Default", "Debug", "{\r\n  // levels\r\n  \"Logging\": { \"LogLevel\": { \"Default\": \"Information\", } }\r\n}", "{\r\n  // levels\r\n  \"Logging\": { \"LogLevel\": { \"Default\": \"Debug\", } }\r\n}"},
		{param.JSONFile, "$.ports[?@ > 80]", "8443", `{"ports":[80, 443]}`, `{"ports":[80, 8443]}`},
		{param.YAMLFile, "spec:replicas", "3", "spec:\n  replicas: 1 # one\n", "spec:\n  replicas: 3 # one\n"},
		{param.TOMLFile, "$.server.host", "db", "[server]\nhost = 'localhost' # here\n", "[server]\nhost = 'db' # here\n"},
		{param.EnvFile, "HOST", "db", "# c\nexport HOST=localhost # here\n", "# c\nexport HOST=db # here\n"},
		{param.INIFile, "server:host", "db", "[server]\r\nhost = localhost\r\n", "[server]\r\nhost = db\r\n"},
	} {
		got, lines := rewritten(t, keysSet(c.kind, c.match, c.value, ""), nil, &file{path: "f", text: c.text})
		require.Equal(t, c.want, got, c.kind)
		require.Contains(t, lines, "Parameter entry 'P/1' is applicable to 'f' because of its scope.")
		// msdeploy has no form of its own for these.
		got, _ = rewritten(t, keysSet(c.kind, c.match, c.value, ""), &param.Options{XML: param.AsMSDeploy, Text: param.AsMSDeploy}, &file{path: "f", text: c.text})
		require.Equal(t, c.want, got, c.kind)
	}
}

// The encoding of a file stays.
func TestKeysKeepTheEncoding(t *testing.T) {
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	encode := func(s string) string {
		out, err := utf16.NewEncoder().String(s)
		require.NoError(t, err)
		return out
	}
	got, _ := rewritten(t, keysSet(param.JSONFile, "a", "é", ""), nil, &file{path: "f", text: encode(`{"a":"x"}`)})
	require.Equal(t, encode(`{"a":"é"}`), got)
	got, _ = rewritten(t, keysSet(param.JSONFile, "a", "é", ""), nil, &file{path: "f", text: "\ufeff{\"a\":\"x\"}"})
	require.Equal(t, "\ufeff{\"a\":\"é\"}", got)
}

// What does not matter leaves the file as it is and says why.
func TestKeysThatAreNotFound(t *testing.T) {
	for _, c := range []struct{ text, match, why string }{
		{`{"a":1}`, "b", "No matches were found for the search string 'b' (type 'JsonFile')."},
		{`{"a":`, "a", "This is not JSON: parsing value. Line 1, column 6."},
	} {
		got, lines := rewritten(t, keysSet(param.JSONFile, c.match, "x", ""), nil, &file{path: "f", text: c.text})
		require.Equal(t, c.text, got)
		require.Contains(t, lines, c.why)
	}
}

// A value that does not fit ends the sync, without showing a secret.
func TestTypesOfKeys(t *testing.T) {
	set := keysSet(param.JSONFile, "a", "s3cret", "")
	set[0].Tags = "Password"
	set[0].Value = param.Secret("s3cret")
	b, err := param.Bind(set, nil)
	require.NoError(t, err)
	var l listener
	_, _, err = add(t, l.context(t), b.Rule(), &file{path: "f", text: `{"a":1}`})
	require.ErrorContains(t, err, "The value '******' of parameter 'P' cannot be put where 'a' is.")
	require.ErrorContains(t, err, "the value of a is a number, and what is to replace it is not")
	require.NotContains(t, strings.Join(l.lines, ""), "s3cret")

	got, _ := rewritten(t, keysSet(param.JSONFile, "a", "two", "ChangeType"), nil, &file{path: "f", text: `{"a":1}`})
	require.Equal(t, `{"a":"two"}`, got)
	got, _ = rewritten(t, keysSet(param.JSONFile, "a", "[2]", "x, changetype"), nil, &file{path: "f", text: `{"a":null}`})
	require.Equal(t, `{"a":[2]}`, got)
}

// A path that is no path is an error where it is declared.
func TestBadKeys(t *testing.T) {
	for _, match := range []string{"", "$.", "$[?@.a"} {
		_, err := param.Declare(nil, param.ParsePairs("name=A,kind=JsonFile,scope=s,match='"+match+"'"))
		require.ErrorContains(t, err, "must be a JSONPath or names with colons between them", match)
	}
}

// A file that is too large, or a path that takes too long, is an error that
// names it.
func TestKeysAreLimited(t *testing.T) {
	b, err := param.Bind(keysSet(param.JSONFile, "$..*", "12345678", "ChangeType"), &param.Options{Limit: 40})
	require.NoError(t, err)
	_, _, err = add(t, t.Context(), b.Rule(), &file{path: "f", text: `[1,2,3,4,5,6,7]`})
	var limit *param.LimitError
	require.ErrorAs(t, err, &limit)

	b, err = param.Bind(keysSet(param.JSONFile, "$[?count(@..*)<count($..*)]", "1", ""), nil)
	require.NoError(t, err)
	_, _, err = add(t, t.Context(), b.Rule(), &file{path: "f", text: "[" + strings.Repeat("[1],", 20_000) + "0]"})
	require.ErrorContains(t, err, "'$[?count(@..*)<count($..*)]' of parameter entry 'P/1' cannot be evaluated.")
}
