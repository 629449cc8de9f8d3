package iis

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A request says what permissions are asked for.
type request struct{ user, access, resource string }

// askedFor returns what the settings s of one side ask for or, where they say
// nothing, the attributes of the other.
func askedFor(s provider.Settings, other provider.Attrs) request {
	get := func(name, value string) string {
		if v, ok := s.Lookup(name); ok {
			return v
		}
		if v, ok := other.Get(name); ok {
			return v.String()
		}
		return value
	}
	return request{get(aclUser, ""), get(aclAccess, "Read"), get(aclResourceType, "Directory")}
}

func (r request) attrs() provider.Attrs {
	return provider.Attrs{
		{Name: aclUser, Value: provider.String(r.user), Flags: provider.NoCompare},
		{Name: aclAccess, Value: provider.String(r.access), Flags: provider.NoCompare},
	}
}

// name returns what to call the user.
func (r *request) name() string {
	if r.user == "" {
		return poolIdentity
	}
	return r.user
}

// whoIs returns how to say who the user is.
func (r *request) whoIs() string {
	name := r.name()
	if strings.ContainsAny(name, ` \`) {
		name = `"` + name + `"`
	}
	return "-aclUser:" + name + "=USER says who it is."
}

// rights returns the rights that r asks for.
func (r *request) rights() (rights, error) {
	if r.access == "" {
		return parseRights("Read")
	}
	return parseRights(r.access)
}
