package sync_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// random returns some files: few names, so that they clash up to case and in
// kind, and few contents, times and modes, so that they are the same now and
// then.
func random(r *rand.Rand, names []string) map[string]memory.File {
	files, folders := map[string]memory.File{}, []string{""}
	for range r.IntN(40) {
		name := folders[r.IntN(len(folders))] + names[r.IntN(len(names))]
		if _, taken := files[name]; taken || slices.Contains(folders, name+"/") {
			continue
		}
		if r.IntN(3) == 0 {
			folders = append(folders, name+"/")
			files[name+"/"] = memory.File{}
			continue
		}
		files[name] = memory.File{
			Data: strings.Repeat("x", r.IntN(2)) + string(rune('a'+r.IntN(2))), Time: time.Unix(int64(r.IntN(3)), 0),
			Attributes: []string{"", "ReadOnly"}[r.IntN(2)], Mode: []uint32{0, 0o644, 0o755}[r.IntN(3)],
		}
	}
	return files
}

func unique() []string { return []string{"a", "b", "ab", "a b", "_", "z", "ü", "a.txt", "日本"} }

func clashing() []string { return []string{"a", "A", "b", "B", "aB", "Ab", "ü", "Ü"} }

// After a sync there is nothing left to do, and the destination is like the
// source: all the same if names are unique up to case, and the same up to the
// spelling of names otherwise. A what-if run says what a run does.
func TestSyncMakesThemAlike(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		names := unique()
		if seed%2 == 1 {
			names = clashing()
		}
		src, dst := memory.New("/s", random(r, names)), memory.New("/d", random(r, names))
		opts := sync.Options{UseChecksum: true, Parallel: 1 + r.IntN(4)}
		before := dst.Entries()

		whatIf := opts
		whatIf.WhatIf = true
		said, sum, err := observe(t, src.Reopen(), dst.Reopen(), whatIf)
		require.NoError(t, err)
		require.Equal(t, before, dst.Entries())
		did, sum2, err := observe(t, src.Reopen(), dst.Reopen(), opts)
		require.NoError(t, err, "seed %d:%s", seed, said)
		require.Equal(t, said, did, "seed %d", seed)
		require.Equal(t, sum, sum2)

		again, err := planned(t, src.Reopen(), dst.Reopen(), &opts)
		require.NoError(t, err)
		require.Empty(t, again, "seed %d", seed)
		if seed%2 == 0 {
			require.NoError(t, providertest.Same(t.Context(), src.Reopen().Root(), dst.Reopen().Root()), "seed %d", seed)
			require.Equal(t, src.Files(), dst.Files())
		}
		require.Equal(t, folded(src), folded(dst), "seed %d", seed)
		require.Equal(t, strings.Count(did, "\n"), sum.Total())
	}
}

// folded returns names and contents, without the case of names.
func folded(m *memory.Tree) (list []string) {
	for name, data := range m.Files() {
		list = append(list, strings.ToUpper(name)+" "+data)
	}
	slices.Sort(list)
	return list
}

// The same from nothing, and back to nothing.
func TestSyncAndDelete(t *testing.T) {
	for seed := range uint64(50) {
		src, dst := memory.New("/s", random(rand.New(rand.NewPCG(seed, 2)), clashing())), memory.Absent("/d")
		_, sum, err := observe(t, src.Reopen(), dst, sync.Options{})
		require.NoError(t, err)
		require.Equal(t, src.Files(), dst.Files())
		require.Zero(t, sum.Deleted+sum.Updated)
		gone, err := sync.Delete(t.Context(), provider.DocumentTarget(dst.Reopen()), nil)
		require.NoError(t, err)
		require.Equal(t, sum.Added, gone.Deleted, "what was added is deleted")
		require.False(t, dst.Exists(""))
		require.Equal(t, src.Files(), src.Reopen().Files(), "the source stays")
	}
}

// Without deletions nothing is lost that the source does not have, unless it is
// in the way.
func TestDoNotDeleteKeeps(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		src, dst := memory.New("/s", random(r, unique())), memory.New("/d", random(r, unique()))
		before := dst.Files()
		_, err := sync.Run(t.Context(), src, dst, &sync.Options{Rules: rules.Chain{rules.DoNotDelete()}, Parallel: 1, UseChecksum: true})
		after := dst.Files()
		if err == nil {
			for name, data := range src.Files() {
				if strings.HasSuffix(name, "/") {
					require.True(t, dst.Exists(name))
				} else {
					require.Equal(t, data, after[name])
				}
			}
		}
		for name := range before {
			require.True(t, dst.Exists(name), "seed %d: %s", seed, name)
		}
	}
}

// A plan is made of valid steps: parents before children, children before
// parents when they go, and every step possible after the ones before it.
func TestPlansAreInOrder(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		src, dst := memory.New("/s", random(r, clashing())), memory.New("/d", random(r, clashing()))
		there := map[string]bool{"/d": true}
		for o, err := range provider.Walk(t.Context(), dst.Reopen().Root()) {
			require.NoError(t, err)
			there[o.Path] = true
		}
		for c, err := range sync.Plan(t.Context(), src, dst, &sync.Options{UseChecksum: true}) {
			require.NoError(t, err)
			o := c.Object()
			up := o.Path[:strings.LastIndexByte(o.Path, '/')]
			require.True(t, there[up], "seed %d: %v %s", seed, c.Op(), o.Path)
			require.Equal(t, c.Op() != provider.AddChild, there[o.Path], "seed %d: %v %s", seed, c.Op(), o.Path)
			if c.Op() == provider.Delete {
				delete(there, o.Path)
				for p := range there {
					require.False(t, strings.HasPrefix(p, o.Path+"/"), "seed %d: %s is deleted before %s", seed, o.Path, p)
				}
			}
			there[o.Path] = c.Op() != provider.Delete
			if c.Op() == provider.Delete {
				delete(there, o.Path)
			}
		}
		want := map[string]bool{}
		for o, err := range provider.Walk(t.Context(), src.Root()) {
			require.NoError(t, err)
			want["/D"+strings.ToUpper(strings.TrimPrefix(o.Path, "/s"))] = true
		}
		got := map[string]bool{}
		for p := range maps.Keys(there) {
			got[strings.ToUpper(p)] = true
		}
		require.Equal(t, want, got, fmt.Sprint("seed ", seed))
	}
}
