package param_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
	"github.com/webdeploy-go/webdeploy/param"
)

// A set that can be read can be written and read again as the same, and bound.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		recordedParameters, recordedReferences, validParameters,
		"\ufeff<parameters><parameter name='A' value='1' tags='Password'><description culture='de'>D</description></parameter></parameters>",
		`<parameters><parameter name="B"><parameterEntry type="XmlFile" scope="web\.config$" match="//a[@b='1']/@c"/></parameter><setParameter name="b" value="2"/></parameters>`,
		`<parameters><parameter name="C"><parameterEntry kind="TextFilePosition" scope="x" match=" 1; 2 ;3"/></parameter></parameters>`,
		"<?xml version='1.0' encoding='utf-16'?><parameters/>", "<parameters", "<!DOCTYPE p [<!ENTITY e 'x'>]><parameters>&e;</parameters>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := param.Parse(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, set.Encode(&b))
		again, err := param.Parse(&b)
		require.NoError(t, err)
		require.Equal(t, set, again)
		_, _ = param.Bind(set, nil)
	})
}

// Values that can be read can be written and read again as the same, and do
// not change the set they are applied to.
func FuzzParseValues(f *testing.F) {
	for _, s := range []string{
		`<parameters><setParameter name="Host" value="a &amp; b"/></parameters>`, `<parameters><setParameter/></parameters>`,
		`<parameters><parameter name="X" value="1"><parameterEntry kind="TextFile" scope="s" match="m"/></parameter></parameters>`,
		`<Parameters><SetParameter NAME="Mode" VALUE="debug" /></Parameters>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := param.ParseValues(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, v.Encode(&b))
		again, err := param.ParseValues(&b)
		require.NoError(t, err)
		require.Equal(t, v, again)
		set, err := param.Parse(strings.NewReader(recordedParameters))
		require.NoError(t, err)
		before := set.Format("")
		_, _ = v.Apply(set)
		require.Equal(t, before, set.Format(""))
	})
}

// Arguments of -setParam and -declareParam do something sensible or nothing.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{
		"name=Host,value=h", "'Host'='a,b'", `"Target Path"="x"`, "kind=TextFile,scope=a,match=b,value=c", "type=XmlFile,scope=a,match=//b,value=<c/>",
		"value=", "name=A,defaultValue=1,description=d,tags=t", "name=A,kind=ProviderPath,scope=s", ",,", "=", "name", "name=,value=", "kind=,value=,scope=",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		list := pairs.Parse(arg)
		set, err := param.Parse(strings.NewReader(recordedParameters))
		require.NoError(t, err)
		before := set.Format("")
		if got, err := param.Assign(set, list, param.Literal); err == nil {
			require.GreaterOrEqual(t, len(got), len(set))
		}
		if got, err := param.Declare(set, list); err == nil {
			require.GreaterOrEqual(t, len(got), len(set))
			_, err = param.Bind(got, nil)
			require.NoError(t, err)
		}
		require.Equal(t, before, set.Format(""))
	})
}
