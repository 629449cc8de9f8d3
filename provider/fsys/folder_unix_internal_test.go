//go:build unix

package fsys

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A folder whose names take more room than the buffer is read whole.
func TestEntriesOfLargeFolder(t *testing.T) {
	dir := t.TempDir()
	var want, got []string
	for i := range 3 * bufferSize / 200 {
		want = append(want, fmt.Sprintf("%0200d", i))
		require.NoError(t, os.WriteFile(filepath.Join(dir, want[i]), nil, 0o600))
	}
	d, err := openFolder(dir, false)
	require.NoError(t, err)
	list, err := d.entries(t.Context(), new(buffers))
	require.NoError(t, err)
	for _, e := range list {
		got = append(got, e.name)
	}
	require.ElementsMatch(t, want, got)
	require.NoError(t, d.close())
}
