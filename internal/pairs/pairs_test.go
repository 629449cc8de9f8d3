package pairs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

func pair(key, value string) pairs.Pair { return pairs.Pair{Key: key, Value: value, HasValue: true} }

// recorded: cmdline/comma-*, cmdline/value-*, cmdline/quotes-*,
// cmdline/equals-in-path
func TestParse(t *testing.T) {
	for list, want := range map[string][]pairs.Pair{
		"":                      nil,
		",":                     nil,
		",,,":                   nil,
		"a":                     {{Key: "a"}},
		"a=":                    {pair("a", "")},
		"=":                     {pair("", "")},
		"=b":                    {pair("", "b")},
		"a=b":                   {pair("a", "b")},
		"a=b=c":                 {pair("a", "b=c")},
		"a=b,c=d":               {pair("a", "b"), pair("c", "d")},
		",a=b,":                 {pair("a", "b")},
		"a,,b":                  {{Key: "a"}, {}, {Key: "b"}},
		"a='b,c',d":             {pair("a", "b,c"), {Key: "d"}},
		`a="b,c",d`:             {pair("a", "b,c"), {Key: "d"}},
		"'a,b'":                 {{Key: "a,b"}},
		"'a=b'":                 {{Key: "a=b"}},
		"a='b=c'":               {pair("a", "b=c")},
		`a='"b"'`:               {pair("a", "b")},
		`a="'b'"`:               {pair("a", "'b'")},
		`a=''b''`:               {pair("a", "b")},
		`a=b'c`:                 {pair("a", "b'c")},
		`a=it's,b=c`:            {pair("a", "it's,b=c")},
		`a=it's,b='c`:           {pair("a", "it's,b='c")},
		`a='b"c',d`:             {pair("a", `b"c',d`)},
		`a=b\,c`:                {pair("a", `b\`), {Key: "c"}},
		`a='b`:                  {pair("a", "b")},
		" a = b , c ":           {pair(" a ", " b "), {Key: " c "}},
		"name='a b',value=\"\"": {pair("name", "a b"), pair("value", "")},
	} {
		require.Equal(t, want, pairs.Parse(list), "%q", list)
	}
}

func TestFormat(t *testing.T) {
	for want, list := range map[string][]pairs.Pair{
		"":          nil,
		"a":         {{Key: "a"}},
		"a=b":       {pair("a", "b")},
		`a="b,c"`:   {pair("a", "b,c")},
		`a="b c",d`: {pair("a", "b c"), {Key: "d"}},
		`"a=b"=c`:   {pair("a=b", "c")},
		`a=it's'`:   {pair("a", "it's")},
		`a=b'c,d'`:  {pair("a", "b'c,d")},
		`a=""`:      {pair("a", "")},
	} {
		require.Equal(t, want, pairs.Format(list))
		require.Equal(t, list, pairs.Parse(want), "it is read back")
	}
}

// FuzzPairs: whatever is parsed is written so that it is parsed the same again,
// unless no quotes can express it.
func FuzzPairs(f *testing.F) {
	for _, s := range []string{
		"", ",", "a=b", "a='b,c',d=\"e f\"", "x=it's,y=1", `a="b'c"',d`, "=,=", "a,,b", `skipAction=Delete,objectName=filePath,absolutePath=\.txt$`,
		`name='IIS Web Application Name',value="Default Web Site/app"`, `'"`, `"'"`, "a=''", `a='"b`, "\x00=\xff", "ü=日本,é",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		parsed := pairs.Parse(list)
		for _, p := range parsed {
			if !expressible(p) {
				return
			}
		}
		if n := len(parsed); n > 0 && (parsed[0] == (pairs.Pair{}) || parsed[n-1] == (pairs.Pair{})) {
			return // an empty item at either end is none
		}
		written := pairs.Format(parsed)
		require.Equal(t, parsed, pairs.Parse(written), "%q became %q", list, written)
		require.Equal(t, written, pairs.Format(pairs.Parse(written)))
	})
}

// expressible reports whether quotes can express p: of each part, that it can
// be put in quotes.
func expressible(p pairs.Pair) bool {
	_, key := pairs.Quote(p.Key, ",= ")
	_, value := pairs.Quote(p.Value, ", ")
	return key && value
}

func TestItemsJoinToTheList(t *testing.T) {
	for _, list := range []string{"a,b", "a,'b,c',d", ",a,,b,", `"a`, ""} {
		require.Equal(t, strings.Trim(list, ","), strings.Trim(strings.Join(pairs.Items(list), ","), ","))
	}
}
