package bench

import (
	"runtime/metrics"
	"sync/atomic"
	"time"
)

// A peak is the largest heap that was seen, in bytes.
type peak struct{ atomic.Uint64 }

// look takes the size of the heap as it is now into account.
func (p *peak) look() {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	for n := s[0].Value.Uint64(); ; {
		old := p.Load()
		if n <= old || p.CompareAndSwap(old, n) {
			return
		}
	}
}

// watch looks again and again until stop is called, and then once more.
func (p *peak) watch() (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for t := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-t.C:
				p.look()
			case <-quit:
				t.Stop()
				p.look()
				return
			}
		}
	}()
	return func() { close(quit); <-done }
}

func (p *peak) megabytes() float64 { return float64(p.Load()) / (1 << 20) }
