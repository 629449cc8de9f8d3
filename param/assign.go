package param

import (
	"strconv"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

// Assign returns set with what one -setParam says. There are three forms:
//
//	name=NAME,value=VALUE                         gives a parameter its value
//	NAME=VALUE                                    the same, if NAME is not a key
//	kind=KIND,scope=SCOPE,match=MATCH,value=VALUE adds a parameter of its own
//
// A name that set does not have is an error that lists those it has, unless a
// kind comes with it, which then adds a parameter of that name (recorded:
// parameters/deploy-unknown, parameters/setparam-name-and-kind). Of equal names
// the last counts.
func Assign(set Set, list []pairs.Pair) (Set, error) {
	if len(list) == 1 && list[0].HasValue && new(argument).slot(list[0].Key) == nil {
		return set.assignNamed(list[0].Key, list[0].Value)
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
		return set.assignEntry(&a)
	}
	return set.assignNamed(*a.name, *a.value)
}

// missingKey is the error for an argument that lacks a key (recorded:
// parameters/setparam-no-name, parameters/setparam-no-value).
func missingKey(key string) error {
	return failure("The -setParam argument must have the '"+key+"' parameter specified.", nil)
}

func (s Set) assignNamed(name, value string) (Set, error) {
	i := s.index(name)
	if i < 0 {
		return nil, s.unknown(name)
	}
	return s.assign(i, Plain(value))
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

// assignEntry adds a parameter with one entry and its value.
func (s Set) assignEntry(a *argument) (Set, error) {
	e, err := a.entry()
	if err != nil {
		return nil, err
	}
	p := &Parameter{Name: text(a.name), Description: text(a.description), Tags: e.Tags, Entries: []Entry{e}}
	if p.Name == "" {
		p.Name = s.unusedName()
	}
	return append(s[:len(s):len(s)], p).assign(len(s), Plain(*a.value))
}

// unusedName returns a name for a parameter that was not given one.
func (s Set) unusedName() string {
	for n := len(s) + 1; ; n++ {
		if name := "MSDeploySetParameter-" + strconv.Itoa(n); s.index(name) < 0 {
			return name
		}
	}
}
