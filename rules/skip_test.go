package rules_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// changes returns the changes to files and folders that lines announce, as +, ~
// or - and the path below the destination.
func changes(lines []string) []string {
	re := regexp.MustCompile(`^Info: (Add|Updat|Delet)ing (file|directory) \(/w/d/?(.*)\)\.$`)
	ops := map[string]string{"Add": "+", "Updat": "~", "Delet": "-"}
	var out []string
	for _, l := range lines {
		if m := re.FindStringSubmatch(l); m != nil {
			out = append(out, ops[m[1]]+m[3]+strings.Repeat("/", strings.Count(m[2], "directory")))
		}
	}
	return out
}

// said returns which skips did what according to lines.
func said(lines []string) []string {
	hides := regexp.MustCompile(`^Info: Object (\w+) \(/w/(.*)\) skipped due to skip directive 'CommandLineSkipDirective (\d+)'\.$`)
	keeps := regexp.MustCompile(`^Verbose: (\w+) operation on (\w+) \(/w/(.*)\) skipped because of rule CommandLineSkipActionRule(\d+)\.$`)
	var out []string
	for _, l := range lines {
		if m := hides.FindStringSubmatch(l); m != nil {
			out = append(out, fmt.Sprintf("%s hides %s %s", m[3], m[1], m[2]))
		}
		if m := keeps.FindStringSubmatch(l); m != nil {
			out = append(out, fmt.Sprintf("%s keeps %s from %s %s", m[4], m[1], m[2], m[3]))
		}
	}
	return out
}

func destination(fresh bool) *disk {
	if fresh {
		return noDisk()
	}
	return site2()
}

func TestRecordedSkips(t *testing.T) {
	for _, c := range recordedSkips() {
		t.Run(c.name, func(t *testing.T) {
			opts := &websync.Options{Rules: rules.Default(), WhatIf: true}
			usual, err := run(site(), destination(c.fresh), opts)
			require.NoError(t, err)

			s := rules.NewSelection()
			for _, k := range c.skips {
				require.NoError(t, s.Skip(mustSkip(t, k)))
			}
			opts.Rules = s.Chain()
			lines, err := run(site(), destination(c.fresh), opts)
			require.NoError(t, err)

			made := changes(lines)
			dropped := slices.DeleteFunc(changes(usual), func(l string) bool { return slices.Contains(made, l) })
			require.ElementsMatch(t, c.dropped, dropped)
			require.Len(t, made, len(changes(usual))-len(dropped), "nothing else happens")
			if c.said != nil {
				require.Equal(t, c.said, said(lines))
			}
			if len(c.dropped) == 0 && c.said == nil {
				require.Empty(t, said(lines))
			}
		})
	}
}

// recorded: skip-replace/skip-attributes-readonly
func TestSkipByReadOnly(t *testing.T) {
	src := site()
	src.files["/w/site/settings.txt"].mode = "ReadOnly"
	s := rules.NewSelection()
	require.NoError(t, s.Skip(mustSkip(t, `objectName=filePath,attributes.attributes=ReadOnly`)))
	lines, err := run(src, site2(), options(s))
	require.NoError(t, err)
	require.Equal(t, []string{"1 hides filePath site/settings.txt"}, said(lines))
}

// Only the topmost of what goes is asked about in a sync, everything by the
// delete verb.
func TestSkipDeletesBelowDeletedFolders(t *testing.T) {
	dst := func() *disk {
		return newDisk("/w/d", map[string]string{"gone/a.txt": "a", "gone/sub/b.txt": "b", "top.txt": "t"})
	}
	tests := []struct {
		name, skip string
		verb       bool // the delete verb
		want       []string
	}{
		{"skip-delete-nested-whatif", "skipAction=Delete,objectName=filePath", false,
			[]string{"-gone/a.txt", "-gone/sub/b.txt", "-gone/sub/", "-gone/"}},
		{"skip-delete-nested-dir-whatif", "skipAction=Delete,objectName=dirPath,absolutePath=sub$", false,
			[]string{"-gone/a.txt", "-gone/sub/b.txt", "-gone/sub/", "-gone/", "-top.txt"}},
		{"skip-action-delete-verb-nested", "skipAction=Delete,objectName=filePath", true,
			[]string{"-gone/sub/", "-gone/", "-/"}},
		{"skip-action-delete-verb-dir", "skipAction=Delete,objectName=dirPath,absolutePath=sub$", true,
			[]string{"-gone/a.txt", "-gone/", "-top.txt", "-/"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			s := rules.NewSelection()
			require.NoError(t, s.Skip(mustSkip(t, c.skip)))
			opts := options(s)
			opts.WhatIf = true
			lines, err := print(opts, func() (websync.Summary, error) {
				if c.verb {
					return websync.Delete(context.Background(), provider.DocumentTarget(dst()), opts)
				}
				return websync.Run(context.Background(), provider.Document(newDisk("/w/site", map[string]string{})),
					provider.DocumentTarget(dst()), opts)
			})
			require.NoError(t, err)
			require.Equal(t, c.want, changes(lines))
		})
	}
}

// What the rules leave alone is left alone on the disk as well.
func TestSkippedObjectsStay(t *testing.T) {
	dst := site2()
	was := dst.list()
	s := rules.NewSelection()
	require.NoError(t, s.Skip(mustSkip(t, `Directory=extra$`)))
	require.NoError(t, s.Skip(mustSkip(t, `skipAction=Delete,absolutePath=old`)))
	require.NoError(t, s.Skip(mustSkip(t, `skipAction=Update`)))
	_, err := run(site(), dst, options(s))
	require.NoError(t, err)
	is := dst.list()
	for name, text := range was {
		require.Equal(t, text, is[name], name)
	}
	require.Contains(t, is, "settings.txt")
}

func TestSkipPathsWithEitherSeparator(t *testing.T) {
	tests := []struct {
		pattern, path string
		want          bool
	}{
		{`\\bin$`, "/w/site/bin", true},
		{`\\bin$`, `C:\site\bin`, true},
		{`\\bin$`, "/w/sitebin", false},
		{`/bin$`, `C:\site\bin`, true},
		{`/bin$`, "/w/site/bin", true},
		{`^/w/site\\bin$`, "/w/site/bin", true},
		{`.*\\App_Data\\jobs$`, "/srv/app/App_Data/jobs", true},
		{`\\[^\\]*\.config$`, "/w/site/web.config", true},
		{`^[^\\]*$`, "/w/site", false},
		{`\\\.git$`, "/w/site/.git", true},
		{`site.bin`, "/w/site/bin", true},
	}
	for _, c := range tests {
		t.Run(c.pattern+" "+c.path, func(t *testing.T) {
			r, err := rules.Directive("d", rules.Skip{AbsolutePath: c.pattern})
			require.NoError(t, err)
			o := &provider.Object{Kind: provider.DirPath, Path: c.path}
			left, err := r.Source(context.Background(), o)
			require.NoError(t, err)
			require.Equal(t, c.want, left == nil)
		})
	}
}

func TestSkipRefusesWhatCannotWork(t *testing.T) {
	tests := []struct {
		name   string
		action bool
		skip   rules.Skip
		want   string
	}{
		{"directive with an action", false, rules.Skip{Action: provider.Update}, "A skip directive has no action."},
		{"no action", true, rules.Skip{}, "Unrecognized skip action"},
		{"add", true, rules.Skip{Action: provider.Add}, "Unrecognized skip action 'Add'."},
		{"key", true, rules.Skip{Action: provider.Delete, KeyAttribute: "x"}, "Unrecognized skip setting 'keyAttribute'."},
		{"attribute", true, rules.Skip{Action: provider.Delete, Attributes: provider.Settings{{Name: "size"}}},
			"Unrecognized skip setting 'attributes.size'."},
		{"kind", false, rules.Skip{ObjectName: "["}, "The regular expression '[' is invalid."},
		{"path", true, rules.Skip{Action: provider.Delete, AbsolutePath: "("}, "The regular expression '(' is invalid."},
		{"key pattern", false, rules.Skip{KeyAttribute: "*"}, "The regular expression '*' is invalid."},
		{"attribute pattern", false, rules.Skip{Attributes: provider.Settings{{Name: "a", Value: ")"}}},
			"The regular expression ')' is invalid."},
		{"xpath", true, rules.Skip{Action: provider.Delete, XPath: "a["}, "'a[' has an invalid token."},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			build := rules.Directive
			if c.action {
				build = rules.SkipAction
			}
			r, err := build("r", c.skip)
			require.Nil(t, r)
			require.ErrorContains(t, err, c.want)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
		})
	}
}

// Objects without a key, such as the root of a document, have none to match.
func TestSkipByKeyNeedsAKey(t *testing.T) {
	r, err := rules.Directive("d", rules.Skip{KeyAttribute: ".*"})
	require.NoError(t, err)
	root := &provider.Object{Kind: "MSDeploy.dirPath", Path: "MSDeploy.dirPath"}
	left, err := r.Target(context.Background(), root)
	require.NoError(t, err)
	require.Same(t, root, left)
}

// A pattern that takes forever ends the run and says who is to blame.
func TestCatastrophicPatternsEndTheRun(t *testing.T) {
	const pattern = `^(?!a)(x+x+)+y$` // looking ahead needs backtracking
	text := strings.Repeat("x", 60)
	tests := []struct {
		name, rule string
		add        func(*rules.Selection) error
	}{
		{"directive", "CommandLineSkipDirective 1", func(s *rules.Selection) error {
			return s.Skip(rules.Skip{KeyAttribute: pattern})
		}},
		{"skip rule", "CommandLineSkipActionRule1", func(s *rules.Selection) error {
			return s.Skip(rules.Skip{Action: provider.AddChild, AbsolutePath: `^/w/site/(?!a)(x+x+)+y$`})
		}},
		{"replace rule", "CommandLineReplaceRule1", func(s *rules.Selection) error {
			return s.Replace(rules.Replace{TargetAttributeName: "path", Match: pattern})
		}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := rules.NewSelection()
			require.NoError(t, c.add(s))
			start := time.Now()
			_, err := run(newDisk("/w/site", map[string]string{text: "1"}), newDisk("/w/d", map[string]string{}), options(s))
			require.ErrorContains(t, err, c.rule)
			require.ErrorContains(t, err, "(x+x+)+y$")
			require.ErrorContains(t, err, "did not finish")
			require.Less(t, time.Since(start), 30*time.Second)
		})
	}
}
