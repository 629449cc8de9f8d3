package param_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// messages takes errors that were joined apart.
func messages(t *testing.T, err error) []string {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok, "%v", err)
	var list []string
	for _, e := range joined.Unwrap() {
		if inner, ok := e.(interface{ Unwrap() []error }); ok {
			list = append(list, messages(t, inner.(error))...)
			continue
		}
		var p *provider.Error
		require.ErrorAs(t, e, &p)
		list = append(list, p.Msg)
	}
	return list
}

const strictSite = `<configuration><appSettings><add key="Mode" value="x"/><add key="Url" value="y"/></appSettings></configuration>`

// A rehearsal tells of everything that a strict sync would fail for, with the
// place and what is near to it, and changes nothing.
func TestRehearse(t *testing.T) {
	set := parseSet(t, `<parameters>
<parameter name="Fine" value="1"><parameterEntry kind="XmlFile" scope="web\.config$" match="//add[@key='Mode']/@value"/></parameter>
<parameter name="Typo" value="1"><parameterEntry kind="XmlFile" scope="web\.config$" match="//add[@key='Mod']/@value"/></parameter>
<parameter name="Key" value="1"><parameterEntry kind="JsonFile" scope="app\.json$" match="Logging:LogLvel:Default"/></parameter>
<parameter name="Broken" value="1"><parameterEntry kind="JsonFile" scope="broken\.json$" match="a"/></parameter>
<parameter name="Text" value="1"><parameterEntry kind="TextFile" scope="app\.json$" match="@NOTHING@"/></parameter>
<parameter name="Scope" value="1"><parameterEntry kind="TextFile" scope="\\wep\.config$" match="x"/></parameter>
<parameter name="Path" value="1"><parameterEntry kind="ProviderPath" scope="^iisApp$"/></parameter>
</parameters>`)
	files := map[string]string{
		"web.config": strictSite, "app.json": `{"Logging":{"LogLevel":{"Default":"x"}}}`, "broken.json": "{", "skipped/app.json": "{}",
	}
	b, err := param.Bind(set, &param.Options{Strict: true})
	require.NoError(t, err)
	skip, err := rules.Directive("s", rules.Skip{AbsolutePath: "skipped"})
	require.NoError(t, err)
	src, chain := provider.Document(memory.New("/site", files)), rules.Chain{skip, b.Rule()}
	var l listener
	err = b.Rehearse(l.context(t), src, chain)
	want := []string{
		"Parameter entry 'Key/1' could not be applied to '/site/app.json'. No matches were found for the search string 'Logging:LogLvel:Default' (type 'JsonFile')." +
			" Near to it: 'Logging:LogLevel:Default'.",
		"Parameter entry 'Text/1' could not be applied to '/site/app.json'. No matches were found for the search string '@NOTHING@' (type 'TextFile').",
		"Parameter entry 'Broken/1' could not be applied to '/site/broken.json'. This is not JSON: parsing value. Line 1, column 2.",
		"Parameter entry 'Typo/1' could not be applied to '/site/web.config'. No matches were found for the search string '//add[@key='Mod']/@value' (type 'XmlFile')." +
			" Near to it: '/configuration/appSettings/add[@key='Mode']/@value', '/configuration/appSettings/add[@key='Url']/@value'.",
		`The scope '\\wep\.config$' of parameter entry 'Scope/1' matches no file. Near to it: '/site/web.config'.`,
	}
	require.Equal(t, want, messages(t, err))
	require.Empty(t, l.lines, "nobody is told of a rehearsal")
	require.Equal(t, want, messages(t, b.Rehearse(t.Context(), src, chain)), "again")

	dst := memory.Absent("/dst")
	_, err = sync.Run(t.Context(), src, provider.DocumentTarget(dst), &sync.Options{Rules: chain, Parallel: 1})
	require.Equal(t, []string{"Parameter entry 'Path/1' could not be applied anywhere."}, messages(t, err), "the destination was not redirected")
	b, err = param.Bind(set[:6], &param.Options{Strict: true})
	require.NoError(t, err)
	_, err = sync.Run(t.Context(), src, provider.DocumentTarget(dst), &sync.Options{Rules: rules.Chain{skip, b.Rule()}, Parallel: 1})
	require.Equal(t, want[:2], messages(t, err), "without a rehearsal the sync ends at the first file")
	require.Empty(t, dst.Files())
}

// What is fine is fine in a strict sync too.
func TestStrictSyncThatIsFine(t *testing.T) {
	set := textSet("a", "x", "y")
	b, err := param.Bind(set, &param.Options{Strict: true})
	require.NoError(t, err)
	src, chain := provider.Document(memory.New("/site", map[string]string{"a": "x"})), rules.Chain{b.Rule()}
	require.NoError(t, b.Rehearse(t.Context(), src, chain))
	dst := memory.Absent("/dst")
	_, err = sync.Run(t.Context(), src, provider.DocumentTarget(dst), &sync.Options{Rules: chain})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"a": "y"}, dst.Files())

	b, err = param.Bind(textSet("b", "x", "y"), &param.Options{Strict: true})
	require.NoError(t, err)
	_, err = sync.Run(t.Context(), src, provider.DocumentTarget(memory.Absent("/dst")), &sync.Options{Rules: rules.Chain{b.Rule()}})
	require.ErrorContains(t, err, "The scope 'b' of parameter entry 'P/1' matches no file.")
}

// A strict Bind reports every missing value and every idle one.
func TestStrictBind(t *testing.T) {
	set := parseSet(t, `<parameters><parameter name="A" description="first"/><parameter name="B"/><parameter name="Idle" value="1"/>
<parameter name="Used" value="1"/><parameter name="Refers" defaultValue="{used}"/></parameters>`)
	_, err := param.Bind(set, &param.Options{Strict: true})
	require.Equal(t, []string{
		"Missing source parameter 'A' (first). This must be set for successful synchronization.",
		"Missing source parameter 'B' (). This must be set for successful synchronization.",
		"The value of parameter 'Idle' is not used: the parameter has no entries, and no other one refers to it.",
	}, messages(t, err))
}

// Values applied strictly: every name and value that is wrong, at once.
func TestApplyStrictly(t *testing.T) {
	set := parseSet(t, `<parameters><parameter name="Database"/><parameter name="Mode"><parameterValidation kind="Boolean"/></parameter></parameters>`)
	values, err := param.ParseValues(strings.NewReader(`<parameters><setParameter name="Databse" value="1"/><setParameter name="Mode" value="2"/>
<setParameter name="database" value="3"/><parameter name="MODE"/></parameters>`))
	require.NoError(t, err)
	set, err = values.ApplyStrictly(set)
	require.Equal(t, []string{
		"The parameter 'MODE' has already been defined.",
		"The value for 'Databse' is not used: no parameter is called so. Near to it: 'Database'.",
		"You cannot use the specified value for parameter 'Mode'. The value must be True or False.",
	}, messages(t, err))
	require.Equal(t, "3", set.Lookup("Database").Value.Reveal())
}

// References that go in a circle, or are not replaced because of the order of
// the parameters, are errors of a strict Bind.
func TestStrictReferences(t *testing.T) {
	for _, c := range []struct {
		set  string
		want []string
	}{
		{`<parameter name="A" defaultValue="{B}"/><parameter name="B" defaultValue="x{c}"/><parameter name="C" defaultValue="{A}"/>`,
			[]string{"The values of parameters refer to each other in a circle: 'A' -> 'B' -> 'C' -> 'A'."}},
		{`<parameter name="A" defaultValue="{A}"/>`, []string{"The values of parameters refer to each other in a circle: 'A' -> 'A'."}},
		{`<parameter name="A" defaultValue="{B}{C}"/><parameter name="B" defaultValue="{C}"/><parameter name="C" defaultValue="1"/>`, nil},
		{`<parameter name="C" defaultValue="1"/><parameter name="B" defaultValue="{C}"/><parameter name="A" defaultValue="{B}"/>`,
			[]string{"The reference '{C}' stays as it is in the value of parameter 'A'."}},
		{`<parameter name="A" value="{B}"/><parameter name="B" defaultValue="{A}"><parameterEntry kind="TextFile" scope="x" match="x"/></parameter>`,
			[]string{"The reference '{A}' stays as it is in the value of parameter 'B'."}},
	} {
		_, err := param.Bind(parseSet(t, "<parameters>"+c.set+"</parameters>"), &param.Options{Strict: true})
		if c.want == nil {
			require.NoError(t, err, c.set)
			continue
		}
		require.Equal(t, c.want, messages(t, err), c.set)
	}
}
