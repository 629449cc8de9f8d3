package nrbf

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// reader reads the primitive parts of a stream. After the first failure all reads give
// zero values and err tells what failed, so callers may look at it once, at the end,
// provided they check before they loop.
type reader struct {
	b   []byte
	at  int
	err *FormatError
}

// fail records a failure at a place, unless there has been one.
func (r *reader) fail(at int, format string, args ...any) {
	if r.err == nil {
		r.err = &FormatError{Object, int64(at), fmt.Sprintf(format, args...)}
	}
}

// take returns the next n bytes, or nil if there are fewer.
func (r *reader) take(n int) []byte {
	if r.err == nil && n > len(r.b)-r.at {
		r.fail(len(r.b), "the data ends too early")
	}
	if r.err != nil {
		return nil
	}
	r.at += n
	return r.b[r.at-n : r.at]
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) int() int32 {
	if b := r.take(4); b != nil {
		return int32(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// text reads a string with its length in front.
func (r *reader) text() string {
	start, n := r.at, 0
	for shift := 0; ; shift += 7 {
		c := r.byte()
		n |= int(c&0x7F) << shift
		if n > maxString || shift > 14 && c >= 0x80 {
			r.fail(start, "a string is longer than 256 KiB")
		}
		if c < 0x80 || r.err != nil {
			break
		}
	}
	s := string(r.take(n))
	if !utf8.ValidString(s) {
		r.fail(start, "a string is not UTF-8")
	}
	return s
}

// expect reads a byte that has to be want.
func (r *reader) expect(want byte, what string) {
	if at, got := r.at, r.byte(); got != want {
		r.fail(at, "here has to be %s, not kind %#x", what, got)
	}
}

// equal reads an integer that has to be want.
func (r *reader) equal(want int32, what string) {
	if at, got := r.at, r.int(); got != want {
		r.fail(at, "%s has to be %d, not %d", what, want, got)
	}
}
