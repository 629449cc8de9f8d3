package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much garbage there may be for each hundred bytes that are kept, unless the
// environment says (GOGC): much as long as little is kept, which takes a fifth
// off a run that changes nothing, and little for packages of very many entries,
// where it would be hundreds of megabytes and collecting costs no time that
// shows. In between it is so much that there are about as many bytes of it.
const (
	garbageOfLittle = 300
	garbageOfMuch   = 25
	garbageBetween  = 24 << 20
)

// collectByNeed has garbage collected by what is kept.
func collectByNeed() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(garbageOfLittle)
	afterCollection(func() {
		debug.SetGCPercent(garbageFor(kept()))
	})
}

func garbageFor(kept uint64) int {
	return int(min(max(garbageBetween*100/max(kept, 1), garbageOfMuch), garbageOfLittle))
}

// kept returns how many bytes the last collection left.
func kept() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}

// afterCollection calls f after each collection of garbage, of which something
// is that was made only to be collected.
func afterCollection(f func()) {
	runtime.AddCleanup(&struct{ _ [16]byte }{}, func(f func()) {
		f()
		afterCollection(f)
	}, f)
}
