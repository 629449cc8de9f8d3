package manifest_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/manifestxml"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/manifest"
)

// write makes a manifest and returns the reference to it.
func write(t *testing.T, text string, settings ...provider.Setting) provider.Ref {
	t.Helper()
	path := filepath.Join(t.TempDir(), "m.xml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	return provider.Ref{Kind: "manifest", Path: path, Settings: settings}
}

func sampleStore() *store {
	return newStore(map[string]string{
		"sa/": "", "sa/a.txt": "hello", "sa/b.txt": "",
		"sb/": "", "sb/x.txt": "xx",
		"one.txt": "1", "two.txt": "22",
	})
}

func TestOpen(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"dump/manifest", `<site><dirPath path="sa"/><filePath path="one.txt"/></site>`,
			[]string{"site -", " dirPath Child1 sa", "  filePath - a.txt", "  filePath - b.txt", " filePath Child2 one.txt"}},
		{"dump/manifest-casing2", `<SiteManifest><DIRPATH path="sb" /></SiteManifest>`,
			[]string{"SiteManifest -", " dirPath Child1 sb", "  filePath - x.txt"}},
		{"manifest-auto/dump-emptyroot", `<m />`, []string{"m -"}},
		{"manifest-auto/dump-nested", `<m><filePath path="one.txt"><filePath path="two.txt" bogus="1"/>text</filePath></m>`,
			[]string{"m -", " filePath Child1 one.txt"}},
		{"the same twice", `<m><filePath path="one.txt"/><filePath path="one.txt"/></m>`,
			[]string{"m -", " filePath Child1 one.txt", " filePath Child2 one.txt"}},
		{"a comment first", "<?xml version=\"1.0\"?>\n<!-- c -->\n<m><filePath path=\"one.txt\"/></m>",
			[]string{"m -", " filePath Child1 one.txt"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sampleStore()
			env := s.env()
			tree, err := provider.OpenSource(t.Context(), env, write(t, c.in))
			require.NoError(t, err)
			require.Equal(t, c.want, outline(t, tree.Root()))
			require.Equal(t, string(tree.Root().Kind), tree.Root().Path)
			require.Empty(t, tree.Root().KeyAttr(), "a document has no key")
			require.NoError(t, tree.Close())
			require.Zero(t, s.open, "trees left open")
		})
	}
}

func TestSettings(t *testing.T) {
	s := sampleStore()
	tree, err := s.env().Open(t.Context(), write(t, `<m><filePath second="2" path="one.txt" FIRST="1"/></m>`))
	require.NoError(t, err)
	defer tree.Close()
	require.Equal(t, provider.Ref{
		Kind: "filePath", Path: "one.txt",
		Settings: provider.Settings{{Name: "first", Value: "1"}, {Name: "second", Value: "2"}},
	}, s.refs[0], "in the order and spelling of the provider (recorded: package/manifest-mixed)")
}

// Relative paths of files are relative to the manifest, wherever it is and
// whatever separators it uses. Other paths stay as they are.
func TestRelativePaths(t *testing.T) {
	t.Chdir(t.TempDir())
	wd, err := os.Getwd()
	require.NoError(t, err)
	dir := filepath.ToSlash(wd)
	require.NoError(t, os.Mkdir("sub", 0o777))
	text := `<m><dirPath path="./sa"/><dirPath path="..\sa\sb"/><dirPath path="/srv/sa"/><dirPath path="C:\sa"/><odd path="a/b"/></m>`
	for _, c := range []struct{ manifest, first, second string }{
		{"m.xml", "./sa", "../sa/sb"},
		{"sub/m.xml", "sub/sa", "sa/sb"},
		{dir + "/sub/m.xml", dir + "/sub/sa", dir + "/sa/sb"},
	} {
		t.Run(c.manifest, func(t *testing.T) {
			require.NoError(t, os.WriteFile(c.manifest, []byte(text), 0o666))
			s := sampleStore()
			env := &provider.Env{Providers: provider.NewRegistry(manifest.Manifest(), located{&stored{s, provider.DirPath}}, &stored{s, "odd"})}
			_, err := env.OpenTarget(t.Context(), provider.Ref{Kind: "manifest", Path: c.manifest})
			require.NoError(t, err)
			var got []string
			for _, r := range s.refs {
				got = append(got, filepath.ToSlash(r.Path))
			}
			require.Equal(t, []string{c.first, c.second, "/srv/sa", filepath.ToSlash(`C:\sa`), "a/b"}, got)
		})
	}
}

// located is a provider whose paths are those of files.
type located struct{ *stored }

func (located) Locate(dir, path string) string { return provider.Beside(dir, path) }

// An entry that says in whatever order that it is not there and that it cannot
// be opened says the former.
func TestReasons(t *testing.T) {
	notFound := func(cause error) error {
		return &provider.Error{Op: "open", Kind: "odd", Path: "x", Code: provider.CodeNotFound, Msg: "Could not find file 'x'.", Err: cause}
	}
	cannot := func(cause error) error {
		e := provider.CannotCreate(provider.Ref{Kind: "odd", Path: "x"}, cause).(*provider.Error)
		e.Code = ""
		return e
	}
	gone := provider.Quiet(fs.ErrNotExist)
	for name, err := range map[string]error{
		"errors/setacl-missing":           cannot(notFound(gone)),
		"delete/contentpath-missing":      notFound(cannot(gone)),
		"nothing but the reason":          notFound(gone),
		"nothing but that it cannot be":   notFound(cannot(cannot(gone))),
		"a root that cannot be looked at": nil,
	} {
		t.Run(name, func(t *testing.T) {
			p := &odd{err: err}
			if err == nil {
				p.invalid = notFound(gone)
			}
			env := &provider.Env{Providers: provider.NewRegistry(manifest.Manifest(), p)}
			_, err := env.Open(t.Context(), write(t, `<m><odd path="x"/></m>`))
			require.Equal(t, []string{hidden, "One or more entries in the manifest 'm' are not valid.", "Could not find file 'x'."}, sentences(err))
			require.ErrorIs(t, err, fs.ErrNotExist)
			require.ErrorIs(t, err, provider.CodeNotFound)
			require.ErrorIs(t, err, provider.CodeCreatingObject)
			require.Equal(t, p.invalid != nil, p.closed)
		})
	}
	t.Run("an error of another type", func(t *testing.T) {
		boom := errors.New("boom")
		env := &provider.Env{Providers: provider.NewRegistry(manifest.Manifest(), &odd{err: boom})}
		_, err := env.Open(t.Context(), write(t, `<m><odd path="x"/></m>`))
		require.ErrorIs(t, err, boom)
	})
}

// odd is a provider that cannot open anything, or whose objects are invalid.
type odd struct {
	err, invalid error
	closed       bool
}

func (*odd) Kind() provider.Kind { return "odd" }

func (p *odd) Open(context.Context, *provider.Env, provider.Ref) (provider.Tree, error) {
	if p.err != nil {
		return nil, p.err
	}
	return p, nil
}

func (p *odd) Root() *provider.Object {
	return &provider.Object{Kind: "odd", Link: provider.FirstLink, Invalid: p.invalid}
}

func (p *odd) Close() error { p.closed = true; return nil }

const hidden = "Object of type 'manifest' and path 'manifest xml hidden' cannot be created."

func TestOpenErrors(t *testing.T) {
	for _, c := range []struct {
		name, in string
		code     provider.Code
		want     []string
	}{
		{"dump/manifest-casing", `<SiteManifest><DIRPATH PATH="sa" /></SiteManifest>`, "",
			[]string{"Provider 'dirPath' does not support setting 'PATH'."}},
		{"manifest-auto/dump-badattr", `<m><dirPath path="sa" bogus="1" /></m>`, "",
			[]string{"Provider 'dirPath' does not support setting 'bogus'."}},
		{"manifest-auto/dump-missing", `<m><dirPath path="sa" /><dirPath path="nope" /></m>`, provider.CodeCreatingObject,
			[]string{hidden, "One or more entries in the manifest 'm' are not valid.", "Could not find directory 'nope'."}},
		{"manifest-auto/dump-msdeployname", `<m><MSDeploy.dirPath path="sa" /></m>`, provider.CodeProviderNotFound,
			[]string{"The provider 'MSDeploy.dirPath' could not be found."}},
		{"manifest-auto/dump-nopath", `<m><dirPath /></m>`, provider.CodeCreatingObject,
			[]string{hidden, "Could not find directory ''."}},
		{"manifest-auto/dump-notmanifest", `<parameters><parameter name="x"/></parameters>`, provider.CodeProviderNotFound,
			[]string{"The provider 'parameter' could not be found."}},
		{"manifest-auto/dump-text", `<m>stray text<dirPath path="sa" /></m>`, provider.CodeProviderNotFound,
			[]string{"The provider '' could not be found."}},
		{"manifest-auto/dump-unknown", `<m><dirPath path="sa" /><noSuchProvider path="x" /></m>`, provider.CodeProviderNotFound,
			[]string{"The provider 'noSuchProvider' could not be found."}},
		{"unknown provider after a missing path", `<m><dirPath path="nope" /><noSuch path="x" /></m>`, provider.CodeProviderNotFound,
			[]string{"The provider 'noSuch' could not be found."}},
		{"bad value", `<m><dirPath path="nope" second="bad"/></m>`, "",
			[]string{"The value 'bad' provided for 'second' is not valid."}},
		{"setting twice", `<m><dirPath path="sa" first="1" First="2"/></m>`, "",
			[]string{"The setting 'First' must only be specified once."}},
		{"common setting", `<m><dirPath path="sa" computerName="other"/></m>`, "",
			[]string{"Provider 'dirPath' does not support setting 'computerName'."}},
		{"namespace", `<m><dirPath path="sa" xmlns="urn:x"/></m>`, "",
			[]string{"Provider 'dirPath' does not support setting 'xmlns'."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sampleStore()
			ref := write(t, c.in)
			_, err := s.env().Open(t.Context(), ref)
			require.Equal(t, c.want, sentences(err))
			if c.code != "" {
				require.ErrorIs(t, err, c.code)
			}
			require.Contains(t, err.Error(), "line 1 of "+ref.Path, "the place")
			require.Zero(t, s.open, "trees left open")

			if c.code != provider.CodeCreatingObject {
				_, terr := s.env().OpenTarget(t.Context(), ref)
				require.Equal(t, err, terr, "a destination is read in the same way")
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	env := sampleStore().env()
	open := func(path string) error {
		_, err := env.Open(t.Context(), provider.Ref{Kind: "manifest", Path: path})
		return err
	}
	t.Run("manifest-auto/dump-nofile", func(t *testing.T) {
		err := open("/nope/m.xml")
		require.Equal(t, []string{"Could not find file '/nope/m.xml'."}, sentences(err))
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
	t.Run("manifest-auto/dump-nomanifestpath", func(t *testing.T) {
		require.Equal(t, []string{"The path '' is not valid."}, sentences(open("")))
	})
	t.Run("a folder", func(t *testing.T) {
		require.ErrorIs(t, open(t.TempDir()), fs.ErrInvalid)
	})
	t.Run("a device", func(t *testing.T) {
		require.ErrorIs(t, open(os.DevNull), fs.ErrInvalid)
	})
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"manifest-auto/dump-broken": {"<m><dirPath path=\"sa\" />\n", manifestxml.ErrSyntax},
		"manifest-auto/dump-notxml": {"extra", manifestxml.ErrSyntax},
		"a billion laughs":          {`<!DOCTYPE m [<!ENTITY a "&b;&b;">]><m>&a;</m>`, manifestxml.ErrDocType},
		"too many entries":          {"<m>" + strings.Repeat("<a/>", 10_001) + "</m>", manifestxml.ErrLimit},
	} {
		t.Run(name, func(t *testing.T) {
			ref := write(t, c.in)
			err := open(ref.Path)
			require.ErrorIs(t, err, c.want)
			require.Len(t, sentences(err), 1)
			require.Contains(t, err.Error(), ref.Path)
			var e *manifestxml.Error
			require.ErrorAs(t, err, &e)
			require.Positive(t, e.Line)
		})
	}
}

func TestSkipInvalid(t *testing.T) {
	const in = `<m><dirPath path="nope"/><filePath path="one.txt"/></m>`
	on := provider.Setting{Name: "skipinvalid", Value: "True"}
	open := func(t *testing.T, ref provider.Ref) (provider.Tree, []provider.Event, error) {
		var events []provider.Event
		ctx := provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) { events = append(events, e) })
		tree, err := sampleStore().env().Open(ctx, ref)
		return tree, events, err
	}
	t.Run("manifest-auto/missing-path-skipinvalid", func(t *testing.T) {
		tree, events, err := open(t, write(t, in, on))
		require.NoError(t, err)
		require.Equal(t, []string{"m -", " filePath Child2 one.txt"}, outline(t, tree.Root()), "entries keep their places")
		require.Len(t, events, 1)
		require.Equal(t, provider.EventSkipped, events[0].Type)
		require.Equal(t, "Object dirPath (nope) skipped due to skip directive 'skipInvalid'.", events[0].Message)
	})
	t.Run("off", func(t *testing.T) {
		_, events, err := open(t, write(t, in, provider.Setting{Name: "skipInvalid", Value: "false"}))
		require.ErrorIs(t, err, provider.CodeCreatingObject)
		require.Empty(t, events)
	})
	t.Run("not for what exists but cannot be read", func(t *testing.T) {
		_, _, err := open(t, write(t, `<m><dirPath path="locked"/></m>`, on))
		require.ErrorIs(t, err, fs.ErrPermission)
	})
	t.Run("not for what has no path", func(t *testing.T) {
		_, _, err := open(t, write(t, `<m><dirPath/></m>`, on))
		require.ErrorIs(t, err, provider.CodeCreatingObject)
	})
	t.Run("bad value", func(t *testing.T) {
		_, _, err := open(t, write(t, in, provider.Setting{Name: "skipInvalid", Value: "maybe"}))
		require.ErrorContains(t, err, "The value 'maybe' provided for 'skipInvalid' is not valid.")
	})
}

// A manifest cannot hold documents: it could hold itself.
func TestNoDocumentsInside(t *testing.T) {
	for _, kind := range []string{"manifest", "Manifest", "auto", "package"} {
		t.Run(kind, func(t *testing.T) {
			env := sampleStore().env()
			ref := write(t, "")
			text := fmt.Sprintf(`<m><filePath path="one.txt"/><%s path="%s"/></m>`, kind, ref.Path)
			require.NoError(t, os.WriteFile(ref.Path, []byte(text), 0o666))
			_, err := env.Open(t.Context(), ref)
			require.ErrorIs(t, err, errors.ErrUnsupported)
			_, err = env.OpenTarget(t.Context(), ref)
			require.ErrorIs(t, err, errors.ErrUnsupported)
		})
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	cancel(cause)
	s := sampleStore()
	ref := write(t, `<m><filePath path="one.txt"/></m>`)
	_, err := s.env().Open(ctx, ref)
	require.ErrorIs(t, err, cause)
	_, err = s.env().OpenTarget(ctx, ref)
	require.ErrorIs(t, err, cause)
	require.Empty(t, s.refs)
}

func TestManyEntries(t *testing.T) {
	const n = 1000
	s := sampleStore()
	var b strings.Builder
	b.WriteString("<m>")
	for i := range n {
		path := fmt.Sprintf("f%d", i)
		s.files[path] = "x"
		fmt.Fprintf(&b, "<filePath path=%q/>\n", path)
	}
	b.WriteString("</m>")
	tree, err := s.env().Open(t.Context(), write(t, b.String()))
	require.NoError(t, err)
	lines := outline(t, tree.Root())
	require.Len(t, lines, n+1)
	require.Equal(t, " filePath Child1000 f999", lines[n])
	require.NoError(t, tree.Close())
	require.Zero(t, s.open)
}

func TestNoEnv(t *testing.T) {
	_, err := manifest.Manifest().Open(t.Context(), nil, write(t, `<m><dirPath path="a"/></m>`))
	require.ErrorIs(t, err, provider.CodeProviderNotFound)
}
