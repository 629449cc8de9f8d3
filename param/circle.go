package param

import (
	"slices"
	"strings"
)

// circles returns an error for each circle of parameters whose defaults refer to
// each other, with all of it. msdeploy leaves one of the references as it is
// (recorded: parameters/use-cyclic, parameters/use-selfref).
func (s Set) circles() []error {
	var list []error
	done := make([]bool, len(s))
	var way []int
	var follow func(i int)
	follow = func(i int) {
		if at := slices.Index(way, i); at >= 0 {
			list = append(list, s.circle(way[at:]))
			return
		}
		if done[i] || len(way) > len(s) {
			return
		}
		done[i] = true
		way = append(way, i)
		for _, j := range s.references(s[i]) {
			follow(j)
		}
		way = way[:len(way)-1]
	}
	for i := range s {
		follow(i)
	}
	return list
}

// references returns the places of the parameters that the value of p refers
// to. What p was set to is taken as it is.
func (s Set) references(p *Parameter) []int {
	var list []int
	for j, q := range s {
		if at, _ := findReference(p.Default.text, q.Name); at >= 0 && !p.Value.IsSet() {
			list = append(list, j)
		}
	}
	return list
}

func (s Set) circle(way []int) error {
	var b strings.Builder
	for _, i := range way {
		b.WriteString("'" + s[i].Name + "' -> ")
	}
	err := failure("The values of parameters refer to each other in a circle: "+b.String()+"'"+s[way[0]].Name+"'.", nil)
	err.Hint = "set one of them, or change its default"
	return err
}

// leftovers returns an error for each reference in a value that is not replaced,
// because the parameter it names is declared before the one whose default
// brought it in (recorded: parameters/use-refs). The values are those of s, in
// order.
func (s Set) leftovers(values []Value) []error {
	var list []error
	for i, p := range s {
		if p.Value.IsSet() {
			continue
		}
		for _, q := range s {
			if at, _ := findReference(values[i].text, q.Name); at >= 0 {
				err := failure("The reference '{"+q.Name+"}' stays as it is in the value of parameter '"+p.Name+"'.", nil)
				err.Hint = "declare '" + q.Name + "' after the parameters that refer to it"
				list = append(list, err)
			}
		}
	}
	return list
}
