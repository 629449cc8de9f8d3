package confedit_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// A yamlMaker makes documents out of what strings, numbers and styles there are.
type yamlMaker struct{ *rand.Rand }

func (m yamlMaker) text() string {
	words := []string{
		"a", "b c", "", " ", "\n", "\n\n", "x\ny", "x\n", "  x\n y\n", "x\n\n\n", "\tx", "x\ty\n z", "- x", "k: v", "# c", "x # c", "[x, y]", "{x", "it's", `"q"`, `\n`, "é😀", "\u0085", "\u2028", "\r\n", "\x00\x7f",
		"yes", "null", "5", "0x1F", "1:30", "2020-01-01", "~", "---", "...", "<<", "=", "*x", "&x", "!x", "%x", "@x", "|", ">", "?", ":", strings.Repeat("long ", 40),
	}
	s := words[m.IntN(len(words))]
	if m.IntN(4) == 0 {
		s += words[m.IntN(len(words))]
	}
	return s
}

func (m yamlMaker) scalar() *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode}
	switch m.IntN(6) {
	case 0:
		n.Tag, n.Value = "!!int", strconv.Itoa(m.IntN(1000)-500)
	case 1:
		n.Tag, n.Value = "!!bool", []string{"true", "False", "TRUE"}[m.IntN(3)]
	case 2:
		n.Tag, n.Value = "!!null", []string{"null", "~"}[m.IntN(2)]
	default:
		n.Tag, n.Value = "!!str", m.text()
		n.Style = []yaml.Style{0, yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle, yaml.LiteralStyle, yaml.FoldedStyle}[m.IntN(5)]
	}
	if m.IntN(5) == 0 {
		n.LineComment = "# line"
	}
	if m.IntN(8) == 0 {
		n.HeadComment = "# head"
	}
	return n
}

func (m yamlMaker) value(depth int) *yaml.Node {
	kind := m.IntN(3)
	if depth == 0 || kind == 0 {
		return m.scalar()
	}
	n := &yaml.Node{Kind: yaml.SequenceNode}
	if kind == 1 {
		n.Kind = yaml.MappingNode
	}
	if m.IntN(3) == 0 {
		n.Style = yaml.FlowStyle
	}
	for i := range m.IntN(5) {
		if kind == 1 {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: []string{"k", "a b", "yes", "'"}[m.IntN(4)] + strconv.Itoa(i)})
		}
		n.Content = append(n.Content, m.value(depth-1))
	}
	return n
}

// yamlLeaf is a scalar that a document decodes to.
type yamlLeaf struct {
	path  string
	value any
	set   func(any)
}

func yamlLeaves(prefix string, v any, set func(any)) []yamlLeaf {
	var list []yamlLeaf
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			list = append(list, yamlLeaves(prefix+":"+k, v[k], func(x any) { v[k] = x })...)
		}
	case []any:
		for i, c := range v {
			list = append(list, yamlLeaves(fmt.Sprintf("%s:%d", prefix, i), c, func(x any) { v[i] = x })...)
		}
	default:
		list = append(list, yamlLeaf{strings.TrimPrefix(prefix, ":"), v, set})
	}
	return list
}

// Whatever the library writes: after a change it reads what it read before,
// except for the value that was changed.
func TestYAMLChangesNothingElse(t *testing.T) {
	changed := 0
	for seed := range uint64(300) {
		m := yamlMaker{rand.New(rand.NewPCG(seed, 1))}
		var b strings.Builder
		enc := yaml.NewEncoder(&b)
		enc.SetIndent(2 + m.IntN(5))
		if enc.Encode(m.value(4)) != nil {
			continue
		}
		text := b.String()
		if m.IntN(3) == 0 {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		var was any
		if yaml.Unmarshal([]byte(text), &was) != nil {
			continue // the library writes some strings that it cannot read
		}
		for _, leaf := range yamlLeaves("", was, nil) {
			if leaf.set == nil {
				continue
			}
			value, want := m.text(), leaf.value
			switch leaf.value.(type) {
			case string:
				want = value
			case int:
				want = m.IntN(1000)
				value = fmt.Sprint(want)
			case bool:
				want = m.IntN(2) == 0
				value = fmt.Sprint(want)
			default:
				value = "null"
			}
			out, err := edit(confedit.YAML, text, leaf.path, value, false)
			require.NoError(t, err, "%s = %q in\n%q", leaf.path, value, text)
			leaf.set(want)
			var is any
			require.NoError(t, yaml.Unmarshal([]byte(out), &is))
			require.Equal(t, was, is, "%s in\n%s\nbecame\n%s", leaf.path, text, out)
			leaf.set(leaf.value)
			changed++
		}
	}
	require.Greater(t, changed, 1000)
}
