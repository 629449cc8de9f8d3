package dotnet

import (
	"strings"
	"time"
)

// DefaultTimeout limits a call where Options name no limit. A sane pattern needs
// milliseconds; one that is still running after this will not end soon.
const DefaultTimeout = 2 * time.Second

// Options say how a pattern is to be understood. The zero value is the default.
type Options struct {
	// IgnoreCase makes letters match in either case, as RegexOptions.IgnoreCase does.
	IgnoreCase bool

	// Timeout limits each call as a whole, to within about a tenth of a second.
	// 0 and less mean DefaultTimeout.
	Timeout time.Duration
}

// Regexp is a compiled pattern. It never changes, so calls may overlap freely.
type Regexp struct {
	pattern string
	full    *backtracker // answers any call
	fast    engine       // answers the calls that plan covers; nil if there are none
	plan    plan
}

// engine runs one pattern.
type engine interface {
	match(s string) (bool, error)

	// each calls f for every match, from left to right, with the byte offsets of the match
	// and, if groups is set, of every group, in the layout of the standard library's
	// FindStringSubmatchIndex. The slice is f's until f returns.
	each(s string, groups bool, f func(loc []int)) error
}

// Compile prepares a pattern. The error, if any, is a *SyntaxError.
func Compile(pattern string, opts Options) (*Regexp, error) {
	full, err := newBacktracker(pattern, opts)
	if err != nil {
		return nil, &SyntaxError{Pattern: pattern, Err: reason(err)}
	}
	re := &Regexp{pattern: pattern, full: full}
	if p, ok := translate(pattern, opts.IgnoreCase); ok {
		re.plan, re.fast = p, p.engine()
	}
	return re, nil
}

// String returns the pattern as it was given to Compile.
func (re *Regexp) String() string { return re.pattern }

// Match reports whether the pattern matches anywhere in s. The error, if any, is a
// *TimeoutError.
func (re *Regexp) Match(s string) (bool, error) {
	return re.engine(s, false).match(s)
}

// FindAllIndex returns the matches in s from left to right, each as the byte offsets of
// its start and its end; nil if there are none. As in .NET an empty match may follow
// another match directly. The error, if any, is a *TimeoutError, and comes without matches.
func (re *Regexp) FindAllIndex(s string) ([][2]int, error) {
	var all [][2]int
	err := re.engine(s, true).each(s, false, func(loc []int) {
		all = append(all, [2]int{loc[0], loc[1]})
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Replace returns s with every match replaced. In replacement, these stand for something
// else; any other "$" is itself:
//
//	$1 ${1}     the text of group 1         $$   a dollar sign
//	${name}     the text of that group      $`   the text before the match
//	$0 $&       the whole match             $'   the text after it
//	$+          the highest-numbered group  $_   all of s
//
// A group that took no part is empty; a group that does not exist makes the "$" literal.
// Text outside the matches is kept byte for byte, and s itself comes back if nothing matches.
//
// The error is a *TimeoutError, or a *SyntaxError if replacement names a group number too
// large for .NET.
func (re *Regexp) Replace(s, replacement string) (string, error) {
	t, err := re.full.parseTemplate(replacement)
	if err != nil {
		return "", &SyntaxError{Pattern: replacement, Err: err}
	}
	return re.replace(s, t)
}

// ReplaceLiteral is Replace with a text in which no character is special.
func (re *Regexp) ReplaceLiteral(s, text string) (string, error) {
	return re.replace(s, template{{kind: partText, text: text}})
}

func (re *Regexp) replace(s string, t template) (string, error) {
	var b strings.Builder
	done := 0
	found := false
	err := re.engine(s, true).each(s, t.usesGroups(), func(loc []int) {
		found = true
		b.WriteString(s[done:loc[0]])
		t.expand(&b, s, loc)
		done = loc[1]
	})
	if err != nil {
		return "", err
	}
	if !found {
		return s, nil
	}
	b.WriteString(s[done:])
	return b.String(), nil
}

// engine picks the engine for a call on s; all says whether every match is wanted.
func (re *Regexp) engine(s string, all bool) engine {
	if re.fast != nil && re.plan.covers(s, all) {
		return re.fast
	}
	return re.full
}
