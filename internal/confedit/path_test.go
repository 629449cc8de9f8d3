package confedit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

const store = `{"store": {"Book": [
  {"category": "ref", "author": "Rees", "price": 8.95},
  {"category": "fiction", "author": "Waugh", "price": 12.99},
  {"category": "fiction", "author": "Melville", "isbn": "0-553", "price": 8.99}
], "bicycle": {"color": "red", "price": 399}}, "limit": 10, "a:b": {"c": 1}, "A": {"B:C": 2, "b": {"c": 3}}, "a": {"B": {"C": 4}}}`

// The selectors of RFC 9535, section 2.
func TestJSONPath(t *testing.T) {
	for path, want := range map[string][]string{
		"$.store.bicycle.color":                           {"store:bicycle:color"},
		"$['store']['Book'][0].author":                    {"store:Book:0:author"},
		"$.store.Book[-1].isbn":                           {"store:Book:2:isbn"},
		"$.store.Book[*].author":                          {"store:Book:0:author", "store:Book:1:author", "store:Book:2:author"},
		"$..author":                                       {"store:Book:0:author", "store:Book:1:author", "store:Book:2:author"},
		"$.store..price":                                  {"store:Book:0:price", "store:Book:1:price", "store:Book:2:price", "store:bicycle:price"},
		"$..Book[0,1].price":                              {"store:Book:0:price", "store:Book:1:price"},
		"$..Book[:2].price":                               {"store:Book:0:price", "store:Book:1:price"},
		"$..Book[::-2].price":                             {"store:Book:0:price", "store:Book:2:price"},
		"$..Book[1:].price":                               {"store:Book:1:price", "store:Book:2:price"},
		"$..Book[?@.isbn].price":                          {"store:Book:2:price"},
		"$..Book[?@.price < $.limit].author":              {"store:Book:0:author", "store:Book:2:author"},
		"$..Book[?match(@.author,'M.*')].author":          {"store:Book:2:author"},
		"$..Book[?search(@.author,'e') && !@.isbn].price": {"store:Book:0:price"},
		"$.store.*[?length(@.category)==3].price":         {"store:Book:0:price"},
		"$.store[?count(@.*)==3][0].price":                {"store:Book:0:price"},
		"$..Book[0,0,-3].price":                           {"store:Book:0:price"},
		"$.nothing":                                       {},
		"$.limit.x":                                       {},
		"$.limit[0]":                                      {},
		"$.store.Book.category":                           {},
		"$.STORE":                                         {},
	} {
		require.Equal(t, want, selected(t, confedit.JSON, store, path), path)
	}
}

// The form of ASP.NET configuration: what is spelled so, else what differs in
// case only; names with colons are names within each other.
func TestKeys(t *testing.T) {
	for path, want := range map[string][]string{
		"store:bicycle:color": {"store:bicycle:color"},
		"STORE:BOOK:2:ISBN":   {"store:Book:2:isbn"},
		"a:b:c":               {"a:b:c"},
		"a:B:C":               {"a:B:C"},
		"A:B:C":               {"A:B:C"},
		"A:b:c":               {"A:b:c"},
		"store:Book:3":        {},
		"store:":              {},
		"$schema":             {},
	} {
		require.Equal(t, want, selected(t, confedit.JSON, store, path), path)
	}
	require.Equal(t, []string{"$schema"}, selected(t, confedit.JSON, `{"$schema":""}`, "$SCHEMA"))
}

func TestBadPaths(t *testing.T) {
	for _, path := range []string{"", "$.", "$[", "$.a[?", "$.a b", "$[?unknown(@)]", "$..[?@.a=1]"} {
		_, err := confedit.Compile(path)
		require.Error(t, err, path)
	}
}

// A query that would look at too much is an error, not a run without end.
func TestCostlyPaths(t *testing.T) {
	text := "[" + strings.Repeat("[0,{\"a\":1}],", 5000) + "0]"
	for path, costly := range map[string]bool{
		"$..*..*..*..*..*":                    false, // each node is looked at once for each segment
		"$[*,*,*][*,*,*][*,*]":                false,
		"$..[?count(@..a) == 1]":              true,
		"$[?count($..*) > count($..[?@..*])]": true,
		`$..[?@ == "..,,**??"]`:               false,
	} {
		d, err := confedit.Parse(confedit.JSON, text)
		require.NoError(t, err)
		p, err := confedit.Compile(path)
		require.NoError(t, err, path)
		_, err = d.Select(p)
		if costly {
			require.ErrorIs(t, err, confedit.ErrTooCostly, path)
		} else {
			require.NoError(t, err, path)
		}
	}
}

// What holds what else is set cannot be set as well.
func TestOverlap(t *testing.T) {
	_, err := edit(confedit.JSON, `{"a":{"b":{}}}`, "$..*", "{}", false)
	require.ErrorIs(t, err, confedit.ErrUnsafe)
}

func TestLeaves(t *testing.T) {
	d, err := confedit.Parse(confedit.JSON, `{"a":{"b":1,"c":[2,{}]},"d":"x"}`)
	require.NoError(t, err)
	require.Equal(t, []string{"a:b", "a:c:0", "a:c:1", "d"}, d.Leaves(10))
	require.Equal(t, []string{"a:b", "a:c:0"}, d.Leaves(2))
}
