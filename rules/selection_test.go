package rules_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// switches are arguments about rules; they act in the order of the fields.
type switches struct {
	enable, disable                   []string
	enableLink, disableLink           []string
	enableDirective, disableDirective []string
}

func (w switches) apply(s *rules.Selection) error {
	for _, x := range []struct {
		patterns []string
		f        func(string) error
	}{
		{w.enable, s.Enable}, {w.disable, s.Disable}, {w.enableLink, s.EnableLinks}, {w.disableLink, s.DisableLinks},
		{w.enableDirective, s.EnableDirectives}, {w.disableDirective, s.DisableDirectives},
	} {
		for _, p := range x.patterns {
			if err := x.f(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func already(rule, pattern string) string {
	return "The rule named '" + rule + "' matched the regular expression '" + pattern + "' but it is already enabled."
}

func noRule(pattern string) string {
	return "No rule was found that matched the regular expression '" + pattern + "'."
}

func noDirective(pattern string) []string {
	line := "No skip directive matching the regular expression '" + pattern + "' was found."
	return []string{line, line}
}

const (
	usualTotal    = "Total changes: 13 (9 added, 3 deleted, 1 updated, 0 parameters changed, 3085 bytes copied)"
	noDeleteTotal = "Total changes: 10 (9 added, 0 deleted, 1 updated, 0 parameters changed, 3085 bytes copied)"
)

func TestRecordedSwitches(t *testing.T) {
	tests := []struct {
		name    string
		use     switches
		notices []string
		total   string
	}{
		{"donotdelete", switches{enable: []string{"DoNotDeleteRule"}}, nil, noDeleteTotal},
		{"enable-case", switches{enable: []string{"donotdeleterule"}}, nil, noDeleteTotal},
		{"enable-partial", switches{enable: []string{"DoNotDelete"}}, nil, noDeleteTotal},
		{"enable-regex", switches{enable: []string{".*Delete.*"}}, []string{
			already("BlockHarmfulDeleteOperations", ".*Delete.*"), already("BlockUnsupportedDeleteOperations", ".*Delete.*")}, noDeleteTotal},
		{"enable-twice", switches{enable: []string{"DoNotDeleteRule", "DoNotDeleteRule"}},
			[]string{already("DoNotDeleteRule", "DoNotDeleteRule")}, noDeleteTotal},
		{"enable-list", switches{enable: []string{"DoNotDeleteRule,SkipNewerFilesRule"}},
			[]string{noRule("DoNotDeleteRule,SkipNewerFilesRule")}, usualTotal},
		{"enable-unknown", switches{enable: []string{"NoSuchRule"}}, []string{noRule("NoSuchRule")}, usualTotal},
		{"enable-backuprule", switches{enable: []string{"BackupRule"}}, []string{already("BackupRule", "BackupRule")}, usualTotal},
		{"enable-syncgeneral", switches{enable: []string{"SyncGeneral"}}, []string{already("SyncGeneral", "SyncGeneral")}, usualTotal},
		{"enable-iisschemadifferencerule", switches{enable: []string{"IISSchemaDifferenceRule"}}, nil, usualTotal},
		{"enable-disable-same", switches{enable: []string{"DoNotDeleteRule"}, disable: []string{"DoNotDeleteRule"}}, nil, usualTotal},
		{"disable-all", switches{disable: []string{".*"}}, nil, usualTotal},
		{"disable-backuprule", switches{disable: []string{"BackupRule"}}, nil, usualTotal},
		{"disable-parameterization", switches{disable: []string{"Parameterization"}}, nil, usualTotal},
		{"disablelink-all", switches{disableLink: []string{".*"}}, nil, usualTotal},
		{"disablelink-name", switches{disableLink: []string{"AppPoolExtension"}}, nil, usualTotal},
		{"disableskipdirective-known", switches{disableDirective: []string{"ConfigProtectedData"}}, nil, usualTotal},
		{"disableskipdirective-unknown", switches{disableDirective: []string{"nosuch"}}, noDirective("nosuch"), usualTotal},
		{"enableskipdirective-unknown", switches{enableDirective: []string{"nosuch"}}, noDirective("nosuch"), usualTotal},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			s := rules.NewSelection()
			require.NoError(t, c.use.apply(s))
			require.Equal(t, c.notices, s.Notices())
			lines, err := run(site(), site2(), options(s))
			require.NoError(t, err)
			require.Equal(t, c.total, lines[len(lines)-1])
		})
	}
}

func TestRecordedSwitchErrors(t *testing.T) {
	const bad = "The regular expression '[' is invalid: "
	tests := []struct {
		name string
		use  switches
		want string // the sentence, or its beginning
		hint bool
	}{
		{"disable-unknown", switches{disable: []string{"NoSuchRule"}}, "Unrecognized rule 'NoSuchRule'.", false},
		{"disable-donotdeleterule", switches{disable: []string{"DoNotDeleteRule"}}, "Unrecognized rule 'DoNotDeleteRule'.", true},
		{"disable-appoffline", switches{disable: []string{"AppOffline"}}, "Unrecognized rule 'AppOffline'.", true},
		{"disabled twice", switches{disable: []string{"BackupRule", "BackupRule"}}, "Unrecognized rule 'BackupRule'.", true},
		{"enable-bad-regex", switches{enable: []string{"["}}, bad, false},
		{"disable-bad-regex", switches{disable: []string{"["}}, bad, false},
		{"enablelink-unknown", switches{enableLink: []string{"NoSuchExtension"}}, "Unrecognized link extension 'NoSuchExtension'.", false},
		{"disablelink-unknown", switches{disableLink: []string{"NoSuchExtension"}}, "Unrecognized link extension 'NoSuchExtension'.", false},
		{"bad link", switches{disableLink: []string{"["}}, bad, false},
		{"bad directive", switches{disableDirective: []string{"["}}, bad, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			err := c.use.apply(rules.NewSelection())
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Contains(t, e.Sentence(), c.want)
			require.Nil(t, e.Err, "one line")
			require.Equal(t, c.hint, e.Hint != "")
		})
	}
}

// recorded: rules/disableskipdirective-cmdline
func TestSkipsCanBeSwitchedOffByName(t *testing.T) {
	s := rules.NewSelection()
	require.NoError(t, s.Skip(mustSkip(t, `objectName=filePath,absolutePath=\.txt$`)))
	require.NoError(t, s.Skip(mustSkip(t, `Directory=extra`)))
	require.NoError(t, s.DisableDirectives("CommandLineSkipDirective 1"))
	require.Equal(t, []string{"ConfigProtectedData", "CommandLineSkipDirective 2"}, names(s.Chain().Directives()))
	require.NoError(t, s.DisableDirectives("CommandLineSkipDirective"))
	require.Equal(t, []string{"ConfigProtectedData"}, names(s.Chain().Directives()))
	require.NoError(t, s.EnableDirectives("DIRECTIVE 1"))
	require.Equal(t, []string{"ConfigProtectedData", "CommandLineSkipDirective 1"}, names(s.Chain().Directives()))
	require.Empty(t, s.Notices())
}

// Only directives hide, and looking is not announced.
func TestHides(t *testing.T) {
	s := rules.NewSelection()
	require.NoError(t, s.Skip(mustSkip(t, `objectName=dbFullSql`)))
	require.NoError(t, s.Skip(mustSkip(t, `objectName=setAcl,skipAction=Update`)))
	ctx := provider.WithReporter(t.Context(), func(e provider.Event) { require.Fail(t, e.Message) })
	require.True(t, s.Hides(ctx, &provider.Object{Kind: "dbFullSql", Link: "Child5"}))
	require.False(t, s.Hides(ctx, &provider.Object{Kind: "setAcl", Link: "Child2"}))
	require.NoError(t, s.DisableDirectives("CommandLine"))
	require.False(t, s.Hides(ctx, &provider.Object{Kind: "dbFullSql", Link: "Child5"}))
}

func TestSkipsAreNumberedApart(t *testing.T) {
	s := rules.NewSelection()
	for _, k := range []string{`skipAction=Delete`, `File=a`, `skipAction=Update`, `File=b`} {
		require.NoError(t, s.Skip(mustSkip(t, k)))
	}
	require.NoError(t, s.Replace(rules.Replace{Match: "a"}))
	require.NoError(t, s.Replace(rules.Replace{Match: "b"}))
	require.NoError(t, s.Disable(".*"), "skip and replace rules stay")
	require.Equal(t, []string{
		"ConfigProtectedData", "CommandLineSkipDirective 1", "CommandLineSkipDirective 2",
		"CommandLineReplaceRule1", "CommandLineReplaceRule2", "CommandLineSkipActionRule1", "CommandLineSkipActionRule2",
	}, names(s.Chain()))
	require.Error(t, s.Skip(rules.Skip{ObjectName: "["}))
	require.Error(t, s.Skip(rules.Skip{Action: provider.Add}))
	require.Error(t, s.Replace(rules.Replace{Match: "["}))
	require.Len(t, s.Chain(), 7)
}

func TestChainOrder(t *testing.T) {
	s := enabled(t, "AppOffline", "DoNotDelete")
	pass := func(_ context.Context, o *provider.Object) (*provider.Object, error) { return o, nil }
	require.NoError(t, s.Provide(&rules.Rule{Name: "Parameterization", Source: pass}))
	s.Add(&rules.Rule{Name: "mine", Source: pass})
	require.NoError(t, s.Replace(rules.Replace{Match: "a"}))
	require.NoError(t, s.Skip(rules.Skip{Action: provider.Delete}))
	require.NoError(t, s.Skip(rules.Skip{KeyAttribute: "a"}))
	require.Equal(t, []string{
		"ConfigProtectedData", "CommandLineSkipDirective 1", "Parameterization", "BlockHarmfulDeleteOperations",
		"BlockUnsupportedDeleteOperations", "DoNotDeleteRule", "SkipInvalidSource", "SkipUNC", "SyncGeneral", "IgnoreFileLastWriteTime",
		"mine", "CommandLineReplaceRule1", "CommandLineSkipActionRule1", "AppOffline",
	}, names(s.Chain()))
}

func TestProvide(t *testing.T) {
	called := 0
	mine := &rules.Rule{Name: "Parameterization", Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		called++
		return o, nil
	}}
	s := rules.NewSelection()
	require.NoError(t, s.Provide(mine))
	_, err := run(site(), site2(), options(s))
	require.NoError(t, err)
	require.Positive(t, called)

	require.NoError(t, s.Disable("Parameterization"), "it is switched like the known one")
	require.NotContains(t, names(s.Chain()), "Parameterization")
	require.ErrorContains(t, s.Provide(&rules.Rule{Name: "mine"}), "Unrecognized rule 'mine'.")
}

func TestLinkSwitches(t *testing.T) {
	s := rules.NewSelection()
	require.True(t, s.Link("ContentExtension"))
	require.False(t, s.Link("AppPoolExtension"))
	require.False(t, s.Link("nosuch"))
	require.NoError(t, s.EnableLinks("apppool"))
	require.True(t, s.Link("AppPoolExtension"))
	require.NoError(t, s.DisableLinks("Extension$"))
	for _, l := range rules.Links() {
		require.False(t, s.Link(l.Name), l.Name)
	}
}

// Whoever asks for a rule by name that does nothing is told, but not where
// msdeploy would be silent.
func TestInertRules(t *testing.T) {
	s := enabled(t, "BackupRule", "EncryptWebConfig", "DoNotDelete")
	var list []string
	for _, k := range s.Inert() {
		list = append(list, k.Rule.Name)
		require.NotEmpty(t, k.Inert)
	}
	require.ElementsMatch(t, []string{"BackupRule", "EncryptWebConfig"}, list)

	lines, err := run(site(), site2(), options(s))
	require.NoError(t, err)
	said := only(lines, "does nothing here")
	require.Len(t, said, 2)
	require.Contains(t, said, "Verbose: The rule 'BackupRule' does nothing here. The destination keeps no backups: make a package of it first.")

	require.NoError(t, s.Disable("BackupRule"))
	require.Len(t, s.Inert(), 1)
	require.Empty(t, rules.NewSelection().Inert(), "nobody asked")

	require.NoError(t, s.Provide(&rules.Rule{Name: "EncryptWebConfig"}))
	require.Empty(t, s.Inert(), "a rule that is provided acts")
}

// An error of a hook ends the run and is the caller's to look at.
func TestErrorsOfRulesEndTheRun(t *testing.T) {
	boom := errors.New("boom")
	object := func(context.Context, *provider.Object) (*provider.Object, error) { return nil, boom }
	for name, r := range map[string]*rules.Rule{
		"source": {Source: object},
		"target": {Target: object},
		"change": {Change: func(context.Context, *provider.Change) (*provider.Change, error) { return nil, boom }},
		"before": {Before: func(context.Context, provider.Target) error { return boom }},
		"finish": {Finish: func(context.Context, provider.Target, error) error { return boom }},
	} {
		t.Run(name, func(t *testing.T) {
			s := rules.NewSelection()
			s.Add(r)
			_, err := run(site(), site2(), &websync.Options{Rules: s.Chain()})
			require.ErrorIs(t, err, boom)
		})
	}
}

func TestIsOn(t *testing.T) {
	s := enabled(t, "DoNotDelete")
	for name, want := range map[string]bool{"DoNotDeleteRule": true, "SyncGeneral": true, "SkipNewerFilesRule": false, "nosuch": false} {
		require.Equal(t, want, s.IsOn(name), name)
	}
}
