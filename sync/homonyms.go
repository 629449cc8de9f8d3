package sync

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// homonyms deals with siblings of one name that are of different kinds or whose
// spelling differs in case. Those of one kind that are spelled alike stand for
// each other; of the rest, pairs of one kind are made in order. What is left
// over is deleted, which makes room, or added, so that no object is lost to
// case (recorded: sync/dir-to-file, sync/file-to-dir, sync/case-file-whatif).
//
// Of what cannot be read even the kind may be wrong. Nothing is deleted for it:
// what stands for it is kept if it is left out, and else the sync ends here.
func (p *planner) homonyms(dst *provider.Object, from, to []*provider.Object) bool {
	unknown := false
	for _, src := range from {
		switch {
		case rules.Withheld(src):
			unknown = true
		case src.Invalid != nil:
			return p.fail(src.Invalid)
		}
	}
	pairs := pairUp(from, to)
	for _, old := range to {
		if old != nil && !unknown && !p.remove(old) {
			return false
		}
	}
	for i, src := range from {
		if pairs[i] != nil && !p.match(src, pairs[i]) || pairs[i] == nil && !p.add(dst, src) {
			return false
		}
	}
	return true
}

// pairUp returns for each object of from the one of to that it stands for, or
// nil. Those that it returns are taken out of to. There may be very many: names
// of a hostile package can be spelled in any number of ways.
func pairUp(from, to []*provider.Object) []*provider.Object {
	pairs := make([]*provider.Object, len(from))
	match := func(name func(*provider.Object) string, free func(*provider.Object) bool) {
		left := make(map[string][]int, len(to))
		for j, old := range to {
			if old != nil && free(old) {
				left[name(old)] = append(left[name(old)], j)
			}
		}
		for i, src := range from {
			if list := left[name(src)]; pairs[i] == nil && len(list) > 0 {
				left[name(src)] = list[1:]
				pairs[i], to[list[0]] = to[list[0]], nil
			}
		}
	}
	spelled := make(map[string]bool, len(from))
	for _, src := range from {
		spelled[src.Key] = true
	}
	kind := func(o *provider.Object) string { return strings.ToLower(string(o.Kind)) }
	match(func(o *provider.Object) string { return kind(o) + " " + o.Key }, func(*provider.Object) bool { return true })
	// An object keeps its spelling, so it must not be in the way of another one.
	match(kind, func(old *provider.Object) bool { return !spelled[old.Key] })
	return pairs
}
