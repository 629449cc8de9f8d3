package param_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

// Every kind explains itself and is read back by its name.
func TestKinds(t *testing.T) {
	for _, k := range param.Kinds() {
		summary, form := k.Doc()
		require.NotEmpty(t, summary, k)
		require.Contains(t, form, "scope: ", k)
		again, err := param.ParseKind(string(k))
		require.NoError(t, err)
		require.Equal(t, k, again)
	}
	summary, _ := param.Kind("Nothing").Doc()
	require.Empty(t, summary)
}
