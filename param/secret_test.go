package param_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

// No secret is in any event or error, in whatever way it is printed.
func TestSecrets(t *testing.T) {
	const secret = "s3cr3t"
	set := parseSet(t, `<parameters>
<parameter name="Pw" tags="New,DbUserPassword" defaultValue="`+secret+`"><parameterEntry kind="XmlFile" scope="x" match="//t"/></parameter>
<parameter name="Cs" defaultValue="a={Pw}"><parameterEntry kind="XmlFile" scope="x" match="//t"/></parameter></parameters>`)
	set, err := assign(t, set, "Pw="+secret)
	require.NoError(t, err)
	require.Equal(t, secret, set[0].Value.Reveal())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		require.NotContains(t, fmt.Sprintf(verb, *set[0]), secret, verb)
		require.NotContains(t, fmt.Sprintf(verb, set[0].Value), secret, verb)
	}
	json, err := set[0].Value.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "******", string(json))
	require.Equal(t, "******", set[0].Value.LogValue().String())

	_, lines := rewritten(t, set, nil, &file{path: "x", text: "<t/>"})
	require.Contains(t, lines, "Could not add value '******' within element 't' because value is not valid XML.")
	require.NotContains(t, strings.Join(lines, "\n"), secret)

	var b bytes.Buffer
	require.NoError(t, set.Encode(&b))
	require.Contains(t, b.String(), secret, "the file must hold it")
}

// Texts that others print lose every secret, the longer ones first.
func TestRedact(t *testing.T) {
	set := parseSet(t, `<parameters>
<parameter name="Pw" tags="Password" defaultValue="abc"/>
<parameter name="Long" tags="DbPassword" defaultValue="xabcx"/>
<parameter name="Both" defaultValue="u={Pw};"/>
<parameter name="Key" tags="Password" defaultValue="line one&#xD;&#xA;&#xA;line two"/>
<parameter name="None" tags="Password" defaultValue=""/>
<parameter name="Plain" defaultValue="plain"/></parameters>`)
	b, err := param.Bind(set, nil)
	require.NoError(t, err)
	require.Equal(t, "plain ****** ****** ****** -****** ******- line three",
		b.Redact("plain abc xabcx u=abc; -line one line two- line three"))
	b, err = param.Bind(nil, nil)
	require.NoError(t, err)
	require.Equal(t, "abc", b.Redact("abc"))
}

func TestValuePrints(t *testing.T) {
	require.Equal(t, "a", fmt.Sprint(param.Plain("a")))
	require.Equal(t, `"a"`, fmt.Sprintf("%q", param.Plain("a")))
	require.Equal(t, "", param.Secret("").String())
	require.False(t, param.Value{}.IsSet())
	require.True(t, param.Plain("").IsSet())
	require.Equal(t, param.Plain("x"), param.Plain("x"))
	require.NotEqual(t, param.Plain("x"), param.Secret("x"))
}
