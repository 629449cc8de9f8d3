package provider

import (
	"errors"
	"slices"
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
		if err := e.checkNested(n); err != nil {
			return nil, ref, err
		}
		side.nested = append(side.nested, n)
	}
	ref.Settings = own
	return &side, ref, nil
}

// checkNested returns an error unless n is a setting of its provider alone: the
// connection is that of the side. Of kinds that are only packed here nothing is
// known.
func (e *Env) checkNested(n nestedSetting) error {
	p, err := e.lookup(Ref{Kind: n.kind, Settings: Settings{n.Setting}})
	switch {
	case errors.Is(err, CodeProviderNotFound) && systemOf(n.kind) != "":
		return nil
	case err != nil:
		return err
	}
	own := DocOf(p).Settings
	if slices.ContainsFunc(own, func(d SettingDoc) bool { return strings.EqualFold(d.Name, n.Name) }) {
		return nil
	}
	return unknownSetting(p.Kind(), n.Name, own)
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
