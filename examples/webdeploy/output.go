package main

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// flushEvery is how long a line may wait in the buffer of the standard output.
const flushEvery = 100 * time.Millisecond

// An output is a buffered writer that never keeps anything for long, so that
// whoever watches a pipe sees what is going on, and whoever writes a hundred
// thousand lines does not pay for each.
type output struct {
	mu    sync.Mutex
	w     *bufio.Writer
	timer *time.Timer // runs while something waits
}

func newOutput(w io.Writer) *output { return &output{w: bufio.NewWriterSize(w, 64<<10)} }

// Write adds to the buffer.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.timer == nil {
		o.timer = time.AfterFunc(flushEvery, func() { _ = o.flush() }) // an error stays with the buffer and is returned at the end
	}
	return o.w.Write(b)
}

// flush writes what waits.
func (o *output) flush() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.timer != nil {
		o.timer.Stop()
		o.timer = nil
	}
	return o.w.Flush()
}
