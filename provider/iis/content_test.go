package iis_test

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/iis"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// content is a provider of contentPath whose folders are empty but for names:
// paths, and below each the names in it.
type content struct {
	folders map[string][]string
	refs    []provider.Ref // opened, in order
}

func (c *content) Kind() provider.Kind { return provider.ContentPath }

func (c *content) Doc() provider.Doc {
	return provider.Doc{Settings: []provider.SettingDoc{{Name: "AppOfflineTemplate"}, {Name: "WebConfigEncryptProvider"}, {Name: "syncPackageTimeStamps"}}}
}

// env returns an Env with the providers of this package and c.
func (c *content) env() *provider.Env { return c.envWith(iis.Options{}) }

func (c *content) envWith(opts iis.Options) *provider.Env {
	return &provider.Env{Providers: provider.NewRegistry(
		iis.ContentPath(&opts, c), iis.App(&opts), iis.CreateApp(&opts), iis.SetACL(&opts), iis.RecycleApp())}
}

func (c *content) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	t := c.target(ref)
	if t.Root().Absent {
		return nil, provider.CannotCreate(ref, t.Root().Invalid)
	}
	return t, nil
}

func (c *content) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	return c.target(ref), nil
}

func (c *content) target(ref provider.Ref) provider.Target {
	c.refs = append(c.refs, ref)
	o := &provider.Object{Kind: provider.DirPath, Link: "contentPath", Key: ref.Path, Path: ref.Path}
	o.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for _, name := range c.folders[ref.Path] {
				f := &provider.Object{Parent: o, Kind: provider.DirPath, Key: name, Path: ref.Path + "/" + name}
				if !yield(f, nil) {
					return
				}
			}
		}
	}
	if _, ok := c.folders[ref.Path]; !ok {
		o.Absent = true
		o.Invalid = &provider.Error{Op: "look up", Code: provider.CodeNotFound, Err: provider.Quiet(fs.ErrNotExist),
			Msg: "Could not find file '" + ref.Path + "'."}
	}
	root := &provider.Object{Kind: provider.ContentPath, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path, Settings: ref.Settings}
	return provider.JoinTargets(root, &folderTarget{c, o})
}

type folderTarget struct {
	c    *content
	root *provider.Object
}

func (t *folderTarget) Root() *provider.Object { return t.root }
func (t *folderTarget) Close() error           { return nil }

func (t *folderTarget) Place(parent, src *provider.Object) (*provider.Object, error) {
	n := *src
	n.Parent, n.Path = parent, parent.Path+"/"+src.Key
	return &n, nil
}

func (t *folderTarget) Apply(_ context.Context, c *provider.Change) error {
	o := c.Object()
	in := t.root.Path
	switch {
	case o.Link != "" && c.New != nil:
		t.c.folders[in] = []string{}
	case o.Link != "":
		delete(t.c.folders, in)
	case c.New != nil:
		t.c.folders[in] = slices.Sorted(slices.Values(append(slices.Clone(t.c.folders[in]), o.Key)))
	default:
		t.c.folders[in] = slices.DeleteFunc(slices.Clone(t.c.folders[in]), func(n string) bool { return n == o.Key })
	}
	return nil
}

func sample() *content {
	return &content{folders: map[string][]string{"site": {"bin", "img"}}}
}

// outcome is what a sync said and counted.
type outcome struct {
	said     []string // at the level of information and above
	warnings []string
	details  []string // of warnings
	sum      websync.Summary
}

// observer returns options that record in o what a sync says.
func (o *outcome) observer(whatIf bool) *websync.Options {
	return &websync.Options{WhatIf: whatIf, Observe: func(e websync.Event) {
		switch {
		case e.Level > 0:
			o.warnings, o.details = append(o.warnings, e.Message), append(o.details, e.Detail)
		case e.Level == 0:
			o.said = append(o.said, e.Message)
		}
	}}
}

// run syncs one reference into another.
func run(t *testing.T, env *provider.Env, from, to provider.Ref, whatIf bool) (outcome, error) {
	t.Helper()
	src, err := provider.OpenSource(t.Context(), env, from)
	require.NoError(t, err)
	known := *env
	known.Source = src
	dst, err := provider.OpenDestination(t.Context(), &known, to)
	require.NoError(t, err)
	var o outcome
	o.sum, err = websync.Run(t.Context(), src, dst, o.observer(whatIf))
	require.NoError(t, dst.Close())
	require.NoError(t, src.Close())
	return o, err
}

func clone(c *content) *content { return &content{folders: maps.Clone(c.folders)} }

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

// settingsList parses NAME=VALUE pairs.
func settingsList(pairs ...string) provider.Settings {
	var s provider.Settings
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		s = append(s, provider.Setting{Name: name, Value: value})
	}
	return s
}
