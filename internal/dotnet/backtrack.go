package dotnet

import (
	"time"

	"github.com/dlclark/regexp2"
)

// backtracker is the engine that speaks all of .NET's language.
type backtracker struct {
	re    *regexp2.Regexp
	given string      // the pattern as given, for errors
	slots map[int]int // group number to place among the groups; group 0 is at 0
	limit time.Duration
}

func newBacktracker(pattern string, opts Options) (*backtracker, error) {
	flags := regexp2.RegexOptions(regexp2.None)
	if opts.IgnoreCase {
		flags |= regexp2.IgnoreCase
	}
	re, err := regexp2.Compile(normalize(pattern), flags)
	if err != nil {
		return nil, err
	}
	b := &backtracker{re: re, given: pattern, slots: map[int]int{}, limit: opts.Timeout}
	if b.limit <= 0 {
		b.limit = DefaultTimeout
	}
	re.MatchTimeout = b.limit
	for slot, number := range re.GetGroupNumbers() {
		b.slots[number] = slot
	}
	return b, nil
}

func (b *backtracker) match(s string) (bool, error) {
	ok, err := b.re.MatchString(s)
	if err != nil {
		return false, b.timeout()
	}
	return ok, nil
}

func (b *backtracker) each(s string, groups bool, f func(loc []int)) error {
	deadline := time.Now().Add(b.limit)
	text := []rune(s)
	at := offsets(s, text)
	var loc []int
	m, err := b.re.FindRunesMatch(text)
	for m != nil && err == nil {
		loc = append(loc[:0], at(m.Index), at(m.Index+m.Length))
		if groups {
			loc = appendGroups(loc, m, at)
		}
		f(loc)
		if time.Now().After(deadline) { // the engine's own limit is for one search
			return b.timeout()
		}
		m, err = b.re.FindNextMatch(m)
	}
	if err != nil {
		return b.timeout()
	}
	return nil
}

// appendGroups appends the offsets of m's groups after the first, -1 for those that took
// no part.
func appendGroups(loc []int, m *regexp2.Match, at func(int) int) []int {
	for _, g := range m.Groups()[1:] {
		if len(g.Captures) == 0 {
			loc = append(loc, -1, -1)
		} else {
			loc = append(loc, at(g.Index), at(g.Index+g.Length))
		}
	}
	return loc
}

// offsets returns the way from the index of a character in text to its byte in s.
func offsets(s string, text []rune) func(int) int {
	if len(text) == len(s) {
		return func(i int) int { return i }
	}
	starts := make([]int, 0, len(text)+1)
	for i := range s {
		starts = append(starts, i)
	}
	starts = append(starts, len(s))
	return func(i int) int { return starts[i] }
}

// timeout is what every error of a search means: running out of time is the only way for
// it to fail.
func (b *backtracker) timeout() error {
	return &TimeoutError{Pattern: b.given, Limit: b.limit}
}
