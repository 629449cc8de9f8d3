package param_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

func writeFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file.xml")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

// Files for -declareParamFile that are refused. @ stands for the file's name.
func TestParseFileRefuses(t *testing.T) {
	const xml = "An XML exception occurred.\n@"
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"file-badkind", `<parameters><parameter name="A"><parameterEntry kind="Bogus" scope="x" match="y" /></parameter></parameters>`, []string{
			xml, "The parameter entry kind must be one of the following: " + kinds, "Requested value 'Bogus' was not found.",
		}},
		{"file-badregex", `<parameters><parameter name="R"><parameterValidation kind="RegularExpression" validationString="[" /></parameter></parameters>`, []string{
			xml, "The regular expression '[' is invalid.", "",
		}},
		{"file-badvkind", `<parameters><parameter name="R"><parameterValidation kind="Bogus" validationString="x" /></parameter></parameters>`, []string{
			xml, "The parameter validation kind must be one of the following: (None, AllowEmpty, RegularExpression, Enumeration, Boolean).", "Requested value 'Bogus' was not found.",
		}},
		{"file-dup", `<parameters><parameter name="P"/><parameter name="P"/></parameters>`, []string{"The parameter 'P' has already been defined."}},
		{"file-dupcase", `<parameters><parameter name="P"/><parameter name="p"/></parameters>`, []string{"The parameter 'p' has already been defined."}},
		{"file-noentryattrs", `<parameters><parameter name="A"><parameterEntry /></parameter></parameters>`, []string{"The 'scope' setting must be a valid regular expression."}},
		{"file-noname", `<parameters><parameter defaultValue="v" /></parameters>`, []string{"Attribute 'name' must be specified.\n@"}},
		{"file-noscope", `<parameters><parameter name="A"><parameterEntry kind="TextFile" match="x" /></parameter></parameters>`, []string{"The 'scope' setting must be a valid regular expression."}},
		{"file-novstring", `<parameters><parameter name="R"><parameterValidation kind="Enumeration" /></parameter></parameters>`, []string{
			xml, "validationString\nParameter name: The argument 'validationString' is not valid.",
		}},
		{"file-unknownattr", `<parameters><parameter name="A" bogus="1" /></parameters>`, []string{"Unexpected/unrecognized element 'bogus'.\n@"}},
		{"file-unknownelem", `<parameters><bogus name="A" /></parameters>`, []string{"Unexpected/unrecognized element 'bogus'.\n@"}},
		{"file-wrongroot", `<params><parameter name="A" /></params>`, []string{"Expecting element 'parameters'.\n@"}},
		{"unknown attribute of an entry", `<parameters><parameter name="A"><parameterEntry kind="TextFile" scope="a" match="b" x="1"/></parameter></parameters>`, []string{"Unexpected/unrecognized element 'x'.\n@"}},
		{"unknown attribute of a validation", `<parameters><parameter name="A"><parameterValidation kind="None" x="1"/></parameter></parameters>`, []string{"Unexpected/unrecognized element 'x'.\n@"}},
		{"unknown child", `<parameters><parameter name="A"><x/></parameter></parameters>`, []string{"Unexpected/unrecognized element 'x'.\n@"}},
		{"entry without kind", `<parameters><parameter name="A"><parameterEntry scope="a" match="b"/></parameter></parameters>`, []string{
			xml, "The parameter entry kind must be one of the following: " + kinds, "Requested value '' was not found.",
		}},
		{"a value for nothing", `<parameters><setParameter name="A" value="1"/></parameters>`, []string{"The declared parameter 'A' is not recognized."}},
		{"file-broken", "<parameters><parameter name=\"A\" defaultValue=\"v\">\n", []string{
			"Unexpected end of file has occurred. The following elements are not closed: parameter, parameters. Line 2, position 1.",
		}},
		{"entity", `<!DOCTYPE parameters [<!ENTITY e "x">]><parameters><parameter name="&e;"/></parameters>`, []string{"Entities of a document type are not supported. Line 1, position 63."}},
		{"empty", "", []string{"Root element is missing. Line 1, position 1."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := writeFile(t, c.in)
			_, err := param.ParseFile(file)
			got := sentences(err)
			require.Len(t, got, len(c.want), got)
			for i, want := range c.want {
				if want != "" {
					require.Equal(t, strings.ReplaceAll(want, "@", file), got[i])
				}
			}
			_, err = param.Parse(strings.NewReader(c.in))
			require.Error(t, err)
			require.NotContains(t, err.Error(), file)
		})
	}
}

func TestParseSaysWhere(t *testing.T) {
	_, err := param.Parse(strings.NewReader("<parameters>\n  <parameter name='A'>\n    <bogus/></parameter></parameters>"))
	require.ErrorContains(t, err, "line 3, column 5")
}

func TestParseFileMissing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "nope.xml")
	_, err := param.ParseFile(name)
	require.Equal(t, `Could not find file "`+name+`"`, sentences(err)[0])
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = param.ParseValuesFile(name)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// A folder is there, but cannot be read.
func TestParseFileUnreadable(t *testing.T) {
	_, err := param.ParseFile(t.TempDir())
	require.Error(t, err)
	require.NotErrorIs(t, err, os.ErrNotExist)
	broken := errors.New("broken")
	_, err = param.Parse(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	_, err = param.Parse(strings.NewReader("<?xml version='1.0' encoding='klingon'?><parameters/>"))
	require.ErrorContains(t, err, "klingon")
}

func TestParseTooLarge(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("<parameters>"), bytes.NewReader(bytes.Repeat([]byte(" "), 17<<20)))
	_, err := param.Parse(endless)
	require.ErrorContains(t, err, "16 MB")
}

func TestParse(t *testing.T) {
	set := parseSet(t, "\ufeff"+`<?xml version="1.0" encoding="utf-8"?>
<!-- comment -->
<Parameters xmlns:x="urn:x" x:ignored="1">
  stray text \
  <PARAMETER tags="Password, New" NAME="A" description="one
two" defaultvalue="d&#10;e" friendlyName="F"><!-- inside -->
    <friendlyName culture="de">F&amp;<![CDATA[<G>]]></friendlyName>
    <parameterEntry type="xmlfile" match="//a" scope="s" tags="t"/>
    <parameterValidation type="regularexpression, AllowEmpty" validationString="x"/>
    <description culture="fr">D</description>
    <parameterEntry kind="DestinationVirtualDirectory" scope="site"/>
  </PARAMETER>
  <parameter name="B" value="set"/>
  <parameter name="C" defaultValue=""/>
  <setParameter name="c" value="later"/>
</Parameters>`)
	require.Equal(t, []string{"A", "B", "C"}, set.Names())
	a := set[0]
	require.Equal(t, "one two", a.Description)
	require.Equal(t, "d\ne", a.Default.Reveal())
	require.True(t, a.Default.IsSecret())
	require.Equal(t, []string{"Password", "New"}, a.Tags.List())
	require.Equal(t, []param.Localized{{Culture: "de", Text: "F&<G>"}}, a.FriendlyNames)
	require.Equal(t, []param.Localized{{Culture: "fr", Text: "D"}}, a.Descriptions)
	require.Equal(t, param.Validation{Check: param.RegularExpression | param.AllowEmpty, Text: "x"}, a.Validation)
	require.Equal(t, []param.Entry{
		{Kind: param.XMLFile, Scope: "s", Match: "//a", Tags: "t"},
		{Kind: param.DestinationVirtualDirectory, Scope: "site"},
	}, a.Entries)
	require.Equal(t, param.Plain("set"), set[1].Value)
	require.False(t, set[1].Default.IsSet())
	require.True(t, set[2].Default.IsSet())
	require.Equal(t, "later", set[2].Value.Reveal())
}

func TestParseEncodings(t *testing.T) {
	const utf16 = "\xff\xfe<\x00p\x00a\x00r\x00a\x00m\x00e\x00t\x00e\x00r\x00s\x00/\x00>\x00"
	require.Empty(t, parseSet(t, utf16))
	set := parseSet(t, "<?xml version='1.0' encoding='iso-8859-1'?><parameters><parameter name='\xe9'/></parameters>")
	require.Equal(t, []string{"é"}, set.Names())
}

// Recorded: parameters/getparameters-none, parameters/get-locale.
func TestFormat(t *testing.T) {
	require.Equal(t, "  <parameters />", param.Set{}.Format("  "))
	set := parseSet(t, `<parameters><parameter name="L"><parameterValidation kind="AllowEmpty"/><friendlyName culture="">x</friendlyName></parameter></parameters>`)
	require.Equal(t, `  <parameters>
    <parameter name="L">
      <parameterValidation kind="AllowEmpty" />
      <friendlyName culture="">x</friendlyName>
    </parameter>
  </parameters>`, set.Format("  "))
}

// Whatever is in a set comes back.
func TestEncodeEscapes(t *testing.T) {
	const awkward = "<&>\"'\t\r\n é😀"
	set := param.Set{{
		Name: awkward, FriendlyName: awkward, Description: awkward, Default: param.Plain(awkward), Value: param.Plain(awkward), Tags: awkward,
		FriendlyNames: []param.Localized{{Culture: awkward, Text: awkward}},
		Entries:       []param.Entry{{Kind: param.SQLCommandVariable, Scope: "<&>\"'\t\n", Match: awkward, Tags: awkward}},
	}}
	var b bytes.Buffer
	require.NoError(t, set.Encode(&b))
	require.Equal(t, set, parseSet(t, b.String()))
	require.NotContains(t, param.Set{{Name: "a\x00b\ufffe"}}.Format(""), "\x00")
}

func TestEncodeFails(t *testing.T) {
	r, w := io.Pipe()
	r.Close()
	require.ErrorIs(t, param.Set{}.Encode(w), io.ErrClosedPipe)
	require.ErrorIs(t, (&param.Values{}).Encode(w), io.ErrClosedPipe)
}
