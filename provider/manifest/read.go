package manifest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/manifestxml"
	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

// pathAttr is the attribute of an entry that is not a setting. It counts only
// in this spelling (recorded: dump/manifest-casing).
const pathAttr = "path"

// A list is what a manifest says, its providers and settings looked up.
type list struct {
	file    string // where the manifest is
	root    provider.Kind
	entries []entry
}

type entry struct {
	ref  provider.Ref // of the kind as its provider spells it
	line int
}

// document returns the root of the tree that the manifest stands for.
func (l *list) document() *provider.Object {
	return &provider.Object{Kind: l.root, Path: string(l.root)}
}

// read reads the manifest at ref.Path and finds the providers it names. Every
// name in it is looked at before anything is opened.
func read(env *provider.Env, ref provider.Ref) (*list, error) {
	m, err := parseFile(ref)
	if err != nil {
		return nil, err
	}
	known := registry(env)
	l := &list{file: ref.Path, root: provider.Kind(m.Root)}
	for _, e := range m.Entries {
		r, err := resolve(known, &e, filepath.Dir(ref.Path))
		if err != nil {
			return nil, l.at(e.Line, err)
		}
		l.entries = append(l.entries, entry{r, e.Line})
	}
	return l, nil
}

func registry(env *provider.Env) *provider.Registry {
	if env == nil || env.Providers == nil {
		return provider.NewRegistry()
	}
	return env.Providers
}

// parseFile reads the manifest at ref.Path (recorded: manifest-auto/dump-nofile,
// manifest-auto/dump-nomanifestpath).
func parseFile(ref provider.Ref) (*manifestxml.Manifest, error) {
	fail := func(msg string, err error) error {
		return &provider.Error{Op: "open", Kind: kindManifest, Path: ref.Path, Msg: msg, Err: err}
	}
	if ref.Path == "" {
		return nil, fail("The path '' is not valid.", provider.Quiet(fs.ErrInvalid))
	}
	info, err := os.Stat(ref.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fail("Could not find file '"+ref.Path+"'.", provider.Quiet(fs.ErrNotExist))
	case err == nil && !info.Mode().IsRegular(): // opening a pipe would wait for a writer
		return nil, fail("The manifest '"+ref.Path+"' is not a file.", provider.Quiet(fs.ErrInvalid))
	}
	f, err := os.Open(ref.Path)
	if err != nil {
		return nil, fail("", withoutPath(err))
	}
	defer f.Close()
	m, err := manifestxml.Parse(f, nil)
	if err != nil {
		return nil, fail("The manifest '"+ref.Path+"' cannot be read: "+err.Error()+".", provider.Quiet(err))
	}
	return m, nil
}

// withoutPath returns err without the path that whoever reports it names, too.
func withoutPath(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// resolve returns the reference that an entry of a manifest in the folder dir
// stands for.
func resolve(known *provider.Registry, e *manifestxml.Element, dir string) (provider.Ref, error) {
	p, err := known.Lookup(provider.Kind(e.Name))
	if err != nil {
		return provider.Ref{}, err
	}
	path, _ := e.Attr(pathAttr)
	ref := provider.Ref{Kind: p.Kind(), Path: provider.Locate(p, dir, path)}
	if ref.Kind.Is(kindManifest) || ref.Kind.Is(kindAuto) {
		return ref, noPart(ref)
	}
	docs := provider.DocOf(p).Settings
	given, err := entrySettings(ref.Kind, docs, e)
	if err != nil {
		return ref, err
	}
	ref.Settings = settings.Own(docs, given)
	return ref, provider.CheckSettings(p, ref)
}

// entrySettings returns the attributes of e but its path. Their names match
// those of settings in any case, as tools write transacted as well as
// Transacted.
func entrySettings(kind provider.Kind, docs []provider.SettingDoc, e *manifestxml.Element) (provider.Settings, error) {
	var given provider.Settings
	for _, a := range e.Attrs {
		if a.Name == pathAttr {
			continue
		}
		if !slices.ContainsFunc(docs, func(d provider.SettingDoc) bool { return strings.EqualFold(d.Name, a.Name) }) {
			return nil, &provider.Error{
				Op: "check setting", Kind: kind,
				Msg: "Provider '" + string(kind) + "' does not support setting '" + a.Name + "'.",
			}
		}
		if _, twice := given.Lookup(a.Name); twice {
			return nil, &provider.Error{
				Op: "check setting", Kind: kind, Msg: "The setting '" + a.Name + "' must only be specified once.",
			}
		}
		given = append(given, provider.Setting{Name: a.Name, Value: a.Value})
	}
	return given, nil
}
