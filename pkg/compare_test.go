package pkg

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// reference is comparePaths as its comment puts it.
func reference(a, b string, exact bool) int {
	parts := func(s string) []string {
		return slices.DeleteFunc(strings.Split(s, "/"), func(p string) bool { return p == "" })
	}
	return slices.CompareFunc(parts(a), parts(b), func(x, y string) int {
		d := ordinal.Compare(x, y)
		if exact {
			d = cmp.Or(d, strings.Compare(x, y))
		}
		return d
	})
}

func sign(n int) int { return cmp.Compare(n, 0) }

func TestComparePaths(t *testing.T) {
	for _, c := range []struct {
		name, a, b  string
		loose, full int
	}{
		{"equal", "Content/web/a.txt", "Content/web/a.txt", 0, 0},
		{"case", "Content/web/a.txt", "content/WEB/A.TXT", 0, -1},
		{"case of a folder first", "a/x", "A/y", -1, 1},
		{"folder before what is in it", "web", "web/a", -1, -1},
		{"blank sorts after the end of a part", "names/a/1.txt", "names/a b.txt", -1, -1},
		{"dash", "names/a-/1.txt", "names/a b.txt", 1, 1},
		{"underscore after letters", "a_b", "aZ", 1, 1},
		{"several slashes are one", "Content//srv", "Content/srv", 0, 0},
		{"accents after ASCII", "é", "z", 1, 1},
		{"accents in case", "É/b", "é/b", 0, -1},
		{"empty", "", "a", -1, -1},
		{"both empty", "", "", 0, 0},
		{"prefix", "ab", "abc", -1, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.loose, sign(comparePaths(c.a, c.b, false)))
			require.Equal(t, c.full, sign(comparePaths(c.a, c.b, true)))
			require.Equal(t, -c.loose, sign(comparePaths(c.b, c.a, false)))
			require.Equal(t, -c.full, sign(comparePaths(c.b, c.a, true)))
		})
	}
}

// randomPath makes paths that are often nearly the same.
func randomPath(r *rand.Rand) string {
	letters := []string{"a", "A", "b", "é", "É", "_", " ", "-", "/", "/", "\xff", "日", "ß"}
	var b strings.Builder
	for range r.IntN(9) {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	return strings.Trim(b.String(), "/")
}

func TestComparePathsIsTheReference(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		a, b := randomPath(r), randomPath(r)
		for _, exact := range []bool{false, true} {
			require.Equal(t, sign(reference(a, b, exact)), sign(comparePaths(a, b, exact)), "%q %q %v", a, b, exact)
		}
		below := len(b) > 0 && len(a) > 0 && reference(b, a, false) > 0 && countParts(b) > countParts(a) &&
			reference(b[:cutDepth(b, countParts(a))], a, false) == 0
		require.Equal(t, below, len(a) > 0 && isBelow(b, a, false), "%q in %q", b, a)
	}
}

func TestParts(t *testing.T) {
	require.Equal(t, 3, countParts("a//b/c"))
	require.Equal(t, 0, countParts(""))
	require.Equal(t, "b", partAt("a//b/c", 1))
	require.Equal(t, "", partAt("a", 1))
	require.Equal(t, "a//b", "a//b/c"[:cutDepth("a//b/c", 2)])
	require.True(t, isBelow("a/b", "", false))
	require.False(t, isBelow("ab", "a", false))
	require.False(t, isBelow("a", "a", false))
	require.True(t, sameButCase("x/A/1", "x/a"))
	require.False(t, sameButCase("x/A/1", "x/b"))
	require.False(t, sameButCase("x/A", "x/A"))
	require.False(t, sameButCase("", "x"))
}
