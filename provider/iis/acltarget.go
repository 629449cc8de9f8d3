package iis

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"strings"
	"sync/atomic"

	"github.com/webdeploy-go/webdeploy/provider"
)

// An aclTarget is a place where permissions are to be granted.
type aclTarget struct {
	leaf
	place place
	opts  Options
	asked atomic.Pointer[request] // what Commit grants
}

// keep returns the children of a target whose user had the permissions when it
// was opened, of which there are none. A sync that comes here has found nothing
// to change about the target; what it puts there needs the permissions all the
// same.
func (t *aclTarget) keep(r request) provider.Children {
	return func(context.Context) iter.Seq2[*provider.Object, error] {
		t.asked.Store(&r)
		return func(func(*provider.Object, error) bool) {}
	}
}

// Describe uses the same words for permissions that are new and for those that
// may be there already (recorded: presync/setacl-whatif).
func (t *aclTarget) Describe(_ provider.Tree, c *provider.Change) string {
	if c.Op() == provider.Delete {
		return ""
	}
	return "Adding ACLs for path (" + t.root.Path + ")"
}

// Apply notes what to grant. Permissions are not taken away again.
func (t *aclTarget) Apply(ctx context.Context, c *provider.Change) error {
	if c.Op() == provider.Delete {
		t.asked.Store(nil)
		warn(ctx, t.root, "The permissions of '"+t.root.Path+"' are left as they are: setAcl takes none away.", "")
		return nil
	}
	r := askedFor(t.root.Settings, c.New.Attrs)
	t.asked.Store(&r)
	return nil
}

// Commit grants the permissions, or says why not. What they are for must exist
// by now.
func (t *aclTarget) Commit(ctx context.Context) error {
	r := t.asked.Load()
	if r == nil {
		return nil
	}
	if _, err := t.opts.Sites.look(provider.Ref{Kind: kindSetACL, Path: t.root.Path}); err != nil {
		return err
	}
	local, known := t.opts.Users.local(r.user)
	if !known {
		t.refuse(ctx, r, "without a configuration of IIS nobody can tell who that is", r.whoIs())
		return nil
	}
	who, ok, err := lookUp(local)
	if err != nil {
		return t.failed(err)
	}
	if !ok {
		t.refuse(ctx, r, "this machine has no user or group '"+local+"'", r.whoIs())
		return nil
	}
	allowed, err := r.rights()
	if err != nil {
		return err
	}
	return t.allow(ctx, who, allowed, r)
}

// refuse warns that nothing is granted.
func (t *aclTarget) refuse(ctx context.Context, r *request, why, detail string) {
	warn(ctx, t.root, "No permissions on '"+t.place.path()+"' were granted to '"+r.name()+"': "+why+".", detail)
}

// failed says that permissions could not be granted.
func (t *aclTarget) failed(err error) error {
	e := &provider.Error{
		Op: "grant", Kind: kindSetACL, Path: t.root.Path, Side: provider.DestinationSide, Err: err,
		Msg: "The permissions of '" + t.place.path() + "' could not be changed.",
	}
	if errors.Is(err, fs.ErrPermission) {
		e.Code, e.Hint = provider.CodeInsufficientAccess, "only the owner of a file may do that; leave it out with -skip:objectName=setAcl"
	}
	return e
}

// suits fails unless what is at p, be it a folder or not, is something that r
// can be about.
func (p place) suits(r *request) (isFolder bool, err error) {
	fi, err := os.Stat(p.path())
	switch {
	case err != nil:
		return false, err
	case !fi.IsDir() && !fi.Mode().IsRegular():
		return false, errors.New("it is neither a file nor a folder")
	case fi.IsDir() && strings.EqualFold(r.resource, "File"):
		return false, errors.New("it is a folder, and " + aclResourceType + " says that it is a file")
	}
	return fi.IsDir(), nil
}
