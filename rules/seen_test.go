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

type rooted struct{ root *provider.Object }

func (r rooted) Root() *provider.Object { return r.root }
func (rooted) Close() error             { return nil }

func TestSeen(t *testing.T) {
	tree := rooted{parent("a", "b", "c")}
	chain := rules.Chain{
		{Name: "directive", Directive: true, Source: hiding("b")},
		{Name: "rule", Source: hiding("c")},
	}
	ctx, events := listening(t)
	var names []string
	for o, err := range chain.Seen(tree).Root().Below(ctx) {
		require.NoError(t, err)
		if o.Invalid != nil {
			require.Nil(t, o.Content)
			o.Key += " " + o.Invalid.Error()
		}
		names = append(names, o.Key)
	}
	require.Equal(t, []string{"a", "b read filePath /p/b: a directive skips it", "c"}, names, "rules that are no directives hide nothing")
	require.Empty(t, *events, "the sync tells of it")
	require.Equal(t, []string{"a", "b", "c"}, keys(t, tree.root.Below(ctx)), "the tree itself is as it was")
}

func TestSeenPassesErrorsOn(t *testing.T) {
	boom := errors.New("boom")
	failing := &rules.Rule{Name: "x", Directive: true, Source: func(context.Context, *provider.Object) (*provider.Object, error) { return nil, boom }}
	broken := parent("a")
	broken.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) { yield(nil, boom) }
	}
	for name, seq := range map[string]iter.Seq2[*provider.Object, error]{
		"of a rule": rules.Chain{failing}.Seen(rooted{parent("a", "b")}).Root().Below(t.Context()),
		"of a tree": rules.Chain(nil).Seen(rooted{broken}).Root().Below(t.Context()),
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, err := range seq {
				require.ErrorIs(t, err, boom)
				n++
			}
			require.Equal(t, 1, n)
		})
	}
}
