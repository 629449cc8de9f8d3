package sync_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// site and site2 have the names and the relative sizes of the recorded trees.
func site() map[string]string {
	return map[string]string{
		"App_Data/db.txt": "data", "bin/app.dll": "dll-bytes", "Default.aspx": "new page", "emptydir/": "",
		"img/logo.png": "png-bytes", "settings.txt": "settings", "web.config": "<config/>", "with space/a b.txt": "ab", "ünï.txt": "uni",
	}
}

func site2() map[string]string {
	return map[string]string{
		"Default.aspx": "old page!", "extra/x.txt": "x", "img/logo.png": "png-bytes", "old.txt": "o", "web.config": "<config/>",
	}
}

// observe runs a sync of two documents and returns what it announces, a line
// each, without the verbose events.
func observe(t testing.TB, src provider.Tree, dst provider.Target, opts sync.Options) (string, sync.Summary, error) {
	t.Helper()
	var lines strings.Builder
	opts.Observe = func(e sync.Event) {
		if e.Level >= 0 {
			lines.WriteString("\n" + e.Message)
		}
	}
	sum, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &opts)
	return lines.String(), sum, err
}

func dropping(op provider.Op, kind provider.Kind, path string) *rules.Rule {
	return &rules.Rule{Name: "drop", Change: func(_ context.Context, c *provider.Change) (*provider.Change, error) {
		if o := c.Object(); c.Op() == op && o.Kind == kind && strings.Contains(o.Path, path) {
			return nil, nil
		}
		return c, nil
	}}
}

func renaming(old, new string) *rules.Rule {
	return &rules.Rule{Name: "rename", Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		n := *o
		if o.Kind == provider.FilePath {
			n.Key = strings.ReplaceAll(o.Key, old, new)
		}
		return &n, nil
	}}
}

// hiding hides files of four bytes on both sides.
func hiding() *rules.Rule {
	hook := func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if o.Kind == provider.FilePath && o.Size() == 4 {
			return nil, nil
		}
		return o, nil
	}
	return &rules.Rule{Name: "CommandLineSkipDirective 1", Directive: true, Source: hook, Target: hook}
}

const updateOfASite = `
Adding directory (/d/App_Data).
Adding file (/d/App_Data/db.txt).
Adding directory (/d/bin).
Adding file (/d/bin/app.dll).
Updating file (/d/Default.aspx).
Adding directory (/d/emptydir).
Deleting file (/d/extra/x.txt).
Deleting directory (/d/extra).
Deleting file (/d/old.txt).
Adding file (/d/settings.txt).
Adding directory (/d/with space).
Adding file (/d/with space/a b.txt).
Adding file (/d/ünï.txt).`

// without returns lines without those that contain one of the given texts.
func without(lines string, texts ...string) string {
	var kept []string
	for l := range strings.SplitSeq(lines, "\n") {
		keep := true
		for _, x := range texts {
			keep = keep && !strings.Contains(l, x)
		}
		if keep {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

// The order and the words of recorded transcripts, at any number of workers.
func TestTranscripts(t *testing.T) {
	for _, c := range []struct {
		recorded string
		src, dst map[string]string // nil: the recorded trees
		absent   bool              // the destination does not exist
		rules    rules.Chain
		want     string
		total    string
	}{
		{recorded: "sync/update", want: updateOfASite, total: "Total changes: 13 (9 added, 3 deleted, 1 updated, 0 parameters changed, 34 bytes copied)"},
		{recorded: "sync/new-dest", absent: true, want: `
Adding MSDeploy.dirPath (MSDeploy.dirPath).
Adding directory (/d).
Adding directory (/d/App_Data).
Adding file (/d/App_Data/db.txt).
Adding directory (/d/bin).
Adding file (/d/bin/app.dll).
Adding file (/d/Default.aspx).
Adding directory (/d/emptydir).
Adding directory (/d/img).
Adding file (/d/img/logo.png).
Adding file (/d/settings.txt).
Adding file (/d/web.config).
Adding directory (/d/with space).
Adding file (/d/with space/a b.txt).
Adding file (/d/ünï.txt).`, total: "Total changes: 15 (15 added, 0 deleted, 0 updated,"},
		{
			recorded: "rules/donotdelete", rules: rules.Chain{rules.DoNotDelete()},
			want: without(updateOfASite, "Deleting"), total: "Total changes: 10 (9 added, 0 deleted, 1 updated,",
		},
		{
			recorded: "skip-replace/skip-delete-file", rules: rules.Chain{dropping(provider.Delete, provider.FilePath, "old.txt")},
			want: without(updateOfASite, "old.txt"), total: "Total changes: 12 (9 added, 2 deleted, 1 updated,",
		},
		{
			recorded: "skip-replace/skip-delete-dir", rules: rules.Chain{dropping(provider.Delete, provider.DirPath, "extra")},
			want: without(updateOfASite, "extra"), total: "Total changes: 11 (9 added, 1 deleted, 1 updated,",
		},
		{
			recorded: "skip-replace/skip-delete-child-only", rules: rules.Chain{dropping(provider.Delete, provider.FilePath, "x.txt")},
			want: updateOfASite, total: "Total changes: 13 (9 added, 3 deleted, 1 updated,",
		},
		{
			recorded: "skip-replace/skip-update-file", rules: rules.Chain{dropping(provider.Update, provider.FilePath, "")},
			want: without(updateOfASite, "Updating"), total: "Total changes: 12 (9 added, 3 deleted, 0 updated,",
		},
		{
			recorded: "skip-replace/skip-addchild-dir", rules: rules.Chain{dropping(provider.AddChild, provider.DirPath, "")},
			want: without(updateOfASite, "App_Data", "bin", "emptydir", "with space"), total: "Total changes: 6 (2 added, 3 deleted, 1 updated,",
		},
		{recorded: "skip-replace/replace-file", rules: rules.Chain{renaming("Default", "Index")}, want: `
Adding directory (/d/App_Data).
Adding file (/d/App_Data/db.txt).
Adding directory (/d/bin).
Adding file (/d/bin/app.dll).
Deleting file (/d/Default.aspx).
Deleting file (/d/extra/x.txt).
Deleting directory (/d/extra).
Deleting file (/d/img/logo.png).
Deleting directory (/d/img).
Adding file (/d/Index.aspx).
Adding directory (/d/emptydir).
Adding directory (/d/img).
Adding file (/d/img/logo.png).
Deleting file (/d/old.txt).
Adding file (/d/settings.txt).
Adding directory (/d/with space).
Adding file (/d/with space/a b.txt).
Adding file (/d/ünï.txt).`, total: "Total changes: 18 (12 added, 6 deleted, 0 updated,"},
		{recorded: "skip-replace/skip-attributes-size", rules: rules.Chain{hiding()}, want: strings.Replace(updateOfASite,
			"Adding file (/d/App_Data/db.txt).", "Object filePath (/s/App_Data/db.txt) skipped due to skip directive 'CommandLineSkipDirective 1'.", 1),
			total: "Total changes: 12 (8 added, 3 deleted, 1 updated,"},
		{recorded: "sync/dir-to-file", src: map[string]string{"x/in.txt": "i", "y.txt": "y"}, dst: map[string]string{"x": "abc", "y.txt": "y"}, want: `
Deleting file (/d/x).
Adding directory (/d/x).
Adding file (/d/x/in.txt).`, total: "Total changes: 3 (2 added, 1 deleted, 0 updated, 0 parameters changed, 1 bytes copied)"},
		{recorded: "sync/file-to-dir", src: map[string]string{"x": "abc", "y.txt": "y"}, dst: map[string]string{"x/in.txt": "i", "y.txt": "y"}, want: `
Deleting file (/d/x/in.txt).
Deleting directory (/d/x).
Adding file (/d/x).`, total: "Total changes: 3 (1 added, 2 deleted, 0 updated, 0 parameters changed, 3 bytes copied)"},
		{recorded: "sync/case-file-same", src: map[string]string{"Readme.txt": "abc"}, dst: map[string]string{"README.TXT": "abc"}, want: "", total: "Total changes: 0"},
		{recorded: "sync/case-file-whatif", src: map[string]string{"Readme.txt": "abc"}, dst: map[string]string{"README.TXT": "abcd"}, want: `
Updating file (/d/README.TXT).`, total: "Total changes: 1 (0 added, 0 deleted, 1 updated, 0 parameters changed, 3 bytes copied)"},
		{recorded: "sync/case-dir-whatif", src: map[string]string{"Sub/a.txt": "abc"}, dst: map[string]string{"SUB/A.TXT": "abc", "SUB/b.txt": "b"}, want: `
Deleting file (/d/SUB/b.txt).`, total: "Total changes: 1 (0 added, 1 deleted, 0 updated,"},
		{recorded: "skip-replace/replace-collision", src: map[string]string{"a.txt": "a", "b.txt": "bb"}, dst: map[string]string{"c": ""},
			rules: rules.Chain{renaming("a", "b")}, want: `
Adding file (/d/b.txt).
Adding file (/d/b.txt).
Deleting file (/d/c).`, total: "Total changes: 3 (2 added, 1 deleted, 0 updated, 0 parameters changed, 3 bytes copied)"},
	} {
		t.Run(c.recorded, func(t *testing.T) {
			if c.src == nil {
				c.src, c.dst = site(), site2()
			}
			for _, opts := range []sync.Options{{WhatIf: true}, {Parallel: 1}, {Parallel: 4}, {}} {
				src, dst := memory.New("/s", c.src), memory.New("/d", c.dst)
				if c.absent {
					dst = memory.Absent("/d")
				}
				before := dst.Entries()
				opts.Rules = c.rules
				got, sum, err := observe(t, src, dst, opts)
				require.NoError(t, err)
				require.Equal(t, c.want, got)
				require.True(t, strings.HasPrefix(sum.String(), c.total), sum.String())
				if opts.WhatIf {
					require.Equal(t, before, dst.Entries(), "a what-if run touches nothing")
				}
			}
		})
	}
}

// The verbose events around changes, in their places (recorded:
// sync/update-verbose, sync/new-dest-verbose).
func TestVerboseEvents(t *testing.T) {
	verbose := func(src, dst *memory.Tree) (lines []string) {
		_, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{Parallel: 3, Level: provider.LevelVerbose, Observe: func(e sync.Event) {
			lines = append(lines, e.Message)
		}})
		require.NoError(t, err)
		return lines
	}
	require.Equal(t, []string{
		"Performing synchronization pass #1.",
		"Adding file (/d/a).",
		"Source filePath (/s/b) does not match destination (/d/b) differing in attributes (size['3','1']). Update pending.",
		"Updating file (/d/b).",
		"The synchronization completed in 1 pass(es).",
	}, verbose(memory.New("/s", map[string]string{"a": "1", "b": "222", "c": "3"}), memory.New("/d", map[string]string{"b": "2", "c": "3"})))
	require.Equal(t, []string{
		"Performing synchronization pass #1.",
		"Adding MSDeploy.dirPath (MSDeploy.dirPath).",
		"Source dirPath (/s) does not match destination (/d) differing in attributes (attributes). Update pending.",
		"Adding directory (/d).",
		"Adding file (/d/a).",
		"The synchronization completed in 1 pass(es).",
	}, verbose(memory.New("/s", map[string]string{"a": "1"}), memory.Absent("/d")))
}

// An event of a change carries what a program needs that does not read
// sentences (recorded: sync/update-xml).
func TestChangeEvents(t *testing.T) {
	type event struct {
		op   string
		kind provider.Kind
		path string
		size int64
	}
	var got []event
	dst := memory.New("/d", map[string]string{"b": "22", "c": "3"})
	_, err := sync.Run(t.Context(), provider.Document(memory.New("/s", map[string]string{"a/x": "1234", "b": "2"})), provider.DocumentTarget(dst),
		&sync.Options{Observe: func(e sync.Event) {
			if e.Type == provider.EventChange {
				got = append(got, event{e.Op.String(), e.Kind, e.Path, e.Size})
			}
		}})
	require.NoError(t, err)
	require.Equal(t, []event{
		{"AddChild", "dirPath", "/d/a", 0}, {"AddChild", "filePath", "/d/a/x", 4}, {"Update", "filePath", "/d/b", 1}, {"Delete", "filePath", "/d/c", 0},
	}, got)
	got = nil
	_, err = sync.Run(t.Context(), provider.Document(memory.New("/s", map[string]string{})), provider.DocumentTarget(memory.Absent("/new")),
		&sync.Options{Observe: func(e sync.Event) {
			if e.Type == provider.EventChange {
				got = append(got, event{e.Op.String(), e.Kind, e.Path, e.Size})
			}
		}})
	require.NoError(t, err)
	require.Equal(t, []event{{"Add", "MSDeploy.dirPath", "MSDeploy.dirPath", 0}, {"Add", "dirPath", "/new", 0}}, got)
}
