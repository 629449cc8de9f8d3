package memory

import (
	"context"
	"maps"
	"sync"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Provider returns a provider of kind dirPath that finds trees by path. A
// destination that is not among them is made when it is synced to, and can then
// be opened and read like the others. The map is copied; the trees are not.
func Provider(trees map[string]*Tree) provider.Deployer {
	return &memory{trees: maps.Clone(trees)}
}

type memory struct {
	mu    sync.Mutex
	trees map[string]*Tree
}

// Kind returns provider.DirPath.
func (m *memory) Kind() provider.Kind { return provider.DirPath }

// Doc describes the provider.
func (m *memory) Doc() provider.Doc {
	return provider.Doc{Summary: "A folder in memory.", Example: "dirPath=/srv/site"}
}

// Open opens the tree at ref for reading.
func (m *memory) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	t := m.tree(ref, false)
	if t == nil || t.root.Absent {
		return nil, provider.CannotCreate(ref, missing(ref.Path))
	}
	return t, nil
}

// OpenTarget opens the tree at ref, which need not exist, for changing.
func (m *memory) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	return m.tree(ref, true), nil
}

// tree opens the tree at ref anew, or returns nil if there is none and none is
// to be made.
func (m *memory) tree(ref provider.Ref, create bool) *Tree {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.trees[ref.Path]
	if t == nil && create {
		t = Absent(ref.Path)
		if m.trees == nil {
			m.trees = map[string]*Tree{}
		}
		m.trees[ref.Path] = t
	}
	if t == nil {
		return nil
	}
	t = t.Reopen()
	t.root.Settings = ref.Settings
	return t
}
