package command

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// The time is not over for a command that has ended, whatever holds on to its
// outputs.
func TestEndedInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &process{lines: make(chan line), ended: make(chan error, 1)}
		ctx, cancel := context.WithCancelCause(t.Context())
		p.ended <- nil
		outcome := make(chan error)
		go func() { outcome <- p.wait(ctx, nil) }()
		synctest.Wait()
		cancel(ErrTime)
		synctest.Wait()
		close(p.lines)
		require.NoError(t, <-outcome)
	})
}
