package param

import (
	"strings"
)

// An argument is the value of -declareParam or -setParam: keys with values.
type argument struct {
	name, value, def, description, tags *string
	kind, scope, match                  *string
}

// readArgument takes a list apart (recorded: parameters/inline-unknown-key,
// parameters/deploy-comma). Of equal keys the last counts.
func readArgument(list []Pair) (argument, error) {
	var a argument
	for _, p := range list {
		slot := a.slot(p.Key)
		if slot == nil {
			return a, failure("Unrecognized argument '"+p.Key+"'.", nil)
		}
		v := p.Value
		*slot = &v
	}
	return a, nil
}

// slot returns where the value of a key goes, or nil if there is no such key.
func (a *argument) slot(key string) **string {
	switch strings.ToLower(key) {
	case "name":
		return &a.name
	case "value":
		return &a.value
	case "defaultvalue":
		return &a.def
	case "description":
		return &a.description
	case "tags":
		return &a.tags
	case "kind", "type":
		return &a.kind
	case "scope":
		return &a.scope
	case "match":
		return &a.match
	}
	return nil
}

// hasEntry reports whether a names a place to put a value.
func (a *argument) hasEntry() bool { return a.kind != nil || a.scope != nil || a.match != nil }

// entry returns the place that a names.
func (a *argument) entry() (Entry, error) {
	e := Entry{Scope: text(a.scope), Match: text(a.match), Tags: Tags(text(a.tags))}
	if a.kind == nil {
		return e, failure("The 'kind' setting must be given with 'scope' and 'match'.\nParameter name: kind", nil)
	}
	var err error
	if e.Kind, err = ParseKind(*a.kind); err != nil {
		return e, err
	}
	return e, e.valid()
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Declare returns set with what one -declareParam says: a parameter, or another
// entry of one that is there. The keys are name, defaultValue, description,
// tags, kind or type, scope and match; value is accepted and ignored (recorded:
// parameters/inline and others that begin with it). Properties that the
// parameter has already must not be given again.
func Declare(set Set, list []Pair) (Set, error) {
	a, err := readArgument(list)
	if err != nil {
		return nil, err
	}
	if text(a.name) == "" {
		return nil, failure("The -declareParam argument must have the 'name' parameter specified.", nil)
	}
	i := set.index(*a.name)
	if i < 0 {
		i = len(set)
		set = append(set[:i:i], &Parameter{Name: *a.name})
	}
	set, p := set.with(i)
	if err := p.extend(&a); err != nil {
		return nil, err
	}
	return set, nil
}

// extend adds to p what a says.
func (p *Parameter) extend(a *argument) error {
	if a.tags != nil && *a.tags != "" {
		if p.Tags != "" {
			return p.again("tags", Plain(string(p.Tags)), Plain(*a.tags))
		}
		p.Tags = Tags(*a.tags)
		p.hide()
	}
	if a.def != nil {
		v := Plain(*a.def).in(p.Tags)
		if p.Default.IsSet() {
			return p.again("defaultValue", p.Default, v)
		}
		p.Default = v
	}
	if a.description != nil && *a.description != "" {
		if p.Description != "" {
			return p.again("description", Plain(p.Description), Plain(*a.description))
		}
		p.Description = *a.description
	}
	if !a.hasEntry() {
		return nil
	}
	e, err := a.entry()
	if err != nil {
		return p.cannotAdd(a, err)
	}
	p.Entries = append(p.Entries, e)
	return nil
}

// again is the error for a property given twice (recorded:
// parameters/inline-dup-default).
func (p *Parameter) again(property string, old, v Value) error {
	return failure("The parameter '"+p.Name+"' already has the property '"+property+"' defined (its value is '"+old.String()+
		"'). You should not specify it again ('"+v.String()+"').", nil)
}

// cannotAdd is the error for an entry that makes no sense (recorded:
// parameters/inline-bad-kind). One without a kind is not even named (recorded:
// parameters/inline-scope-no-kind).
func (p *Parameter) cannotAdd(a *argument, err error) error {
	if a.kind == nil {
		return err
	}
	return failure("Could not add the entry (type = '"+*a.kind+"', scope = '"+text(a.scope)+"', match = '"+text(a.match)+
		"') to the parameter named '"+p.Name+"'.", err)
}
