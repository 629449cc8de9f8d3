package sync_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// deleted runs the delete verb on a document and returns what it announces.
func deleted(t testing.TB, dst provider.Target, opts sync.Options) (string, sync.Summary, error) {
	t.Helper()
	var lines strings.Builder
	opts.Observe = func(e sync.Event) {
		if e.Level >= 0 {
			lines.WriteString("\n" + e.Message)
		}
	}
	sum, err := sync.Delete(t.Context(), provider.DocumentTarget(dst), &opts)
	return lines.String(), sum, err
}

const deletionOfASite = `
Deleting file (/d/Default.aspx).
Deleting file (/d/extra/x.txt).
Deleting directory (/d/extra).
Deleting file (/d/img/logo.png).
Deleting directory (/d/img).
Deleting file (/d/old.txt).
Deleting file (/d/web.config).
Deleting directory (/d).
Deleting MSDeploy.dirPath (MSDeploy.dirPath).`

// recorded: delete/dir, delete/dir-whatif
func TestDelete(t *testing.T) {
	for _, whatIf := range []bool{true, false} {
		dst := memory.New("/d", site2())
		got, sum, err := deleted(t, dst, sync.Options{WhatIf: whatIf})
		require.NoError(t, err)
		require.Equal(t, deletionOfASite, got)
		require.Equal(t, "Total changes: 9 (0 added, 9 deleted, 0 updated, 0 parameters changed, 0 bytes copied)", sum.String())
		require.Equal(t, whatIf, dst.Exists(""))
	}
}

// recorded: delete/manifest-two, delete/contentpath-dir
func TestDeleteDocuments(t *testing.T) {
	got, _, err := deleted(t, manifest("m", map[string]string{"a": ""}, "/d1", "!/d2", "/content3"), sync.Options{WhatIf: true})
	require.NoError(t, err)
	require.Equal(t, `
Deleting file (/d1/a).
Deleting directory (/d1).
Deleting file (/content3/a).
Deleting directory (/content3).
Deleting contentPath (/content3).
Deleting m (m).`, got, "what is absent need not go")
}

// recorded: delete/missing-dir, delete/contentpath-missing
func TestDeleteNothing(t *testing.T) {
	got, _, err := deleted(t, memory.Absent("/d"), sync.Options{})
	require.Empty(t, got)
	require.ErrorIs(t, err, provider.CodeNothingToDelete)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, "Object to be deleted does not exist.")
	require.ErrorContains(t, err, "Could not find directory '/d'.")

	own := memory.Absent("/d")
	own.Root().Invalid = &provider.Error{Op: "open", Code: provider.CodeNotFound, Msg: "Could not find file '/d'."}
	_, _, err = deleted(t, own, sync.Options{})
	require.NotErrorIs(t, err, provider.CodeNothingToDelete, "a reason that has a code of its own is preferred")
	require.ErrorIs(t, err, provider.CodeNotFound)
}

// Rules are asked about every object, and the root of a document goes all the
// same (recorded: rules/donotdelete-delete-verb,
// skip-replace/skip-action-delete-verb-dir,
// skip-replace/skip-action-delete-verb-nested).
func TestDeleteAsksTheRules(t *testing.T) {
	dst := memory.New("/d", site2())
	got, _, err := deleted(t, dst, sync.Options{Rules: rules.Chain{rules.DoNotDelete()}})
	require.NoError(t, err)
	require.Equal(t, "\nDeleting MSDeploy.dirPath (MSDeploy.dirPath).", got)
	require.Equal(t, site2(), dst.Files())

	_, _, err = deleted(t, dst, sync.Options{Rules: rules.Chain{dropping(provider.Delete, provider.FilePath, "logo")}})
	require.Error(t, err, "a folder that keeps something cannot go")
	require.Equal(t, map[string]string{"img/logo.png": "png-bytes", "old.txt": "o", "web.config": "<config/>"}, dst.Files())
	_, _, err = deleted(t, dst, sync.Options{Rules: rules.Chain{dropping(provider.Delete, provider.DirPath, "img")}})
	require.Error(t, err)
	require.Equal(t, map[string]string{"img/logo.png": "png-bytes"}, dst.Files(), "what is below it is kept along with it")
}

func TestDeleteErrors(t *testing.T) {
	bad := errors.New("bad")
	rule := rules.Chain{{Name: "r", Change: func(context.Context, *provider.Change) (*provider.Change, error) { return nil, bad }}}
	dst := memory.New("/d", site2())
	_, _, err := deleted(t, dst, sync.Options{Rules: rule})
	require.Equal(t, bad, err)
	rule = rules.Chain{{Name: "r", Target: func(context.Context, *provider.Object) (*provider.Object, error) { return nil, bad }}}
	_, _, err = deleted(t, dst, sync.Options{Rules: rule})
	require.Equal(t, bad, err)
	require.Equal(t, site2(), dst.Files())
	for range sync.PlanDelete(t.Context(), dst, nil) {
		break
	}
}
