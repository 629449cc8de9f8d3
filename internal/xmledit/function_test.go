package xmledit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// Each of these is true of the document below.
func TestTrueOf(t *testing.T) {
	const doc = `<r xml:lang="de-AT"><a n="3">x</a><a n="4.5">y</a><s> a  b
 c </s><e/><u>äöü😀</u></r>`
	for _, expr := range []string{
		"count(//a)=2", "sum(//a/@n)=7.5", "string(//a)='x'", "//a='y'", "//a!='y'", "not(//a='z')", "//a=//a",
		"//e=''", "not(//nothing='')", "not(//nothing=//nothing)", "boolean(//a)", "not(boolean(//nothing))", "//nothing=false()",
		"(//a)=true()", "number('12')=12", "number(' 1.50 ')=1.5", "string(number('1e3'))='NaN'", "string(number('+1'))='NaN'",
		"string(number(''))='NaN'", "string(number('-.5'))='-0.5'", "number(true())=1", "string(1 div 0)='Infinity'",
		"string(-1 div 0)='-Infinity'", "string(0 div 0)='NaN'", "string(-0)='0'", "string(1.0)='1'", "string(0.1)='0.1'",
		"string(100000000000000000000)='100000000000000000000'", "5 mod 2=1", "-5 mod 2=-1", "5 mod -2=1", "1+2*3=7", "(1+2)*3=9",
		"10 - 4 - 3=3", "8 div 4 div 2=1", "--1=1", "-(2)=-2", "2*-3=-6", "1<2 and 2>1 and 1<=1 and 1>=1", "'2'>'10' = false()", "'a'<'b' = false()",
		"1=1=true()", "true() or 1 div 0", "false() and //nothing or true()", "floor(-1.5)=-2", "ceiling(1.2)=2", "round(2.5)=3",
		"round(-2.5)=-2", "string(round(0 div 0))='NaN'", "concat('a',1,true())='a1true'", "starts-with('abc','')", "contains('abc','bc')",
		"substring-before('1999/04','/')='1999'", "substring-before('a','b')=''", "substring-after('1999/04','/')='04'",
		"substring-after('a','b')=''", "substring('12345',2,3)='234'", "substring('12345',2)='2345'", "substring('12345',1.5,2.6)='234'",
		"substring('12345',0,3)='12'", "substring('12345',0 div 0,3)=''", "substring('12345',1,0 div 0)=''",
		"substring('12345',-42,1 div 0)='12345'", "substring('12345',-1 div 0,1 div 0)=''", "string-length('abc')=3", "string-length(//u)=4",
		"normalize-space(//s)='a b c'", "translate('bar','abc','AB')='BAr'", "translate('--aaa--','a-','A')='AAA'", "translate('aa','aa','bc')='bb'",
		"local-name(//a/@n)='n'", "name(//@xml:lang)='xml:lang'", "namespace-uri(//@xml:lang)='http://www.w3.org/XML/1998/namespace'",
		"namespace-uri(//a)=''", "local-name(//nothing)=''", "name(/)=''", "//a[lang('de')]", "not(//a[lang('en')])", "//a[lang('DE-at')]",
		"//a[position()=last()]='y'", "position()=1", "last()=1", "string-length(string(/))>5", "count(//a|//e|//a)=3",
		"count(//a/ancestor-or-self::node())=4", "count(//node())=10", "count(//@*)=3", "string(/r/a[2])='y'",
		"//a/@n=4.5", "//a/@n<4", "4<//a/@n", "//a[1]/@n<//a[2]/@n", "div=div or true()", "not(div div div)",
	} {
		t.Run(expr, func(t *testing.T) {
			require.Equal(t, []string{"/"}, selected(t, doc, "/self::node()["+expr+"]"))
		})
	}
}

// Names that are operators elsewhere, and the reverse.
func TestSelectAwkwardNames(t *testing.T) {
	const doc = `<or><and div="1"/><div mod="2">x</div><text/><node/><comment/><last/><a-b/><a.b/></or>`
	for expr, want := range map[string][]string{
		"or/and/@div":                    {"@div=1"},
		"//div[@mod mod 3]":              {},
		"//div[@mod mod 2 = 0]/@mod":     {"@mod=2"},
		"//and[@div div @div = 1]":       {"<and>"},
		"or/text":                        {"<text>"},
		"or/node | or/comment | or/last": {"<node>", "<comment>", "<last>"},
		"or/div/text()":                  {"x"},
		"//a-b":                          {"<a-b>"},
		"//a.b":                          {"<a.b>"},
		"or/*[3 * 1]":                    {"<text>"},
		"or/div[. = 'x']":                {"<div>"},
	} {
		t.Run(expr, func(t *testing.T) {
			require.Equal(t, want, selected(t, doc, expr))
		})
	}
}

func TestSelectStringsHaveALimit(t *testing.T) {
	d, err := xmledit.Parse([]byte("<r>" + strings.Repeat("0123456789abcdef", 1<<16) + "</r>"))
	require.NoError(t, err)
	x, err := xmledit.Compile("/r[concat("+strings.Repeat("/,", 1000)+"/)='']", time.Minute)
	require.NoError(t, err)
	_, err = d.Select(x)
	require.ErrorIs(t, err, xmledit.ErrTimeout)
}
