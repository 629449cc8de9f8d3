//go:build unix

package iis

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
)

// A principal is a user or a group of this machine.
type principal struct {
	id     uint32
	group  bool
	groups []uint32 // that a user is in
}

// tag returns the tag of entries for p.
func (p principal) tag() uint16 {
	if p.group {
		return tagNamed
	}
	return tagUser
}

// in reports whether what the group id may do, p may do.
func (p principal) in(id uint32) bool {
	if p.group {
		return p.id == id
	}
	return slices.Contains(p.groups, id)
}

// lookUp returns the user or else the group with the given name, and whether
// there is one. A domain that is this machine may come first.
func lookUp(name string) (principal, bool, error) {
	p, ok, err := lookUpUser(name)
	if err != nil || ok {
		return p, ok, err
	}
	if p, ok, err = lookUpGroup(name); err != nil || ok {
		return p, ok, err
	}
	if local, here := unqualified(name); here {
		return lookUp(local)
	}
	return principal{}, false, nil
}

// unqualified returns name without a domain that is this machine, and whether
// there was one.
func unqualified(name string) (string, bool) {
	domain, user, ok := strings.Cut(name, `\`)
	if !ok {
		return name, false
	}
	host, err := os.Hostname()
	return user, domain == "." || err == nil && strings.EqualFold(domain, host)
}

func lookUpUser(name string) (principal, bool, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return principal{}, false, unlessUnknown(err)
	}
	ids, err := u.GroupIds()
	if err != nil {
		return principal{}, false, err
	}
	var p principal
	if p.id, err = number(u.Uid); err != nil {
		return principal{}, false, err
	}
	for _, s := range ids {
		id, err := number(s)
		if err != nil {
			return principal{}, false, err
		}
		p.groups = append(p.groups, id)
	}
	return p, true, nil
}

func lookUpGroup(name string) (principal, bool, error) {
	g, err := user.LookupGroup(name)
	if err != nil {
		return principal{}, false, unlessUnknown(err)
	}
	id, err := number(g.Gid)
	return principal{id: id, group: true}, err == nil, err
}

// unlessUnknown returns err unless it says that there is nobody of that name,
// or nobody at all.
func unlessUnknown(err error) error {
	var u user.UnknownUserError
	var g user.UnknownGroupError
	if errors.As(err, &u) || errors.As(err, &g) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func number(s string) (uint32, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	return uint32(n), err
}
