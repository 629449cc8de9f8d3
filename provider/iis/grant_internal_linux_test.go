package iis

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Without access control lists only what is granted to nobody else can be
// granted: by the bits of the owner, by those of the very group, or by what
// everybody may do already.
func TestWithoutLists(t *testing.T) {
	f, err := os.Open("/proc/version") // which belongs to root, who has nothing against readers
	require.NoError(t, err)
	defer f.Close()
	_, err = readACL(int(f.Fd()), accessList)
	require.ErrorIs(t, err, unix.ENOTSUP, "a file system without lists")
	var st unix.Stat_t
	require.NoError(t, unix.Fstat(int(f.Fd()), &st))
	require.Equal(t, [3]uint32{0o100444, 0, 0}, [3]uint32{st.Mode, st.Uid, st.Gid})
	for _, c := range []struct {
		name string
		who  principal
		p    perm
		want error
	}{
		{"a user who may read as everybody", member(alice), permRead, nil},
		{"a user who may not write", member(alice), permWrite, errNoLists},
		{"a member of the group", member(alice, 0), permWrite, errNoLists},
		{"another group", group(staff), permWrite, errNoLists},
		{"the owner", member(0), permWrite, errLacking},
		{"the group of the file", group(0), permWrite, errLacking},
		{"the owner, who may already", member(0), permRead, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := &granter{who: c.who, look: true}
			err := g.apply(int(f.Fd()), &st, c.p)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
		})
	}
	g := &granter{who: member(alice), file: permExec}
	require.NoError(t, g.visit(t.Context(), f, "/proc/version", true))
	require.Equal(t, []stayed{{noLists, "/proc/version", 1}}, g.stayed, "which is a warning")
}
