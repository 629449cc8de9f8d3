package rules_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

func TestParseSkip(t *testing.T) {
	tests := []struct {
		name, in string
		want     rules.Skip
	}{
		{"skip-directive-dir", `objectName=dirPath,absolutePath=extra$`, rules.Skip{ObjectName: "dirPath", AbsolutePath: "extra$"}},
		{"skip-quoted-comma", `objectName=filePath,absolutePath='o.{1,3}\.txt$'`,
			rules.Skip{ObjectName: "filePath", AbsolutePath: `o.{1,3}\.txt$`}},
		{"skip-action-case", `skipaction=delete,OBJECTNAME=filepath,ABSOLUTEPATH=OLD\.TXT$`,
			rules.Skip{Action: provider.Delete, ObjectName: "filepath", AbsolutePath: `OLD\.TXT$`}},
		{"the action comes last", `objectName=filePath,absolutePath=.*x.*,skipAction=AddChild`,
			rules.Skip{Action: provider.AddChild, ObjectName: "filePath", AbsolutePath: ".*x.*"}},
		{"skip-attributes-two", `objectName=filePath,attributes.size=^3$,attributes.path=old`,
			rules.Skip{ObjectName: "filePath", Attributes: provider.Settings{{Name: "size", Value: "^3$"}, {Name: "path", Value: "old"}}}},
		{"skip-keyattribute", `keyAttribute=web.config`, rules.Skip{KeyAttribute: "web.config"}},
		{"skip-xpath-name", `xpath=filePath[@path='old.txt']`, rules.Skip{XPath: `filePath[@path='old.txt']`}},
		{"skip-file-short", `File=old\.txt$`, rules.Skip{ObjectName: "^filePath$", AbsolutePath: `old\.txt$`}},
		{"skip-directory-short", `Directory=extra$`, rules.Skip{ObjectName: "^dirPath$", AbsolutePath: "extra$"}},
		{"short in another case", `directory=logs`, rules.Skip{ObjectName: "^dirPath$", AbsolutePath: "logs"}},
		{"short in quotes", `Directory='Logs'`, rules.Skip{ObjectName: "^dirPath$", AbsolutePath: "Logs"}},
		{"skip-delete-all", `skipAction=Delete`, rules.Skip{Action: provider.Delete}},
		{"an empty pattern matches everything", `objectName=`, rules.Skip{}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			k, err := rules.ParseSkip(c.in)
			require.NoError(t, err)
			require.Equal(t, c.want, k)
			again, err := rules.ParseSkip(k.String())
			require.NoError(t, err)
			require.Equal(t, k, again)
		})
	}
}

const (
	directiveNames = `Must be one of the following: "objectName," "keyAttribute," "absolutePath," "xPath," "attributes.<name>."`
	settingNames   = "Must be one of the following: objectName, absolutePath, xPath, or skipAction."
)

func TestParseSkipErrors(t *testing.T) {
	tests := []struct {
		name, in string
		want     string // what msdeploy says, or its beginning
		inner    bool   // there is a second sentence
	}{
		{"skip-bad-key", `foo=bar`, "Unrecognized skip directive 'foo'. " + directiveNames, false},
		{"skip-bare", `foo`, "Unrecognized skip directive 'foo'. " + directiveNames, false},
		{"skip-file-and-directory", `File=old\.txt$,Directory=extra`, "Unrecognized skip directive 'File'. " + directiveNames, false},
		{"short form with another condition", `objectName=x,File=y`, "Unrecognized skip directive 'File'. " + directiveNames, false},
		{"attribute without a name", `attributes.=x`, "Unrecognized skip directive 'attributes.'. " + directiveNames, false},
		{"empty item", `objectName=x,,absolutePath=y`, "Unrecognized skip directive ''. " + directiveNames, false},
		{"skip-attributes-action", `skipAction=Delete,objectName=filePath,attributes.size=3`,
			"Unrecognized skip setting 'attributes.size'. " + settingNames, false},
		{"skip-keyattribute-action", `skipAction=Delete,objectName=filePath,keyAttribute=old`,
			"Unrecognized skip setting 'keyAttribute'. " + settingNames, false},
		{"short form with an action", `skipAction=Delete,File=x`, "Unrecognized skip setting 'File'. " + settingNames, false},
		{"skip-action-unknown", `skipAction=Bogus,objectName=filePath`, "Unrecognized skip action 'Bogus'.", false},
		{"skip-action-add", `skipAction=Add,objectName=filePath`, "Unrecognized skip action 'Add'.", false},
		{"skip-bad-regex", `objectName=filePath,absolutePath=[`, "The regular expression '[' is invalid.", true},
		{"skip-bad-regex-name", `objectName=[`, "The regular expression '[' is invalid.", true},
		{"bad regex in a short form", `File=(`, "The regular expression '(' is invalid.", true},
		{"bad regex in a skip rule", `skipAction=Update,objectName=[`, "The regular expression '[' is invalid.", true},
		{"skip-xpath-bad", `objectName=filePath,xpath=.[@size<10]`, "'.[@size<10]' has an invalid token.", false},
		{"skip-xpath-function", `xpath=//filePath[starts-with(@path,'o')]`, "'//filePath[starts-with(@path' has an invalid token.", false},
		{"twice", `objectName=a,OBJECTNAME=b`, "The setting 'OBJECTNAME' must only be specified once.", false},
		{"nothing", ``, "A skip must have at least one condition.", false},
		{"commas", `,,`, "A skip must have at least one condition.", false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			k, err := rules.ParseSkip(c.in)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Same(t, err, error(e), "the sentence is the first")
			require.True(t, strings.HasPrefix(e.Sentence(), c.want), e.Sentence())
			require.Equal(t, c.inner, e.Err != nil)
			require.Zero(t, k)
		})
	}
}

func FuzzParseSkip(f *testing.F) {
	for _, c := range recordedSkips() {
		for _, s := range c.skips {
			f.Add(s)
		}
	}
	for _, s := range []string{
		`foo=bar`, `skipAction=Add`, `objectName=[`, `xpath=.[@size<10]`, `attributes.=x`, `File=a,Directory=b`,
		`xpath="filePath[starts-with(@path,'o') and not(@size>3)]"`, `xPath=((((a))))|b[1][2]/..//c/@d`, `absolutePath=\\[^\\/]+$`,
	} {
		f.Add(s)
	}
	objects := newDisk("/w/d", map[string]string{"a/b.txt": "b", `c\d`: "d"})
	f.Fuzz(func(t *testing.T, s string) {
		k, err := rules.ParseSkip(s)
		if err != nil {
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.NotEmpty(t, e.Msg)
			require.Zero(t, k)
			return
		}
		build := rules.Directive
		if k.Action != 0 {
			build = rules.SkipAction
		}
		r, err := build("r", k)
		require.NoError(t, err, "what is parsed is valid")
		applyToAll(t, r, objects)
		if !strings.ContainsAny(s, `'"`) && strings.TrimSpace(s) == s {
			again, err := rules.ParseSkip(k.String())
			require.NoError(t, err)
			require.Equal(t, k, again)
		}
	})
}
