package iis

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Settings of setAcl; the first two are attributes as well.
const (
	aclUser         = "setAclUser"
	aclAccess       = "setAclAccess"
	aclResourceType = "setAclResourceType"
)

// SetACL returns the provider of kind setAcl: permissions of a user for a file
// or folder. Open fails with an error that matches provider.CodeNotFound if
// there is neither; an empty path, for a source that does not know where
// permissions will be set, is fine. A target changes nothing yet, see the
// package comment. It always differs from a source, as nobody can tell whether
// permissions have been set (recorded: presync/setacl-whatif).
func SetACL() provider.Deployer { return setACL{} }

type setACL struct{}

// Kind returns setAcl.
func (setACL) Kind() provider.Kind { return kindSetACL }

// Doc describes the provider.
func (setACL) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "Permissions of a user for a file or folder. They are planned and packed; setting them is not implemented yet.",
		Example:  "setAcl=/srv/site/App_Data,setAclAccess=Modify",
		Settings: aclSettings(),
	}
}

func aclSettings() []provider.SettingDoc {
	return []provider.SettingDoc{
		{Name: aclUser, Doc: "Who gets the permissions; empty is the identity of the application pool."},
		{Name: aclAccess, Doc: "What the user may do, separated by commas; Read if not given."},
		{Name: aclResourceType, Doc: "Directory or File; Directory if not given."},
	}
}

// Open opens the permissions of ref.Path (recorded: dump/setacl-xml,
// errors/setacl-missing).
func (setACL) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if err := missing(ref); err != nil && ref.Path != "" {
		return nil, err
	}
	user, _ := ref.Settings.Lookup(aclUser)
	access, ok := ref.Settings.Lookup(aclAccess)
	if !ok {
		access = "Read"
	}
	o := aclRoot(ref, false)
	o.Attrs = append(o.Attrs,
		provider.Attr{Name: aclUser, Value: provider.String(user), Flags: provider.NoCompare},
		provider.Attr{Name: aclAccess, Value: provider.String(access), Flags: provider.NoCompare})
	return &leaf{o}, nil
}

// aclRoot returns the object of ref. Its attribute isDest is what makes the two
// sides differ (recorded: parameters/doa-setacl).
func aclRoot(ref provider.Ref, dest bool) *provider.Object {
	return &provider.Object{
		Kind: kindSetACL, Link: provider.FirstLink, Key: ref.Path, Path: ref.Path,
		Settings: settings.Own(aclSettings(), ref.Settings),
		Attrs:    provider.Attrs{{Name: attrIsDest, Value: provider.Bool(dest)}},
	}
}

// OpenTarget opens the permissions of ref.Path for changing.
func (setACL) OpenTarget(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Target, error) {
	o := aclRoot(ref, true)
	if err := missing(ref); provider.NotExist(err) {
		o.Absent, o.Invalid = true, err
	} else if err != nil {
		return nil, err
	}
	return &aclTarget{leaf{o}}, nil
}

// missing returns why there is no file or folder at ref.Path, or nil if there
// is one. Of two sentences the second has the code (recorded:
// errors/setacl-missing).
func missing(ref provider.Ref) error {
	_, err := os.Stat(ref.Path)
	if err == nil {
		return nil
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = &provider.Error{
			Op: "look up", Kind: ref.Kind, Path: ref.Path, Code: provider.CodeNotFound, Err: provider.Quiet(fs.ErrNotExist),
			Msg: "Could not find file '" + ref.Path + "'.",
		}
	}
	return &provider.Error{
		Op: "open", Kind: ref.Kind, Path: ref.Path, Err: err,
		Msg: "Object of type '" + string(ref.Kind) + "' and path '" + ref.Path + "' cannot be created.",
	}
}

// An aclTarget is a place where permissions should be set.
type aclTarget struct{ leaf }

// Describe uses the same words for permissions that are new and for those that
// may be there already (recorded: presync/setacl-whatif).
func (t *aclTarget) Describe(_ provider.Tree, c *provider.Change) string {
	if c.Op() == provider.Delete {
		return ""
	}
	return "Adding ACLs for path (" + t.root.Path + ")"
}

// Apply warns that permissions stay as they are. What permissions are for must
// exist by now.
func (t *aclTarget) Apply(ctx context.Context, c *provider.Change) error {
	o := c.Object()
	if c.Op() != provider.Delete {
		if err := missing(provider.Ref{Kind: o.Kind, Path: t.root.Path}); err != nil {
			return err
		}
	}
	provider.Report(ctx, provider.Event{
		Level: slog.LevelWarn, Type: provider.EventGeneral, Kind: o.Kind, Path: t.root.Path,
		Message: "The permissions of '" + t.root.Path + "' are left as they are: setting them is not implemented yet.",
	})
	return nil
}
