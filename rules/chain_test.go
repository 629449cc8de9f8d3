package rules_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// listening returns a context and the events that are reported in it.
func listening(t *testing.T) (context.Context, *[]provider.Event) {
	events := new([]provider.Event)
	return provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) { *events = append(*events, e) }), events
}

// parent returns a folder with files of the given names.
func parent(names ...string) *provider.Object {
	p := &provider.Object{Kind: provider.DirPath, Path: "/p"}
	p.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for _, n := range names {
				if !yield(&provider.Object{Parent: p, Kind: provider.FilePath, Key: n, Path: "/p/" + n}, nil) {
					return
				}
			}
		}
	}
	return p
}

func keys(t *testing.T, seq iter.Seq2[*provider.Object, error]) (list []string) {
	t.Helper()
	for o, err := range seq {
		require.NoError(t, err)
		list = append(list, o.Key)
	}
	return list
}

// hiding hides what is called name.
func hiding(name string) func(context.Context, *provider.Object) (*provider.Object, error) {
	return func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if o.Key == name {
			return nil, nil
		}
		return o, nil
	}
}

// renaming appends to every name.
func renaming(suffix string) func(context.Context, *provider.Object) (*provider.Object, error) {
	return func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		n := *o
		n.Key += suffix
		return &n, nil
	}
}

func TestNilChain(t *testing.T) {
	ctx, events := listening(t)
	var none rules.Chain
	p := parent("a", "b")
	require.Equal(t, []string{"a", "b"}, keys(t, none.Source(ctx, p)))
	require.Equal(t, []string{"a", "b"}, keys(t, none.Target(ctx, p)))
	o, err := none.SeeTarget(ctx, p)
	require.NoError(t, err)
	require.Same(t, p, o)
	c := &provider.Change{New: p}
	kept, err := none.Change(ctx, c)
	require.NoError(t, err)
	require.Same(t, c, kept)
	require.Nil(t, none.Same(ctx, &rules.Comparison{}))
	require.Empty(t, none.Directives())
	require.Empty(t, *events)
}

// Rules see what those before them made of an object, each side its own.
func TestChainAppliesRulesInOrder(t *testing.T) {
	ctx, events := listening(t)
	chain := rules.Chain{
		{Name: "first", Source: renaming("1"), Target: renaming("x")},
		{Name: "idle"},
		{Name: "second", Source: hiding("b1")},
		{Name: "third", Source: renaming("3"), Target: hiding("cx")},
	}
	require.Equal(t, []string{"a13", "c13"}, keys(t, chain.Source(ctx, parent("a", "b", "c"))))
	require.Equal(t, []string{"ax", "bx"}, keys(t, chain.Target(ctx, parent("a", "b", "c"))))
	var got []string
	for _, e := range *events {
		got = append(got, e.Message)
	}
	require.Equal(t, []string{
		"Source filePath (/p/a) replaced with changed attributes (path['a','a1']) because of rule first.",
		"Source filePath (/p/a) replaced with changed attributes (path['a1','a13']) because of rule third.",
		"Source filePath (/p/b) replaced with changed attributes (path['b','b1']) because of rule first.",
		"Skipping source filePath (/p/b) because of rule second.",
		"Source filePath (/p/c) replaced with changed attributes (path['c','c1']) because of rule first.",
		"Source filePath (/p/c) replaced with changed attributes (path['c1','c13']) because of rule third.",
	}, got[:6])
	require.Equal(t, "Skipping destination filePath (/p/c) because of rule third.", got[len(got)-1])
}

// recorded: skip-replace/skip-directive-dir, cmdline/verbose-level-verbose
func TestChainAnnouncesDirectives(t *testing.T) {
	ctx, events := listening(t)
	chain := rules.Chain{
		{Name: "quiet", Source: hiding("a")},
		{Name: "CommandLineSkipDirective 1", Directive: true, Source: hiding("b"), Target: hiding("b")},
		{Name: "rule"},
	}
	require.Equal(t, []string{"c"}, keys(t, chain.Source(ctx, parent("a", "b", "c"))))
	require.Len(t, *events, 2)
	require.Equal(t, provider.LevelVerbose, (*events)[0].Level)
	e := (*events)[1]
	require.Equal(t, "Object filePath (/p/b) skipped due to skip directive 'CommandLineSkipDirective 1'.", e.Message)
	require.Equal(t, provider.EventSkipped, e.Type)
	require.Equal(t, "/p/b filePath INFO", e.Path+" "+string(e.Kind)+" "+e.Level.String())

	require.Equal(t, []string{"a", "c"}, keys(t, chain.Directives().Source(ctx, parent("a", "b", "c"))))
	seen, err := chain.SeeTarget(ctx, &provider.Object{Key: "b"})
	require.NoError(t, err)
	require.Nil(t, seen)
}

// What changes without showing in an attribute, or in a secret one, is not
// announced.
func TestChainReportsOnlyWhatShows(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*provider.Object)
		want   string
	}{
		"content":   {func(o *provider.Object) { o.Content = nil }, ""},
		"path":      {func(o *provider.Object) { o.Path = "/other" }, ""},
		"hidden":    {func(o *provider.Object) { o.Attrs = o.Attrs.With("mode", provider.Mode(1)) }, ""},
		"secret":    {func(o *provider.Object) { o.Attrs = o.Attrs.With("password", provider.String("new")) }, ""},
		"size":      {func(o *provider.Object) { o.Attrs = o.Attrs.With("size", provider.Int(2)) }, "size['1','2']"},
		"two":       {func(o *provider.Object) { o.Attrs = o.Attrs.With("size", provider.Int(2)); o.Key = "k" }, "path['a','k'],size['1','2']"},
		"a new one": {func(o *provider.Object) { o.Attrs = o.Attrs.With("new", provider.Bool(true)) }, "new['','True']"},
	} {
		ctx, events := listening(t)
		chain := rules.Chain{{Name: "r", Target: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
			n := *o
			c.change(&n)
			return &n, nil
		}}}
		_, err := chain.SeeTarget(ctx, &provider.Object{Kind: "k", Key: "a", KeyName: "path", Path: "/a", Attrs: provider.Attrs{
			{Name: "size", Value: provider.Int(1)}, {Name: "mode", Value: provider.Mode(0), Flags: provider.Hidden}, {Name: "password", Value: provider.String("old"), Flags: provider.Secret},
		}})
		require.NoError(t, err)
		if c.want == "" {
			require.Empty(t, *events, name)
			continue
		}
		require.Len(t, *events, 1, name)
		require.Equal(t, "Source k (/a) replaced with changed attributes ("+c.want+") because of rule r.", (*events)[0].Message)
		require.Equal(t, provider.EventReplaced, (*events)[0].Type)
	}
}

func TestChainChange(t *testing.T) {
	ctx, events := listening(t)
	src := &provider.Object{Kind: provider.FilePath, Path: "/src/a"}
	n := &provider.Object{Kind: provider.FilePath, Path: "/dst/a"}
	calls := ""
	rule := func(name string, keep bool) *rules.Rule {
		return &rules.Rule{Name: name, Change: func(_ context.Context, c *provider.Change) (*provider.Change, error) {
			calls += name
			if !keep {
				return nil, nil
			}
			other := *c
			return &other, nil
		}}
	}
	c, err := rules.Chain{rule("a", true), {Name: "idle"}, rule("b", true)}.Change(ctx, &provider.Change{New: n, Source: src})
	require.NoError(t, err)
	require.Same(t, n, c.New)
	require.Empty(t, *events)
	c, err = rules.Chain{rule("c", true), rule("d", false), rule("e", true)}.Change(ctx, &provider.Change{New: n, Source: src})
	require.NoError(t, err)
	require.Nil(t, c)
	require.Equal(t, "abcd", calls, "what is dropped is not shown to the rules that follow")
	_, err = rules.Chain{rule("f", false)}.Change(ctx, &provider.Change{Old: n})
	require.NoError(t, err)
	require.Equal(t, "AddChild operation on filePath (/src/a) skipped because of rule d.", (*events)[0].Message, "recorded: rules/skipnewer-verbose")
	require.Equal(t, "Delete operation on filePath (/dst/a) skipped because of rule f.", (*events)[1].Message, "recorded: rules/donotdelete-verbose")
}

func TestChainSame(t *testing.T) {
	ctx := t.Context()
	rule := func(name, attr string) *rules.Rule {
		return &rules.Rule{Name: name, Same: func(_ context.Context, c *rules.Comparison) bool { return c.Diff.Name == attr }}
	}
	chain := rules.Chain{{Name: "idle"}, rule("one", "size"), rule("two", "size"), rule("three", "time")}
	same := func(attr string) string {
		if r := chain.Same(ctx, &rules.Comparison{Diff: provider.AttrDiff{Name: attr}}); r != nil {
			return r.Name
		}
		return "-"
	}
	require.Equal(t, "one three -", same("size")+" "+same("time")+" "+same("mode"))
}

// An error of a rule or of the list is the last thing that is seen.
func TestChainErrors(t *testing.T) {
	bad := errors.New("bad")
	failing := rules.Chain{{Name: "r",
		Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
			if o.Key == "b" {
				return o, bad
			}
			return o, nil
		},
		Target: func(context.Context, *provider.Object) (*provider.Object, error) { return nil, bad },
		Change: func(context.Context, *provider.Change) (*provider.Change, error) { return nil, bad },
	}}
	var seen []string
	var got error
	for o, err := range failing.Source(t.Context(), parent("a", "b", "c")) {
		if got = err; err == nil {
			seen = append(seen, o.Key)
		} else {
			require.Nil(t, o)
		}
	}
	require.Equal(t, []string{"a"}, seen)
	require.Equal(t, bad, got)
	_, err := failing.SeeTarget(t.Context(), parent())
	require.Equal(t, bad, err)
	_, err = failing.Change(t.Context(), &provider.Change{})
	require.Equal(t, bad, err)

	p := parent("a")
	list := p.Children
	p.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for o := range list(ctx) {
				if !yield(o, nil) {
					return
				}
			}
			yield(nil, bad)
		}
	}
	n := 0
	for _, err := range (rules.Chain{{Name: "r", Source: renaming("x")}}).Source(t.Context(), p) {
		if n++; n == 2 {
			require.Equal(t, bad, err)
		}
	}
	require.Equal(t, 2, n)
	for range (rules.Chain{{Name: "r", Source: renaming("x")}}).Source(t.Context(), p) {
		break
	}
}

// What a rule leaves out because it cannot be read is known to be there; what a
// directive hides is not.
func TestWithheld(t *testing.T) {
	invalid := &provider.Error{Op: "read"}
	o := &provider.Object{Kind: provider.FilePath, Key: "a", Invalid: invalid}
	p := &provider.Object{Children: func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) { yield(o, nil) }
	}}
	see := func(r *rules.Rule) (list []*provider.Object) {
		for x, err := range (rules.Chain{r, {Name: "later", Source: renaming("!")}}).Source(t.Context(), p) {
			require.NoError(t, err)
			list = append(list, x)
		}
		return list
	}
	list := see(&rules.Rule{Name: "hides", Source: hiding("a")})
	require.Len(t, list, 1)
	require.True(t, rules.Withheld(list[0]))
	require.ErrorIs(t, list[0].Invalid, invalid)
	require.Equal(t, "a", list[0].Key, "later rules do not see it")
	require.Same(t, invalid, o.Invalid, "the object stays as it is")
	require.Empty(t, see(&rules.Rule{Name: "hides", Directive: true, Source: hiding("a")}))
	list = see(&rules.Rule{Name: "keeps", Source: hiding("b")})
	require.Len(t, list, 1)
	require.False(t, rules.Withheld(list[0]))
	require.False(t, rules.Withheld(&provider.Object{}))
}
