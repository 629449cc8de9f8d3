package command

import (
	"bytes"
	"log/slog"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/webdeploy-go/webdeploy/internal/printable"
)

const (
	longestLine = 16 << 10            // bytes of a line that are shown
	heldLine    = longestLine + 4<<10 // and looked at, lest a secret be cut in two and not be known
)

// A line is one that a command wrote.
type line struct {
	text  string
	cut   int // bytes that are left out at its end
	level slog.Level
}

// A splitter cuts what is written to it into lines, which end at a line feed, a
// carriage return, as in the display of a progress, or both. It holds no more
// of a line than is looked at.
type splitter struct {
	emit func(line)
	text []byte
	cut  int
	cr   bool // the last byte was a carriage return, which a line feed may follow
}

// Write takes a piece of what is written.
func (s *splitter) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if s.cr && p[0] == '\n' {
			p = p[1:]
		}
		s.cr = false
		i := bytes.IndexAny(p, "\r\n")
		if i < 0 {
			s.add(p)
			break
		}
		s.add(p[:i])
		s.flush()
		s.cr = p[i] == '\r'
		p = p[i+1:]
	}
	return n, nil
}

func (s *splitter) add(p []byte) {
	fits := min(len(p), heldLine-len(s.text))
	s.text = append(s.text, p[:fits]...)
	s.cut += len(p) - fits
}

func (s *splitter) flush() {
	s.emit(line{text: string(s.text), cut: s.cut})
	s.text, s.cut = s.text[:0], 0
}

// end emits a last line that nothing ends.
func (s *splitter) end() {
	if len(s.text) > 0 {
		s.flush()
	}
}

const tabWidth = 8

// show returns a line as it is shown: without tabs and what could steer a
// terminal. It tells how many bytes are left out at its end, where cut are gone
// already.
func show(text string, cut int) string {
	if len(text) > longestLine {
		text, cut = text[:longestLine], cut+len(text)-longestLine
	}
	var b strings.Builder
	column := 0
	for i, field := range strings.Split(text, "\t") {
		if i > 0 {
			blanks := tabWidth - column%tabWidth
			b.WriteString(strings.Repeat(" ", blanks))
			column += blanks
		}
		field = printable.Line(field)
		b.WriteString(field)
		column += utf8.RuneCountInString(field)
	}
	if cut > 0 {
		b.WriteString(" ... (" + strconv.Itoa(cut) + " more bytes)")
	}
	return b.String()
}
