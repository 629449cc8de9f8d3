//go:build unix

package iis

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// Tags of the entries of a POSIX access control list. Lists are sorted by them,
// and within a tag by user or group.
const (
	tagOwner uint16 = 0x01 // the user that the file belongs to
	tagUser  uint16 = 0x02
	tagGroup uint16 = 0x04 // the group that the file belongs to
	tagNamed uint16 = 0x08 // another group
	tagMask  uint16 = 0x10 // the most that users and groups may do
	tagOther uint16 = 0x20
)

const (
	aclVersion = 2          // of the form in extended attributes
	noID       = 0xFFFFFFFF // of entries for nobody in particular
)

// An aclEntry says what someone may do.
type aclEntry struct {
	tag  uint16
	perm perm
	id   uint32
}

// A posixACL is a POSIX access control list.
type posixACL []aclEntry

var errBadACL = errors.New("the access control list is damaged")

// parseACL reads the form that extended attributes have.
func parseACL(b []byte) (posixACL, error) {
	if len(b) < 4 || len(b)%8 != 4 || binary.LittleEndian.Uint32(b) != aclVersion {
		return nil, errBadACL
	}
	var a posixACL
	last := uint16(0)
	for b = b[4:]; len(b) > 0; b = b[8:] {
		e := aclEntry{binary.LittleEndian.Uint16(b), perm(binary.LittleEndian.Uint16(b[2:])), binary.LittleEndian.Uint32(b[4:])}
		if e.perm > 7 || e.tag < last || e.tag == last && !e.isNamed() {
			return nil, errBadACL
		}
		last = e.tag
		a = append(a, e)
	}
	if a.find(tagOwner, noID) < 0 || a.find(tagGroup, noID) < 0 || a.find(tagOther, noID) < 0 {
		return nil, errBadACL
	}
	return a, nil
}

// bytes is the reverse of parseACL.
func (a posixACL) bytes() []byte {
	b := binary.LittleEndian.AppendUint32(nil, aclVersion)
	for _, e := range a {
		b = binary.LittleEndian.AppendUint16(b, e.tag)
		b = binary.LittleEndian.AppendUint16(b, uint16(e.perm))
		b = binary.LittleEndian.AppendUint32(b, e.id)
	}
	return b
}

// modeACL returns the list that says what a mode says.
func modeACL(mode uint32) posixACL {
	return posixACL{
		{tagOwner, perm(mode >> 6 & 7), noID}, {tagGroup, perm(mode >> 3 & 7), noID}, {tagOther, perm(mode & 7), noID},
	}
}

// isNamed reports whether e is for the user or the group with its id.
func (e aclEntry) isNamed() bool { return e.tag == tagUser || e.tag == tagNamed }

// find returns the index of an entry, or -1.
func (a posixACL) find(tag uint16, id uint32) int {
	return slices.IndexFunc(a, func(e aclEntry) bool { return e.tag == tag && (e.id == id || !e.isNamed()) })
}

// mask returns the most that users and groups may do.
func (a posixACL) mask() perm {
	if i := a.find(tagMask, noID); i >= 0 {
		return a[i].perm
	}
	return 7
}

// grants returns what who may do with a file of the group owner, if who is not
// the user that it belongs to.
func (a posixACL) grants(who principal, owner uint32) perm {
	if i := a.find(who.tag(), who.id); i >= 0 {
		return a[i].perm & a.mask()
	}
	var sum perm
	matched := false
	for _, e := range a {
		if e.tag == tagGroup && who.in(owner) || e.tag == tagNamed && who.in(e.id) {
			matched = true
			sum |= e.perm
		}
	}
	if matched {
		return sum & a.mask()
	}
	return a[a.find(tagOther, noID)].perm
}

// with returns a list in which who may also do p, and whether that differs from
// a. Nobody may do less for it, although an entry of one's own wins over those
// of groups and of others; and nobody else may do more, although the mask has to
// grow.
func (a posixACL) with(who principal, owner uint32, p perm) (posixACL, bool) {
	now := a.grants(who, owner)
	at := a.find(who.tag(), who.id)
	if at >= 0 && now&p == p {
		return a, false
	}
	mask := a.mask()
	b := slices.Clone(a)
	if at < 0 {
		at = len(b)
		b = append(b, aclEntry{tag: who.tag(), id: who.id})
	}
	var sum perm
	for i := range b {
		if !b[i].isNamed() && b[i].tag != tagGroup {
			continue
		}
		b[i].perm &= mask
		if i == at {
			b[i].perm = now | p
		}
		sum |= b[i].perm
	}
	if i := b.find(tagMask, noID); i >= 0 {
		b[i].perm = sum
	} else {
		b = append(b, aclEntry{tagMask, sum, noID})
	}
	slices.SortStableFunc(b, func(x, y aclEntry) int { return cmp.Or(cmp.Compare(x.tag, y.tag), cmp.Compare(x.id, y.id)) })
	return b, true
}

// plain returns the list with the entries that every file has, as they count.
func (a posixACL) plain() posixACL {
	return modeACL(uint32(a[a.find(tagOwner, noID)].perm)<<6 |
		uint32(a[a.find(tagGroup, noID)].perm&a.mask())<<3 | uint32(a[a.find(tagOther, noID)].perm))
}
