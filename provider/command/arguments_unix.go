//go:build unix

package command

import (
	"errors"
	"strings"
)

// arguments splits a command line as a shell does that puts nothing in the
// place of anything: at blanks and line ends, where single quotes protect
// everything up to the next one, double quotes everything but a backslash
// before ", \, $ or a backquote, and elsewhere a backslash the next character.
func arguments(text string) ([]string, error) {
	s := argumentSplitter{rest: text}
	for s.rest != "" {
		if err := s.step(); err != nil {
			return nil, err
		}
	}
	s.end()
	return s.args, nil
}

type argumentSplitter struct {
	rest string
	args []string
	arg  strings.Builder
	open bool // an argument has begun; quotes alone begin one
}

// step deals with the next character, or with a whole quotation.
func (s *argumentSplitter) step() error {
	switch c := s.rest[0]; c {
	case ' ', '\t', '\n':
		s.end()
		s.rest = s.rest[1:]
	case '\'':
		text, rest, ok := strings.Cut(s.rest[1:], "'")
		if !ok {
			return errors.New("a single quote is not closed")
		}
		s.take(text, rest)
	case '"':
		return s.quotation()
	case '\\':
		if len(s.rest) == 1 {
			return errors.New("a backslash ends the command line")
		}
		s.take(s.rest[1:2], s.rest[2:])
	default:
		s.take(s.rest[:1], s.rest[1:])
	}
	return nil
}

// quotation deals with what is between double quotes.
func (s *argumentSplitter) quotation() error {
	s.take("", s.rest[1:])
	for s.rest != "" {
		switch c := s.rest[0]; {
		case c == '"':
			s.rest = s.rest[1:]
			return nil
		case c == '\\' && len(s.rest) > 1 && strings.IndexByte("\"\\$`", s.rest[1]) >= 0:
			s.take(s.rest[1:2], s.rest[2:])
		default:
			s.take(s.rest[:1], s.rest[1:])
		}
	}
	return errors.New("a double quote is not closed")
}

// take adds text to the argument and goes on with rest.
func (s *argumentSplitter) take(text, rest string) {
	s.arg.WriteString(text)
	s.open, s.rest = true, rest
}

func (s *argumentSplitter) end() {
	if s.open {
		s.args = append(s.args, s.arg.String())
		s.arg.Reset()
		s.open = false
	}
}
