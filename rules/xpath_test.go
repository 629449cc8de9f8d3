package rules_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// lookup returns the object of a document whose path ends so.
func lookup(t *testing.T, d *disk, end string) *provider.Object {
	t.Helper()
	for o, err := range provider.Walk(context.Background(), provider.Document(d).Root()) {
		require.NoError(t, err)
		if strings.HasSuffix(o.Path, end) {
			return o
		}
	}
	require.Fail(t, "no object", end)
	return nil
}

// selects reports whether the directive or the skip rule of an expression is
// about o.
func selects(t *testing.T, expr string, action bool, o *provider.Object) bool {
	t.Helper()
	if action {
		r, err := rules.SkipAction("r", rules.Skip{Action: provider.Delete, XPath: expr})
		require.NoError(t, err)
		c, err := r.Change(context.Background(), &provider.Change{Old: o})
		require.NoError(t, err)
		return c == nil
	}
	r, err := rules.Directive("r", rules.Skip{XPath: expr})
	require.NoError(t, err)
	n, err := r.Source(context.Background(), o)
	require.NoError(t, err)
	return n == nil
}

func TestXPath(t *testing.T) {
	d := site2()
	tests := []struct {
		name, expr        string
		object            string
		directive, action bool
	}{
		{"skip-xpath-name", `filePath[@path='old.txt']`, "old.txt", true, true},
		{"skip-xpath-any", `//filePath[@path='old.txt']`, "old.txt", true, false},
		{"skip-xpath-dir", `//dirPath[@path='extra']`, "/extra", true, false},
		{"skip-xpath-objectname", `//filePath[@size='3']`, "old.txt", true, false},
		{"skip-xpath-or", `//filePath[@path='old.txt']|//filePath[@path='web.config']`, "web.config", true, false},
		{"union of which one is relative", `//filePath[@path='x']|filePath[@path='web.config']`, "web.config", true, true},
		{"skip-xpath-full", `/MSDeploy.dirPath/dirPath/filePath[@path='old.txt']`, "old.txt", false, false},
		{"skip-xpath-descendant", `//dirPath[@path='extra']//filePath`, "x.txt", false, false},
		{"skip-xpath-descendant, the folder", `//dirPath[@path='extra']//filePath`, "/extra", false, false},
		{"another name", `filePath[@path='old.txt']`, "web.config", false, false},
		{"another kind", `dirPath[@path='old.txt']`, "old.txt", false, false},
		{"names have a case", `FILEPATH[@path='old.txt']`, "old.txt", false, false},
		{"values have a case", `filePath[@path='OLD.txt']`, "old.txt", false, false},
		{"any kind", `*[@path='old.txt']`, "old.txt", true, true},
		{"a number", `filePath[@size<10]`, "old.txt", true, true},
		{"a number too large", `filePath[@size<10]`, "web.config", false, false},
		{"a function", `filePath[starts-with(@path,'o')]`, "old.txt", true, true},
		{"no function", `filePath[not(@nosuch)]`, "old.txt", true, true},
		{"the folder", `filePath[../@path='extra']`, "x.txt", true, true},
		{"the folder's attributes", `filePath[../@attributes='Directory']`, "x.txt", true, true},
		{"a folder above", `filePath[ancestor::dirPath[@path='extra']]`, "x.txt", true, true},
		{"another folder above", `filePath[ancestor::dirPath[@path='img']]`, "x.txt", false, false},
		{"how deep", `*[count(ancestor::*)=3]`, "x.txt", true, true},
		{"the root above all", `*[ancestor::MSDeploy.dirPath]`, "x.txt", true, true},
		{"a list of attributes", `filePath[count(@*)=4]`, "old.txt", true, true},
		{"hidden attributes", `filePath[@mode]`, "old.txt", false, false},
		{"the attribute itself", `filePath/@path`, "old.txt", false, false},
		{"the text", `filePath[.='']`, "old.txt", true, true},
		{"self", `self::filePath`, "old.txt", false, false},
		{"the document", `/`, "old.txt", false, false},
		{"no siblings", `*[following-sibling::*]`, "old.txt", false, false},
		{"what is before", `*[preceding-sibling::*]`, "old.txt", false, false},
		{"the only child", `*[position()=1 and last()=1]`, "old.txt", true, true},
		{"content is not seen", `dirPath[filePath]`, "/extra", false, false},
		{"the parent is not meant", `..`, "x.txt", false, false},
		{"down again", `../dirPath/filePath`, "x.txt", true, true},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			o := lookup(t, d, c.object)
			require.Equal(t, c.directive, selects(t, c.expr, false, o), "directive")
			require.Equal(t, c.action, selects(t, c.expr, true, o), "skip rule")
		})
	}
}

func TestXPathErrors(t *testing.T) {
	const token = " has an invalid token."
	tests := []struct{ name, expr, want string }{
		{"skip-xpath-bad", `.[@size<10]`, "'.[@size<10]'" + token},
		{"condition on the parent", `filePath/..[@path]`, "'filePath/..[@path]'" + token},
		{"skip-xpath-function", `//filePath[starts-with(@path`, "'//filePath[starts-with(@path'" + token},
		{"open bracket", `filePath[`, "'filePath['" + token},
		{"stray bracket", `filePath]`, "'filePath]'" + token},
		{"two brackets", `filePath[@path='a']]`, "'filePath[@path='a']]'" + token},
		{"two names", `foo bar`, "'foo bar'" + token},
		{"parentheses that close too early", `filePath) | (dirPath`, "'filePath) | (dirPath'" + token},
		{"open parenthesis", `(filePath`, "'(filePath'" + token},
		{"open quotes", `filePath[@path='x]`, "'filePath[@path='x]'" + token},
		{"nothing but slashes", `//`, "'//'" + token},
		{"variable", `filePath[$x]`, "'filePath[$x]'" + token},
		{"later function", `filePath[replace(@path,'a','b')]`, "'filePath[replace(@path,'a','b')]'" + token},
		{"later function with a blank", `filePath[matches (@path,'a')]`, "'filePath[matches (@path,'a')]'" + token},
		{"unknown function", `filePath[foo:bar(1)]`, "'filePath[foo:bar(1)]'" + token},
		{"number", `1`, "The XPath expression '1' does not select objects."},
		{"truth", `true()`, "The XPath expression 'true()' does not select objects."},
		{"comparison", `@path='x'`, "The XPath expression '@path='x'' does not select objects."},
		{"too long", strings.Repeat("a|", 3000) + "a", "'" + strings.Repeat("a|", 16) + "...'" + token},
		{"too deep", strings.Repeat("(", 500) + "a" + strings.Repeat(")", 500),
			"'" + strings.Repeat("(", 500) + "a" + strings.Repeat(")", 500) + "'" + token},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := rules.Directive("r", rules.Skip{XPath: c.expr})
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.want, e.Sentence())
			require.NotEmpty(t, e.Hint)
		})
	}
}

// A name in quotes that looks like a function is none.
func TestXPathQuotes(t *testing.T) {
	d := newDisk("/w/d", map[string]string{"replace(x).txt": ""})
	o := lookup(t, d, "replace(x).txt")
	require.True(t, selects(t, `filePath[@path="replace(x).txt"]`, false, o))
	require.True(t, selects(t, `filePath[contains(@path,'(')]`, false, o))
}

// Conditions within conditions on deep trees are given up after a while, and
// the error names rule and expression.
func TestXPathTakesNoTooLong(t *testing.T) {
	o := &provider.Object{Kind: "a"}
	for i := range 200 {
		o = &provider.Object{Parent: o, Kind: "a", Key: fmt.Sprint(i), Path: "/deep"}
	}
	expr := `a` + strings.Repeat(`[ancestor::a`, 9) + `[@nosuch]` + strings.Repeat(`]`, 9)
	r, err := rules.Directive("CommandLineSkipDirective 1", rules.Skip{XPath: expr})
	require.NoError(t, err)
	start := time.Now()
	_, err = r.Source(context.Background(), o)
	require.ErrorContains(t, err, "takes too long")
	require.ErrorContains(t, err, expr)
	require.ErrorContains(t, err, "CommandLineSkipDirective 1")
	require.Less(t, time.Since(start), 20*time.Second)
}
