package provider

import (
	"errors"
	"strings"
)

// A nestedSetting is a setting of every provider of a kind.
type nestedSetting struct {
	kind Kind
	Setting
}

// side returns what to open ref with and as, if ref is a whole side of a
// deployment. Settings written KIND.NAME, such as setAcl.setAclUser=me, are not
// those of ref, but of every provider of that kind which is opened on that side
// and is given no other value. They are checked here, since nothing of the kind
// may come up.
func (e *Env) side(ref Ref) (*Env, Ref, error) {
	if e == nil {
		return nil, ref, nil
	}
	side := *e
	side.nested = nil
	var own Settings
	for _, s := range ref.Settings {
		kind, name, ok := strings.Cut(s.Name, ".")
		if !ok {
			own = append(own, s)
			continue
		}
		n := nestedSetting{Kind(kind), Setting{name, s.Value}}
		_, err := e.lookup(Ref{Kind: n.kind, Settings: Settings{n.Setting}})
		foreign := errors.Is(err, CodeProviderNotFound) && systemOf(n.kind) != "" // nothing of the kind can be opened
		if err != nil && !foreign {
			return nil, ref, err
		}
		side.nested = append(side.nested, n)
	}
	ref.Settings = own
	return &side, ref, nil
}

// WithNested returns ref with the settings that its side of the deployment has
// for every provider of its kind, unless ref has them. Open and OpenTarget do so
// by themselves.
func (e *Env) WithNested(ref Ref) Ref {
	if e == nil {
		return ref
	}
	for _, n := range e.nested {
		if _, given := ref.Settings.Lookup(n.Name); !given && n.kind.Is(ref.Kind) {
			ref.Settings = append(ref.Settings[:len(ref.Settings):len(ref.Settings)], n.Setting)
		}
	}
	return ref
}
