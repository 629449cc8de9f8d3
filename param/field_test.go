package param_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

func TestFields(t *testing.T) {
	set := parseSet(t, `<parameters>
<parameter name="Host" friendlyName="The host" description="Where" value="h"><friendlyName culture="de">Der Rechner</friendlyName><description culture="de-AT">Wo</description>
  <parameterEntry kind="JsonFile" scope="\.json$" match="Host" /></parameter>
<parameter name="Url" defaultValue="http://{Host}/"><parameterValidation kind="RegularExpression" validationString="^http"/></parameter>
<parameter name="Mode" defaultValue="a" tags="hidden"><parameterValidation kind="Enumeration" validationString="a,b"/></parameter>
<parameter name="Pw" tags="DbUserPassword"/>
<parameter name="Note"><parameterValidation kind="AllowEmpty"/></parameter>
<parameter name="On" defaultValue=""><parameterValidation kind="Boolean"/></parameter>
</parameters>`)
	fields, err := set.Fields("")
	require.NoError(t, err)
	require.Equal(t, []param.Field{
		{Name: "Host", Title: "The host", Description: "Where", Value: param.Plain("h"), Places: set[0].Entries},
		{Name: "Url", Title: "Url", Value: param.Plain("http://h/"), Pattern: "^http"},
		{Name: "Mode", Title: "Mode", Value: param.Plain("a"), Hidden: true, Choices: []string{"a", "b"}},
		{Name: "Pw", Title: "Pw", Required: true, Secret: true},
		{Name: "Note", Title: "Note", Required: true},
		{Name: "On", Title: "On", Value: param.Plain(""), Required: true, Boolean: true},
	}, fields)
	fields, err = set.Fields("de-AT")
	require.NoError(t, err)
	require.Equal(t, "Der Rechner", fields[0].Title)
	require.Equal(t, "Wo", fields[0].Description)
}
