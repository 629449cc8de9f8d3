package rules

import (
	"context"
	"slices"

	"github.com/webdeploy-go/webdeploy/provider"
)

// CheckDelete returns an error if a rule of ch forbids to delete what ref
// names. It is meant for the delete verb, before anything is opened: the whole
// configuration of a server is never deleted (rule
// BlockHarmfulDeleteOperations), nor is what its provider cannot delete (rule
// BlockUnsupportedDeleteOperations).
// recorded: delete/auto, delete/package, archivedir/delete
func (ch Chain) CheckDelete(ctx context.Context, ref provider.Ref) error {
	c := &provider.Change{Old: &provider.Object{Kind: ref.Kind, Path: ref.Path, Key: ref.Path}}
	for _, r := range ch {
		if r.Name != nameBlockHarmful && r.Name != nameBlockUnsupported || r.Change == nil {
			continue
		}
		if _, err := r.Change(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// blockHarmful refuses to delete what a whole server depends on.
func blockHarmful(_ context.Context, c *provider.Change) (*provider.Change, error) {
	if c.Op() != provider.Delete || !harmful(c.Old) {
		return c, nil
	}
	return nil, &provider.Error{
		Op: "delete", Kind: c.Old.Kind, Path: c.Old.Path, Side: provider.DestinationSide,
		Msg: "Provider " + string(c.Old.Kind) + " is blocked, by " + nameBlockHarmful +
			", from performing delete operations to avoid harmful results.",
		Hint: "name what is to be deleted with its own provider, such as contentPath=SITE",
	}
}

// harmful reports whether o is the configuration of a whole server, or stands
// for whatever the source is.
func harmful(o *provider.Object) bool {
	if o.Kind.Is("appHostConfig") {
		return o.Path == ""
	}
	return oneOf(o.Kind, "auto", "webServer", "webServer60",
		"machineConfig32", "machineConfig64", "rootWebConfig32", "rootWebConfig64")
}

// blockUnsupported refuses to delete what cannot be deleted as a whole.
func blockUnsupported(_ context.Context, c *provider.Change) (*provider.Change, error) {
	if c.Op() != provider.Delete || !oneOf(c.Old.Kind, "package", "archiveDir") {
		return c, nil
	}
	name := "Microsoft.Web.Deployment.ArchiveProvider"
	if c.Old.Kind.Is("package") {
		name = "Microsoft.Web.Deployment.ZipPackageProvider"
	}
	return nil, &provider.Error{
		Op: "delete", Kind: c.Old.Kind, Path: c.Old.Path, Side: provider.DestinationSide,
		Msg:  "Delete not supported on type '" + name + "'.",
		Hint: "delete it as a file or folder, with filePath or dirPath",
	}
}

func oneOf(k provider.Kind, kinds ...provider.Kind) bool {
	return slices.ContainsFunc(kinds, k.Is)
}
