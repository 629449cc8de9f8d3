package param

import (
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A Set is a list of parameters, no two of the same name, in the order in which
// they were declared. That is also the order in which they are applied.
type Set []*Parameter

// Names returns the names of the parameters in order.
func (s Set) Names() []string {
	names := make([]string, len(s))
	for i, p := range s {
		names[i] = p.Name
	}
	return names
}

// Lookup returns the parameter of the given name, or nil.
func (s Set) Lookup(name string) *Parameter {
	if i := s.index(name); i >= 0 {
		return s[i]
	}
	return nil
}

// Remove returns s without the named parameter: what -removeParam does. It
// fails if there is none (recorded: parameters/remove-unknown).
func (s Set) Remove(name string) (Set, error) {
	i := s.index(name)
	if i < 0 {
		return nil, failure("Could not find a parameter named '"+name+"'.", nil)
	}
	return slices.Delete(slices.Clone(s), i, i+1), nil
}

func (s Set) index(name string) int {
	return slices.IndexFunc(s, func(p *Parameter) bool { return strings.EqualFold(p.Name, name) })
}

// add returns s with p at its end. It fails if there is one of that name
// (recorded: parameters/file-dup).
func (s Set) add(p *Parameter) (Set, error) {
	if s.index(p.Name) >= 0 {
		return nil, failure("The parameter '"+p.Name+"' has already been defined.", nil)
	}
	return append(slices.Clip(s), p), nil
}

// with returns s with a copy of its i-th parameter, which it also returns, to
// be changed by the caller.
func (s Set) with(i int) (Set, *Parameter) {
	t := slices.Clone(s)
	t[i] = s[i].Clone()
	return t, t[i]
}

// Unsupported returns the error with which a source or destination refuses
// declared parameters that has no place for them: anything that is no package
// (recorded: parameters/declare-on-dirpath, parameters/getparameters-manifest).
func Unsupported(root *provider.Object) error {
	return &provider.Error{
		Op: "declare parameters", Kind: root.Kind, Path: root.Path,
		Msg:  "The '" + string(root.Kind) + "' object does not support declared parameters.",
		Hint: "only packages and archive folders hold parameters",
	}
}
