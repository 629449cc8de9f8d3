//go:build unix

package iis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// has reports whether the user already has all that r asks for. Whatever keeps
// it from finding out will be found again by Commit, and reported there.
func (t *aclTarget) has(ctx context.Context, r *request) bool {
	local, known := t.opts.Users.local(r.user)
	if !known {
		return false
	}
	who, ok, err := lookUp(local)
	if !ok || err != nil {
		return false
	}
	allowed, err := r.rights()
	if err != nil {
		return false
	}
	g := newGranter(who, allowed)
	g.look = true
	return g.file|g.folder != 0 && g.open(ctx, t.place, r) == nil && g.stayed == nil
}

// allow grants rights to who.
func (t *aclTarget) allow(ctx context.Context, who principal, allowed rights, r *request) error {
	g := newGranter(who, allowed)
	if g.file|g.folder == 0 {
		t.refuse(ctx, r, "'"+r.access+"' has no counterpart on this system", "")
		return nil
	}
	err := g.open(ctx, t.place, r)
	for _, s := range g.stayed {
		warn(ctx, t.root, fmt.Sprintf("No permissions on %d files or folders of '%s' were granted to '%s': %s.", s.n, t.place.path(), r.name(), s.why),
			"The first is '"+s.first+"'.")
	}
	if err != nil {
		return t.failed(err)
	}
	return nil
}

// Reasons for a file or folder to stay as it is.
var (
	errLacking = errors.New("permissions are lacking")
	errNoLists = errors.New("the file system has no access control lists")
)

const (
	notOurs  = "whoever runs the sync may not change them"
	linked   = "they have several names (hard links), some of which may be elsewhere"
	noLists  = "their file system has no access control lists"
	readOnly = 0o222 // the bits that no read-only file has
	runnable = 0o111 // the bits one of which every program has
)

// A granter grants permissions for a file or folder and all that is in it. It
// reaches everything from the folder that it is in, and through no link.
type granter struct {
	who          principal
	file, folder perm
	look         bool     // change nothing, and fail with errLacking where something would have to
	stayed       []stayed // what stays as it is, by reason
}

// stayed are files and folders that stay as they are.
type stayed struct {
	why, first string
	n          int
}

func newGranter(who principal, r rights) *granter {
	g := &granter{who: who}
	g.file, g.folder = r.perms()
	return g
}

func (g *granter) stay(why, path string) {
	for i := range g.stayed {
		if g.stayed[i].why == why {
			g.stayed[i].n++
			return
		}
	}
	g.stayed = append(g.stayed, stayed{why, path, 1})
}

// open does the work for what is at p. Below the folder of a site, links lead
// to what is in the site only.
func (g *granter) open(ctx context.Context, p place, r *request) error {
	if _, err := p.suits(r); err != nil {
		return err
	}
	var f *os.File
	var err error
	if p.below != "" {
		f, err = os.OpenInRoot(p.folder, p.below)
	} else {
		f, err = os.Open(p.folder)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return g.visit(ctx, f, p.path(), true)
}

// visit does the work for an open file or folder. What is at the top was named
// by the user.
func (g *granter) visit(ctx context.Context, f *os.File, path string, top bool) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	fd := int(f.Fd())
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	folder, p := st.Mode&unix.S_IFMT == unix.S_IFDIR, g.folder
	if !folder {
		p = g.fitting(uint32(st.Mode), top)
	}
	var err error
	switch {
	case !folder && !top && st.Nlink > 1:
		g.stay(linked, path)
		return nil
	case p != 0:
		err = g.apply(fd, &st, p)
	}
	switch {
	case errors.Is(err, errNoLists):
		g.stay(noLists, path)
	case errors.Is(err, fs.ErrPermission) && !top:
		g.stay(notOurs, path)
	case err != nil:
		return &fs.PathError{Op: "grant", Path: path, Err: err}
	}
	if !folder {
		return nil
	}
	return g.below(ctx, f, path)
}

// fitting returns what is granted for a file with the given mode. A file that
// is read-only stays so, as on Windows, where that is no matter of permissions.
// What nobody may execute is no program, unless the user named it.
func (g *granter) fitting(mode uint32, top bool) perm {
	p := g.file
	if mode&readOnly == 0 {
		p &^= permWrite
	}
	if mode&runnable == 0 && !top {
		p &^= permExec
	}
	return p
}

// below does the work for what is in a folder.
func (g *granter) below(ctx context.Context, dir *os.File, path string) error {
	for {
		names, err := dir.Readdirnames(1024)
		for _, name := range names {
			if err := g.entry(ctx, dir, name, path+"/"+name); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// entry does the work for an entry of a folder. Links, devices and the like,
// and what is gone, have no permissions that matter.
func (g *granter) entry(ctx context.Context, dir *os.File, name, path string) error {
	at := int(dir.Fd())
	var st unix.Stat_t
	err := unix.Fstatat(at, name, &st, unix.AT_SYMLINK_NOFOLLOW)
	if err == nil && st.Mode&unix.S_IFMT != unix.S_IFDIR && st.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil
	}
	var fd int
	if err == nil {
		fd, err = unix.Openat(at, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ELOOP):
		return nil
	case errors.Is(err, fs.ErrPermission):
		g.stay(notOurs, path)
		return nil
	case err != nil:
		return &fs.PathError{Op: "open", Path: path, Err: err}
	}
	f := os.NewFile(uintptr(fd), path)
	defer f.Close()
	return g.visit(ctx, f, path, false)
}

// apply sees to it that the user may do p with the open file fd. If the file is
// the user's, its mode says so, else an entry of its access control list; where
// there are no lists, a mode that is for the user's group, or that already
// grants everybody as much.
func (g *granter) apply(fd int, st *unix.Stat_t, p perm) error {
	mode := uint32(st.Mode) & 0o7777
	if !g.who.group && st.Uid == g.who.id {
		return g.chmod(fd, mode, mode|uint32(p)<<6)
	}
	err := g.list(fd, st, p)
	switch {
	case !errors.Is(err, errors.ErrUnsupported):
		return err
	case g.who.group && st.Gid == g.who.id:
		return g.chmod(fd, mode, mode|uint32(p)<<3)
	case perm(mode)&perm(mode>>3)&p == p:
		return nil
	}
	return errNoLists
}

func (g *granter) chmod(fd int, was, mode uint32) error {
	switch {
	case was == mode:
		return nil
	case g.look:
		return errLacking
	}
	return unix.Fchmod(fd, mode)
}

// list adds p to the access control list of the open file fd and, if it is a
// folder, to the one that new entries begin with.
func (g *granter) list(fd int, st *unix.Stat_t, p perm) error {
	access, err := readACL(fd, accessList)
	if err != nil {
		return err
	}
	if access == nil {
		access = modeACL(uint32(st.Mode))
	}
	if err := g.extend(fd, accessList, access, st.Gid, p); err != nil || st.Mode&unix.S_IFMT != unix.S_IFDIR {
		return err
	}
	inherited, err := readACL(fd, defaultList)
	if err != nil {
		return err
	}
	if inherited == nil {
		inherited = access.plain()
	}
	return g.extend(fd, defaultList, inherited, st.Gid, p)
}

// extend adds p to a list that the open file fd has or, so far, need not have.
func (g *granter) extend(fd int, name string, a posixACL, owner uint32, p perm) error {
	next, changed := a.with(g.who, owner, p)
	switch {
	case !changed:
		return nil
	case g.look:
		return errLacking
	}
	return writeACL(fd, name, next)
}
