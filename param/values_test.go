package param_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

func parseValues(t *testing.T, text string) *param.Values {
	t.Helper()
	v, err := param.ParseValues(strings.NewReader(text))
	require.NoError(t, err)
	return v
}

func TestValuesApply(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"setparamfile", `<parameters><setParameter name="Host" value="example.org" /></parameters>`, "example.org"},
		{"setparamfile-two", `<parameters><setParameter name="host" value="lower &amp; &lt;x&gt; &quot;q&quot;" /></parameters>`, `lower & <x> "q"`},
		{"setparamfile-dup", `<parameters><setParameter name="Host" value="first" /><setParameter name="Host" value="second" /></parameters>`, "second"},
		{"setparamfile-novalue", `<parameters><setParameter name="Host" /></parameters>`, ""},
		{"setparamfile-unknown", `<parameters><setParameter name="Nope" value="1" /><setParameter name="Host" value="h" /></parameters>`, "h"},
		{"setparamfile-kind", `<parameters><setParameter kind="TextFile" scope="s" match="m" value="bykind" /><setParameter name="Host" value="h"/></parameters>`, "h"},
		{"stray text", "<parameters>\n<setParameter value='h' name='Host'/>\\\n</parameters>", "h"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := parseSet(t, recordedParameters)
			set, err := parseValues(t, c.in).Apply(before)
			require.NoError(t, err)
			require.Equal(t, param.Plain(c.want), set.Lookup("Host").Value)
			require.Len(t, set, 3)
			require.False(t, before.Lookup("Host").Value.IsSet())
		})
	}
}

// A parameter in the file is one more, behind those of the package (recorded:
// parameters/setparamfile-entry).
func TestValuesDeclare(t *testing.T) {
	v := parseValues(t, `<parameters><parameter name="Inline" value="inl"><parameterEntry kind="TextFile" scope="s" match="m" /></parameter><setParameter name="inline" value="x"/></parameters>`)
	set, err := v.Apply(parseSet(t, recordedParameters))
	require.NoError(t, err)
	require.Equal(t, []string{"Target Path", "Mode", "Host", "Inline"}, set.Names())
	require.Equal(t, "x", set[3].Value.Reveal())
	require.Equal(t, "inl", v.Declared[0].Value.Reveal())
}

func TestValuesRefuse(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"setparamfile-wrongelem", `<parameters><parameter name="Host" value="x" /></parameters>`, "The parameter 'Host' has already been defined."},
		{"validation/file-value", `<parameters><setParameter name="Mode" value="bad" /></parameters>`, "You cannot use the specified value for parameter 'The mode'. The value must be one of the following: 'release,staging,debug'."},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseValues(t, c.in).Apply(parseSet(t, recordedParameters))
			require.Equal(t, []string{c.want}, sentences(err))
		})
	}
	_, err := param.ParseValues(strings.NewReader("<parameters><setParameter name=\"Host\"\n"))
	var e *param.SyntaxError
	require.ErrorAs(t, err, &e)
	require.Equal(t, 2, e.Line)
	require.Contains(t, e.Reason, "parameters.")
}

func TestValuesLookup(t *testing.T) {
	v := parseValues(t, `<parameters><setParameter name="A" value="1"/><setParameter name="a" value="2"/></parameters>`)
	got, ok := v.Lookup("A")
	require.True(t, ok)
	require.Equal(t, "2", got.Reveal())
	_, ok = v.Lookup("B")
	require.False(t, ok)
}

func TestValuesEncode(t *testing.T) {
	for _, in := range []string{
		`<parameters />`,
		`<parameters><setParameter name="A&amp;" value="&lt;1&#10;" /><parameter name="B" value="2"/></parameters>`,
	} {
		v := parseValues(t, in)
		var b bytes.Buffer
		require.NoError(t, v.Encode(&b))
		require.Equal(t, v, parseValues(t, b.String()))
	}
}
