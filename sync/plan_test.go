package sync_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// planned returns the changes of a plan, a line each.
func planned(t testing.TB, src provider.Tree, dst provider.Target, opts *sync.Options) (lines []string, err error) {
	t.Helper()
	for c, err := range sync.Plan(t.Context(), src, dst, opts) {
		if err != nil {
			return lines, err
		}
		lines = append(lines, c.Op().String()+" "+c.Object().Path)
	}
	return lines, nil
}

// Siblings whose names differ in case only, or that are of different kinds, and
// what becomes of them. Objects keep their spelling at the destination, and
// none is lost.
func TestHomonyms(t *testing.T) {
	for _, c := range []struct {
		name     string
		src, dst map[string]string
		want     string
		files    map[string]string // at the destination, afterwards; nil: as at the source
	}{
		{"spelled alike", map[string]string{"a": "1", "A": "2"}, map[string]string{"a": "1", "A": "22"}, "Update /d/A", nil},
		{"one is missing", map[string]string{"a": "1", "A": "2"}, map[string]string{"a": "1"}, "AddChild /d/A", nil},
		{"the other is missing", map[string]string{"a": "1", "A": "2"}, map[string]string{"A": "2"}, "AddChild /d/a", nil},
		{"both are missing", map[string]string{"a": "1", "A": "2"}, map[string]string{}, "AddChild /d/A, AddChild /d/a", nil},
		{"one too many", map[string]string{"a": "1"}, map[string]string{"a": "1", "A": "2"}, "Delete /d/A", nil},
		{"the other too many", map[string]string{"A": "2"}, map[string]string{"a": "1", "A": "2"}, "Delete /d/a", nil},
		{"spelled differently", map[string]string{"a": "11"}, map[string]string{"A": "1"}, "Update /d/A", map[string]string{"A": "11"}},
		{"spelled differently, two", map[string]string{"aB": "1", "ab": "2"}, map[string]string{"AB": "1", "Ab": "2"}, "", map[string]string{"AB": "1", "Ab": "2"}},
		{"one of three", map[string]string{"AB": "1", "Ab": "2", "ab": "3"}, map[string]string{"ab": "3"}, "AddChild /d/AB, AddChild /d/Ab", nil},
		{"three and one", map[string]string{"ab": "3"}, map[string]string{"AB": "1", "Ab": "2", "ab": "3"}, "Delete /d/AB, Delete /d/Ab", nil},
		{"three and another", map[string]string{"aB": "3"}, map[string]string{"AB": "1", "Ab": "22", "ab": "3"}, "Delete /d/Ab, Delete /d/ab, Update /d/AB", map[string]string{"AB": "3"}},
		{"a folder for a file", map[string]string{"x/y": "1"}, map[string]string{"x": "f"}, "Delete /d/x, AddChild /d/x, AddChild /d/x/y", nil},
		{"a file for a folder", map[string]string{"x": "f"}, map[string]string{"x/y": "1"}, "Delete /d/x/y, Delete /d/x, AddChild /d/x", nil},
		{"a folder for a file spelled differently", map[string]string{"X/y": "1"}, map[string]string{"x": "f"}, "Delete /d/x, AddChild /d/X, AddChild /d/X/y", nil},
		{"a file in the way of a folder", map[string]string{"B": "1", "b/": ""}, map[string]string{"b": "1"}, "Delete /d/b, AddChild /d/b, AddChild /d/B", nil},
		{"a folder in the way of a file", map[string]string{"B/": "", "b": "1"}, map[string]string{"b/": ""}, "Delete /d/b, AddChild /d/B, AddChild /d/b", nil},
		{"swapped kinds", map[string]string{"a/": "", "A": "1"}, map[string]string{"a": "1", "A/": ""}, "Delete /d/A, Delete /d/a, AddChild /d/a, AddChild /d/A", nil},
		{"below a folder spelled differently", map[string]string{"Dir/b": "1", "Dir/C": "2"}, map[string]string{"dIR/B": "1", "dIR/d": ""}, "AddChild /d/dIR/C, Delete /d/dIR/d", map[string]string{"dIR/B": "1", "dIR/C": "2"}},
		{"between others", map[string]string{"0": "", "m": "1", "z": ""}, map[string]string{"0": "", "M": "1", "z": ""}, "", map[string]string{"0": "", "M": "1", "z": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, dst := memory.New("/s", c.src), memory.New("/d", c.dst)
			got, err := planned(t, src, dst, &sync.Options{UseChecksum: true})
			require.NoError(t, err)
			require.Equal(t, c.want, strings.Join(got, ", "))
			_, err = sync.Run(t.Context(), src, dst, &sync.Options{UseChecksum: true})
			require.NoError(t, err)
			if c.files == nil {
				c.files = c.src
			}
			require.Equal(t, c.files, dst.Files())
			got, err = planned(t, src, dst, &sync.Options{UseChecksum: true})
			require.NoError(t, err)
			require.Empty(t, got)
		})
	}
}

// A package may spell one name in very many ways. That takes time in proportion.
func TestVeryManyHomonyms(t *testing.T) {
	files := map[string]string{}
	for i := range 1 << 13 {
		name := []byte("abcdefghijklm")
		for b := range name {
			if i>>b&1 != 0 {
				name[b] -= 'a' - 'A'
			}
		}
		files[string(name)] = "x"
	}
	dst := memory.New("/d", map[string]string{"ABCDEFGHIJKLM": "old", "abcdefghijklm/x": ""})
	_, err := sync.Run(t.Context(), memory.New("/s", files), dst, &sync.Options{Parallel: 1})
	require.NoError(t, err)
	require.Equal(t, files, dst.Files())
}

// manifest returns a document of folders, by path; those whose path begins with
// "!" do not exist.
func manifest(kind provider.Kind, files map[string]string, dirs ...string) provider.Target {
	var parts []provider.Target
	for i, d := range dirs {
		tree := memory.New(d, files)
		if d[0] == '!' {
			tree = memory.Absent(d[1:])
		}
		part := provider.Relink(provider.Target(tree), fmt.Sprintf("Child%d", i+1))
		if strings.HasPrefix(d, "/content") {
			part = provider.Relink(provider.Target(tree), "contentPath")
			part = provider.Relink(provider.JoinTargets(&provider.Object{Kind: provider.ContentPath, Key: d, Path: d}, part), fmt.Sprintf("Child%d", i+1))
		}
		parts = append(parts, part)
	}
	return provider.JoinTargets(&provider.Object{Kind: kind, Path: string(kind)}, parts...)
}

// Entries of a manifest pair by position, and must be of one kind. Those that
// the source does not have go first (recorded: manifest-auto/two-one,
// manifest-auto/two-three).
func TestOrderedParts(t *testing.T) {
	new, old := map[string]string{"a": "1"}, map[string]string{"b": "22"}
	for _, c := range []struct {
		name     string
		src, dst []string
		want     []string
		fails    bool
	}{
		{"as many", []string{"/s1", "/s2"}, []string{"/d1", "/d2"}, []string{"AddChild /d1/a", "Delete /d1/b", "AddChild /d2/a", "Delete /d2/b"}, false},
		{"one is absent", []string{"/s1", "/s2"}, []string{"!/d1", "/d2"}, []string{"Add /d1", "AddChild /d1/a", "AddChild /d2/a", "Delete /d2/b"}, false},
		{"all are absent", []string{"/s1", "/s2"}, []string{"!/d1", "!/d2"}, []string{"Add m", "Add /d1", "AddChild /d1/a", "Add /d2", "AddChild /d2/a"}, false},
		{"one more at the destination", []string{"/s1"}, []string{"/d1", "/d2"}, []string{"Delete /d2/b", "Delete /d2", "AddChild /d1/a", "Delete /d1/b"}, false},
		{"one more that is absent", []string{"/s1"}, []string{"/d1", "!/d2"}, []string{"AddChild /d1/a", "Delete /d1/b"}, false},
		{"one more at the source", []string{"/s1", "/s2"}, []string{"/d1"}, []string{"AddChild /d1/a", "Delete /d1/b"}, true},
		{"another kind in its place", []string{"/s1", "/s2"}, []string{"/content1", "/d2"}, []string{"Delete /content1/b", "Delete /content1", "Delete /content1"}, true},
		{"nested", []string{"/content1", "/s2"}, []string{"/content3", "/d2"}, []string{"AddChild /content3/a", "Delete /content3/b", "AddChild /d2/a", "Delete /d2/b"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := planned(t, manifest("m", new, c.src...), manifest("m", old, c.dst...), nil)
			require.Equal(t, c.want, got)
			if c.fails {
				require.ErrorIs(t, err, errors.ErrUnsupported)
				return
			}
			require.NoError(t, err)
		})
	}
}

// A part that cannot be changed is found before another one is.
func TestInvalidParts(t *testing.T) {
	bad := errors.New("bad")
	hide := &rules.Rule{Name: "hide", Directive: true, Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if o.Path == "/s2" {
			return nil, nil
		}
		return o, nil
	}, Target: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if o.Path == "/d2" {
			return nil, nil
		}
		return o, nil
	}}
	src := manifest("m", map[string]string{"a": "1"}, "/s1", "/s2")
	dst := manifest("m", map[string]string{}, "/d1", "/d2")
	parts, err := provider.Parts(t.Context(), dst, dst.Root())
	require.NoError(t, err)
	parts[1].Invalid = bad
	got, err := planned(t, src, dst, nil)
	require.Equal(t, bad, err)
	require.Empty(t, got)
	got, err = planned(t, src, dst, &sync.Options{Rules: rules.Chain{hide}})
	require.NoError(t, err, "unless a directive hides it")
	require.Equal(t, []string{"AddChild /d1/a"}, got)
}

// Parts that rules hide stay as they are.
func TestHiddenParts(t *testing.T) {
	hide := &rules.Rule{Name: "hide", Directive: true, Target: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if o.Path == "/d2" {
			return nil, nil
		}
		return o, nil
	}}
	got, err := planned(t, manifest("m", map[string]string{}, "/s1"), manifest("m", map[string]string{"b": ""}, "/d1", "/d2"), &sync.Options{Rules: rules.Chain{hide}})
	require.NoError(t, err)
	require.Equal(t, []string{"Delete /d1/b"}, got)
}

// The new object of a change is the target's, with what the source says of it.
func TestChangesArePlacedAtTheTarget(t *testing.T) {
	src := memory.New("/s", map[string]string{"New/x": "1", "upd": "22"})
	dst := memory.New("/d", map[string]string{"UPD": "2"})
	all := map[string]*provider.Change{}
	for c, err := range sync.Plan(t.Context(), src, dst, nil) {
		require.NoError(t, err)
		all[c.Object().Path] = c
	}
	require.Len(t, all, 3)
	u := all["/d/UPD"]
	require.Equal(t, "UPD UPD upd", u.Old.Key+" "+u.New.Key+" "+u.Source.Key)
	require.Same(t, dst.Root(), u.New.Parent)
	require.EqualValues(t, 2, u.New.Size())
	x := all["/d/New/x"]
	require.Same(t, all["/d/New"].New, x.New.Parent)
	require.Equal(t, "/s/New/x", x.Source.Path)
	r, err := x.New.Content(t.Context())
	require.NoError(t, err)
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, "1", string(b))
}

// spoilt is a target in which an object is not readable.
type spoilt struct {
	provider.Target
	key string
	err error
}

func (s *spoilt) Root() *provider.Object {
	r := *s.Target.Root()
	list := r.Children
	r.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for o, err := range list(ctx) {
				if o != nil && o.Key == s.key {
					c := *o
					c.Invalid, c.Children, c.Content = s.err, nil, nil
					o = &c
				}
				if !yield(o, err) {
					return
				}
			}
		}
	}
	return &r
}

// What cannot be read at the target can be deleted, but not compared.
func TestInvalidTargetObjects(t *testing.T) {
	bad := &provider.Error{Op: "enter", Path: "/d/x", Msg: "The folder is a link."}
	dst := &spoilt{memory.New("/d", map[string]string{"a": "1", "x/y": "1"}), "x", bad}
	got, err := planned(t, memory.New("/s", map[string]string{"b": ""}), dst, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"Delete /d/a", "AddChild /d/b", "Delete /d/x"}, got, "what is below is not looked at")
	got, err = planned(t, memory.New("/s", map[string]string{"x/z": ""}), dst, nil)
	require.Equal(t, bad, err)
	require.Equal(t, []string{"Delete /d/a"}, got)
	got, err = planned(t, memory.New("/s", map[string]string{"x": "a file"}), dst, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"Delete /d/a", "Delete /d/x", "AddChild /d/x"}, got)
}

// A list that ends in an error ends the plan, on either side and at any place.
func TestListsThatFail(t *testing.T) {
	bad := errors.New("bad disk")
	broken := func(dir, at string) *memory.Tree {
		tree := memory.New(dir, map[string]string{"a": "1", "m": "1", "z": "1"})
		list := tree.Root().Children
		tree.Root().Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
			return func(yield func(*provider.Object, error) bool) {
				for o := range list(ctx) {
					if o.Key == at {
						break
					}
					if !yield(o, nil) {
						return
					}
				}
				yield(nil, bad)
			}
		}
		return tree
	}
	for at, want := range map[string]int{"a": 0, "m": 1, "z": 2, "": 3} {
		good := map[string]string{"a": "22", "m": "22", "z": "22"}
		got, err := planned(t, broken("/s", at), memory.New("/d", good), nil)
		require.Equal(t, bad, err)
		require.Len(t, got, want, "source fails at %q: nothing is deleted because it was not listed", at)
		got, err = planned(t, memory.New("/s", good), broken("/d", at), nil)
		require.Equal(t, bad, err)
		require.Len(t, got, want, "destination fails at %q", at)
	}
}

// Leaving the loop early is fine.
func TestPlanCanBeLeft(t *testing.T) {
	for n := range 13 {
		seen := 0
		for _, err := range sync.Plan(t.Context(), memory.New("/s", site()), memory.New("/d", site2()), nil) {
			require.NoError(t, err)
			if seen++; seen > n {
				break
			}
		}
		require.Equal(t, n+1, seen)
	}
}
