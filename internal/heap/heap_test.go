package heap_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/heap"
)

// What is kept counts, what is only passed on does not.
func TestPeak(t *testing.T) {
	const steps, size = 1 << 16, 256
	sum := 0
	passed := heap.Peak(func(step func()) {
		for i := range steps {
			sum += len(make([]byte, size+i%2))
			step()
		}
	})
	require.Positive(t, sum)
	require.Less(t, passed, int64(1<<20))

	var all [][]byte
	kept := heap.Peak(func(step func()) {
		for range steps {
			all = append(all, make([]byte, size))
			step()
		}
	})
	require.Len(t, all, steps)
	require.Greater(t, kept, int64(steps*size/2))
	require.Zero(t, heap.Peak(func(func()) {}), "nobody looked")
}
