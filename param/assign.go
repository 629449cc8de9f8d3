package param

import (
	"strconv"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

// A Pair is one item of an argument of -declareParam or -setParam: KEY=VALUE.
type Pair = pairs.Pair

// ParsePairs reads the text of such an argument as msdeploy does: items are
// separated by commas, and either kind of quotes protects commas and equals
// signs. It never fails: whatever it is given is some list.
func ParsePairs(text string) []Pair { return pairs.Parse(text) }

// Assign returns set with what one -setParam says. There are three forms:
//
//	name=NAME,value=VALUE                         gives a parameter its value
//	NAME=VALUE                                    the same, if NAME is not a key
//	kind=KIND,scope=SCOPE,match=MATCH,value=VALUE adds a parameter of its own
//
// A name that set does not have is an error that lists those it has, unless a
// kind comes with it, which then adds a parameter of that name (recorded:
// parameters/deploy-unknown, parameters/setparam-name-and-kind). Of equal names
// the last counts. The value itself is what read makes of VALUE.
func Assign(set Set, list []Pair, read Reader) (Set, error) {
	if len(list) == 1 && list[0].HasValue && new(argument).slot(list[0].Key) == nil {
		return set.assignNamed(list[0].Key, list[0].Value, read)
	}
	a, err := readArgument(list)
	if err != nil {
		return nil, err
	}
	switch {
	case a.name == nil && a.kind == nil:
		return nil, missingKey("kind")
	case a.value == nil:
		return nil, missingKey("value")
	case a.name == nil || a.kind != nil && set.index(*a.name) < 0:
		return set.assignEntry(&a, read)
	}
	return set.assignNamed(*a.name, *a.value, read)
}

// missingKey is the error for an argument that lacks a key (recorded:
// parameters/setparam-no-name, parameters/setparam-no-value).
func missingKey(key string) error {
	return failure("The -setParam argument must have the '"+key+"' parameter specified.", nil)
}

func (s Set) assignNamed(name, value string, read Reader) (Set, error) {
	i := s.index(name)
	if i < 0 {
		return nil, s.unknown(name)
	}
	v, err := read(value)
	if err != nil {
		return nil, err
	}
	return s.give(i, v)
}

// unknown is the error for a name that s does not have.
func (s Set) unknown(name string) error {
	list := ""
	for i, n := range s.Names() {
		if i > 0 {
			list += ", "
		}
		list += n
	}
	return failure("Source does not support parameter called '"+name+"'. Must be one of ("+list+").", nil)
}

// assign returns s with the value of its i-th parameter set to v, if the
// parameter takes it.
func (s Set) assign(i int, v Value) (Set, error) {
	s, p := s.with(i)
	if err := p.Validation.check(p, v.Reveal()); err != nil {
		return nil, err
	}
	p.Value = v.in(p.Tags)
	return s, nil
}

// give is assign for a value from who deploys.
func (s Set) give(i int, v Value) (Set, error) {
	s, err := s.assign(i, v)
	if err == nil {
		s[i].assigned = true // it is a copy
	}
	return s, err
}

// assignEntry adds a parameter with one entry and its value.
func (s Set) assignEntry(a *argument, read Reader) (Set, error) {
	e, err := a.entry()
	if err != nil {
		return nil, err
	}
	v, err := read(*a.value)
	if err != nil {
		return nil, err
	}
	p := &Parameter{Name: text(a.name), Description: text(a.description), Tags: e.Tags, Entries: []Entry{e}}
	if p.Name == "" {
		p.Name = s.unusedName()
	}
	return append(s[:len(s):len(s)], p).give(len(s), v)
}

// unusedName returns a name for a parameter that was not given one.
func (s Set) unusedName() string {
	for n := len(s) + 1; ; n++ {
		if name := "MSDeploySetParameter-" + strconv.Itoa(n); s.index(name) < 0 {
			return name
		}
	}
}
