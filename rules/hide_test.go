package rules_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

func cannotLoad() error {
	return &provider.Error{Op: "open", Msg: "The Zip package '/w/x.zip' could not be loaded.", Err: errors.New("no entry"), Skippable: true}
}

// recorded: package/unzip-missingcontent, cmdline/verbose-level-verbose
func TestSkipInvalidSource(t *testing.T) {
	tests := []struct {
		name    string
		invalid error
		detail  string
	}{
		{"cause", cannotLoad(), "The Zip package '/w/x.zip' could not be loaded."},
		{"cannot be created", provider.CannotCreate(provider.Ref{Kind: "dirPath", Path: "/x"}, cannotLoad()),
			"The Zip package '/w/x.zip' could not be loaded."},
		{"cannot be created for another reason", provider.CannotCreate(provider.Ref{Kind: "dirPath", Path: "/x"},
			&provider.Error{Msg: "no access", Skippable: true}), "no access"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			src := newDisk("/w/site", map[string]string{"a.txt": "a", "b.txt": "b"})
			src.files["/w/site/a.txt"].err = c.invalid
			dst := newDisk("/w/d", map[string]string{})
			opts := options(rules.NewSelection())
			lines, err := run(src, dst, opts)
			require.NoError(t, err)
			require.Equal(t, []string{
				"Warning: Skipping source filePath (/w/site/a.txt) because of rule SkipInvalidSource.",
				c.detail,
				"Verbose: Skipping source filePath (/w/site/a.txt) because of rule SkipInvalidSource.",
			}, lines[1:4])
			require.Equal(t, map[string]string{"b.txt": "b"}, dst.list())
		})
	}
}

// What cannot be read may matter: only what says that it may be left out is.
func TestSkipInvalidSourceEndsTheRun(t *testing.T) {
	for _, invalid := range []error{errors.New("no access"), provider.CannotCreate(provider.Ref{Kind: "dirPath", Path: "/x"}, nil)} {
		src := newDisk("/w/site", map[string]string{"a.txt": "a"})
		src.files["/w/site/a.txt"].err = invalid
		_, err := run(src, newDisk("/w/d", map[string]string{}), options(rules.NewSelection()))
		require.ErrorIs(t, err, invalid)
	}
}

func TestSkipInvalidSourceOff(t *testing.T) {
	src := newDisk("/w/site", map[string]string{"a.txt": "a"})
	src.files["/w/site/a.txt"].err = cannotLoad()
	s := rules.NewSelection()
	require.NoError(t, s.Disable("SkipInvalidSource"))
	_, err := run(src, newDisk("/w/d", map[string]string{}), options(s))
	require.ErrorContains(t, err, "could not be loaded")
}

func TestSkipUNC(t *testing.T) {
	vdir := &provider.Object{Kind: "virtualDirectory", Key: "/", Path: "site/"}
	content := &provider.Object{Kind: provider.ContentPath, Link: "Child1", Path: `\\server\share`}
	tests := []struct {
		name string
		o    *provider.Object
		kept bool
	}{
		{"content elsewhere", &provider.Object{Parent: vdir, Kind: provider.DirPath, Link: "dirPath", Path: `\\server\share\site`}, false},
		{"content here", &provider.Object{Parent: vdir, Kind: provider.DirPath, Link: "dirPath", Path: `c:\site`}, true},
		{"asked for by name", &provider.Object{Parent: content, Kind: provider.DirPath, Link: "dirPath", Path: `\\server\share`}, true},
		{"a whole document", &provider.Object{Kind: provider.DirPath, Link: "Child1", Path: `\\server\share`}, true},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.kept, seenAtSource(t, rules.Default(), c.o))
		})
	}
}

// seenAtSource reports whether ch lets a sync see o, an object of the source.
func seenAtSource(t *testing.T, ch rules.Chain, o *provider.Object) bool {
	t.Helper()
	for _, r := range ch {
		if r.Source == nil {
			continue
		}
		n, err := r.Source(context.Background(), o)
		require.NoError(t, err)
		if n == nil {
			return false
		}
	}
	return true
}

// recorded: rules/disableskipdirective-known
func TestConfigProtectedData(t *testing.T) {
	o := &provider.Object{Kind: "CONFIGPROTECTEDDATA", Path: "p"}
	var events []provider.Event
	ctx := provider.WithReporter(context.Background(), provider.LevelVerbose, func(e provider.Event) { events = append(events, e) })
	seen, err := rules.Default().SeeTarget(ctx, o)
	require.NoError(t, err)
	require.Nil(t, seen)
	require.Equal(t, []provider.Event{{
		Level: slog.LevelInfo, Type: provider.EventSkipped, Kind: o.Kind, Path: "p",
		Message: "Object CONFIGPROTECTEDDATA (p) skipped due to skip directive 'ConfigProtectedData'.",
	}}, events)
	require.False(t, seenAtSource(t, rules.Default(), o))

	s := rules.NewSelection()
	require.NoError(t, s.DisableDirectives("ConfigProtectedData"))
	require.Empty(t, s.Notices())
	require.True(t, seenAtSource(t, s.Chain(), o))
}

// A rule that is no directive says on which side it hides something.
func TestHiddenObjectsNameTheirSide(t *testing.T) {
	hide := func(context.Context, *provider.Object) (*provider.Object, error) { return nil, nil }
	ch := rules.Chain{{Name: "R", Source: hide, Target: hide}}
	root := newDisk("/w/d", map[string]string{"a.txt": ""}).Root()
	var lines []string
	ctx := provider.WithReporter(context.Background(), provider.LevelVerbose, func(e provider.Event) { lines = append(lines, e.Message) })
	for range ch.Source(ctx, root) {
		require.Fail(t, "seen")
	}
	for range ch.Target(ctx, root) {
		require.Fail(t, "seen")
	}
	require.Equal(t, []string{
		"Skipping source filePath (/w/d/a.txt) because of rule R.",
		"Skipping destination filePath (/w/d/a.txt) because of rule R.",
	}, lines)
}
