package rules_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

func TestParseReplace(t *testing.T) {
	tests := []struct {
		name, in string
		want     rules.Replace
	}{
		{"replace-file", `objectName=filePath,targetAttributeName=path,match=Default,replace=Index`,
			rules.Replace{ObjectName: "filePath", TargetAttributeName: "path", Match: "Default", Replace: "Index"}},
		{"replace-scope", `objectName=filePath,scopeAttributeName=path,scopeAttributeValue=txt$,targetAttributeName=path,match=^(.*)\.txt$,replace=$1.bak`,
			rules.Replace{ObjectName: "filePath", ScopeAttributeName: "path", ScopeAttributeValue: "txt$",
				TargetAttributeName: "path", Match: `^(.*)\.txt$`, Replace: "$1.bak"}},
		{"replace-empty", `match=Default,replace=`, rules.Replace{Match: "Default"}},
		{"replace-package-root-contentpath", `match=^.*site2$,replace=web`, rules.Replace{Match: "^.*site2$", Replace: "web"}},
		{"case of names", `OBJECTNAME=a,MATCH=b,REPLACE=c`, rules.Replace{ObjectName: "a", Match: "b", Replace: "c"}},
		{"quotes", `match='C:\\Web,Sites\\',replace='web\'`, rules.Replace{Match: `C:\\Web,Sites\\`, Replace: `web\`}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			r, err := rules.ParseReplace(c.in)
			require.NoError(t, err)
			require.Equal(t, c.want, r)
			again, err := rules.ParseReplace(r.String())
			require.NoError(t, err)
			require.Equal(t, r, again)
		})
	}
}

func TestParseReplaceErrors(t *testing.T) {
	const required = `A value for "replace" is required in the replace rule.`
	const names = " Must be one of the following: objectName, scopeAttributeName, scopeAttributeValue, targetAttributeName, match, or replace."
	tests := []struct {
		name, in, want string
		inner          bool
	}{
		{"replace-bad-key", `foo=bar`, "Unrecognized replace directive 'foo'." + names, false},
		{"a key of skips", `absolutePath=a,replace=b`, "Unrecognized replace directive 'absolutePath'." + names, false},
		{"replace-missing-replace", `objectName=filePath`, required, false},
		{"nothing", ``, required, false},
		{"replace-bad-regex", `objectName=filePath,targetAttributeName=path,match=[,replace=b`, "The regular expression '[' is invalid.", true},
		{"bad scope", `scopeAttributeValue=(,replace=b`, "The regular expression '(' is invalid.", true},
		{"group beyond all numbers", `match=a,replace=$99999999999`, "The regular expression '$99999999999' is invalid.", true},
		{"twice", `match=a,match=b,replace=c`, "The setting 'match' must only be specified once.", false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			r, err := rules.ParseReplace(c.in)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.want, e.Sentence())
			require.Equal(t, c.inner, e.Err != nil)
			require.Zero(t, r)
		})
	}
}

// applyToAll lets r see every object and every change there can be, until it
// fails.
func applyToAll(t *testing.T, r *rules.Rule, d *disk) {
	t.Helper()
	ctx := context.Background()
	for o, err := range provider.Walk(ctx, d.Root()) {
		require.NoError(t, err)
		if r.Source != nil {
			n, err := r.Source(ctx, o)
			if err != nil {
				return
			}
			if n != nil {
				require.Equal(t, o.Kind, n.Kind)
				require.Equal(t, o.Path, n.Path)
			}
		}
		if r.Change == nil {
			continue
		}
		for _, c := range []*provider.Change{{New: o}, {Old: o}, {Old: o, New: o}} {
			if _, err := r.Change(ctx, c); err != nil {
				return
			}
		}
	}
}

func FuzzParseReplace(f *testing.F) {
	for _, s := range []string{
		`objectName=filePath,targetAttributeName=path,match=t,replace=T_`,
		`objectName=filePath,scopeAttributeName=size,scopeAttributeValue=^4$,targetAttributeName=path,match=db,replace=DB2`,
		`match=^(\w+)\.(txt|dll)$,replace=${2}-$1`, `match=^db,replace=$0$$x`, `replace=`, `foo=bar`, `match=[,replace=b`,
		`targetAttributeName=lastWriteTime,replace=2022-03-04`, `replace=..`, "match=a,replace=$_$`$'$+${x}", `match='C:\\a,b\\',replace="x"`,
	} {
		f.Add(s)
	}
	objects := newDisk("/w/d", map[string]string{"a/b.txt": "b", `c\d`: "d"})
	f.Fuzz(func(t *testing.T, s string) {
		r, err := rules.ParseReplace(s)
		if err != nil {
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.NotEmpty(t, e.Msg)
			return
		}
		rule, err := rules.Replacement("r", r)
		require.NoError(t, err, "what is parsed is valid")
		applyToAll(t, rule, objects)
		if !strings.ContainsAny(s, `'"`) {
			again, err := rules.ParseReplace(r.String())
			require.NoError(t, err)
			require.Equal(t, r, again)
		}
	})
}
