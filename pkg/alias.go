package pkg

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"slices"
	"sort"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
)

// An alias is a second name that a manifest.xml gives a file of the package.
type alias struct{ to, from string }

// An aliased store also has files under second names, as if they were in the
// package twice. A file that has such a name itself gives way.
type aliased struct {
	store
	aliases []alias // in the order of comparePaths, no two with the same name
	system  string  // whose rules names must meet
}

// withAliases returns s with second names. Of equal ones the last counts.
func withAliases(s store, list []alias, system string) store {
	if len(list) == 0 {
		return s
	}
	byName := func(a, b alias) int { return comparePaths(a.to, b.to, false) }
	slices.Reverse(list)
	slices.SortStableFunc(list, byName)
	list = slices.CompactFunc(list, func(a, b alias) bool { return byName(a, b) == 0 })
	return &aliased{s, list, system}
}

func (s *aliased) find(name string, dir bool) (node, error) {
	i, found := sort.Find(len(s.aliases), func(i int) int { return comparePaths(name, s.aliases[i].to, false) })
	if found && !dir {
		return s.file(s.aliases[i]), nil
	}
	n, err := s.store.find(name, dir)
	if lo, hi := s.below(name); dir && lo < hi && errors.Is(err, fs.ErrNotExist) {
		return s.folder(name), nil
	}
	return n, err
}

// file returns the node of the file that a stands for.
func (s *aliased) file(a alias) node {
	n, err := s.store.find(a.from, false)
	n.name = partAt(a.to, countParts(a.to)-1)
	if n.bad = unsafePart(n.name, s.system); n.bad == nil {
		n.bad = err
	}
	return n
}

// folder returns the node of a folder that is only there because of what has
// its second name in it.
func (s *aliased) folder(name string) node {
	n := node{dir: true, path: name, name: partAt(name, countParts(name)-1)}
	n.bad = unsafePart(n.name, s.system)
	return n
}

// below returns where the aliases begin and end whose second names are in a
// folder, at any depth.
func (s *aliased) below(folder string) (lo, hi int) {
	n := len(s.aliases)
	lo = sort.Search(n, func(i int) bool { return comparePaths(s.aliases[i].to, folder, false) > 0 })
	hi = lo + sort.Search(n-lo, func(i int) bool { return !isBelow(s.aliases[lo+i].to, folder, false) })
	return lo, hi
}

func (s *aliased) list(ctx context.Context, folder node) iter.Seq2[node, error] {
	list := s.store.list(ctx, folder)
	if !folder.own && folder.lo == folder.hi { // it is no folder of the package
		list = func(func(node, error) bool) {}
	}
	return merged(list, s.named(folder.path))
}

// named returns what second names put directly into a folder, in the order in
// which it is listed.
func (s *aliased) named(folder string) []node {
	if folder == "." {
		folder = ""
	}
	var list []node
	depth := countParts(folder)
	for i, end := s.below(folder); i < end; {
		a := s.aliases[i]
		name := a.to[:cutDepth(a.to, depth+1)]
		in, next := s.below(name)
		if in < next {
			list = append(list, s.folder(name))
		}
		if name == a.to {
			list = append(list, s.file(a))
		}
		i = next
	}
	return list
}

// merged returns list with more in it, both in the order in which folders are
// listed. A file of list gives way to one of the same name.
func merged(list iter.Seq2[node, error], more []node) iter.Seq2[node, error] {
	order := func(a, b node) int {
		return cmp.Or(ordinal.Compare(a.name, b.name), boolean(b.dir)-boolean(a.dir))
	}
	return func(yield func(node, error) bool) {
		i := 0
		for n, err := range list {
			for ; err == nil && i < len(more) && order(more[i], n) < 0; i++ {
				if !yield(more[i], nil) {
					return
				}
			}
			if err == nil && i < len(more) && order(more[i], n) == 0 {
				if !n.dir {
					n = more[i]
				}
				i++
			}
			if !yield(n, err) || err != nil {
				return
			}
		}
		for _, n := range more[i:] {
			if !yield(n, nil) {
				return
			}
		}
	}
}
