package main

import (
	"errors"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// declare reads the parameters that the destination is to declare.
func (s *session) declare() (err error) {
	if s.cmd.DeclareParamFile != "" {
		if s.declared, err = param.ParseFile(s.cmd.DeclareParamFile); err != nil {
			return err
		}
	}
	for _, p := range s.cmd.DeclareParams {
		if s.declared, err = param.Declare(s.declared, toPairs(p)); err != nil {
			return err
		}
	}
	return nil
}

// bind gives the parameters of the source their values and adds the rule that
// puts them in place.
func (s *session) bind(src provider.Tree) error {
	set, err := parameters(src)
	if err != nil {
		return err
	}
	for _, name := range s.cmd.RemoveParams {
		if set, err = set.Remove(name); err != nil {
			return err
		}
	}
	set, problems := s.assign(set)
	if problems != nil && !s.cmd.StrictParams {
		return problems[0]
	}
	return errors.Join(append(problems, s.useParameters(set))...)
}

// assign gives the parameters of set the values of the command. It returns what
// is wrong: the first thing, with -strictParams everything.
func (s *session) assign(set param.Set) (param.Set, []error) {
	var problems []error
	files, err := s.values()
	if err != nil {
		return set, []error{err}
	}
	for _, values := range files {
		apply := values.Apply
		if s.cmd.StrictParams {
			apply = values.ApplyStrictly
		}
		with, err := apply(set)
		if err != nil {
			problems = append(problems, err)
		}
		if with != nil {
			set = with
		}
	}
	read := param.References(nil)
	for _, p := range s.cmd.SetParams {
		with, err := param.Assign(set, toPairs(p), read)
		if err != nil {
			if problems = append(problems, err); !s.cmd.StrictParams {
				return set, problems
			}
			continue
		}
		set = with
	}
	return set, problems
}

// values returns what the command gives in files, in order.
func (s *session) values() ([]*param.Values, error) {
	var list []*param.Values
	if s.cmd.SetParamFile != "" {
		v, err := param.ParseValuesFile(s.cmd.SetParamFile)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	if s.profile != nil {
		v, err := s.profile.Values()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// useParameters puts the values of set in place.
func (s *session) useParameters(set param.Set) error {
	style := param.Lossless
	if s.cmd.XMLEdit == cmdline.XMLEditMSDeploy || s.cmd.XMLEdit == "" && s.inv.compatible {
		style = param.AsMSDeploy
	}
	b, err := param.Bind(set, &param.Options{XML: style, Text: style, Strict: s.cmd.StrictParams})
	if err != nil {
		return err
	}
	if err := s.selected.Provide(b.Rule()); err != nil {
		return err
	}
	s.env.Redact = b.Redact
	if s.selected.IsOn(b.Rule().Name) {
		s.env.Redirect = b.Redirect
	}
	s.binding = b
	return nil
}

// parameters returns what the source declares, if it is a package.
func parameters(src provider.Tree) (param.Set, error) {
	if r, ok := src.(*pkg.Reader); ok {
		return r.Parameters()
	}
	return nil, nil
}

func toPairs(list cmdline.Pairs) []param.Pair {
	out := make([]param.Pair, len(list))
	for i, p := range list {
		out[i] = param.Pair{Key: p.Name, Value: p.Value, HasValue: p.HasValue}
	}
	return out
}
