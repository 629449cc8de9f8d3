package main

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// Who keeps much may have less garbage.
func TestGarbage(t *testing.T) {
	require.Equal(t, garbageOfLittle, garbageFor(1<<20))
	require.Equal(t, garbageOfMuch, garbageFor(1<<30))
	require.Equal(t, 50, garbageFor(2*garbageBetween), "as many bytes as for half as much")
	ballast := make([]byte, garbageBetween)
	runtime.GC()
	require.Greater(t, kept(), uint64(garbageBetween))
	runtime.KeepAlive(ballast)
}

// It is looked at after every collection, not only after the first.
func TestAfterCollection(t *testing.T) {
	collected := make(chan struct{}, 8)
	afterCollection(func() {
		select {
		case collected <- struct{}{}:
		default: // the test is over
		}
	})
	for range 3 {
		runtime.GC()
		<-collected
	}
}
