package xmledit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

const config = `<?xml version="1.0"?>
<!-- top -->
<configuration>
  <connectionStrings>
    <add name="Main" connectionString="x"/>
    <add name="Other" connectionString="y"/>
  </connectionStrings>
  <appSettings>
    <add key="A" value="1"/><add key="B" value="2"/><add key='C' value="1"/>
  </appSettings>
  <t>one<b>two</b>three</t><c><![CDATA[raw]]> tail</c><e/>
  <?pi data?><?other more?>
  <n:x xmlns:n="urn:n" n:a="1" a="2"/>
</configuration>
<!-- end -->`

// selected returns what expr selects in doc, in a readable form.
func selected(t *testing.T, doc, expr string) []string {
	t.Helper()
	d, err := xmledit.Parse([]byte(doc))
	require.NoError(t, err)
	x, err := xmledit.Compile(expr, 0)
	require.NoError(t, err, expr)
	nodes, err := d.Select(x)
	require.NoError(t, err, expr)
	out := []string{}
	for _, n := range nodes {
		switch d.Kind(n) {
		case xmledit.Root:
			out = append(out, "/")
		case xmledit.Element:
			out = append(out, "<"+d.Name(n)+">")
		case xmledit.Attribute:
			out = append(out, "@"+d.Name(n)+"="+d.Value(n))
		case xmledit.Comment:
			out = append(out, "!"+strings.TrimSpace(d.Value(n)))
		case xmledit.Instruction:
			out = append(out, "?"+d.Name(n))
		default:
			out = append(out, d.Value(n))
		}
	}
	return out
}

func TestSelect(t *testing.T) {
	for expr, want := range map[string][]string{
		"/":              {"/"},
		"/configuration": {"<configuration>"},
		"/configuration/appSettings/add[@key='B']/@value": {"@value=2"},
		"//add[@key]/@key":                     {"@key=A", "@key=B", "@key=C"},
		"//add[2]/@name":                       {"@name=Other"},
		"//appSettings/add[last()]/@key":       {"@key=C"},
		"//appSettings/add[position()>1]/@key": {"@key=B", "@key=C"},
		"(//add)[1]/@name":                     {"@name=Main"},
		"//add[@value='1'][2]/@key":            {"@key=C"},
		"//t/text()":                           {"one", "three"},
		"//t/text()[2]":                        {"three"},
		"//c/text()":                           {"raw"},
		"//c[text()='raw tail']":               {"<c>"},
		"//t[.='onetwothree']":                 {"<t>"},
		"//b/..":                               {"<t>"},
		"//b/parent::t/b":                      {"<b>"},
		"//b/ancestor::*":                      {"<configuration>", "<t>"},
		"//e/preceding-sibling::t":             {"<t>"},
		"//t/following-sibling::*":             {"<c>", "<e>", "<n:x>"},
		"//comment()":                          {"!top", "!end"},
		"/comment()[2]":                        {"!end"},
		"//processing-instruction()":           {"?pi", "?other"},
		"//processing-instruction('pi')":       {"?pi"},
		"//processing-instruction()[2]":        {"?other"},
		"//n:x/@n:a":                           {"@n:a=1"},
		"//n:x/@a":                             {"@a=2"},
		"//n:*":                                {"<n:x>"},
		"//@n:*":                               {"@n:a=1"},
		"//x":                                  {},
		"//*[local-name()='x']":                {"<n:x>"},
		"//*[name()='n:x']/@*":                 {"@n:a=1", "@a=2"},
		"//*[namespace-uri()='urn:n']":         {"<n:x>"},
		"//b/text() | //add[@key='A']/@key":    {"@key=A", "two"},
		"//@key | //@key":                      {"@key=A", "@key=B", "@key=C"},
		"//@a|//@n:a":                          {"@n:a=1", "@a=2"},
		"//add[contains(@connectionString,'y')]/@name": {"@name=Other"},
		"//add[starts-with(@name,'Ma')]/@name":         {"@name=Main"},
		"//add[not(@key)]/@name":                       {"@name=Main", "@name=Other"},
		"//add[@key='A' or @key='C']/@value":           {"@value=1", "@value=1"},
		"//add[@value>1]/@key":                         {"@key=B"},
		"//add[normalize-space(@key)='A']/@key":        {"@key=A"},
		"//add[string-length(@key)=1]/@key":            {"@key=A", "@key=B", "@key=C"},
		"//add[translate(@key,'ABC','abc')='b']/@key":  {"@key=B"},
		"//appSettings[count(add)=3]":                  {"<appSettings>"},
		"descendant-or-self::node()/e":                 {"<e>"},
		"configuration/e":                              {"<e>"},
		"./configuration/e":                            {"<e>"},
		"self::node()":                                 {"/"},
		"//add [ @key = \"A\" ] / @key":                {"@key=A"},
		"/configuration/node()[self::t]":               {"<t>"},
		"//*[@key='A']/following-sibling::add[1]/@key": {"@key=B"},
		"//child::add/attribute::name":                 {"@name=Main", "@name=Other"},
	} {
		t.Run(expr, func(t *testing.T) {
			require.Equal(t, want, selected(t, config, expr))
		})
	}
}

// Positions count among the nodes that one step finds from one node.
func TestSelectPositions(t *testing.T) {
	const doc = `<r><s i="1"><a n="1"><b n="2"/><b n="3"/></a><a n="4"><b n="5"/></a></s><s i="2"><a n="6"/><b n="7"/><a n="8"><a n="9"/></a></s></r>`
	for expr, want := range map[string]string{
		"//a[1]/@n":                           "1 6 9",
		"//a[2]/@n":                           "4 8",
		"(//a)[2]/@n":                         "4",
		"(//a)[last()]/@n":                    "9",
		"//s/a[last()]/@n":                    "4 8",
		"//s/a[position()=last()]/@n":         "4 8",
		"//s[2]/a[1]/@n":                      "6",
		"/r/s[1]/a[2]/b[1]/@n":                "5",
		"//b[1]/@n":                           "2 5 7",
		"//a[b]/@n":                           "1 4",
		"//a[b][2]/@n":                        "4",
		"//a[b[2]]/@n":                        "1",
		"//a[2][a]/@n":                        "8",
		"//s[@i='2']/*[2]/@n":                 "7",
		"//s/*[2]/@n":                         "4 7",
		"//b/preceding-sibling::*[1]/@n":      "2 6",
		"//b[@n='7']/following-sibling::a/@n": "8",
		"//a/descendant::b[1]/@n":             "2 5",
		"//a//a/@n":                           "9",
		"//s//b[1]/@n":                        "2 5 7",
		"//s/descendant::a[2]/@n":             "4 8",
		"//b/ancestor::a[1]/@n":               "1 4",
		"//a[@n='9']/ancestor::*[1]/@n":       "8",
		"//a[@n='9']/ancestor-or-self::a/@n":  "8 9",
		"//a[count(b)=2]/b[position()<2]/@n":  "2",
		"//a[not(b) and not(a)]/@n":           "6 9",
		"//*[@n mod 2 = 0]/@n":                "2 4 6 8",
		"//a[@n>//b/@n]/@n":                   "4 6 8 9",
		"//a[b/@n='3']/b[2]/@n":               "3",
		"//*[self::a or self::b][1]/@n":       "1 2 5 6 9",
		"//@n[.>7]":                           "8 9",
	} {
		t.Run(expr, func(t *testing.T) {
			var got []string
			for _, s := range selected(t, doc, expr) {
				got = append(got, strings.TrimPrefix(s, "@n="))
			}
			require.Equal(t, want, strings.Join(got, " "))
		})
	}
}

// A name without a prefix is in no namespace, whatever the default one is.
func TestSelectDefaultNamespace(t *testing.T) {
	const doc = `<r xmlns="urn:d" xmlns:p="urn:d"><a b="1"/><s xmlns=""><a b="2"/></s><p:a b="3"/></r>`
	for expr, want := range map[string][]string{
		"//a/@b":                       {"@b=2"},
		"//p:a/@b":                     {"@b=1", "@b=3"},
		"//*[local-name()='a']/@b":     {"@b=1", "@b=2", "@b=3"},
		"/r":                           {},
		"/p:r/p:a[1]/@b":               {"@b=1"},
		"//a[@b='2']":                  {"<a>"},
		"//s/child::a/attribute::b":    {"@b=2"},
		"//s/a[@b=2 and position()=1]": {"<a>"},
	} {
		t.Run(expr, func(t *testing.T) {
			require.Equal(t, want, selected(t, doc, expr))
		})
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, expr := range []string{
		"", " ", "//", "//a[", "//a]", "//a[1", "a b", "//a b", "//a)", "(//a", "'x", "a//", "@", "//a[@]", "$x", "//a[$x]", "#",
		"//a | ", "|a", "//a[matches(@b,'x')]", "lower-case(//a)", "//a[f()]", "//a[contains('x')]", "a:b:c", "x::a", "//a/@b/", "1.2.3",
		"//a[substring('x')]", "//a[count('x')]", "1/a", "'x'[1]", "('x')//a", "//a[concat('x','y'", "a:/b", "f(", "//a['x]", strings.Repeat("(", 300) + "a" + strings.Repeat(")", 300), strings.Repeat("a/", 40_000) + "a",
	} {
		t.Run(expr[:min(len(expr), 30)], func(t *testing.T) {
			_, err := xmledit.Compile(expr, 0)
			require.Error(t, err)
			require.NotErrorIs(t, err, xmledit.ErrNotNodes)
		})
	}
}

func TestCompileRefusesScalars(t *testing.T) {
	for _, expr := range []string{
		"count(//a)", "string(//t)", "1", "'x'", "//a = 1", "//a + 1", "not(//a)", "-1", "true()", "//a and //b", "//a | count(//b)",
		"concat('a','b')", "//a < 2", "name(//a)", "sum(//a)", "(count(//a))", "2 * 3", "last()", "position()",
	} {
		t.Run(expr, func(t *testing.T) {
			_, err := xmledit.Compile(expr, 0)
			require.ErrorIs(t, err, xmledit.ErrNotNodes)
		})
	}
}

func TestSelectUnknownPrefix(t *testing.T) {
	d, err := xmledit.Parse([]byte(`<r xmlns:a="urn:a"/>`))
	require.NoError(t, err)
	x, err := xmledit.Compile("//a:r/@b:c", 0)
	require.NoError(t, err)
	_, err = d.Select(x)
	var p *xmledit.PrefixError
	require.ErrorAs(t, err, &p)
	require.Equal(t, "b", p.Prefix)
	require.EqualError(t, err, "Namespace prefix 'b' is not defined.")
}

// An expression that takes time in proportion to the square or the cube of the
// document is given up when its time is over.
func TestSelectTimeout(t *testing.T) {
	d, err := xmledit.Parse([]byte("<r>" + strings.Repeat("<a b='1'>x</a>", 5000) + "</r>"))
	require.NoError(t, err)
	x, err := xmledit.Compile("//*[//*[//*[.='nothing']]]", 50*time.Millisecond)
	require.NoError(t, err)
	start := time.Now()
	_, err = d.Select(x)
	require.ErrorIs(t, err, xmledit.ErrTimeout)
	require.Less(t, time.Since(start), 5*time.Second)
}
