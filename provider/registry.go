package provider

import (
	"iter"
	"maps"
	"slices"
	"strings"
)

// A Registry is a set of providers. There is no global one: programs make
// their own, usually from builtin.Providers. A Registry may be used by several
// goroutines.
type Registry struct{ m map[string]Provider }

// NewRegistry returns a registry of ps. It panics if two have the same kind.
func NewRegistry(ps ...Provider) *Registry {
	r := &Registry{m: make(map[string]Provider, len(ps))}
	for _, p := range ps {
		k := strings.ToLower(string(p.Kind()))
		if r.m[k] != nil {
			panic("provider: two providers of kind " + k)
		}
		r.m[k] = p
	}
	return r
}

// Lookup returns the provider of kind k, matched without regard to case, or an
// error that matches CodeProviderNotFound.
func (r *Registry) Lookup(k Kind) (Provider, error) {
	if p := r.m[strings.ToLower(string(k))]; p != nil {
		return p, nil
	}
	return nil, notFound(k)
}

// All iterates over the providers in the order of their kinds.
func (r *Registry) All() iter.Seq[Provider] {
	return func(yield func(Provider) bool) {
		for _, k := range slices.Sorted(maps.Keys(r.m)) {
			if !yield(r.m[k]) {
				return
			}
		}
	}
}
