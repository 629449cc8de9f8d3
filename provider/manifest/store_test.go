package manifest_test

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/manifest"
)

// A store is a file system in memory: folders, which end in a slash and hold
// files only, and files. It counts the trees that are open.
type store struct {
	mu    sync.Mutex
	files map[string]string // by path
	open  int
	refs  []provider.Ref  // opened, in order
	envs  []*provider.Env // with which, in order
}

func newStore(files map[string]string) *store { return &store{files: maps.Clone(files)} }

// env returns an Env with providers dirPath and filePath on s, and with others.
func (s *store) env(others ...provider.Provider) *provider.Env {
	return &provider.Env{Providers: provider.NewRegistry(append(others, manifest.Manifest(), manifest.Auto(),
		&stored{s, provider.DirPath}, &stored{s, provider.FilePath}, &whole{kind: "package"})...)}
}

// snapshot returns the files as they are now. Changes are made while others are
// looked for.
func (s *store) snapshot() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.files)
}

// stored is a provider of the folders or of the files of a store.
type stored struct {
	s    *store
	kind provider.Kind
}

func (p *stored) Kind() provider.Kind { return p.kind }

func (p *stored) Doc() provider.Doc {
	return provider.Doc{Settings: []provider.SettingDoc{{Name: "first"}, {Name: "second", Check: func(v string) error {
		if v == "bad" {
			return &provider.Error{Op: "check setting", Msg: "The value 'bad' provided for 'second' is not valid."}
		}
		return nil
	}}}}
}

// place returns what stands for path in the store.
func (p *stored) place(path string) string {
	if p.kind == provider.DirPath {
		return path + "/"
	}
	return path
}

func (p *stored) Open(_ context.Context, env *provider.Env, ref provider.Ref) (provider.Tree, error) {
	t, err := p.tree(env, ref)
	if err != nil {
		return nil, provider.CannotCreate(ref, err)
	}
	p.s.open++
	return t, nil
}

func (p *stored) OpenTarget(_ context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	t, err := p.tree(env, ref)
	if err != nil {
		t.root.Absent, t.root.Invalid = true, err
	}
	p.s.open++
	return t, nil
}

func (p *stored) tree(env *provider.Env, ref provider.Ref) (*storeTree, error) {
	p.s.refs, p.s.envs = append(p.s.refs, ref), append(p.s.envs, env)
	o := &provider.Object{Kind: p.kind, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path, Settings: ref.Settings}
	t := &storeTree{p.s, o}
	if ref.Path == "locked" {
		return t, &provider.Error{Op: "look up", Kind: p.kind, Path: ref.Path, Msg: "Access is denied.", Err: provider.Quiet(fs.ErrPermission)}
	}
	noun := "file"
	if p.kind == provider.DirPath {
		noun = "directory"
		o.Children = t.list
	} else {
		fill(o, p.s.snapshot()[o.Path])
	}
	if _, ok := p.s.snapshot()[p.place(ref.Path)]; !ok {
		return t, &provider.Error{Op: "look up", Kind: p.kind, Path: ref.Path,
			Msg: "Could not find " + noun + " '" + ref.Path + "'.", Err: provider.Quiet(fs.ErrNotExist)}
	}
	return t, nil
}

type storeTree struct {
	s    *store
	root *provider.Object
}

func (t *storeTree) Root() *provider.Object { return t.root }
func (t *storeTree) Close() error           { t.s.open--; return nil }

// fill gives o the size and content of a file.
func fill(o *provider.Object, text string) {
	o.Attrs = provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(int64(len(text)))}}
	o.Content = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// list yields the files in the folder.
func (t *storeTree) list(context.Context) iter.Seq2[*provider.Object, error] {
	return func(yield func(*provider.Object, error) bool) {
		var objects []*provider.Object
		for path, text := range t.s.snapshot() {
			if name, in := strings.CutPrefix(path, t.root.Path+"/"); in && name != "" {
				o := &provider.Object{Parent: t.root, Kind: provider.FilePath, Key: name, Path: path}
				fill(o, text)
				objects = append(objects, o)
			}
		}
		slices.SortFunc(objects, provider.Compare)
		for _, o := range objects {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (t *storeTree) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Path = parent, parent.Path+"/"+src.Key
	return &n, nil
}

func (t *storeTree) Apply(ctx context.Context, c *provider.Change) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	o := c.Object()
	path := o.Path
	if o.Kind == provider.DirPath {
		path += "/"
	}
	if c.New == nil {
		delete(t.s.files, path)
		return nil
	}
	var text []byte
	if o.Content != nil {
		r, err := o.Content(ctx)
		if err != nil {
			return err
		}
		text, _ = io.ReadAll(r)
	}
	t.s.files[path] = string(text)
	return nil
}

// whole is a provider of empty documents, as a package is, or of nothing but an
// error.
type whole struct {
	kind provider.Kind
	err  error
}

func (w *whole) Kind() provider.Kind { return w.kind }

func (w *whole) Open(context.Context, *provider.Env, provider.Ref) (provider.Tree, error) {
	return provider.Join(&provider.Object{Kind: "m", Path: "m"}), nil
}

func (w *whole) OpenTarget(context.Context, *provider.Env, provider.Ref) (provider.Target, error) {
	return provider.JoinTargets(&provider.Object{Kind: "m", Path: "m"}), w.err
}

// outline lists the objects of a tree, one a line: depth, kind, link and key.
func outline(t *testing.T, root *provider.Object) []string {
	t.Helper()
	var lines []string
	for o, err := range provider.Walk(t.Context(), root) {
		require.NoError(t, err)
		indent := ""
		for p := o.Parent; p != nil; p = p.Parent {
			indent += " "
		}
		lines = append(lines, indent+strings.TrimSpace(string(o.Kind)+" "+cmp.Or(o.Link, "-")+" "+o.Key))
	}
	return lines
}

// sentences returns what each error of a chain says, as far as they are shown.
func sentences(err error) []string {
	var list []string
	for err != nil && !provider.IsQuiet(err) {
		var e *provider.Error
		if !errors.As(err, &e) {
			return append(list, err.Error())
		}
		list = append(list, e.Sentence())
		err = e.Err
	}
	return list
}
