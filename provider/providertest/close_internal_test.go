package providertest

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
)

// leaky is a tree that can be read after it has been closed.
type leaky struct {
	provider.Tree
	err error
}

func (l leaky) Close() error { return l.err }

// The rule about closing needs a tree of its own, which only Run has.
func TestCloseIsChecked(t *testing.T) {
	check := func(open func() (provider.Tree, error)) error {
		for _, r := range treeRules() {
			if r.close != nil {
				return r.checkOpened(context.Background(), open)
			}
		}
		return nil
	}
	files := func() provider.Tree { return memory.New("/m", map[string]string{"a": "1"}) }
	bad := errors.New("bad")
	require.NoError(t, check(func() (provider.Tree, error) { return files(), nil }))
	require.ErrorContains(t, check(func() (provider.Tree, error) { return leaky{files(), nil}, nil }), "can be opened although the tree is closed")
	require.ErrorIs(t, check(func() (provider.Tree, error) { return leaky{files(), bad}, nil }), bad)
	require.ErrorIs(t, check(func() (provider.Tree, error) { return nil, bad }), bad)
}
