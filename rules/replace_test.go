package rules_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

func replacing(t *testing.T, list ...string) *rules.Selection {
	t.Helper()
	s := rules.NewSelection()
	for _, text := range list {
		r, err := rules.ParseReplace(text)
		require.NoError(t, err)
		require.NoError(t, s.Replace(r))
	}
	return s
}

func TestRecordedReplacesIntoNothing(t *testing.T) {
	tests := []struct {
		name     string
		replaces []string
		want     map[string]string // new names of files and folders
	}{
		{"replace-all-occurrences", []string{`objectName=filePath,targetAttributeName=path,match=t,replace=T_`}, map[string]string{
			"App_Data/db.txt": "App_Data/db.T_xT_", "Default.aspx": "DefaulT_.aspx", "settings.txt": "seT_T_ings.T_xT_",
			"with space/a b.txt": "with space/a b.T_xT_", "ünï.txt": "ünï.T_xT_"}},
		{"replace-case", []string{`objectName=FILEPATH,targetAttributeName=PATH,match=DEFAULT,replace=Index`},
			map[string]string{"Default.aspx": "Index.aspx"}},
		{"replace-dir-new", []string{`objectName=dirPath,targetAttributeName=path,match=img,replace=images`},
			map[string]string{"img/": "images/", "img/logo.png": "images/logo.png"}},
		{"replace-dollar", []string{`objectName=filePath,targetAttributeName=path,match=^db,replace=$0$$x`},
			map[string]string{"App_Data/db.txt": "App_Data/db$x.txt"}},
		{"replace-empty", []string{`objectName=filePath,targetAttributeName=path,match=Default,replace=`},
			map[string]string{"Default.aspx": ".aspx"}},
		{"replace-file-new", []string{`objectName=filePath,targetAttributeName=path,match=Default,replace=Index`},
			map[string]string{"Default.aspx": "Index.aspx"}},
		{"replace-groups2", []string{`objectName=filePath,targetAttributeName=path,match=^(\w+)\.(txt|dll)$,replace=${2}-$1`},
			map[string]string{"App_Data/db.txt": "App_Data/txt-db", "bin/app.dll": "bin/dll-app",
				"settings.txt": "txt-settings", "ünï.txt": "txt-ünï"}},
		{"replace-missing-object", []string{`targetAttributeName=path,match=Default,replace=Index`},
			map[string]string{"Default.aspx": "Index.aspx"}},
		{"replace-no-match", []string{`objectName=filePath,targetAttributeName=path,match=zzz,replace=y`}, nil},
		{"replace-root", []string{`objectName=dirPath,targetAttributeName=path,match=site$,replace=siteX`}, nil},
		{"replace-scope", []string{`objectName=filePath,scopeAttributeName=path,scopeAttributeValue=^s,targetAttributeName=path,match=^(.*)\.txt$,replace=$1.bak`},
			map[string]string{"settings.txt": "settings.bak"}},
		{"replace-scope-miss", []string{`objectName=filePath,scopeAttributeName=nosuch,targetAttributeName=path,match=db,replace=DB2`}, nil},
		{"scope by name only", []string{`scopeAttributeName=^size$,targetAttributeName=path,match=i,replace=I`},
			map[string]string{"settings.txt": "settIngs.txt", "web.config": "web.confIg"}},
		{"scope by value only", []string{`scopeAttributeValue=^web,targetAttributeName=path,match=web,replace=Web2`},
			map[string]string{"web.config": "Web2.config"}},
		{"replace-two", []string{`objectName=filePath,targetAttributeName=path,match=db,replace=DX`,
			`objectName=filePath,targetAttributeName=path,match=DX,replace=DY`}, map[string]string{"App_Data/db.txt": "App_Data/DY.txt"}},
		{"replace-without-match", []string{`objectName=filePath,scopeAttributeName=path,scopeAttributeValue=^db,targetAttributeName=path,replace=new.txt`},
			map[string]string{"App_Data/db.txt": "App_Data/new.txt"}},
		{"the whole value as a group", []string{`scopeAttributeValue=^db,targetAttributeName=path,replace=x-$0`},
			map[string]string{"App_Data/db.txt": "App_Data/x-db.txt"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			want := site().list()
			for was, is := range c.want {
				require.Contains(t, want, was)
				want[is] = want[was]
				delete(want, was)
			}
			dst := noDisk()
			lines, err := run(site(), dst, options(replacing(t, c.replaces...)))
			require.NoError(t, err)
			require.Equal(t, want, dst.list())
			require.Equal(t, "Total changes: 15 (15 added, 0 deleted, 0 updated, 0 parameters changed, 3661 bytes copied)", lines[len(lines)-1])
		})
	}
}

// Renamed objects are not sorted again, so that the merge deletes and adds
// anew what lies between.
func TestRecordedReplacesOverASite(t *testing.T) {
	tests := []struct {
		name, replace string
		want          []string
	}{
		{"replace-file", `objectName=filePath,targetAttributeName=path,match=Default,replace=Index`, []string{
			"+App_Data/", "+App_Data/db.txt", "+bin/", "+bin/app.dll", "-Default.aspx", "-extra/x.txt", "-extra/",
			"-img/logo.png", "-img/", "+Index.aspx", "+emptydir/", "+img/", "+img/logo.png", "-old.txt", "+settings.txt",
			"+with space/", "+with space/a b.txt", "+ünï.txt"}},
		{"replace-dir", `objectName=dirPath,targetAttributeName=path,match=img,replace=images`, []string{
			"+App_Data/", "+App_Data/db.txt", "+bin/", "+bin/app.dll", "~Default.aspx", "+emptydir/", "-extra/x.txt", "-extra/",
			"+images/", "+images/logo.png", "-img/logo.png", "-img/", "-old.txt", "+settings.txt",
			"+with space/", "+with space/a b.txt", "+ünï.txt"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			lines, err := run(site(), site2(), options(replacing(t, c.replace)))
			require.NoError(t, err)
			require.Equal(t, c.want, changes(lines))
		})
	}
}

func TestReplaceEvents(t *testing.T) {
	tests := []struct {
		name, replace string
		want          []string
	}{
		{"replace-file-verbose", `objectName=filePath,targetAttributeName=path,match=Default,replace=Index`, []string{
			"Verbose: Source filePath (/w/site/Default.aspx) replaced with changed attributes (path['Default.aspx','Index.aspx']) because of rule CommandLineReplaceRule1."}},
		{"replace-size", `objectName=filePath,targetAttributeName=size,match=^4$,replace=5`, []string{
			"Verbose: Source filePath (/w/site/App_Data/db.txt) replaced with changed attributes (size['4','5']) because of rule CommandLineReplaceRule1."}},
		{"several attributes", `objectName=filePath,match=^(Default.aspx|30)$,targetAttributeName=path|size,replace=31`, []string{
			"Verbose: Source filePath (/w/site/Default.aspx) replaced with changed attributes (path['Default.aspx','31'],size['30','31']) because of rule CommandLineReplaceRule1."}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			lines, err := run(site(), noDisk(), options(replacing(t, c.replace)))
			require.NoError(t, err)
			require.Equal(t, c.want, only(lines, "replaced with"))
		})
	}
}

// A size that a rule makes up is compared, but what is written and counted is
// the content: a target that trusts sizes would write a broken file.
// recorded: skip-replace/replace-size
func TestReplacedSizeIsNotWritten(t *testing.T) {
	s := replacing(t, `objectName=filePath,targetAttributeName=size,match=^4$,replace=5`,
		`objectName=filePath,targetAttributeName=size,match=^5$,replace=6`)
	dst := site2()
	lines, err := run(site(), dst, options(s))
	require.NoError(t, err)
	require.Equal(t, "Total changes: 13 (9 added, 3 deleted, 1 updated, 0 parameters changed, 3085 bytes copied)", lines[len(lines)-1])
	require.Equal(t, filled(4), dst.list()["App_Data/db.txt"])

	again, err := run(site(), dst, options(s))
	require.NoError(t, err)
	require.Equal(t, []string{"~App_Data/db.txt"}, changes(again), "the sizes never agree")
}

func TestReplaceTimes(t *testing.T) {
	for _, text := range []string{"03/04/2022", "03/04/2022 00:00:00", "2022-03-04", "2022-03-04T00:00:00Z"} {
		t.Run(text, func(t *testing.T) {
			dst := noDisk()
			_, err := run(site(), dst, options(replacing(t, `targetAttributeName=lastWriteTime,replace=`+text)))
			require.NoError(t, err)
			require.Equal(t, at("2022-03-04 00:00:00"), dst.files["/w/d/img/logo.png"].time)
		})
	}
}

func TestReplaceFileAttributes(t *testing.T) {
	tests := []struct {
		text string
		ok   bool
	}{
		{"ReadOnly", true}, {"ReadOnly, Hidden", true}, {"33", true}, {"Normbl", false}, {"ReadOnly,", false}, {"", false}, {"readonly", false},
	}
	for _, c := range tests {
		t.Run(c.text, func(t *testing.T) {
			r, err := rules.Replacement("r", rules.Replace{TargetAttributeName: "^attributes$", Replace: c.text})
			require.NoError(t, err)
			_, err = r.Source(context.Background(), lookup(t, site(), "web.config"))
			require.Equal(t, c.ok, err == nil)
		})
	}
}

// recorded: skip-replace/replace-collision
func TestReplaceMakesTwoNamesOne(t *testing.T) {
	dst := noDisk()
	src := newDisk("/w/c1", map[string]string{"a.txt": "a", "b.txt": "bb"})
	lines, err := run(src, dst, options(replacing(t, `objectName=filePath,targetAttributeName=path,match=^a,replace=b`)))
	require.NoError(t, err)
	require.Equal(t, []string{"+/", "+b.txt", "+b.txt"}, changes(lines))
	require.Equal(t, map[string]string{"b.txt": "bb"}, dst.list())
}

func TestReplaceErrors(t *testing.T) {
	tests := []struct {
		name, replace string
		want          string // the sentence
	}{
		{"replace-missing-target", `objectName=filePath,match=a,replace=b`, "The attribute 'attributes' cannot have the value 'Normbl'."},
		{"replace-scope-size", `objectName=filePath,scopeAttributeName=size,scopeAttributeValue=^4$,targetAttributeName=path,match=db,replace=DB2`,
			"The attribute 'size' (value ='4') cannot be converted to the type 'System.String'."},
		{"scope by time", `objectName=filePath,scopeAttributeName=^last,scopeAttributeValue=x,replace=y`,
			"The attribute 'lastWriteTime' (value ='03/04/2021 05:06:07') cannot be converted to the type 'System.String'."},
		{"no number", `targetAttributeName=^size$,match=4,replace=four`, "The attribute 'size' cannot have the value 'four'."},
		{"no time", `targetAttributeName=lastWriteTime,replace=yesterday`, "The attribute 'lastWriteTime' cannot have the value 'yesterday'."},
		{"empty name", `objectName=filePath,targetAttributeName=path,match=.*,replace=`, "'' cannot be the name of a file or folder."},
		{"the folder itself", `objectName=filePath,targetAttributeName=path,match=^db.txt$,replace=.`, "'.' cannot be the name of a file or folder."},
		{"out of the folder", `objectName=filePath,targetAttributeName=path,match=^,replace=../`, "'../db.txt' cannot be the name of a file or folder."},
		{"out with backslashes", `objectName=filePath,targetAttributeName=path,match=^,replace=x\..\`, `'x\..\db.txt' cannot be the name of a file or folder.`},
		{"from the root", `objectName=filePath,targetAttributeName=path,match=^,replace=/`, "'/db.txt' cannot be the name of a file or folder."},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			dst := noDisk()
			lines, err := run(site(), dst, options(replacing(t, c.replace)))
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Same(t, error(e), err, "the sentence is the first")
			require.Equal(t, c.want, e.Sentence())
			require.Nil(t, e.Err)
			require.Contains(t, e.Hint, "rule CommandLineReplaceRule1, filePath /w/site/App_Data/db.txt")
			require.Equal(t, []string{"+/", "+App_Data/"}, changes(lines), "what came before is done")
		})
	}
}

func TestReplaceSecrets(t *testing.T) {
	r, err := rules.Replacement("r", rules.Replace{TargetAttributeName: "count", Match: "1", Replace: "hunter2"})
	require.NoError(t, err)
	o := &provider.Object{Kind: "db", Link: "x", Attrs: provider.Attrs{{Name: "count", Value: provider.Int(1), Flags: provider.Secret}}}
	_, err = r.Source(context.Background(), o)
	require.ErrorContains(t, err, "******")
	require.NotContains(t, err.Error(), "hunter2")

	r, err = rules.Replacement("r", rules.Replace{ScopeAttributeName: "count", ScopeAttributeValue: "1"})
	require.NoError(t, err)
	o.Attrs[0].Value = provider.Int(4711)
	_, err = r.Source(context.Background(), o)
	require.ErrorContains(t, err, "******")
	require.NotContains(t, err.Error(), "4711")
}

func TestReplaceAttributes(t *testing.T) {
	object := func() *provider.Object {
		return &provider.Object{
			Kind: "virtualDirectory", Key: "/", Link: "x", Path: "site/",
			Attrs: provider.Attrs{
				{Name: "physicalPath", Value: provider.String(`c:\inetpub\wwwroot`)},
				{Name: "enabled", Value: provider.Bool(true)},
				{Name: "hidden", Value: provider.String("true"), Flags: provider.Hidden},
			},
		}
	}
	tests := []struct {
		name    string
		replace rules.Replace
		path    string
		enabled bool
		same    bool
	}{
		{"text", rules.Replace{ObjectName: "virtualDirectory", ScopeAttributeName: "physicalPath", Match: `c:\\inetpub\\wwwroot`, Replace: `d:\app`},
			`d:\app`, true, false},
		{"truth", rules.Replace{Match: "^true$", Replace: "False"}, `c:\inetpub\wwwroot`, false, false},
		{"another kind", rules.Replace{ObjectName: "^site$", Replace: "x"}, `c:\inetpub\wwwroot`, true, true},
		{"replaced by itself", rules.Replace{Match: "inetpub", Replace: "inetpub"}, `c:\inetpub\wwwroot`, true, true},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			r, err := rules.Replacement("r", c.replace)
			require.NoError(t, err)
			o := object()
			n, err := r.Source(context.Background(), o)
			require.NoError(t, err)
			require.Equal(t, object().Attrs, o.Attrs, "objects are not changed")
			require.Equal(t, c.same, n == o)
			path, _ := n.Attrs.Get("physicalPath")
			enabled, _ := n.Attrs.Get("enabled")
			hidden, _ := n.Attrs.Get("hidden")
			require.Equal(t, c.path, path.String())
			require.Equal(t, c.enabled, enabled.Bool())
			require.Equal(t, "true", hidden.String(), "what listings leave out is left alone")
		})
	}
}
