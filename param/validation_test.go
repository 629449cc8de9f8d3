package param_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

// Recorded: group validation.
func TestValidation(t *testing.T) {
	const trim = `<parameters><parameter name="E" defaultValue="x"><parameterValidation kind="Enumeration,AllowEmpty" validationString="x, y" /></parameter></parameters>`
	const two = `<parameters><parameter name="R" defaultValue="abc"><parameterValidation kind="RegularExpression" validationString="a" /><parameterValidation kind="RegularExpression" validationString="b" /></parameter></parameters>`
	const wants = "You cannot use the specified value for parameter "
	for _, c := range []struct{ name, set, arg, want string }{
		{"bool-1", validParameters, "name=Bool,value=1", wants + "'Bool'. The value must be True or False."},
		{"bool-empty", validParameters, "name=Bool,value=", "The 'Bool' argument cannot be null or empty."},
		{"bool-false", validParameters, "name=Bool,value=False", ""},
		{"bool-upper", validParameters, "name=Bool,value=TRUE", ""},
		{"empty-ok", validParameters, "name=Empty,value=", ""},
		{"enum-bad", validParameters, "name=Enum,value=z", wants + "'Enum'. The value must be one of the following: 'x,y,two words'."},
		{"enum-spaces", trim, "name=E,value=y", wants + "'E'. The value must be one of the following: 'x, y'."},
		{"enum-spaces-exact", trim, "name=E,value=' y'", ""},
		{"enum-upper", validParameters, "name=Enum,value=Y", ""},
		{"enum-words", validParameters, "name=Enum,value='two words'", ""},
		{"multi-bad", validParameters, "name=Multi,value=x", wants + `'Multi'. The value must match the regular expression '^\d+$'.`},
		{"multi-empty", validParameters, "name=Multi,value=", ""},
		{"none-empty", validParameters, "name=None,value=", "The 'None' argument cannot be null or empty."},
		{"part-anywhere", validParameters, "name=Part,value=xbx", ""},
		{"part-none", validParameters, "name=Part,value=xyz", wants + "'Part'. The value must match the regular expression 'b'."},
		{"regex-mid", validParameters, "name=Regex,value=1abc", wants + "'Regex'. The value must match the regular expression '^[a-c]+$'."},
		{"regex-upper", validParameters, "name=Regex,value=ABC", ""},
		{"space-value", validParameters, "name=Regex,value=' '", wants + "'Regex'. The value must match the regular expression '^[a-c]+$'."},
		{"twoval-first", two, "name=R,value=a", wants + "'R'. The value must match the regular expression 'b'."},
		{"twoval-ok", two, "name=R,value=ab", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := assign(t, parseSet(t, c.set), c.arg)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.Equal(t, []string{c.want}, sentences(err))
		})
	}
}

func TestValidationTwoErrors(t *testing.T) {
	_, err := assign(t, parseSet(t, validParameters), "name=Bool,value=x", "name=Enum,value=z")
	require.ErrorContains(t, err, "'Bool'")
}

// Defaults are not validated (recorded: validation/default-bad).
func TestValidationOfDefault(t *testing.T) {
	set := parseSet(t, `<parameters><parameter name="R" defaultValue="zzz"><parameterValidation kind="Enumeration" validationString="x,y" /></parameter></parameters>`)
	_, err := param.Bind(set, nil)
	require.NoError(t, err)
}

func TestParseCheck(t *testing.T) {
	for in, want := range map[string]param.Check{
		"None":                           0,
		"allowempty":                     param.AllowEmpty,
		"RegularExpression,allowEmpty":   param.RegularExpression | param.AllowEmpty,
		" Boolean , None ,Enumeration":   param.Boolean | param.Enumeration,
		"AllowEmpty, AllowEmpty":         param.AllowEmpty,
		"Enumeration,RegularExpression,": 0,
	} {
		got, err := param.ParseCheck(in)
		if in[len(in)-1] == ',' {
			require.Equal(t, []string{
				"The parameter validation kind must be one of the following: (None, AllowEmpty, RegularExpression, Enumeration, Boolean).",
				"Requested value '' was not found.",
			}, sentences(err))
			continue
		}
		require.NoError(t, err)
		require.Equal(t, want, got, in)
		again, err := param.ParseCheck(got.String())
		require.NoError(t, err)
		require.Equal(t, got, again)
	}
	require.Equal(t, "AllowEmpty, RegularExpression, Enumeration, Boolean", (param.Boolean | param.Enumeration | param.RegularExpression | param.AllowEmpty).String())
}

// A pattern that does not end is an error, not a value that is refused.
func TestValidationTimeout(t *testing.T) {
	set := param.Set{{Name: "P", Validation: param.Validation{Check: param.RegularExpression, Text: "^(?=a)(a+)+$"}}}
	_, err := assign(t, set, "P="+strings.Repeat("a", 40)+"!")
	require.ErrorContains(t, err, "did not finish")
	set[0].Validation.Text = "["
	_, err = assign(t, set, "P=x")
	require.ErrorContains(t, err, "is invalid")
}

func TestTags(t *testing.T) {
	tags := param.Tags("a, B ,c")
	require.Equal(t, []string{"a", "B", "c"}, tags.List())
	require.True(t, tags.Has("b"))
	require.False(t, tags.Has(""))
	require.False(t, tags.Has("a, B"))
	require.Empty(t, param.Tags("").List())
}
