package iis

import (
	"context"
	"errors"
	"io/fs"
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
// permissions will be set, is fine.
//
// A target grants what is asked for when it is committed, so that it finds all
// that the sync puts there; see the package comment. It differs from a source
// (recorded: presync/setacl-whatif) unless the user has the permissions already.
func SetACL(opts *Options) provider.Deployer { return setACL{opts.or()} }

type setACL struct{ opts Options }

// Kind returns setAcl.
func (setACL) Kind() provider.Kind { return kindSetACL }

// Doc describes the provider.
func (setACL) Doc() provider.Doc {
	return provider.Doc{
		Summary:  "Permissions of a user for a file or folder, which are added to those that there are.",
		Example:  "setAcl=/srv/site/App_Data,setAclUser=www-data,setAclAccess=Modify",
		Settings: aclSettings(),
	}
}

func aclSettings() []provider.SettingDoc {
	return []provider.SettingDoc{
		{Name: aclUser, Doc: "The user or group that gets the permissions; empty is the identity of the application pool."},
		{
			Name: aclAccess, Check: func(v string) error { _, err := parseRights(v); return err },
			Doc: "What the user may do: Read, Write, ReadAndExecute, Modify, FullControl and others, separated by commas; Read if not given.",
		},
		{
			Name: aclResourceType, Check: settings.OneOf(aclResourceType, "Directory", "File"),
			Doc: "Directory, with all that is in it, or File; Directory if not given.",
		},
	}
}

// Open opens the permissions of ref.Path (recorded: dump/setacl-xml,
// errors/setacl-missing).
func (a setACL) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if ref.Path != "" {
		if _, err := a.opts.Sites.look(ref); err != nil {
			return nil, err
		}
	}
	o := aclRoot(ref, false)
	o.Attrs = append(o.Attrs, askedFor(ref.Settings, nil).attrs()...)
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
func (a setACL) OpenTarget(ctx context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	src, err := source(ctx, env, kindSetACL)
	if err != nil {
		return nil, err
	}
	at, err := a.opts.Sites.look(ref)
	if err != nil && !provider.NotExist(err) {
		return nil, err
	}
	t := &aclTarget{leaf: leaf{aclRoot(ref, true)}, place: at, opts: a.opts}
	if err != nil {
		t.root.Absent, t.root.Invalid = true, err
		return t, nil
	}
	var asked provider.Attrs
	if src != nil {
		asked = src.Attrs
	}
	if r := askedFor(ref.Settings, asked); t.has(ctx, &r) {
		t.root.Attrs = append(aclRoot(ref, false).Attrs, r.attrs()...)
		t.root.Children = t.keep(r)
	}
	return t, nil
}

// look returns where the path of ref is, with an error if there is neither a
// file nor a folder. Of two sentences the second has the code (recorded:
// errors/setacl-missing).
func (s Sites) look(ref provider.Ref) (place, error) {
	at, err := s.find(ref.Path)
	if err != nil {
		return at, err
	}
	path := at.path()
	_, err = os.Stat(path)
	if err == nil {
		return at, nil
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = &provider.Error{
			Op: "look up", Kind: ref.Kind, Path: path, Code: provider.CodeNotFound, Err: provider.Quiet(fs.ErrNotExist),
			Msg: "Could not find file '" + path + "'.",
		}
	}
	return at, s.explain(ref.Path, &provider.Error{
		Op: "open", Kind: ref.Kind, Path: ref.Path, Err: err,
		Msg: "Object of type '" + string(ref.Kind) + "' and path '" + ref.Path + "' cannot be created.",
	})
}
