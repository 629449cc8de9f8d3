package confedit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/stretchr/testify/require"
)

// What is not TOML to the library is not to us, and what is holds the same.
func sameAsLibrary(t *testing.T, text string) {
	var want map[string]any
	refused := toml.Unmarshal([]byte(text), &want)
	d, err := Parse(TOML, text)
	if err == ErrTooLarge {
		return
	}
	require.Equal(t, refused == nil, err == nil, "%v, but %v", refused, err)
	if err == nil {
		same(t, want, d.roots[0], text)
	}
}

func same(t *testing.T, want any, n *Node, text string) {
	switch v := want.(type) {
	case map[string]any:
		require.Equal(t, Object, n.Kind)
		require.Len(t, n.children, len(v))
		for _, c := range n.children {
			require.Contains(t, v, c.Key)
			same(t, v[c.Key], c, text)
		}
	case []any:
		require.Equal(t, Array, n.Kind)
		require.Len(t, n.children, len(v))
		for i, c := range n.children {
			require.Equal(t, strconv.Itoa(i), c.Key)
			same(t, v[i], c, text)
		}
	case string:
		require.Equal(t, []any{String, v}, []any{n.Kind, n.Value})
	case bool:
		require.Equal(t, []any{Bool, fmt.Sprint(v)}, []any{n.Kind, n.Value})
	case int64:
		require.Equal(t, Number, n.Kind)
		is, err := strconv.ParseInt(strings.TrimPrefix(n.Value, "+"), 0, 64)
		require.NoError(t, err)
		require.Equal(t, v, is)
	case float64:
		require.Equal(t, Number, n.Kind)
		is, err := strconv.ParseFloat(strings.ReplaceAll(n.Value, "_", ""), 64)
		require.True(t, math.IsNaN(v) || err == nil && v == is, n.Value)
	case time.Time, toml.LocalDate, toml.LocalTime, toml.LocalDateTime:
		require.Equal(t, Time, n.Kind)
	default:
		require.Fail(t, "unknown type", "%T", want)
	}
	if n.fixed == "" { // the text of the node is all of it and nothing else
		var again struct{ X any }
		require.NoError(t, toml.Unmarshal([]byte("x="+text[n.start:n.end]), &again))
		require.Equal(t, fmt.Sprint(want), fmt.Sprint(again.X))
	}
}

// tomlFiles are files, with names defined in every order that there is.
var tomlFiles = []string{
	"a=1\na=2", "a.b=1\na.c=2", "a.b=1\na.b.c=2", "a.b.c=2\na.b=1", "[a]\n[a]", "[a.b]\n[a]", "[a]\n[a.b]\n[a]", "[a.b]\nx=1\n[a]\nb.y=1",
	"[a]\nb.c=1\n[a.b]", "[a]\nb.c=1\n[a.b.d]\nx=1", "[a]\nb.c=1\n[a.b.c]", "[[a]]\n[[a]]", "[[a]]\n[a]", "[a]\n[[a]]", "a=[]\n[[a]]", "a={}\n[a]", "a={}\n[a.b]",
	"[[a]]\nx=1\n[a.b]\ny=1\n[[a]]\nx=2\n[a.b]\ny=2", "[[a.b]]\n[[a.b.c]]\n[[a.b.c]]\n[[a.b]]\nc=1", "[[a.b]]\n[a]\nb=1", "[[a.b]]\n[a]\nc=1", "[a.b]\n[[a]]",
	"a={b=1,c.d=2,c.e=[{f=1},[2,[]]]}", "a={b=1,b=2}", "a={b.c=1,b=2}", "a={b={},b.c=1}", "a=[{b=1},{b=2}]\n[a.c]", "a=[{b=1}]\n[[a]]", "a.b={}\n[a.b.c]", "a.b=1\n[a.c]\nx=1", "a.b=1\n[a]",
	"a = [ # c ]\n 1 , # ,\r\n [ '#' ] , { x = \"]\" } , \n]", "a={ # }\n b = 1, # ,\n}", "''=1\n\"\"=2", "\"a.b\".'c d'=1", "\"\\u0061\"=1\na=2",
	"a=0x1F\nb=0o17\nc=0b1\nd=1_000\ne=+1\nf=-0\ng=1e5\nh=1_0.0_1E+0_1\ni=inf\nj=-nan", "a=9223372036854775808", "a=-9223372036854775808", "a=1e999", "a=01", "a=1.", "a=.5",
	"a=1979-05-27T07:32:00Z\nb=1979-05-27 07:32:00.5+01:00\nc=1979-05-27t07:32\nd=1979-05-27\ne=07:32:00", "a=1979-02-30", "a=25:00:00", "a=1979-05-27 5", "a=1979-05-27T07:32:00+25:00",
	"a=\"\"\"\n\"\"x\"\"\\\n   y\"\"\"\"\"\nb='''\r\n''x'''''\nc=\"\\e\\x41\\U0001F600\"", "a=\"\\ud800\"", "a='\x01'", "a=1 b=2", "a=true\nb=truex", "a=\"x\" # c\r\n\r\n# \u00e9", "a", "[", "[a", "[[a]", "a=[1", "a={b=1",
	"a=[1,,2]", "a=[,]", "a=[1,]", "a={b=1,}", "a={,}", "\ufeffa=1", "a\r=1", "a=1\r", "[a]b=1", "[ a . b ]\nx . y = 1",
}

func TestTOMLAsTheLibraryReadsIt(t *testing.T) {
	for _, text := range tomlFiles {
		sameAsLibrary(t, text)
	}
}

func FuzzTOMLAsTheLibraryReadsIt(f *testing.F) {
	for _, text := range tomlFiles {
		f.Add(text)
	}
	f.Fuzz(sameAsLibrary)
}
