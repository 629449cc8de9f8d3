package param_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// sentences returns what a tool would print for err and its causes.
func sentences(err error) []string {
	var list []string
	for ; err != nil; err = errors.Unwrap(err) {
		if e, ok := err.(*provider.Error); ok {
			list = append(list, e.Sentence())
		} else {
			list = append(list, err.Error())
		}
	}
	return list
}

func declare(t *testing.T, args ...string) (param.Set, error) {
	t.Helper()
	var set param.Set
	for _, a := range args {
		var err error
		if set, err = param.Declare(set, pairs.Parse(a)); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// Arguments of -declareParam and the recorded packages, by size and checksum.
func TestDeclareRecorded(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		size int
		crc  uint32
	}{
		{"inline", []string{"name=P1,kind=TextFile,scope=t1,match=foo,defaultValue=dv,description=desc,tags=T1"}, 187, 0xef9144af},
		{"inline-dup", []string{"name=A", "name=A"}, 54, 0x1a7c84b2},
		{"inline-dup-case", []string{"name=A,defaultValue=1", "name=a,kind=TextFile,scope=c,match=d"}, 143, 0x59c2cff0},
		{"inline-dup-entries", []string{"name=A,kind=TextFile,scope=a,match=b,defaultValue=1", "name=A,kind=TextFile,scope=c,match=d"}, 202, 0x707cd540},
		{"inline-kind-case", []string{"name=A,kind=textfile,scope=a,match=b"}, 126, 0x0f10ae98},
		{"inline-kind-deploymentobjectattribute", []string{"name=A,kind=DeploymentObjectAttribute,scope=s,match=filePath/@path,defaultValue=v"}, 173, 0x4c537583},
		{"inline-kind-destinationbinding", []string{"name=A,kind=DestinationBinding,scope=s,match=m,defaultValue=v"}, 153, 0xe89a06a2},
		{"inline-kind-destinationvirtualdirectory", []string{"name=A,kind=DestinationVirtualDirectory,scope=s,match=m,defaultValue=v"}, 162, 0xc949c0f7},
		{"inline-kind-providerpath", []string{"name=A,kind=ProviderPath,scope=s,match=m,defaultValue=v"}, 147, 0xf08a6d16},
		{"inline-kind-sqlcommandvariable", []string{"name=A,kind=SqlCommandVariable,scope=s,match=m,defaultValue=v"}, 153, 0x23c5cb3e},
		{"inline-kind-textfileposition", []string{"name=A,kind=TextFilePosition,scope=s,match=1;1;1,defaultValue=v"}, 155, 0xd4b8309f},
		{"inline-kind-xmlfile", []string{"name=A,kind=XmlFile,scope=s,match=//a/@b,defaultValue=v"}, 147, 0x383baa60},
		{"inline-providerpath-no-match", []string{"name=A,kind=ProviderPath,scope=dirPath,defaultValue=x"}, 143, 0x376f96fd},
		{"inline-quoted", []string{`name='A b',description='one, two',defaultValue="x=y",tags='a,b'`}, 109, 0x1bd6bc8e},
		{"inline-type", []string{"name=P1,type=TextFile,scope=t1,match=foo,defaultValue=dv"}, 148, 0xa283d01f},
		{"inline-value", []string{"name=A,value=1"}, 54, 0x1a7c84b2},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := declare(t, c.args...)
			require.NoError(t, err)
			size, crc := sum(t, set)
			require.Equal(t, c.size, size)
			require.Equal(t, c.crc, crc)
		})
	}
}

const kinds = "(XmlFile, TextFile, TextFilePosition, DeploymentObjectAttribute, DestinationVirtualDirectory, DestinationBinding, ProviderPath, SqlCommandVariable)."

func TestDeclareRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		want []string
	}{
		{"inline-bad-kind", []string{"name=A,kind=Bogus,scope=a,match=b"}, []string{
			"Could not add the entry (type = 'Bogus', scope = 'a', match = 'b') to the parameter named 'A'.",
			"The parameter entry kind must be one of the following: " + kinds, "Requested value 'Bogus' was not found.",
		}},
		{"inline-dup-default", []string{"name=A,defaultValue=1", "name=A,defaultValue=2"}, []string{
			"The parameter 'A' already has the property 'defaultValue' defined (its value is '1'). You should not specify it again ('2').",
		}},
		{"a secret twice", []string{"name=A,defaultValue=s3cret,tags=Password", "name=A,defaultValue=other"}, []string{
			"The parameter 'A' already has the property 'defaultValue' defined (its value is '******'). You should not specify it again ('******').",
		}},
		{"inline-friendly", []string{"name=A,friendlyName=F"}, []string{"Unrecognized argument 'friendlyName'."}},
		{"inline-kind-no-match", []string{"name=A,kind=TextFile,scope=a"}, []string{
			"Could not add the entry (type = 'TextFile', scope = 'a', match = '') to the parameter named 'A'.",
			"The 'match' setting must be a valid regular expression.",
		}},
		{"inline-kind-no-scope", []string{"name=A,kind=TextFile,match=b"}, []string{
			"Could not add the entry (type = 'TextFile', scope = '', match = 'b') to the parameter named 'A'.",
			"The 'scope' setting must be a valid regular expression.",
		}},
		{"inline-no-name", []string{"defaultValue=1"}, []string{"The -declareParam argument must have the 'name' parameter specified."}},
		{"inline-scope-no-kind", []string{"name=A,scope=a,match=b"}, []string{"The 'kind' setting must be given with 'scope' and 'match'.\nParameter name: kind"}},
		{"inline-unknown-key", []string{"name=A,bogus=1"}, []string{"Unrecognized argument 'bogus'."}},
		{"bad position", []string{"name=A,kind=TextFilePosition,scope=a,match=1;2"}, []string{
			"Could not add the entry (type = 'TextFilePosition', scope = 'a', match = '1;2') to the parameter named 'A'.",
			"The parameter match must be in the format of line;column;count. For example, 10;5;22.",
		}},
		{"scalar", []string{"name=A,kind=XmlFile,scope=a,match=count(//a)"}, []string{
			"Could not add the entry (type = 'XmlFile', scope = 'a', match = 'count(//a)') to the parameter named 'A'.",
			"The XPath expression 'count(//a)' does not select any attribute(s).",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := declare(t, c.args...)
			require.Equal(t, c.want, sentences(err))
		})
	}
}

// Declaring leaves the set it was given alone.
func TestDeclareCopies(t *testing.T) {
	one, err := declare(t, "name=A,defaultValue=1")
	require.NoError(t, err)
	two, err := param.Declare(one, pairs.Parse("name=a,kind=TextFile,scope=s,match=m,description=d"))
	require.NoError(t, err)
	three, err := param.Declare(one, pairs.Parse("name=B"))
	require.NoError(t, err)
	require.Empty(t, one[0].Entries)
	require.Empty(t, one[0].Description)
	require.Len(t, two[0].Entries, 1)
	require.Equal(t, []string{"A", "B"}, three.Names())
	require.Len(t, one, 1)
}

func parseSet(t *testing.T, text string) param.Set {
	t.Helper()
	set, err := param.Parse(strings.NewReader(text))
	require.NoError(t, err)
	return set
}

func assign(t *testing.T, set param.Set, args ...string) (param.Set, error) {
	t.Helper()
	for _, a := range args {
		var err error
		if set, err = param.Assign(set, pairs.Parse(a), param.Literal); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// A part of the recorded declarations.
const recordedParameters = `<parameters>
  <parameter name="Target Path" defaultValue="/pdest" tags="iisApp"/>
  <parameter name="Mode" defaultValue="release" friendlyName="The mode"><parameterValidation kind="Enumeration" validationString="release,staging,debug" /></parameter>
  <parameter name="Host" tags="hidden"><parameterValidation kind="AllowEmpty" /></parameter>
</parameters>`

func TestAssign(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		who  string
		want string
	}{
		{"deploy", []string{"name=Host,value=h1"}, "Host", "h1"},
		{"deploy-empty", []string{"name=Host,value="}, "Host", ""},
		{"deploy-equals", []string{"name=Host,value=a=b=c"}, "Host", "a=b=c"},
		{"deploy-name-case", []string{"name=HOST,value=h1"}, "Host", "h1"},
		{"deploy-name-space", []string{"name='Target Path',value='/other'"}, "Target Path", "/other"},
		{"deploy-quoted", []string{"name='Host',value='a,b=c'"}, "Host", "a,b=c"},
		{"deploy-twice", []string{"name=Host,value=a", "name=Host,value=b"}, "Host", "b"},
		{"deploy-value-first", []string{"value=h1,name=Host"}, "Host", "h1"},
		{"setparam-description", []string{"name=Host,value=h,description=d"}, "Host", "h"},
		{"setparam-name-and-kind", []string{"name=Host,value=h,kind=TextFile,scope=x,match=y"}, "Host", "h"},
		{"keys in any case", []string{"NAME=Host,Value=h"}, "Host", "h"},
		{"short form", []string{"'Target Path'='/other'"}, "Target Path", "/other"},
		{"short form, double quotes", []string{`"host"="x,y"`}, "Host", "x,y"},
		{"short form of nothing", []string{"Host="}, "Host", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := parseSet(t, recordedParameters)
			set, err := assign(t, before, c.args...)
			require.NoError(t, err)
			require.Equal(t, c.want, set.Lookup(c.who).Value.Reveal())
			require.Len(t, set, 3)
			require.Empty(t, set.Lookup("Host").Entries)
			require.False(t, before.Lookup(c.who).Value.IsSet(), "the set it was given has changed")
		})
	}
}

func TestAssignRefuses(t *testing.T) {
	for _, c := range []struct{ name, arg, want string }{
		{"deploy-comma", "name=Host,value=a,b", "Unrecognized argument 'b'."},
		{"deploy-unknown", "name=Nope,value=1", "Source does not support parameter called 'Nope'. Must be one of (Target Path, Mode, Host)."},
		{"unknown in short form", "Nope=1", "Source does not support parameter called 'Nope'. Must be one of (Target Path, Mode, Host)."},
		{"setparam-bare", "foo", "Unrecognized argument 'foo'."},
		{"two in short form", "Host=a,Mode=b", "Unrecognized argument 'Host'."},
		{"setparam-no-name", "value=x", "The -setParam argument must have the 'kind' parameter specified."},
		{"setparam-no-value", "name=Host", "The -setParam argument must have the 'value' parameter specified."},
		{"kind without value", "kind=TextFile,scope=a,match=b", "The -setParam argument must have the 'value' parameter specified."},
		{"setparam-unknown-key", "name=Host,value=h,bogus=1", "Unrecognized argument 'bogus'."},
		{"nothing", "", "The -setParam argument must have the 'kind' parameter specified."},
		{"enum-friendly", "name=Mode,value=bogus", "You cannot use the specified value for parameter 'The mode'. The value must be one of the following: 'release,staging,debug'."},
		{"empty", "name=Target Path,value=", "The 'Target Path' argument cannot be null or empty."},
		{"textfile/empty-match", "kind=TextFile,scope=a,match=,value=X", "The 'match' setting must be a valid regular expression."},
		{"textfile/empty-value", "kind=TextFile,scope=a,match=b,value=", "The 'MSDeploySetParameter-4' argument cannot be null or empty."},
		{"textfile/bad-regex", "kind=TextFile,scope=a,match=[,value=X", "The regular expression '[' is invalid."},
		{"textfile/pos-bad-negative", "kind=TextFilePosition,scope=a,match=-1;1;1,value=X", "The parameter match must be in the format of line;column;count. For example, 10;5;22."},
		{"xmlfile/scope-bad", "kind=XmlFile,scope=[,match=//a,value=X", "The regular expression '[' is invalid."},
		{"xmlfile/bad-xpath", "kind=XmlFile,scope=a,match=//a[,value=X", "Invalid XPath expression '//a[' specified for match."},
		{"xmlfile/xpath-string", "kind=XmlFile,scope=a,match=string(//t),value=X", "The XPath expression 'string(//t)' does not select any attribute(s)."},
		{"bad kind", "kind=Bogus,scope=a,match=b,value=X", "The parameter entry kind must be one of the following: " + kinds},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := assign(t, parseSet(t, recordedParameters), c.arg)
			require.Error(t, err)
			require.Equal(t, c.want, sentences(err)[0])
		})
	}
}

func TestAssignByKind(t *testing.T) {
	set, err := assign(t, nil,
		"kind=TextFile,scope=a,match=b,value=1",
		"type=xmlfile,scope=c,match=//d,value=2,description=e,tags=Password",
		"name=SiteName,kind=ProviderPath,scope=iisApp,value=drupal/")
	require.NoError(t, err)
	require.Equal(t, []string{"MSDeploySetParameter-1", "MSDeploySetParameter-2", "SiteName"}, set.Names())
	require.Equal(t, []param.Entry{{Kind: param.XMLFile, Scope: "c", Match: "//d", Tags: "Password"}}, set[1].Entries)
	require.Equal(t, "e", set[1].Description)
	require.True(t, set[1].Value.IsSecret())
	require.Equal(t, "2", set[1].Value.Reveal())
	require.Equal(t, []param.Entry{{Kind: param.ProviderPath, Scope: "iisApp"}}, set[2].Entries)

	taken := param.Set{{Name: "msdeploysetparameter-2"}}
	set, err = assign(t, taken, "kind=TextFile,scope=a,match=b,value=1")
	require.NoError(t, err)
	require.Equal(t, "MSDeploySetParameter-3", set[1].Name)
}

func TestRemove(t *testing.T) {
	set := parseSet(t, recordedParameters)
	less, err := set.Remove("HOST")
	require.NoError(t, err)
	require.Equal(t, []string{"Target Path", "Mode"}, less.Names())
	require.Len(t, set, 3)
	require.NotNil(t, set.Lookup("Host"))
	_, err = less.Remove("Host")
	require.Equal(t, []string{"Could not find a parameter named 'Host'."}, sentences(err))
}

func TestUnsupported(t *testing.T) {
	err := param.Unsupported(&provider.Object{Kind: "MSDeploy.dirPath"})
	require.Equal(t, []string{"The 'MSDeploy.dirPath' object does not support declared parameters."}, sentences(err))
}
