package provider_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

// recorder is a target that tells what it was asked to do.
type recorder struct {
	provider.Target
	name string
	log  *[]string
	fail error
}

func (r *recorder) note(what string) error {
	*r.log = append(*r.log, r.name+" "+what)
	return r.fail
}

func (r *recorder) Apply(ctx context.Context, c *provider.Change) error {
	if err := r.note(c.Op().String() + " " + c.Object().Path); err != nil {
		return err
	}
	return r.Target.Apply(ctx, c)
}

func (r *recorder) Commit(context.Context) error { return r.note("Commit") }

func (r *recorder) Close() error { return errors.Join(r.note("Close"), r.Target.Close()) }

func (r *recorder) Meet(src provider.Tree) { _ = r.note("Meet " + src.Root().Path) }

func (r *recorder) Describe(_ provider.Tree, c *provider.Change) string {
	if c.Object().Key == "odd" {
		return "Doing something odd."
	}
	return ""
}

// A joinery is two sites and a pool in a manifest.
func joinery(t *testing.T) (provider.Target, []*memory.Tree, *[]string) {
	t.Helper()
	log := new([]string)
	parts := []*memory.Tree{
		memory.New("/one", map[string]string{"a": "1", "d/b": "2"}),
		memory.New("/two", map[string]string{"a": "3"}),
	}
	one := provider.Relink[provider.Target](&recorder{Target: parts[0], name: "one", log: log}, "contentPath")
	site := provider.JoinTargets(&provider.Object{Kind: "iisApp", Key: "Site", Path: "Site"}, one)
	site = provider.Relink(site, "Child1")
	two := provider.Relink[provider.Target](&recorder{Target: parts[1], name: "two", log: log}, "Child2")
	return provider.JoinTargets(&provider.Object{Kind: "manifest", Path: "manifest"}, site, two), parts, log
}

func TestJoinIsATree(t *testing.T) {
	m, _, _ := joinery(t)
	require.NoError(t, providertest.Tree(t.Context(), m))
	var list []string
	for o, err := range provider.Walk(t.Context(), m.Root()) {
		require.NoError(t, err)
		list = append(list, string(o.Kind)+" "+o.Link+" "+o.Path)
	}
	require.Equal(t, []string{
		"manifest  manifest", "iisApp Child1 Site", "dirPath contentPath /one", "filePath  /one/a", "dirPath  /one/d", "filePath  /one/d/b",
		"dirPath Child2 /two", "filePath  /two/a",
	}, list)
}

func find(t *testing.T, tree provider.Tree, path string) *provider.Object {
	t.Helper()
	for o, err := range provider.Walk(t.Context(), tree.Root()) {
		require.NoError(t, err)
		if o.Path == path {
			return o
		}
	}
	require.Fail(t, "there is no "+path)
	return nil
}

// Every change goes to the part it belongs to, at any depth.
func TestJoinSendsChangesToTheirParts(t *testing.T) {
	m, parts, log := joinery(t)
	ctx := t.Context()
	for _, c := range []struct{ parent, key, want string }{
		{"/one", "new", "one AddChild /one/new"}, {"/one/d", "deep", "one AddChild /one/d/deep"}, {"/two", "new", "two AddChild /two/new"},
	} {
		*log = nil
		src := *find(t, memory.New("/src", map[string]string{c.key: "data"}), "/src/"+c.key)
		n, err := m.Place(find(t, m, c.parent), &src)
		require.NoError(t, err)
		require.NoError(t, m.Apply(ctx, &provider.Change{New: n}))
		require.Equal(t, []string{c.want}, *log)
	}
	*log = nil
	require.NoError(t, m.Apply(ctx, &provider.Change{Old: find(t, m, "/one/d/b")}))
	require.NoError(t, m.Apply(ctx, &provider.Change{Old: find(t, m, "/one/d/deep")}))
	require.NoError(t, m.Apply(ctx, &provider.Change{Old: find(t, m, "/one/d")}))
	require.Equal(t, []string{"one Delete /one/d/b", "one Delete /one/d/deep", "one Delete /one/d"}, *log)
	require.Equal(t, map[string]string{"a": "1", "new": "data"}, parts[0].Files())
	require.Equal(t, map[string]string{"a": "3", "new": "data"}, parts[1].Files())

	*log = nil
	require.NoError(t, m.Apply(ctx, &provider.Change{Old: m.Root()}), "the root exists through its parts")
	require.NoError(t, m.Apply(ctx, &provider.Change{Old: find(t, m, "Site")}))
	require.Empty(t, *log)
}

func TestJoinRefusesWhatNoPartHolds(t *testing.T) {
	m, _, _ := joinery(t)
	file := &provider.Object{Kind: provider.FilePath, Key: "x"}
	for _, parent := range []*provider.Object{m.Root(), find(t, m, "Site")} {
		_, err := m.Place(parent, file)
		require.ErrorIs(t, err, errors.ErrUnsupported)
	}
	stray := &provider.Object{Kind: provider.DirPath, Link: "Child9", Parent: m.Root(), Path: "stray"}
	below := &provider.Object{Kind: provider.FilePath, Key: "x", Parent: stray, Path: "stray/x"}
	for _, o := range []*provider.Object{stray, below} {
		require.ErrorIs(t, m.Apply(t.Context(), &provider.Change{New: o}), errors.ErrUnsupported)
	}
}

func TestJoinParts(t *testing.T) {
	m, _, _ := joinery(t)
	links := func(o *provider.Object) (out []string) {
		parts, err := provider.Parts(t.Context(), m, o)
		require.NoError(t, err)
		for _, p := range parts {
			out = append(out, p.Link)
		}
		return out
	}
	require.Equal(t, []string{"Child1", "Child2"}, links(m.Root()))
	require.Equal(t, []string{"contentPath"}, links(find(t, m, "Site")))
	require.Empty(t, links(find(t, m, "/one")))
	require.Empty(t, links(find(t, m, "/one/d")))
	parts, err := provider.Parts(t.Context(), memory.New("/x", map[string]string{}), nil)
	require.NoError(t, err)
	require.Empty(t, parts, "a target of one piece has none")
}

// A joined root exists if any of its parts does.
func TestJoinAbsence(t *testing.T) {
	here := func() provider.Target { return memory.New("/here", map[string]string{}) }
	gone := func(dir, link string) provider.Target {
		return provider.Relink[provider.Target](memory.Absent(dir), link)
	}
	join := func(parts ...provider.Target) *provider.Object {
		return provider.JoinTargets(&provider.Object{Kind: "m"}, parts...).Root()
	}
	require.False(t, join().Absent)
	require.False(t, join(here()).Absent)
	require.False(t, join(gone("/a", "Child2"), here()).Absent)
	require.False(t, join(here(), gone("/a", "Child2")).Absent)
	root := join(gone("/a", "Child1"), gone("/b", "Child2"))
	require.True(t, root.Absent)
	require.ErrorContains(t, root.Invalid, "'/a'", "the first part says why")
	own := errors.New("own reason")
	root = provider.JoinTargets(&provider.Object{Kind: "m", Invalid: own}, gone("/a", "Child1")).Root()
	require.Equal(t, own, root.Invalid)

	m := provider.JoinTargets(&provider.Object{Kind: "m"}, gone("/a", "Child1"), provider.Relink(here(), "Child2"))
	var list []string
	for o := range m.Root().Below(t.Context()) {
		list = append(list, o.Path)
	}
	require.Equal(t, []string{"/here"}, list, "what is absent is no child")
}

// Parts of one link are told apart by their kind.
func TestJoinOfPartsThatShareALink(t *testing.T) {
	log := new([]string)
	part := func(name string, kind provider.Kind) provider.Target {
		m := memory.Absent("/x")
		m.Root().Kind = kind
		return provider.Relink[provider.Target](&recorder{Target: m, name: name, log: log, fail: errors.New("recorded")}, "contentPath")
	}
	m := provider.JoinTargets(&provider.Object{Kind: provider.ContentPath}, part("folder", provider.DirPath), part("file", provider.FilePath))
	for _, kind := range []provider.Kind{"filePath", "DIRPATH"} {
		_ = m.Apply(t.Context(), &provider.Change{New: &provider.Object{Kind: kind, Link: "contentPath", Parent: m.Root(), Path: "/x"}})
	}
	require.Equal(t, []string{"file AddChild /x", "folder AddChild /x"}, *log)
}

func TestJoinCommitsAndCloses(t *testing.T) {
	m, _, log := joinery(t)
	require.NoError(t, provider.Commit(t.Context(), m))
	require.NoError(t, m.Close())
	require.Equal(t, []string{"one Commit", "two Commit", "one Close", "two Close"}, *log)
	require.NoError(t, provider.Commit(t.Context(), memory.New("/x", map[string]string{})), "most have nothing to commit")

	bad := errors.New("bad")
	log = new([]string)
	part := func(name, link string) provider.Target {
		return provider.Relink[provider.Target](&recorder{Target: memory.New("/"+name, map[string]string{}), name: name, log: log, fail: bad}, link)
	}
	m = provider.JoinTargets(&provider.Object{}, part("a", "Child1"), part("b", "Child2"))
	require.ErrorIs(t, provider.Commit(t.Context(), m), bad)
	require.Equal(t, []string{"a Commit"}, *log, "what comes after a failure is not committed")
	require.ErrorIs(t, m.Close(), bad)
	require.Equal(t, []string{"a Commit", "a Close", "b Close"}, *log, "everything is closed")
}

func TestJoinDescribes(t *testing.T) {
	m, _, _ := joinery(t)
	one := find(t, m, "/one")
	odd := &provider.Change{New: &provider.Object{Kind: provider.FilePath, Key: "odd", Parent: one, Path: "/one/odd"}}
	require.Equal(t, "Doing something odd.", provider.Describe(m, nil, odd))
	even := &provider.Change{New: &provider.Object{Kind: provider.FilePath, Key: "even", Parent: one, Path: "/one/even"}}
	require.Equal(t, "Adding file (/one/even).", provider.Describe(m, nil, even))
	require.Equal(t, "Deleting manifest (manifest).", provider.Describe(m, nil, &provider.Change{Old: m.Root()}))
}

// Every target that a source is synced into is told of every part of it.
func TestIntroduce(t *testing.T) {
	m, _, log := joinery(t)
	src := provider.Join(&provider.Object{Kind: "manifest"},
		memory.New("/src1", map[string]string{}), provider.Relink[provider.Tree](memory.New("/src2", map[string]string{}), "Child2"))
	provider.Introduce(src, m)
	require.Equal(t, []string{"one Meet /src1", "two Meet /src1", "one Meet /src2", "two Meet /src2"}, *log)
	provider.Introduce(src, memory.New("/deaf", map[string]string{}))
}
