//go:build unix

package iis

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Users and groups of the tests. The file belongs to the group 10.
const (
	alice, bob   = 1, 2
	staff, users = 10, 11
)

func member(id uint32, groups ...uint32) principal { return principal{id: id, groups: groups} }

func group(id uint32) principal { return principal{id: id, group: true} }

// list returns a list with the usual entries and others.
func list(owner, group, other perm, more ...aclEntry) posixACL {
	a := posixACL{{tagOwner, owner, noID}}
	for _, e := range more {
		if e.tag < tagGroup {
			a = append(a, e)
		}
	}
	a = append(a, aclEntry{tagGroup, group, noID})
	for _, e := range more {
		if e.tag > tagGroup {
			a = append(a, e)
		}
	}
	return append(a, aclEntry{tagOther, other, noID})
}

func TestACLGains(t *testing.T) {
	user := func(id uint32, p perm) aclEntry { return aclEntry{tagUser, p, id} }
	named := func(id uint32, p perm) aclEntry { return aclEntry{tagNamed, p, id} }
	mask := func(p perm) aclEntry { return aclEntry{tagMask, p, noID} }
	for _, c := range []struct {
		name string
		was  posixACL
		who  principal
		p    perm
		want posixACL
	}{
		{"a stranger", list(6, 4, 0), member(alice), 4, list(6, 4, 0, user(alice, 4), mask(4))},
		{"a stranger keeps what others may do", list(6, 4, 4), member(alice), 2, list(6, 4, 4, user(alice, 6), mask(6))},
		{"a member keeps what the group may do", list(7, 7, 0), member(alice, staff), 4, list(7, 7, 0, user(alice, 7), mask(7))},
		{"a member is not one of the others", list(7, 0, 7), member(alice, staff), 4, list(7, 0, 7, user(alice, 4), mask(4))},
		{
			"a member of another group keeps what that may do", list(7, 0, 7, named(users, 2), mask(2)), member(alice, users), 4,
			list(7, 0, 7, user(alice, 6), named(users, 2), mask(6)),
		},
		{"a user that has less", list(6, 4, 4, user(alice, 4), mask(4)), member(alice), 2, list(6, 4, 4, user(alice, 6), mask(6))},
		{"a user that has more", list(6, 4, 4, user(alice, 7), mask(7)), member(alice), 2, nil},
		{"a user that the mask holds back", list(6, 4, 4, user(alice, 7), mask(4)), member(alice), 6, list(6, 4, 4, user(alice, 6), mask(6))},
		{
			"others that the mask holds back stay so", list(6, 7, 0, user(bob, 7), named(users, 7), mask(4)), member(alice), 6,
			list(6, 4, 0, user(alice, 6), user(bob, 4), named(users, 4), mask(6)),
		},
		{"the list stays sorted", list(6, 4, 0, user(bob, 4), mask(4)), member(alice), 4, list(6, 4, 0, user(alice, 4), user(bob, 4), mask(4))},
		{"a group keeps what others may do", list(6, 0, 4), group(users), 2, list(6, 0, 4, named(users, 6), mask(6))},
		{"the group of the file is not one of the others", list(6, 0, 4), group(staff), 2, list(6, 0, 4, named(staff, 2), mask(2))},
		{"a group that has it", list(6, 0, 4, named(users, 6), mask(6)), group(users), 2, nil},
		{"everybody may already", list(6, 4, 4), member(alice), 4, list(6, 4, 4, user(alice, 4), mask(4))},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, changed := c.was.with(c.who, staff, c.p)
			require.Equal(t, c.want != nil, changed)
			if !changed {
				require.Equal(t, c.was, got)
				return
			}
			require.Equal(t, c.want, got)
			_, again := got.with(c.who, staff, c.p)
			require.False(t, again)
		})
	}
}

func TestPlainACL(t *testing.T) {
	require.Equal(t, list(7, 5, 1), modeACL(0o100751))
	require.Equal(t, list(7, 4, 1), list(7, 5, 1, aclEntry{tagUser, 7, alice}, aclEntry{tagMask, 6, noID}).plain(), "the mask counts")
}

func TestParseACL(t *testing.T) {
	a := list(6, 4, 0, aclEntry{tagUser, 6, alice}, aclEntry{tagNamed, 1, users}, aclEntry{tagMask, 7, noID})
	require.Equal(t, []byte{
		2, 0, 0, 0,
		1, 0, 6, 0, 255, 255, 255, 255,
		2, 0, 6, 0, 1, 0, 0, 0,
		4, 0, 4, 0, 255, 255, 255, 255,
		8, 0, 1, 0, 11, 0, 0, 0,
		16, 0, 7, 0, 255, 255, 255, 255,
		32, 0, 0, 0, 255, 255, 255, 255,
	}, a.bytes())
	got, err := parseACL(a.bytes())
	require.NoError(t, err)
	require.Equal(t, a, got)
	for name, b := range map[string][]byte{
		"nothing": nil, "another version": {1, 0, 0, 0}, "no entries": {2, 0, 0, 0}, "half an entry": a.bytes()[:20], "no entry for others": a.bytes()[:44],
		"more than there is to grant": list(6, 8, 0).bytes(), "out of order": posixACL{a[1], a[0], a[2], a[4], a[5]}.bytes(),
		"two entries for the owner": posixACL{a[0], a[0], a[2], a[5]}.bytes(),
	} {
		_, err := parseACL(b)
		require.ErrorIs(t, err, errBadACL, name)
	}
}

// Whoever gains something loses nothing, and nobody else gains.
func FuzzACL(f *testing.F) {
	f.Add(list(6, 4, 0).bytes(), uint32(alice), false, byte(6))
	f.Add(list(7, 7, 4, aclEntry{tagUser, 7, bob}, aclEntry{tagNamed, 5, users}, aclEntry{tagMask, 4, noID}).bytes(), uint32(alice), false, byte(2))
	f.Add(list(7, 0, 7, aclEntry{tagNamed, 5, users}, aclEntry{tagMask, 4, noID}).bytes(), uint32(staff), true, byte(7))
	f.Fuzz(func(t *testing.T, b []byte, id uint32, isGroup bool, more byte) {
		a, err := parseACL(b)
		if err != nil {
			return
		}
		require.Equal(t, b, a.bytes())
		who, p := member(id, users), perm(more&7)
		if isGroup {
			who = group(id)
		}
		got, _ := a.with(who, staff, p)
		require.Equal(t, a.grants(who, staff)|p, got.grants(who, staff))
		for _, o := range []principal{member(alice, staff), member(bob), member(id + 1), group(staff), group(users), group(id + 1)} {
			if o.id == id && o.group == isGroup || isGroup && o.in(id) {
				continue
			}
			require.Equal(t, a.grants(o, staff), got.grants(o, staff), "%v", o)
		}
		_, err = parseACL(got.bytes())
		require.NoError(t, err)
	})
}
