// Package heap measures memory, so that tests can tell what is kept from what
// is only passed on.
package heap

import "runtime"

// every is how many steps lie between two looks.
const every = 1 << 14

// Peak calls f and returns the most bytes that were on the heap meanwhile, of
// what was not there before and is still in use. It looks once in 16,384 steps
// that f tells it of, from the goroutine that does.
func Peak(f func(step func())) int64 {
	before, peak, n := inUse(), int64(0), 0
	f(func() {
		if n++; n%every == 0 {
			peak = max(peak, inUse()-before)
		}
	})
	return peak
}

func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
