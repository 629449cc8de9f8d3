package manifest_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// run syncs one reference into another, both on s, and returns what it said.
// If another run follows it must find nothing to do.
func run(t *testing.T, s *store, env *provider.Env, from, to provider.Ref, opts websync.Options) (string, websync.Summary) {
	t.Helper()
	src, err := provider.OpenSource(t.Context(), env, from)
	require.NoError(t, err)
	env.Source = src
	dst, err := provider.OpenDestination(t.Context(), env, to)
	require.NoError(t, err)
	var said []string
	opts.Observe = func(e websync.Event) {
		if e.Level >= 0 {
			said = append(said, e.Message)
		}
	}
	sum, err := websync.Run(t.Context(), src, dst, &opts)
	require.NoError(t, err)
	require.NoError(t, dst.Close())
	require.NoError(t, src.Close())
	require.Zero(t, s.open, "trees left open")
	return strings.Join(said, "\n"), sum
}

func files(extra ...string) map[string]string {
	m := map[string]string{"sa/": "", "sa/a.txt": "hello", "sb/": "", "one.txt": "1", "two.txt": "22"}
	for i := 0; i < len(extra); i += 2 {
		m[extra[i]] = extra[i+1]
	}
	return m
}

func TestSync(t *testing.T) {
	const (
		dirs  = `<m><dirPath path="sa"/><dirPath path="sb"/></m>`
		mixed = `<m><dirPath path="sa"/><filePath path="one.txt"/></m>`
	)
	for _, c := range []struct {
		name, from, to string
		have           map[string]string
		want           string
		added, deleted int
		bytes          int64
		after          []string // paths that are there afterwards, besides the source
	}{
		{
			name: "manifest-auto/two-two", from: dirs, to: `<m><dirPath path="o1"/><dirPath path="o2"/></m>`, have: files(),
			want:  "Adding m (m).\nAdding directory (o1).\nAdding file (o1/a.txt).\nAdding directory (o2).",
			added: 4, bytes: 5, after: []string{"o1/", "o1/a.txt", "o2/"},
		},
		{
			name: "manifest-auto/two-one", from: mixed, to: `<m><dirPath path="o1"/></m>`, have: files(),
			want:  "Adding m (m).\nAdding directory (o1).\nAdding file (o1/a.txt).\nAdding child m (one.txt).",
			added: 4, bytes: 6, after: []string{"o1/", "o1/a.txt"},
		},
		{
			name: "manifest-auto/two-one-existing", from: mixed, to: `<m><dirPath path="o1"/></m>`, have: files("o1/", ""),
			want:  "Adding file (o1/a.txt).\nAdding child m (one.txt).",
			added: 2, bytes: 6, after: []string{"o1/", "o1/a.txt"},
		},
		{
			name: "manifest-auto/two-three", from: dirs, to: `<m><dirPath path="o1"/><dirPath path="o2"/><dirPath path="o3"/></m>`,
			have:  files("o3/", "", "o3/x.txt", "x"),
			want:  "Adding m (m).\nDeleting file (o3/x.txt).\nDeleting directory (o3).\nAdding directory (o1).\nAdding file (o1/a.txt).\nAdding directory (o2).",
			added: 4, deleted: 2, bytes: 5, after: []string{"o1/", "o1/a.txt", "o2/"},
		},
		{
			name: "manifest-auto/three-order", from: `<m><filePath path="one.txt"/><dirPath path="sb"/></m>`, to: `<m><dirPath path="o2"/><filePath path="o1"/></m>`, have: files(),
			want:  "Adding m (m).\nAdding child m (one.txt).\nAdding child m (sb).",
			added: 3, bytes: 1,
		},
		{
			name: "manifest-auto/root-case", from: `<site><filePath path="one.txt"/></site>`, to: `<Site><filePath path="o1"/></Site>`, have: files(),
			want:  "Adding Site (Site).\nAdding file (o1).",
			added: 2, bytes: 1, after: []string{"o1"},
		},
		{
			name: "manifest-auto/to-manifest-again", from: mixed, to: `<m><dirPath path="sa"/><filePath path="o1"/></m>`, have: files("o1", "1"),
		},
		{
			name: "the first exists, the second does not", from: mixed, to: `<m><dirPath path="o1"/><filePath path="o2"/></m>`, have: files("o1/", ""),
			want:  "Adding m (m).\nAdding file (o1/a.txt).\nAdding file (o2).",
			added: 3, bytes: 6, after: []string{"o1/", "o1/a.txt", "o2"},
		},
		{
			name: "manifest-auto/dump-emptyroot", from: `<m/>`, to: `<m/>`, have: files(),
		},
		{
			name: "nothing to everything", from: `<m/>`, to: `<m><filePath path="o1"/><filePath path="o2"/></m>`, have: files("o1", "1"),
			want:  "Adding m (m).\nDeleting file (o1).",
			added: 1, deleted: 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, whatIf := range []bool{true, false} {
				s := newStore(c.have)
				said, sum := run(t, s, s.env(), write(t, c.from), write(t, c.to), websync.Options{WhatIf: whatIf})
				require.Equal(t, c.want, said)
				require.Equal(t, websync.Summary{Added: c.added, Deleted: c.deleted, Bytes: c.bytes}, sum)
				want := maps.Clone(c.have)
				if !whatIf {
					want = files()
					for _, p := range c.after {
						want[p] = s.files[p]
					}
					if c.want == "" {
						want = c.have
					}
				}
				require.Equal(t, want, s.files)
			}
		})
	}
}

func TestIncompatible(t *testing.T) {
	s := sampleStore()
	one := write(t, `<m><filePath path="one.txt"/></m>`)
	other := write(t, `<other><filePath path="o1"/></other>`)
	plain := provider.Ref{Kind: "filePath", Path: "two.txt"}
	for name, refs := range map[string][2]provider.Ref{
		"manifest-auto/three-otherroot": {one, other},
		"manifest-auto/from-dirpath":    {plain, one},
		"manifest-auto/to-dirpath":      {one, plain},
	} {
		t.Run(name, func(t *testing.T) {
			src, err := provider.OpenSource(t.Context(), s.env(), refs[0])
			require.NoError(t, err)
			dst, err := provider.OpenDestination(t.Context(), s.env(), refs[1])
			require.NoError(t, err)
			_, err = websync.Run(t.Context(), src, dst, nil)
			require.ErrorContains(t, err, "are not compatible for the given operation.")
			require.ErrorContains(t, err, "-dest:auto", "what to do instead")
		})
	}
}

func TestDelete(t *testing.T) {
	const in = `<m><dirPath path="sa"/><filePath path="one.txt"/></m>`
	t.Run("delete/manifest-two", func(t *testing.T) {
		s := newStore(files())
		dst, err := provider.OpenDestination(t.Context(), s.env(), write(t, in))
		require.NoError(t, err)
		var said []string
		sum, err := websync.Delete(t.Context(), dst, &websync.Options{Observe: func(e websync.Event) {
			if e.Level >= 0 {
				said = append(said, e.Message)
			}
		}})
		require.NoError(t, err)
		require.Equal(t, []string{"Deleting file (sa/a.txt).", "Deleting directory (sa).", "Deleting file (one.txt).", "Deleting m (m)."}, said)
		require.Equal(t, websync.Summary{Deleted: 4}, sum)
		require.Equal(t, map[string]string{"sb/": "", "two.txt": "22"}, s.files)
	})
	t.Run("one is missing", func(t *testing.T) {
		s := newStore(files())
		delete(s.files, "one.txt")
		dst, err := provider.OpenDestination(t.Context(), s.env(), write(t, in))
		require.NoError(t, err)
		_, err = websync.Delete(t.Context(), dst, nil)
		require.ErrorIs(t, err, provider.CodeNothingToDelete)
		require.Contains(t, s.files, "sa/a.txt", "nothing is deleted")
	})
}

// What has no place is an object of its own: it has the content that is
// counted, but neither children nor a link by which a part could be found.
func TestPlaceWithoutPart(t *testing.T) {
	s := sampleStore()
	src, err := s.env().Open(t.Context(), write(t, `<m><dirPath path="sa"/></m>`))
	require.NoError(t, err)
	dst, err := s.env().OpenTarget(t.Context(), write(t, `<m><filePath path="o1"/></m>`))
	require.NoError(t, err)
	var entry *provider.Object
	for o, err := range src.Root().Below(t.Context()) {
		require.NoError(t, err)
		entry = o
	}
	n, err := dst.Place(dst.Root(), entry)
	require.NoError(t, err)
	require.Equal(t, provider.Kind("m"), n.Kind)
	require.Equal(t, "sa", n.Path)
	require.Same(t, dst.Root(), n.Parent)
	require.Nil(t, n.Children)
	require.Empty(t, n.Link)
	require.NotNil(t, entry.Children, "the source is as it was")

	c := &provider.Change{New: n, Source: entry}
	require.Equal(t, "Adding child m (sa).", provider.Describe(dst, src, c))
	before := maps.Clone(s.files)
	require.NoError(t, dst.Apply(t.Context(), c))
	require.Equal(t, before, s.files)
}

func TestCommit(t *testing.T) {
	s := sampleStore()
	dst, err := s.env().OpenTarget(t.Context(), write(t, `<m><filePath path="o1"/></m>`))
	require.NoError(t, err)
	require.NoError(t, provider.Commit(t.Context(), dst))
	require.NoError(t, dst.Close())
}
