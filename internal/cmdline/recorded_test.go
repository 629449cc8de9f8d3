package cmdline_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

func obj(provider, path string, settings ...cmdline.Setting) *cmdline.Object {
	return &cmdline.Object{Provider: provider, Path: path, Settings: settings}
}

func set(name, value string) cmdline.Setting {
	return cmdline.Setting{Name: name, Value: value, HasValue: true}
}

// parsed checks that the line means want.
func parsed(t *testing.T, line string, want *cmdline.Command) {
	t.Helper()
	got, err := cmdline.ParseLine(line)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestRecordedSource(t *testing.T) {
	for _, tt := range []struct {
		name, source string
		want         *cmdline.Object
	}{
		{"cmdline/comma-double", `:dirPath=$W/site2,,ignoreErrors=1`,
			obj("dirPath", "$W/site2", cmdline.Setting{}, set("ignoreErrors", "1"))},
		{"cmdline/comma-leading", `:,dirPath=$W/site2`, obj("dirPath", "$W/site2")},
		{"cmdline/comma-quoted", `:dirPath='$W/si,te'`, obj("dirPath", "$W/si,te")},
		{"cmdline/comma-trailing", `:dirPath=$W/site2,`, obj("dirPath", "$W/site2")},
		{"cmdline/comma-unquoted", `:dirPath=$W/si,te`, obj("dirPath", "$W/si", cmdline.Setting{Name: "te"})},
		{"cmdline/equals", `=dirPath=$W/site2`, obj("dirPath", "$W/site2")},
		{"cmdline/equals-in-path", `:dirPath=$W/a=b`, obj("dirPath", "$W/a=b")},
		{"cmdline/provider-emptypath", `:dirPath=`, obj("dirPath", "")},
		{"cmdline/provider-nopath", `:dirPath`, obj("dirPath", "")},
		{"cmdline/provider-unknown", `:noSuch=/tmp`, obj("noSuch", "/tmp")},
		{"cmdline/quotes-double", `:dirPath="$W/site/with space"`, obj("dirPath", "$W/site/with space")},
		{"cmdline/quotes-double-around-single", `:dirPath="'$W/site2'"`, obj("dirPath", "'$W/site2'")},
		{"cmdline/quotes-doubled", `:dirPath='$W/it''s'`, obj("dirPath", "$W/it''s")},
		{"cmdline/quotes-inner", `:dirPath=$W/na'm'es`, obj("dirPath", "$W/na'm'es")},
		{"cmdline/quotes-key", `:'dirPath'='$W/site/with space'`, obj("dirPath", "$W/site/with space")},
		{"cmdline/quotes-mixed-close", `:dirPath='$W/site2"`, obj("dirPath", "$W/site2")},
		{"cmdline/quotes-single", `:dirPath='$W/site/with space'`, obj("dirPath", "$W/site/with space")},
		{"cmdline/quotes-then-text", `:dirPath='$W'/site2`, obj("dirPath", "$W'/site2")},
		{"cmdline/quotes-unterminated", `:dirPath='$W/site/with space`, obj("dirPath", "$W/site/with space")},
		{"cmdline/quotes-whole-value", `:"dirPath=$W/site/with space"`, obj("dirPath=$W/site/with space", "")},
		{"cmdline/setting-before-path", `:ignoreErrors=1,dirPath=$W/site2`,
			obj("ignoreErrors", "1", set("dirPath", "$W/site2"))},
		{"cmdline/setting-case", `:dirPath=$W/site2,IGNOREERRORS=1`, obj("dirPath", "$W/site2", set("IGNOREERRORS", "1"))},
		{"cmdline/setting-empty-value", `:dirPath=$W/site2,ignoreErrors=`,
			obj("dirPath", "$W/site2", set("ignoreErrors", ""))},
		{"cmdline/setting-ignoreerrors-bad", `:dirPath=$W/site2,ignoreErrors=true`,
			obj("dirPath", "$W/site2", set("ignoreErrors", "true"))},
		{"cmdline/setting-includeacls-bad", `:dirPath=$W/site2,includeAcls=maybe`,
			obj("dirPath", "$W/site2", set("includeAcls", "maybe"))},
		{"cmdline/setting-includeacls-false", `:dirPath=$W/site2,includeAcls=False`,
			obj("dirPath", "$W/site2", set("includeAcls", "False"))},
		{"cmdline/setting-no-value", `:dirPath=$W/site2,ignoreErrors`,
			obj("dirPath", "$W/site2", cmdline.Setting{Name: "ignoreErrors"})},
		{"cmdline/setting-spaces", `:dirPath='$W/site2',ignoreErrors='1'`,
			obj("dirPath", "$W/site2", set("ignoreErrors", "1"))},
		{"cmdline/setting-unknown", `:dirPath=$W/site,foo=bar`, obj("dirPath", "$W/site", set("foo", "bar"))},
		{"cmdline/setting-unknown-contentpath", `:contentPath=$W/site2,foo=bar`,
			obj("contentPath", "$W/site2", set("foo", "bar"))},
		{"cmdline/setting-unknown-filepath", `:filePath=$W/extra.txt,foo=bar`,
			obj("filePath", "$W/extra.txt", set("foo", "bar"))},
		{"cmdline/setting-unknown-iisapp", `:iisApp=$W/site2,foo=bar`, obj("iisApp", "$W/site2", set("foo", "bar"))},
		{"cmdline/setting-unknown-manifest", `:manifest=$W/src.manifest.xml,foo=bar`,
			obj("manifest", "$W/src.manifest.xml", set("foo", "bar"))},
		{"cmdline/setting-unknown-package", `:package=$W/zips/dir.zip,foo=bar`,
			obj("package", "$W/zips/dir.zip", set("foo", "bar"))},
		{"cmdline/setting-unknown-setacl", `:setAcl=$W/site2,foo=bar`, obj("setAcl", "$W/site2", set("foo", "bar"))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			parsed(t, "-verb:dump -source"+tt.source, &cmdline.Command{Verb: cmdline.VerbDump, Source: tt.want})
		})
	}
}

// TestRecordedValue holds the recordings that show what becomes of the text of
// a value. The wanted text is what stood in the changed file.
func TestRecordedValue(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"cmdline/value-backslash-dq-end", `"C:\dir\"`, `C:\dir\`},
		{"cmdline/value-backslash-end", `'C:\dir\'`, `C:\dir\`},
		{"cmdline/value-both", `'"ab"'`, `ab`},
		{"cmdline/value-both2", `"'ab'"`, `'ab'`},
		{"cmdline/value-braces", `{x}`, `{x}`},
		{"cmdline/value-comma-in-dq", `"a,b"`, `a,b`},
		{"cmdline/value-doubled-end", `'ab''`, `ab`},
		{"cmdline/value-doubled-sq", `'a''b'`, `a''b`},
		{"cmdline/value-dq-end-only", `ab"`, `ab`},
		{"cmdline/value-dq-in-sq", `'a"b"c'`, `a"b"c`},
		{"cmdline/value-dq-in-sq-end", `'a"b"'`, `a"b`},
		{"cmdline/value-dq-in-sq-start", `'"a"b'`, `a"b`},
		{"cmdline/value-empty-dq", `""`, ``},
		{"cmdline/value-empty-sq", `''`, ``},
		{"cmdline/value-equals", `=`, `=`},
		{"cmdline/value-mid-comma", `a'b,c'd`, `a'b,c'd`},
		{"cmdline/value-mid-dq", `a"b c"d`, `a"b c"d`},
		{"cmdline/value-mid-sq", `a'b c'd`, `a'b c'd`},
		{"cmdline/value-percent", `%PATH%`, `%PATH%`},
		{"cmdline/value-semicolon", `a;b`, `a;b`},
		{"cmdline/value-sq-end-only", `ab'`, `ab`},
		{"cmdline/value-sq-in-dq-end", `"a'b'"`, `a'b'`},
		{"cmdline/value-sq-start-only", `'ab`, `ab`},
		{"parameters/deploy-equals", `a=b=c`, `a=b=c`},
		{"parameters/deploy-quoted-double", `"a,b=c"`, `a,b=c`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			line := "-verb:sync -source:filePath=$W/txt/tokens.txt -dest:filePath=$W/o.txt " +
				"-setParam:kind=TextFile,scope=tokens,match=@HOST@,value=" + tt.value
			parsed(t, line, &cmdline.Command{
				Verb:   cmdline.VerbSync,
				Source: obj("filePath", "$W/txt/tokens.txt"),
				Dest:   obj("filePath", "$W/o.txt"),
				SetParams: []cmdline.Pairs{{
					set("kind", "TextFile"), set("scope", "tokens"), set("match", "@HOST@"), set("value", tt.want),
				}},
			})
		})
	}
}

// TestRecordedDump holds the accepted recordings of
// -verb:dump -source:dirPath=$W/site2 with one more switch.
func TestRecordedDump(t *testing.T) {
	type command = cmdline.Command
	for _, tt := range []struct {
		name, more string
		want       func(c *command)
	}{
		{"cmdline/allowuntrusted", `-allowUntrusted`, func(c *command) { c.AllowUntrusted = true }},
		{"cmdline/dump-setparam", `-setParam:kind=TextFile,scope=old,match=x,value=y`, func(c *command) {
			c.SetParams = []cmdline.Pairs{{set("kind", "TextFile"), set("scope", "old"), set("match", "x"), set("value", "y")}}
		}},
		{"cmdline/dump-whatif", `-whatif`, func(c *command) { c.WhatIf = true }},
		{"cmdline/flag-1", `-verbose:1`, func(c *command) { c.Verbose = cmdline.LevelError }},
		{"cmdline/flag-empty", `-xml:`, func(c *command) { c.XML = true }},
		{"cmdline/showsecure", `-showSecure`, func(c *command) { c.ShowSecure = true }},
		{"cmdline/twice-retry", `-retryAttempts:1 -retryAttempts:2`, func(c *command) {
			c.RetryAttempts = cmdline.Number{Value: 2, Set: true}
		}},
		{"cmdline/twice-xml", `-xml -xml`, func(c *command) { c.XML = true }},
		{"cmdline/xml-to-file", `-xml:$W/out.xml`, func(c *command) { c.XML, c.XMLFile = true, "$W/out.xml" }},
		{"cmdline/xml-to-file-exists", `-xml:$W/extra.txt`, func(c *command) { c.XML, c.XMLFile = true, "$W/extra.txt" }},
		{"cmdline/xml-to-file-nodir", `-xml:$W/nodir/out.xml`, func(c *command) { c.XML, c.XMLFile = true, "$W/nodir/out.xml" }},
		{"cmdline/xml-to-file-false", `-xml:false`, func(c *command) { c.XML, c.XMLFile = true, "false" }},
		{"dump/xpath-noxml", `-xpath://filePath`, func(c *command) { c.XPath = "//filePath" }},
		{"dump/xpath-one", `-xpath://filePath[@path='web.config']`, func(c *command) {
			c.XPath = "//filePath[@path='web.config']"
		}},
		{"presync/with-dump", `-preSync:runCommand=x`, func(c *command) { c.PreSync = obj("runCommand", "x") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := &command{Verb: cmdline.VerbDump, Source: obj("dirPath", "$W/site2")}
			tt.want(want)
			parsed(t, "-verb:dump -source:dirPath=$W/site2 "+tt.more, want)
		})
	}
}

// TestRecordedSync holds accepted recordings of a sync that show one switch.
// Where a recording has another source or destination, that does not matter.
func TestRecordedSync(t *testing.T) {
	type command = cmdline.Command
	level := func(l cmdline.Level) func(*command) { return func(c *command) { c.Verbose = l } }
	whatIf := func(c *command) { c.WhatIf = true }
	for _, tt := range []struct {
		name, more string
		want       func(c *command)
	}{
		{"cmdline/bools-in-caps", `-WhatIf:TRUE`, whatIf},
		{"cmdline/twice-whatif", `-whatif -whatif`, whatIf},
		{"cmdline/whatif-bad", `-whatif:maybe`, whatIf},
		{"sync/whatif-false", `-whatif:false`, whatIf},
		{"sync/debug", `-debug`, func(c *command) { c.Debug = true }},
		{"cmdline/disableappstore", `-disableAppStore`, func(c *command) { c.DisableAppStore = true }},
		{"cmdline/usechecksum-case", `-UseCheckSum`, func(c *command) { c.UseChecksum = true }},
		{"cmdline/usechecksum-false", `-useCheckSum:false`, func(c *command) { c.UseChecksum = true }},
		{"cmdline/xml-to-file-sync", `-xml:$W/out.xml`, func(c *command) { c.XML, c.XMLFile = true, "$W/out.xml" }},
		{"cmdline/verbose-level-4", `-verbose:4`, level(cmdline.LevelVerbose)},
		{"cmdline/verbose-level-99", `-verbose:99`, level(cmdline.LevelVerbose)},
		{"cmdline/verbose-level-error", `-verbose:Error`, level(cmdline.LevelError)},
		{"cmdline/verbose-level-info", `-verbose:Info`, level(cmdline.LevelInfo)},
		{"cmdline/verbose-level-lowercase", `-verbose:verbose`, level(cmdline.LevelVerbose)},
		{"cmdline/verbose-level-off", `-verbose:Off`, level(cmdline.LevelOff)},
		{"cmdline/verbose-level-verbose", `-verbose:Verbose`, level(cmdline.LevelVerbose)},
		{"cmdline/verbose-level-warning", `-verbose:Warning`, level(cmdline.LevelWarning)},
		{"rules/enable-list", `-enableRule:DoNotDeleteRule,SkipNewerFilesRule`, func(c *command) {
			c.EnableRules = []string{"DoNotDeleteRule,SkipNewerFilesRule"}
		}},
		{"presync/settings", `-preSync:runCommand='echo pre',waitInterval=1000,successReturnCodes='0;1'`, func(c *command) {
			c.PreSync = obj("runCommand", "echo pre", set("waitInterval", "1000"), set("successReturnCodes", "0;1"))
		}},
		{"skip-replace/skip-bare", `-skip:foo`, func(c *command) { c.Skips = []cmdline.Pairs{{{Name: "foo"}}} }},
		{"skip-replace/skip-xpath-function", `-skip:xpath=//filePath[starts-with(@path,'o')]`, func(c *command) {
			c.Skips = []cmdline.Pairs{{set("xpath", "//filePath[starts-with(@path"), {Name: "o')]"}}}
		}},
		{"parameters/two-files", `-declareParamFile:a.xml -declareParamFile:b.xml`, func(c *command) { c.DeclareParamFile = "b.xml" }},
		{"parameters/setparamfile-two", `-setParamFile:a.xml -setParamFile:b.xml`, func(c *command) { c.SetParamFile = "b.xml" }},
		{"parameters/remove-referenced", `-removeParam:Host -removeParam:Mode`, func(c *command) {
			c.RemoveParams = []string{"Host", "Mode"}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := &command{Verb: cmdline.VerbSync, Source: obj("dirPath", "$W/site2"), Dest: obj("dirPath", "$W/d")}
			tt.want(want)
			parsed(t, "-verb:sync -source:dirPath=$W/site2 -dest:dirPath=$W/d "+tt.more, want)
		})
	}
}

func TestRecordedLine(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       cmdline.Command
	}{
		{"cmdline/case", `-VERB:DUMP -SOURCE:DIRPATH=$W/site2`,
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("DIRPATH", "$W/site2")}},
		{"cmdline/equals", `-verb=dump -source=dirPath=$W/site2`,
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("dirPath", "$W/site2")}},
		{"cmdline/order", `-source:dirPath=$W/site2 -xml -verb:dump`,
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("dirPath", "$W/site2"), XML: true}},
		{"cmdline/provider-unknown-dest", `-verb:sync -source:dirPath=$W/site2 -dest:noSuch=x`,
			cmdline.Command{Verb: cmdline.VerbSync, Source: obj("dirPath", "$W/site2"), Dest: obj("noSuch", "x")}},
		{"cmdline/verb-case", `-verb:GETPARAMETERS -source:package=$W/zips/params.zip`,
			cmdline.Command{Verb: cmdline.VerbGetParameters, Source: obj("package", "$W/zips/params.zip")}},
		{"cmdline/xml-to-file-error", `-verb:dump -source:dirPath=$W/nope -xml:$W/out.xml`,
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("dirPath", "$W/nope"), XML: true, XMLFile: "$W/out.xml"}},
		{"cmdline/verbose-level-error-missing", `-verb:dump -source:dirPath=$W/nope -verbose:Error`,
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("dirPath", "$W/nope"), Verbose: cmdline.LevelError}},
		{"cmdline/verbose-level-off-delete", `-verb:delete -dest:dirPath=$W/d -verbose:Off`,
			cmdline.Command{Verb: cmdline.VerbDelete, Dest: obj("dirPath", "$W/d"), Verbose: cmdline.LevelOff}},
		{"delete/with-source", `-verb:delete -source:dirPath=$W/site2 -dest:dirPath=$W/d`,
			cmdline.Command{Verb: cmdline.VerbDelete, Source: obj("dirPath", "$W/site2"), Dest: obj("dirPath", "$W/d")}},
		{"rules/donotdelete-delete-verb", `-verb:delete -dest:dirPath=$W/d -enableRule:DoNotDeleteRule`,
			cmdline.Command{Verb: cmdline.VerbDelete, Dest: obj("dirPath", "$W/d"), EnableRules: []string{"DoNotDeleteRule"}}},
	} {
		t.Run(tt.name, func(t *testing.T) { parsed(t, tt.line, &tt.want) })
	}
}

// TestRecordedReal holds the recordings of lines as people write them.
func TestRecordedReal(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       cmdline.Command
	}{
		{"cmdline/real-relative", `-verb:sync -source:dirPath="./site" -dest:dirPath="./d" -enableRule:DoNotDelete -whatif`,
			cmdline.Command{
				Verb: cmdline.VerbSync, Source: obj("dirPath", "./site"), Dest: obj("dirPath", "./d"),
				EnableRules: []string{"DoNotDelete"}, WhatIf: true,
			}},
		{"cmdline/real-skip-web-config", `-verb:sync -source:contentPath=$W/site -dest:contentPath=$W/d ` +
			`-enableRule:DoNotDeleteRule -skip:objectName=filePath,absolutePath=web\.config$ -skip:objectName=dirPath,absolutePath=App_Data`,
			cmdline.Command{
				Verb: cmdline.VerbSync, Source: obj("contentPath", "$W/site"), Dest: obj("contentPath", "$W/d"),
				EnableRules: []string{"DoNotDeleteRule"},
				Skips: []cmdline.Pairs{
					{set("objectName", "filePath"), set("absolutePath", `web\.config$`)},
					{set("objectName", "dirPath"), set("absolutePath", "App_Data")},
				},
			}},
		{"cmdline/real-skipaction", `-verb:sync -source:contentPath=$W/site -dest:contentPath=$W/d ` +
			`-skip:skipaction='Delete',objectname='filePath',absolutepath='old\.txt$' ` +
			`-skip:skipaction='Delete',objectname='dirPath',absolutepath='extra$' -usechecksum`,
			cmdline.Command{
				Verb: cmdline.VerbSync, Source: obj("contentPath", "$W/site"), Dest: obj("contentPath", "$W/d"), UseChecksum: true,
				Skips: []cmdline.Pairs{
					{set("skipaction", "Delete"), set("objectname", "filePath"), set("absolutepath", `old\.txt$`)},
					{set("skipaction", "Delete"), set("objectname", "dirPath"), set("absolutepath", "extra$")},
				},
			}},
		{"cmdline/real-vs-publish", `-verb:sync -source:package=$W/p.zip -dest:auto,includeAcls=False ` +
			`-disableLink:AppPoolExtension -disableLink:ContentExtension -disableLink:CertificateExtension -setParam:name=Host,value="h x" -whatif`,
			cmdline.Command{
				Verb: cmdline.VerbSync, Source: obj("package", "$W/p.zip"), Dest: obj("auto", "", set("includeAcls", "False")),
				DisableLinks: []string{"AppPoolExtension", "ContentExtension", "CertificateExtension"},
				SetParams:    []cmdline.Pairs{{set("name", "Host"), set("value", "h x")}}, WhatIf: true,
			}},
		{"cmdline/real-vs-setparamfile", `-verb:sync -source:package='$W/p.zip' -dest:auto,includeAcls='False' ` +
			`-setParamFile:"$W/setparams.xml" -retryAttempts:2`,
			cmdline.Command{
				Verb: cmdline.VerbSync, Source: obj("package", "$W/p.zip"), Dest: obj("auto", "", set("includeAcls", "False")),
				SetParamFile: "$W/setparams.xml", RetryAttempts: cmdline.Number{Value: 2, Set: true},
			}},
	} {
		t.Run(tt.name, func(t *testing.T) { parsed(t, tt.line, &tt.want) })
	}
}
