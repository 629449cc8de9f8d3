package confedit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// Templates that make YAML are none until they have been carried out.
const template = `apiVersion: v1
metadata:
  name: {{ .Release.Name }}-web
{{- if .Values.s3cret }}
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
{{- end }}
`

func TestMalformedYAML(t *testing.T) {
	for text, line := range map[string]int{
		"a: b\nc: 's3cret\n":          2,
		"a:\n  b: c\n d: s3cret\n":    3,
		"a: [1\nb: s3cret\n":          2,
		"a: b\n\ts3cret: d\n":         2,
		"a: b: s3cret\n":              1,
		"a: 1\nb: *s3cret\n":          2,
		"a: \"\\s3cret\"\n":           1,
		"%s3cret\n---\n":              1,
		"%YAML 2.0\n---\na: s3cret\n": 1,
		"a: !x!s3cret b\n":            1,
		"a: b\x00s3cret\n":            1,
		"a: b\nc\ufeffs3cret: d\n":    2,
		"- a\ns3cret\n":               2,
		"k: @s3cret\n":                1,
		template:                      3,
		"a: b\xffs3cret\n":            1,
	} {
		_, err := confedit.Parse(confedit.YAML, text)
		var syntax *confedit.SyntaxError
		require.ErrorAs(t, err, &syntax, text)
		require.Equal(t, line, syntax.Line, "%s: %v", text, err)
		require.NotContains(t, err.Error(), "s3cret")
	}
}

// A file that would take too much memory, time or stack is an error.
func TestHostileYAML(t *testing.T) {
	deep := strings.Builder{}
	for i := range 1100 {
		deep.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for _, text := range []string{
		strings.Repeat("[", 2000) + strings.Repeat("]", 2000), strings.Repeat("{a: ", 2000) + strings.Repeat("}", 2000), strings.Repeat("- ", 2000), deep.String(),
		strings.Repeat("- ", 300_000), strings.Repeat("? ", 300_000), strings.Repeat("--- a\n", 300_000), "[" + strings.Repeat("a,", 300_000) + "]",
		strings.Repeat("? ", 1100) + "a",
	} {
		_, err := confedit.Parse(confedit.YAML, text)
		require.ErrorIs(t, err, confedit.ErrTooLarge)
	}
	_, err := confedit.Parse(confedit.YAML, strings.Repeat("[", 20_000))
	var syntax *confedit.SyntaxError
	require.ErrorAs(t, err, &syntax)
}

// Aliases are never followed, so that none costs more than its name.
func TestYAMLAliasBombs(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x]\n")
	for i := range 100 {
		a := "*a" + string(rune('0'+i%10))
		bomb.WriteString("b: &a" + string(rune('0'+(i+1)%10)) + " [" + strings.TrimSuffix(strings.Repeat(a+", ", 50), ", ") + "]\n")
	}
	testEdits(t, confedit.YAML, []editCase{
		{bomb.String() + "k: v\n", "k", "w", bomb.String() + "k: w\n"},
		{"&a [*a, &b {k: *a, l: *b}, v]\n", "$[2]", "w", "&a [*a, &b {k: *a, l: *b}, w]\n"},
		{"&a [*a, &b {k: *a, l: *b}, v]\n", "$[1].k", "[]", "&a [*a, &b {k: [], l: *b}, v]\n"},
		{strings.Repeat("--- a\n", 5000) + "--- {k: v}\n", "k", "w", strings.Repeat("--- a\n", 5000) + "--- {k: w}\n"},
	})
	require.Len(t, selected(t, confedit.YAML, bomb.String(), "$..*"), 1+1+100+100*50)
}
