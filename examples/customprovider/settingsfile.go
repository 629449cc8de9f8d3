// Package customprovider shows how to write a provider: of JSON files of texts, as in {"name": "value"}.
package customprovider

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"os"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/webdeploy-go/webdeploy/provider"
)

const kindFile, kindSetting provider.Kind = "settingsFile", "setting"

// SettingsFile is the provider of kind settingsFile.
type SettingsFile struct{}

func (SettingsFile) Kind() provider.Kind { return kindFile }

func (SettingsFile) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	return open(ref)
}

// OpenTarget opens a file, which need not be there, for changing.
func (SettingsFile) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	f, err := open(ref)
	if errors.Is(err, os.ErrNotExist) {
		f.root.Absent, f.root.Invalid, err = true, err, nil
	}
	return f, err
}

// A file is an open file. It holds changes back until Commit.
type file struct {
	root    *provider.Object
	mu      sync.Mutex // changes come from several goroutines
	values  map[string]string
	changed bool
}

func open(ref provider.Ref) (*file, error) {
	f, values := &file{values: map[string]string{}}, map[string]string{}
	f.root = &provider.Object{Kind: kindFile, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path, Children: f.settings}
	data, err := os.ReadFile(ref.Path)
	if err == nil {
		err = json.Unmarshal(data, &values)
	}
	if err != nil {
		return f, &provider.Error{Op: "read", Kind: kindFile, Path: ref.Path, Err: err}
	}
	maps.Copy(f.values, values)
	return f, nil
}

func (f *file) Root() *provider.Object { return f.root }
func (*file) Close() error             { return nil }

// settings lists the settings in the order in which trees are compared.
func (f *file) settings(ctx context.Context) iter.Seq2[*provider.Object, error] {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []*provider.Object
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		o := &provider.Object{Parent: f.root, Kind: kindSetting, Key: name, Path: f.root.Path + "#" + name}
		o.Attrs = provider.Attrs{{Name: "value", Value: provider.String(f.values[name])}}
		list = append(list, o)
	}
	slices.SortStableFunc(list, provider.Compare)
	return provider.List(ctx, f.root, list)
}

// Place says what src would be in the file. It touches nothing.
func (f *file) Place(parent, src *provider.Object) (*provider.Object, error) {
	if value, _ := src.Attr("value"); !src.Kind.Is(kindSetting) || !parent.Kind.Is(kindFile) || !utf8.ValidString(src.Key+value.String()) {
		return nil, provider.Unsupported("add", src)
	}
	n := *src
	n.Parent, n.Path = parent, parent.Path+"#"+src.Key
	return &n, nil
}

// Apply makes one change: to a setting, or it adds the file.
func (f *file) Apply(ctx context.Context, c *provider.Change) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	o := c.Object()
	value, isSetting := o.Attr("value")
	switch err := context.Cause(ctx); {
	case err != nil:
		return &provider.Error{Op: c.Op().String(), Kind: o.Kind, Path: o.Path, Err: err}
	case c.New != nil && isSetting:
		f.values[o.Key] = value.String()
	case isSetting:
		delete(f.values, o.Key)
	case c.New == nil:
		return provider.Unsupported("delete", o)
	}
	f.changed = true
	return nil
}

// Commit writes the file, whole or not at all.
func (f *file) Commit(context.Context) error {
	data, err := json.MarshalIndent(f.values, "", "  ")
	if temp := f.root.Path + ".new"; f.changed && err == nil {
		if err = os.WriteFile(temp, data, 0o666); err == nil {
			err = os.Rename(temp, f.root.Path)
		}
	}
	if err != nil {
		return &provider.Error{Op: "write", Kind: kindFile, Path: f.root.Path, Err: err}
	}
	return nil
}
