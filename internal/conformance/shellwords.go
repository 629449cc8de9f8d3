package conformance

import (
	"errors"
	"fmt"
	"strings"
)

// shellWords splits a setup line as a POSIX shell does: at blanks outside
// quotes; single quotes keep everything, double quotes all but \ and $; a
// backslash keeps the next character. $W is the only variable. Globs, pipes
// and the like have no meaning here.
func shellWords(line, work string) ([]string, error) {
	s := splitter{rest: line, work: work}
	for s.rest != "" {
		if err := s.step(); err != nil {
			return nil, fmt.Errorf("%w in %q", err, line)
		}
	}
	s.end()
	return s.words, nil
}

type splitter struct {
	rest, work string
	words      []string
	word       strings.Builder
	open       bool // a word has begun; quotes alone begin one
}

func (s *splitter) step() error {
	c := s.rest[0]
	switch c {
	case ' ', '\t':
		s.rest = s.rest[1:]
		s.end()
		return nil
	case '\'':
		text, rest, ok := strings.Cut(s.rest[1:], "'")
		if !ok {
			return errors.New("a single quote is not closed")
		}
		s.add(text, rest)
		return nil
	case '"':
		s.add("", s.rest[1:])
		return s.doubleQuoted()
	case '\\':
		if len(s.rest) < 2 {
			return errors.New("a backslash ends the line")
		}
		s.add(s.rest[1:2], s.rest[2:])
		return nil
	case '$':
		return s.variable()
	}
	s.add(s.rest[:1], s.rest[1:])
	return nil
}

func (s *splitter) doubleQuoted() error {
	for s.rest != "" {
		switch c := s.rest[0]; {
		case c == '"':
			s.rest = s.rest[1:]
			return nil
		case c == '$':
			if err := s.variable(); err != nil {
				return err
			}
		case c == '\\' && len(s.rest) > 1 && strings.IndexByte("$`\"\\", s.rest[1]) >= 0:
			s.add(s.rest[1:2], s.rest[2:])
		default:
			s.add(s.rest[:1], s.rest[1:])
		}
	}
	return errors.New("a double quote is not closed")
}

// variable handles a dollar sign: $W, or a dollar that no name follows.
func (s *splitter) variable() error {
	name := s.rest[1:]
	length := strings.IndexFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	if length >= 0 {
		name = name[:length]
	}
	switch {
	case name == "W":
		s.add(s.work, s.rest[2:])
	case name == "" && !strings.HasPrefix(s.rest, "${") && !strings.HasPrefix(s.rest, "$("):
		s.add("$", s.rest[1:])
	default:
		return fmt.Errorf("$%s: $W is the only variable", name)
	}
	return nil
}

func (s *splitter) add(text, rest string) {
	s.word.WriteString(text)
	s.rest, s.open = rest, true
}

func (s *splitter) end() {
	if s.open {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
	s.open = false
}

// unescape expands \n, \r, \t, \\ and \0OOO (one byte, up to three octal
// digits), the escapes of the setup command put. Other backslashes stay.
func unescape(text string) []byte {
	var out []byte
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out = append(out, text[i])
			continue
		}
		i++
		switch text[i] {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case '\\':
			out = append(out, '\\')
		case '0':
			var value byte
			for n := 0; n < 3 && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '7'; n++ {
				i++
				value = value<<3 | (text[i] - '0')
			}
			out = append(out, value)
		default:
			out = append(out, '\\', text[i])
		}
	}
	return out
}
