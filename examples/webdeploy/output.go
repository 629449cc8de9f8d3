package main

import (
	"bufio"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"
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

// oneLine makes names safe to print: what would move the cursor, start a line of
// its own or be taken for a command of the terminal is written as an escape.
func oneLine(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if !unprintable(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(`\u{` + strings.ToLower(string(hex(r))) + `}`)
	}
	return b.String()
}

func unprintable(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

func hex(r rune) []byte {
	const digits = "0123456789abcdef"
	out := []byte{digits[r>>4&15], digits[r&15]}
	for r >>= 8; r > 0; r >>= 4 {
		out = append([]byte{digits[r&15]}, out...)
	}
	return out
}
