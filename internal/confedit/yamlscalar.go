package confedit

import "strings"

// A yamlScalar is a literal or folded block scalar.
type yamlScalar struct {
	value  string
	end    int    // of its last line, without the break
	note   string // what comes behind its indicators: a comment
	brk    string // the line break there, or ""
	indent int    // of its lines
	parent int    // what an indentation indicator is added to, or -1 in no collection
	blank  int    // the lines without text that follow it and are no part of it
	odd    bool   // a line break behind its last text stands for itself in a value
}

// readYAMLScalar reads the block scalar at an offset, which is in a collection
// with that indentation. It reads as the parser does, to find where it ends.
func readYAMLScalar(text string, at, parent int) *yamlScalar {
	s := &yamlScalar{parent: parent}
	folded, chomp, increment := text[at] == '>', byte(0), 0
	for at++; at < len(text) && strings.IndexByte("+-123456789", text[at]) >= 0; at++ {
		if c := text[at]; c == '+' || c == '-' {
			chomp = c
		} else {
			increment = int(c - '0')
		}
	}
	end := yamlLineEnd(text, at)
	s.note, s.end = text[at:end], end
	at = end + breakAt(text, end)
	s.brk = text[end:at]
	if increment > 0 {
		s.indent = max(parent, 0) + increment
	} else {
		s.indent = max(widest(text, at), parent+1, 1)
	}
	s.lines(text, at, folded, chomp)
	return s
}

// widest returns the most spaces that a line from at on begins with, up to the
// first line with text.
func widest(text string, at int) int {
	most := 0
	for {
		begin := at
		for at < len(text) && text[at] == ' ' {
			at++
		}
		most = max(most, at-begin)
		n := breakAt(text, at)
		if n == 0 {
			return most
		}
		at += n
	}
}

// lines reads the lines from at on.
func (s *yamlScalar) lines(text string, at int, folded bool, chomp byte) {
	var b strings.Builder
	brk := ""          // that ended the last line with text
	var empty []string // the breaks of the lines without since
	blank := false     // the last line with text began with white space
	for {
		begin := at
		for at < len(text) && text[at] == ' ' && at-begin < s.indent {
			at++
		}
		if n := breakAt(text, at); n > 0 {
			empty = append(empty, readBreak(text[at:at+n]))
			if chomp == '+' {
				s.end = at
			}
			at += n
			continue
		}
		if at-begin < s.indent || at >= len(text) {
			break
		}
		wasBlank := blank
		blank = text[at] == ' ' || text[at] == '\t'
		if folded && !wasBlank && !blank && strings.HasPrefix(brk, "\n") {
			if len(empty) == 0 {
				b.WriteByte(' ')
			}
		} else {
			b.WriteString(brk)
		}
		b.WriteString(strings.Join(empty, ""))
		empty, brk = nil, ""
		s.end = yamlLineEnd(text, at)
		b.WriteString(text[at:s.end])
		at = s.end
		if n := breakAt(text, at); n > 0 {
			brk = readBreak(text[at : at+n])
			at += n
		}
	}
	s.odd = strings.Contains(brk+strings.Join(empty, ""), "\xE2")
	if chomp != '-' {
		b.WriteString(brk)
	}
	if chomp == '+' {
		b.WriteString(strings.Join(empty, ""))
	} else {
		s.blank = len(empty)
	}
	s.value = b.String()
}

// literal returns value as a literal block scalar that stands for s and comes
// before rest. It fails for what cannot be written so, and what would need other
// lines than its own to change.
func (s *yamlScalar) literal(value, rest string) (string, bool) {
	last := rest == ""
	lines := strings.TrimRight(value, "\n")
	brk := s.brk
	if brk == "" {
		brk = "\n"
	}
	if lines == "" || s.odd || strings.HasPrefix(brk, "\xC2") || strings.HasPrefix(brk, "\xE2") || strings.HasPrefix(rest, "\n") && brk == "\r" {
		return "", false
	}
	var b strings.Builder
	b.WriteByte('|')
	if c := strings.TrimLeft(lines, "\n")[0]; c == ' ' || c == '\t' {
		digit := s.indent - s.parent
		if s.parent < 0 || digit > 9 { // readers differ about the former
			return "", false
		}
		b.WriteByte(byte('0' + digit))
	}
	more := len(value) - len(lines) - 1 // line breaks behind the one of the last line
	switch {
	case more < 0:
		b.WriteByte('-')
		more = 0
	case more == 0 && last:
		more = 1
	case more > 0:
		b.WriteByte('+')
		if more -= s.blank; more < 0 {
			return "", false
		}
		if last {
			more++
		}
	}
	b.WriteString(s.note)
	for line := range strings.SplitSeq(lines, "\n") {
		b.WriteString(brk)
		if line != "" {
			b.WriteString(strings.Repeat(" ", s.indent))
			b.WriteString(line)
		}
	}
	b.WriteString(strings.Repeat(brk, more))
	return b.String(), true
}
