package customprovider_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/examples/customprovider"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

// The kit checks all rules that a provider has to keep, given what it opens and
// what it is made of.
func TestConformance(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"colour": "red", "Size": "10", "size": "11"}`), 0o666))
	ref := provider.Ref{Kind: "settingsFile", Path: path}
	var p customprovider.SettingsFile
	providertest.Run(t, providertest.Suite{
		Tree:   func() (provider.Tree, error) { return p.Open(t.Context(), nil, ref) },
		Target: func() (provider.Target, error) { return p.OpenTarget(t.Context(), nil, ref) },
		Object: func(key string, revision int) *provider.Object {
			return &provider.Object{Kind: "setting", Key: key, Path: key, Attrs: provider.Attrs{
				{Name: "value", Value: provider.String(fmt.Sprint("revision ", revision))},
			}}
		},
	})
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.JSONEq(t, `{"colour": "red", "Size": "10", "size": "11"}`, string(data), "what was there stays")
}

func TestConformanceOfNewFile(t *testing.T) {
	ref := provider.Ref{Kind: "settingsFile", Path: filepath.Join(t.TempDir(), "new.json")}
	var p customprovider.SettingsFile
	_, err := p.Open(t.Context(), nil, ref)
	require.ErrorIs(t, err, os.ErrNotExist)
	providertest.Run(t, providertest.Suite{
		Target: func() (provider.Target, error) { return p.OpenTarget(t.Context(), nil, ref) },
		Object: func(key string, revision int) *provider.Object {
			return &provider.Object{Kind: "setting", Key: key, Attrs: provider.Attrs{{Name: "value", Value: provider.String(fmt.Sprint(revision))}}}
		},
	})
}

func TestUnreadableFiles(t *testing.T) {
	for text, want := range map[string]bool{`{"a": "1"}`: true, `null`: true, `{}`: true, ``: false, `[]`: false, `{"a": 1}`: false, `{"a"`: false} {
		ref := provider.Ref{Kind: "settingsFile", Path: filepath.Join(t.TempDir(), "app.json")}
		require.NoError(t, os.WriteFile(ref.Path, []byte(text), 0o666))
		target, err := customprovider.SettingsFile{}.OpenTarget(t.Context(), nil, ref)
		if !want {
			var e *provider.Error
			require.ErrorAs(t, err, &e, text)
			continue
		}
		require.NoError(t, err, text)
		n, err := target.Place(target.Root(), &provider.Object{Kind: "setting", Key: "b"})
		require.NoError(t, err)
		require.NoError(t, target.Apply(t.Context(), &provider.Change{New: n}))
		require.ErrorIs(t, target.Apply(t.Context(), &provider.Change{Old: target.Root()}), errors.ErrUnsupported)
	}
}
