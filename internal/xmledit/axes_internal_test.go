package xmledit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomDocument returns a document of elements a, b and c with attributes,
// texts, CDATA sections, comments and instructions.
func randomDocument(r *rand.Rand) string {
	var b strings.Builder
	var element func(depth int)
	element = func(depth int) {
		name := []string{"a", "b", "c"}[r.IntN(3)]
		b.WriteString("<" + name)
		for i := range r.IntN(3) {
			fmt.Fprintf(&b, " x%d='%d'", i, r.IntN(4))
		}
		b.WriteString(">")
		for range r.IntN(5) {
			switch n := r.IntN(7); {
			case n < 3 && depth < 5:
				element(depth + 1)
			case n == 3:
				b.WriteString("t")
			case n == 4:
				b.WriteString("<![CDATA[u]]>")
			case n == 5:
				b.WriteString("<!-- v -->")
			default:
				b.WriteString("<?w x?>")
			}
		}
		b.WriteString("</" + name + ">")
	}
	b.WriteString("<?xml version='1.0'?>\n<!-- before -->\n")
	element(0)
	b.WriteString("\n<!-- after -->\n")
	return b.String()
}

func mustSelect(t *testing.T, d *Document, expr string) []Node {
	t.Helper()
	x, err := Compile(expr, 0)
	require.NoError(t, err, expr)
	nodes, err := d.Select(x)
	require.NoError(t, err, expr)
	require.True(t, slices.IsSorted(nodes), expr)
	return append([]Node{}, nodes...)
}

// from evaluates a relative expression at a node.
func from(t *testing.T, d *Document, n Node, expr string) []Node {
	t.Helper()
	x, err := Compile(expr, 0)
	require.NoError(t, err)
	prefixes, defaults := d.declarations()
	c := &context{d: d, b: &budget{}, prefixes: prefixes, defaults: defaults, node: n, position: 1, size: 1}
	return x.e.eval(c).nodes
}

// The axes self, ancestor, descendant, preceding and following divide all nodes
// but attributes among themselves, seen from any of them.
func TestAxesPartition(t *testing.T) {
	for seed := range uint64(30) {
		d, err := parseText(randomDocument(rand.New(rand.NewPCG(seed, 2))), encoding{})
		require.NoError(t, err)
		all := mustSelect(t, d, "/descendant-or-self::node()")
		for _, n := range all {
			var sum []Node
			for _, axis := range []string{"self", "ancestor", "descendant", "preceding", "following"} {
				sum = append(sum, from(t, d, n, axis+"::node()")...)
			}
			require.Len(t, sum, len(all), "seed %d, node %d of %s", seed, n, d.text)
			require.Equal(t, all, inOrder(sum))
		}
	}
}

// What one axis leads to, its inverse leads back from.
func TestAxesInverse(t *testing.T) {
	pairs := [][2]string{
		{"child", "parent"}, {"descendant", "ancestor"}, {"descendant-or-self", "ancestor-or-self"},
		{"following", "preceding"}, {"following-sibling", "preceding-sibling"},
	}
	for seed := range uint64(10) {
		d, err := parseText(randomDocument(rand.New(rand.NewPCG(seed, 3))), encoding{})
		require.NoError(t, err)
		for _, n := range mustSelect(t, d, "//node()") {
			for _, p := range pairs {
				for _, m := range from(t, d, n, p[0]+"::node()") {
					require.Contains(t, from(t, d, m, p[1]+"::node()"), n, "%v", p)
				}
			}
			for _, a := range from(t, d, n, "@*") {
				require.Equal(t, []Node{n}, from(t, d, a, ".."))
				require.Empty(t, from(t, d, a, "following-sibling::node()"))
				require.Subset(t, from(t, d, a, "following::node()"), from(t, d, n, "node()"))
				require.Equal(t, from(t, d, n, "preceding::node()"), from(t, d, a, "preceding::node()"))
			}
		}
	}
}

// Expressions that mean the same select the same.
func TestEquivalentExpressions(t *testing.T) {
	for seed := range uint64(30) {
		d, err := parseText(randomDocument(rand.New(rand.NewPCG(seed, 4))), encoding{})
		require.NoError(t, err)
		for _, p := range [][2]string{
			{"//a", "/descendant-or-self::node()/child::a"},
			{"//a", "/descendant::a"},
			{"//a[1]", "/descendant-or-self::node()/child::a[position()=1]"},
			{"//a[b][2]", "//a[b and count(preceding-sibling::a[b])=1]"},
			{"//a[last()]", "//a[not(following-sibling::a)]"},
			{"//a[@x0][last()]", "//a[@x0 and not(following-sibling::a[@x0])]"},
			{"//a|//b", "//b|//a|//a"},
			{"//*[self::a or self::b]", "//a|//b"},
			{"//*[not(self::a)]", "//b|//c"},
			{"//a[@x0='1']", "//@x0[.='1']/parent::a"},
			{"//a/..", "//*[a]|/self::node()[a]"},
			{"//b/ancestor::a", "//a[.//b]"},
			{"//b/ancestor::*[1]", "//b/parent::*"},
			{"//b/preceding-sibling::*[1]", "//*[following-sibling::*[1][self::b]]"},
			{"(//a)[2]", "//a[count(preceding::a|ancestor::a)=1]"},
			{"//a[position() mod 2 = 1]", "//a[count(preceding-sibling::a) mod 2 = 0]"},
			{"//text()", "//node()[not(self::*) and not(self::comment()) and not(self::processing-instruction())]"},
			{"//@*", "//*/@*"},
			{"//a[@x0=//b/@x0]", "//a[@x0[.=//b/@x0]]"},
			{"//a[2][@x0]", "//a[2]/self::a[@x0]"},
		} {
			require.Equal(t, mustSelect(t, d, p[1]), mustSelect(t, d, p[0]), "seed %d: %v in %s", seed, p, d.text)
		}
	}
}
