package manifest_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/manifest"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

var autoRef = provider.Ref{Kind: "auto"}

func TestAutoAsSource(t *testing.T) {
	env := sampleStore().env()
	tree, err := provider.OpenSource(t.Context(), env, provider.Ref{Kind: "AUTO", Path: "ignored"})
	require.NoError(t, err)
	require.Equal(t, []string{"auto -"}, outline(t, tree.Root()), "recorded: dump/auto")
	require.Equal(t, "auto", tree.Root().Path)
	require.NoError(t, tree.Close())
}

func TestAutoSettings(t *testing.T) {
	_, err := sampleStore().env().OpenTarget(t.Context(), provider.Ref{Kind: "auto", Settings: provider.Settings{{Name: "ignoreErrors", Value: "1"}}})
	require.EqualError(t, err, "The provider 'auto' does not support the 'ignoreErrors' setting. "+
		"Supported settings are (authType, computerName, encryptPassword, includeAcls, password, prefetchPayload, userName, wmsvc).")
}

func TestAutoWithoutSource(t *testing.T) {
	for name, env := range map[string]*provider.Env{"empty": {}, "nil": nil} {
		t.Run(name, func(t *testing.T) {
			_, err := manifest.Auto().OpenTarget(t.Context(), env, autoRef)
			require.ErrorIs(t, err, errors.ErrUnsupported)
		})
	}
}

// A live source stands for itself.
func TestAutoOfLiveSource(t *testing.T) {
	for _, c := range []struct {
		name string
		from provider.Ref
		to   provider.Ref
	}{
		{"sync/dirpath-to-auto", provider.Ref{Kind: "dirPath", Path: "sa"}, autoRef},
		{"manifest-auto/to-auto", write(t, `<m><dirPath path="sa"/><filePath path="one.txt"/></m>`), autoRef},
		{"manifest-auto/auto-with-path", provider.Ref{Kind: "dirPath", Path: "sa"}, provider.Ref{Kind: "auto", Path: "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sampleStore()
			said, sum := run(t, s, s.env(), c.from, c.to, websync.Options{})
			require.Empty(t, said)
			require.Zero(t, sum)
		})
	}
}

// packed is a document that stands for itself, as what a package holds does.
func packed(kind provider.Kind, parts ...*provider.Object) provider.Tree {
	root := &provider.Object{Kind: kind, Path: string(kind)}
	root.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for _, p := range parts {
				p.Parent = root
				if !yield(p, nil) {
					return
				}
			}
		}
	}
	return fixed{root}
}

type fixed struct{ root *provider.Object }

func (f fixed) Root() *provider.Object { return f.root }
func (f fixed) Close() error           { return nil }

func part(kind provider.Kind, link, key string, settings ...provider.Setting) *provider.Object {
	return &provider.Object{Kind: kind, Link: link, Key: key, Path: key, Settings: settings}
}

func TestAutoOfPackage(t *testing.T) {
	s := sampleStore()
	env := s.env()
	env.Source = packed("MSDeploy.iisApp",
		part("dirPath", "Child1", "rel/site", provider.Setting{Name: "first", Value: "1"},
			provider.Setting{Name: "computerName", Value: "build"}, provider.Setting{Name: "password", Value: "p"}),
		part("FILEPATH", "Child2", "one.txt"))
	dst, err := provider.OpenDestination(t.Context(), env, autoRef)
	require.NoError(t, err)
	defer dst.Close()
	root := dst.Root()
	require.Equal(t, provider.Kind("MSDeploy.iisApp"), root.Kind)
	require.Equal(t, "MSDeploy.iisApp", root.Path)
	require.True(t, root.Absent, "recorded: package/auto-restore")
	require.ErrorIs(t, root.Invalid, fs.ErrNotExist)
	require.Equal(t, []provider.Ref{
		{Kind: "dirPath", Path: "rel/site", Settings: provider.Settings{{Name: "first", Value: "1"}}},
		{Kind: "FILEPATH", Path: "one.txt"},
	}, s.refs, "relative paths stay (recorded: package/auto-relative), the connection is left behind")
	parts, err := provider.Parts(t.Context(), dst, root)
	require.NoError(t, err)
	require.Len(t, parts, 2)
	require.Equal(t, "Child2", parts[1].Link)
	require.True(t, parts[0].Absent)
	require.False(t, parts[1].Absent)
}

// Settings written KIND.NAME fill in what the source does not say.
func TestAutoWithSettingsOfParts(t *testing.T) {
	s := sampleStore()
	env := s.env()
	env.Source = packed("m",
		part("dirPath", "Child1", "sa", provider.Setting{Name: "first", Value: "1"}), part("filePath", "Child2", "one.txt"))
	ref := provider.Ref{Kind: "auto", Settings: provider.Settings{
		{Name: "dirpath.First", Value: "x"}, {Name: "dirPath.second", Value: "2"}, {Name: "filePath.first", Value: "f"},
	}}
	_, err := provider.OpenDestination(t.Context(), env, ref)
	require.NoError(t, err)
	require.Equal(t, provider.Settings{{Name: "first", Value: "1"}, {Name: "second", Value: "2"}}, s.refs[0].Settings)
	require.Equal(t, provider.Settings{{Name: "first", Value: "f"}}, s.refs[1].Settings)

	ref.Settings = provider.Settings{{Name: "dirPath.second", Value: "bad"}}
	_, err = provider.OpenDestination(t.Context(), env, ref)
	require.ErrorContains(t, err, "The value 'bad' provided for 'second' is not valid.")
}

// recorded: parameters/pp-live-manifest-auto
func TestAutoRedirected(t *testing.T) {
	s := sampleStore()
	env := s.env()
	env.Redirect = func(ref provider.Ref) provider.Ref {
		if ref.Kind.Is("dirPath") {
			ref.Path = "pp"
		}
		return ref
	}
	said, _ := run(t, s, env, write(t, `<site><dirPath path="sb"/><filePath path="one.txt"/></site>`), autoRef, websync.Options{})
	require.Equal(t, "Adding site (site).\nAdding directory (pp).\nAdding file (pp/x.txt).", said)
	require.Equal(t, "xx", s.files["pp/x.txt"])
	require.Equal(t, "xx", s.files["sb/x.txt"])
}

// What cannot be read from the source must not be taken for something that the
// destination has too much.
func TestAutoOfInvalidPart(t *testing.T) {
	s := sampleStore()
	env := s.env()
	bad := part("dirPath", "Child1", "sa")
	bad.Invalid = errors.New("no content")
	env.Source = packed("m", bad, part("filePath", "Child2", "one.txt"))
	dst, err := provider.OpenDestination(t.Context(), env, autoRef)
	require.NoError(t, err)
	parts, err := provider.Parts(t.Context(), dst, dst.Root())
	require.NoError(t, err)
	require.Len(t, parts, 1)
	require.Equal(t, "Child2", parts[0].Link)
}

func TestAutoErrors(t *testing.T) {
	boom := errors.New("boom")
	broken := packed("m", part("filePath", "Child1", "one.txt"))
	list := broken.Root().Children
	broken.Root().Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for o, err := range list(ctx) {
				yield(o, err)
			}
			yield(nil, boom)
		}
	}
	for name, c := range map[string]struct {
		src  provider.Tree
		want error
	}{
		"a listing that fails": {broken, boom},
		"cannot be opened":     {packed("m", part("filePath", "Child1", "one.txt"), part("broken", "Child2", "x")), boom},
	} {
		t.Run(name, func(t *testing.T) {
			s := sampleStore()
			env := s.env(&whole{"broken", boom})
			env.Source = c.src
			_, err := env.OpenTarget(t.Context(), autoRef)
			require.ErrorIs(t, err, c.want)
			require.Zero(t, s.open, "trees left open")
		})
	}
	t.Run("a listing that fails, below a manifest", func(t *testing.T) {
		s := sampleStore()
		env := s.env()
		env.Source = broken
		_, err := env.OpenTarget(t.Context(), write(t, `<m><filePath path="one.txt"/></m>`))
		require.ErrorIs(t, err, boom)
	})
}

// What nothing here can change ends a sync before it changes anything, also
// what comes before it, unless a directive skips it.
func TestAutoOfForeignPart(t *testing.T) {
	for kind, want := range map[provider.Kind]error{
		"gacAssembly": provider.CodeProviderNotFound, "noSuch": provider.CodeProviderNotFound,
		"package": errors.ErrUnsupported, "odd": errors.ErrUnsupported, // a document; a source only
	} {
		t.Run(string(kind), func(t *testing.T) {
			s := sampleStore()
			env := s.env(&odd{})
			file := part("filePath", "Child1", "new.txt")
			fill(file, "new")
			src := packed("m", file, part(kind, "Child2", "x"))
			env.Source = src
			sync := func(opts *websync.Options) (websync.Summary, error) {
				dst, err := provider.OpenDestination(t.Context(), env, autoRef)
				require.NoError(t, err)
				defer dst.Close()
				return websync.Run(t.Context(), src, dst, opts)
			}
			before := s.snapshot()
			for _, whatIf := range []bool{true, false} {
				sum, err := sync(&websync.Options{WhatIf: whatIf})
				require.ErrorIs(t, err, want)
				var e *provider.Error
				require.ErrorAs(t, err, &e)
				require.Equal(t, kind, e.Kind)
				require.Zero(t, sum)
				require.Equal(t, before, s.snapshot())
			}

			skip, err := rules.SkipOf(provider.Settings{{Name: "objectName", Value: "^" + string(kind) + "$"}})
			require.NoError(t, err)
			selected := rules.NewSelection()
			require.NoError(t, selected.Skip(skip))
			_, err = sync(&websync.Options{Rules: selected.Chain()})
			require.NoError(t, err)
			require.Equal(t, "new", s.snapshot()["new.txt"])
			require.Zero(t, s.open, "trees left open")
		})
	}
}

// Each provider sees as its source what will be synced into it and nothing
// else.
func TestSourceOfParts(t *testing.T) {
	src := packed("m", part("dirPath", "Child1", "sa"), part("filePath", "Child2", "one.txt"), part("filePath", "Child3", "two.txt"))
	sources := func(s *store) []string {
		var list []string
		for _, env := range s.envs {
			if env.Source == nil {
				list = append(list, "none")
				continue
			}
			o := first(t, env.Source.Root())
			require.Equal(t, provider.DocumentKind(env.Source.Root()), o.Kind)
			require.Equal(t, provider.FirstLink, o.Link)
			require.NoError(t, env.Source.Close())
			list = append(list, o.Key)
		}
		return list
	}
	t.Run("auto", func(t *testing.T) {
		s := sampleStore()
		env := s.env()
		env.Source = src
		_, err := env.OpenTarget(t.Context(), autoRef)
		require.NoError(t, err)
		require.Equal(t, []string{"sa", "one.txt", "two.txt"}, sources(s))
	})
	t.Run("manifest", func(t *testing.T) {
		s := sampleStore()
		env := s.env()
		env.Source = src
		_, err := env.OpenTarget(t.Context(), write(t, `<m><dirPath path="a"/><dirPath path="b"/><filePath path="c"/><filePath path="d"/></m>`))
		require.NoError(t, err)
		require.Equal(t, []string{"sa", "none", "two.txt", "none"}, sources(s))
		require.Equal(t, src, env.Source, "the Env of the caller is as it was")
		require.Equal(t, "Child3", last(t, src.Root()).Link, "and so are the objects of the source")
		require.Same(t, src.Root(), last(t, src.Root()).Parent)
	})
}

func first(t *testing.T, o *provider.Object) *provider.Object {
	t.Helper()
	for c, err := range o.Below(t.Context()) {
		require.NoError(t, err)
		return c
	}
	return nil
}

func last(t *testing.T, o *provider.Object) (c *provider.Object) {
	t.Helper()
	for x, err := range o.Below(t.Context()) {
		require.NoError(t, err)
		c = x
	}
	return c
}
