package param

import (
	"errors"
	"io"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Values are what a SetParameters.xml says: values for declared parameters, by
// name, and parameters of its own.
type Values struct {
	Assignments []Assignment // in order; of equal names the last counts
	Declared    Set
}

// An Assignment gives a parameter its value.
type Assignment struct {
	Name  string
	Value Value
}

// ParseValues reads a SetParameters.xml, the file for -setParamFile. An element
// without a value gives the empty one; one without a name has no effect
// (recorded: parameters/setparamfile-novalue, parameters/setparamfile-kind).
func ParseValues(r io.Reader) (*Values, error) { return parse(r, "") }

// ParseValuesFile is ParseValues for a file on disk, which errors name.
func ParseValuesFile(name string) (*Values, error) { return parseFile(name) }

// Lookup returns the value that v gives to the named parameter, and whether it
// gives one.
func (v *Values) Lookup(name string) (Value, bool) {
	for i := len(v.Assignments) - 1; i >= 0; i-- {
		if a := v.Assignments[i]; strings.EqualFold(a.Name, name) {
			return a.Value, true
		}
	}
	return Value{}, false
}

// Apply returns set with the parameters of v added and its values assigned.
// Names that set does not have are ignored (recorded:
// parameters/setparamfile-unknown). It fails if v declares what set has, or if
// a value is not valid (recorded: parameters/setparamfile-wrongelem,
// validation/file-value).
func (v *Values) Apply(set Set) (Set, error) {
	var err error
	for _, p := range v.Declared {
		if set, err = set.add(p); err != nil {
			return nil, err
		}
	}
	for _, a := range v.Assignments {
		if i := set.index(a.Name); i >= 0 {
			if set, err = set.give(i, a.Value); err != nil {
				return nil, err
			}
		}
	}
	return set, nil
}

// ApplyStrictly is Apply for which a name that set does not have is an error too,
// and which does not stop at the first one: the error joins them all. The set
// that comes with it has all values, so that Bind finds what else is wrong.
func (v *Values) ApplyStrictly(set Set) (Set, error) {
	var problems []error
	for _, p := range v.Declared {
		added, err := set.add(p)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		set = added
	}
	for _, a := range v.Assignments {
		i := set.index(a.Name)
		if i < 0 {
			problems = append(problems, failure("The value for '"+a.Name+"' is not used: no parameter is called so."+nearest(a.Name, set.Names()), nil))
			continue
		}
		var p *Parameter
		set, p = set.with(i)
		p.Value, p.assigned = a.Value.in(p.Tags), true
		if err := p.Validation.check(p, p.Value.Reveal()); err != nil {
			problems = append(problems, err)
		}
	}
	return set, errors.Join(problems...)
}

// Encode writes v in the form of a SetParameters.xml: UTF-8 with a byte order
// mark and an XML declaration. Secrets are written as they are.
func (v *Values) Encode(w io.Writer) error {
	x := xmlWriter{}
	x.text("\ufeff" + `<?xml version="1.0" encoding="utf-8"?>` + "\n")
	if len(v.Assignments) == 0 && len(v.Declared) == 0 {
		x.text("<parameters />")
	} else {
		x.text("<parameters>\n")
		x.parameters(v.Declared, "  ")
		for _, a := range v.Assignments {
			x.text("  <setParameter")
			x.attr("name", a.Name)
			x.attr("value", a.Value.Reveal())
			x.text(" />\n")
		}
		x.text("</parameters>")
	}
	return x.flush(w)
}

// declared returns v as a set of declarations. Values are assigned to what v
// itself declares; others are errors.
func (v *Values) declared() (Set, error) {
	set := v.Declared
	for _, a := range v.Assignments {
		i := set.index(a.Name)
		if i < 0 {
			return nil, &provider.Error{
				Op: "declare parameters", Path: a.Name,
				Msg:  "The declared parameter '" + a.Name + "' is not recognized.",
				Hint: "declare it with a <parameter> element, or give the file to -setParamFile",
			}
		}
		var err error
		if set, err = set.assign(i, a.Value); err != nil {
			return nil, err
		}
	}
	return set, nil
}
