package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/rules"
)

func TestNamedConstructors(t *testing.T) {
	for name, r := range map[string]*rules.Rule{
		"DoNotDeleteRule":    rules.DoNotDelete(),
		"SkipNewerFilesRule": rules.SkipNewerFiles(),
		"SyncGeneral":        rules.SyncGeneral(),
		"SkipInvalidSource":  rules.SkipInvalidSource(),
	} {
		require.Equal(t, name, r.Name)
		require.NotEmpty(t, r.Doc)
		require.True(t, r.Change != nil || r.Same != nil || r.Source != nil, "%s acts", name)
	}
	require.NotSame(t, rules.DoNotDelete(), rules.DoNotDelete(), "rules are fresh at every call")
}
