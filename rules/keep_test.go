package rules_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func enabled(t *testing.T, patterns ...string) *rules.Selection {
	t.Helper()
	s := rules.NewSelection()
	for _, p := range patterns {
		require.NoError(t, s.Enable(p))
	}
	return s
}

// recorded: rules/donotdelete, rules/donotdelete-verbose
func TestDoNotDelete(t *testing.T) {
	dst := site2()
	lines, err := run(site(), dst, options(enabled(t, "DoNotDeleteRule")))
	require.NoError(t, err)
	require.Equal(t, []string{
		"Verbose: Delete operation on dirPath (/w/d/extra) skipped because of rule DoNotDeleteRule.",
		"Verbose: Delete operation on filePath (/w/d/old.txt) skipped because of rule DoNotDeleteRule.",
	}, only(lines, "skipped"))
	require.Equal(t, "Total changes: 10 (9 added, 0 deleted, 1 updated, 0 parameters changed, 3085 bytes copied)", lines[len(lines)-1])
	require.Subset(t, dst.list(), map[string]string{"old.txt": filled(3), "extra/x.txt": filled(1)})
}

// recorded: rules/donotdelete-delete-verb
func TestDoNotDeleteWithTheDeleteVerb(t *testing.T) {
	dst := site2()
	was := dst.list()
	opts := options(enabled(t, "DoNotDeleteRule"))
	lines, err := print(opts, func() (websync.Summary, error) {
		return websync.Delete(context.Background(), provider.DocumentTarget(dst), opts)
	})
	require.NoError(t, err)
	require.Equal(t, []string{"Info: Deleting MSDeploy.dirPath (MSDeploy.dirPath)."}, only(lines, "Deleting"))
	require.Equal(t, was, dst.list())
}

// recorded: rules/skipnewer, rules/skipnewer-older, rules/skipnewer-verbose
func TestSkipNewerFiles(t *testing.T) {
	src := at("2021-03-04 05:06:08") // of Default.aspx
	tests := []struct {
		name string
		old  time.Time
		kept bool
	}{
		{"skipnewer", at("2030-01-01 00:00:00"), true},
		{"skipnewer-older", at("2020-01-01 00:00:00"), false},
		{"same time", src, false},
		{"a little newer", src.Add(time.Nanosecond), true},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			dst := site2()
			dst.files["/w/d/Default.aspx"].time = c.old
			lines, err := run(site(), dst, options(enabled(t, "SkipNewerFilesRule")))
			require.NoError(t, err)
			if !c.kept {
				require.Equal(t, filled(30), dst.list()["Default.aspx"])
				return
			}
			require.Equal(t, filled(37), dst.list()["Default.aspx"])
			require.Equal(t, []string{
				"Verbose: Update operation on filePath (/w/site/Default.aspx) skipped because of rule SkipNewerFilesRule.",
			}, only(lines, "skipped"))
			require.Contains(t, lines, "Info: Deleting file (/w/d/old.txt).", "adds and deletes stay")
		})
	}
}

// recorded: rules/two-enables
func TestDoNotDeleteAndSkipNewer(t *testing.T) {
	dst := site2()
	dst.files["/w/d/Default.aspx"].time = at("2030-01-01 00:00:00")
	lines, err := run(site(), dst, options(enabled(t, "DoNotDeleteRule", "SkipNewerFilesRule")))
	require.NoError(t, err)
	require.Equal(t, "Total changes: 9 (9 added, 0 deleted, 0 updated, 0 parameters changed, 3055 bytes copied)", lines[len(lines)-1])
}

// A folder has no time to be newer by.
func TestSkipNewerNeedsTimes(t *testing.T) {
	r := rules.All()
	for _, k := range r {
		if k.Rule.Name != "SkipNewerFilesRule" {
			continue
		}
		dir := &provider.Object{Kind: provider.DirPath}
		file := &provider.Object{Kind: provider.FilePath, Attrs: provider.Attrs{{Name: provider.AttrLastWriteTime, Value: provider.Time(usual)}}}
		text := &provider.Object{Kind: provider.FilePath, Attrs: provider.Attrs{{Name: provider.AttrLastWriteTime, Value: provider.String("z")}}}
		for _, c := range []*provider.Change{{Old: dir, New: dir}, {Old: file, New: dir}, {Old: dir, New: file}, {Old: text, New: file}, {New: file}, {Old: file}} {
			kept, err := k.Rule.Change(context.Background(), c)
			require.NoError(t, err)
			require.Same(t, c, kept)
		}
	}
}
