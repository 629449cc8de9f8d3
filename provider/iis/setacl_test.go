package iis_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func aclRef(path string, settings ...string) provider.Ref {
	return provider.Ref{Kind: "setAcl", Path: path, Settings: settingsList(settings...)}
}

func attrs(user, access string) provider.Attrs {
	return provider.Attrs{
		{Name: "isDest", Value: provider.Bool(false)},
		{Name: "setAclUser", Value: provider.String(user), Flags: provider.NoCompare},
		{Name: "setAclAccess", Value: provider.String(access), Flags: provider.NoCompare},
	}
}

func TestSetACLAsSource(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name     string
		ref      provider.Ref
		want     provider.Attrs
		settings provider.Settings
	}{
		{"dump/setacl-xml", aclRef(dir), attrs("", "Read"), nil},
		{
			"dump/manifest-mixed-xml", aclRef(dir, "setAclAccess=Read", "setAclUser=anonymousAuthenticationUser"),
			attrs("anonymousAuthenticationUser", "Read"), settingsList("setAclUser=anonymousAuthenticationUser", "setAclAccess=Read"),
		},
		{"resource type", aclRef(dir, "setAclResourceType=Directory"), attrs("", "Read"), settingsList("setAclResourceType=Directory")},
		{"empty access", aclRef(dir, "setAclAccess="), attrs("", ""), settingsList("setAclAccess=")},
		{"no path", aclRef(""), attrs("", "Read"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree, err := sample().env().Open(t.Context(), c.ref)
			require.NoError(t, err)
			o := tree.Root()
			require.Equal(t, c.want, o.Attrs)
			require.Equal(t, c.settings, o.Settings)
			require.Equal(t, [3]string{"Child1", c.ref.Path, c.ref.Path}, [3]string{o.Link, o.Key, o.Path})
			require.NoError(t, tree.Close())
		})
	}
}

// recorded: errors/setacl-missing
func TestSetACLMissing(t *testing.T) {
	_, err := sample().env().Open(t.Context(), aclRef("/nope"))
	require.Equal(t, []string{"Object of type 'setAcl' and path '/nope' cannot be created.", "Could not find file '/nope'."}, sentences(err))
	require.ErrorIs(t, err, provider.CodeNotFound)
	require.True(t, provider.NotExist(err))
}

// recorded: cmdline/setting-unknown-setacl
func TestSettingsOfSetACL(t *testing.T) {
	_, err := sample().env().Open(t.Context(), aclRef("/", "foo=bar"))
	require.EqualError(t, err, "The provider 'setAcl' does not support the 'foo' setting. Supported settings are (setAclUser, setAclAccess, "+
		"setAclResourceType, authType, computerName, encryptPassword, includeAcls, password, prefetchPayload, userName, wmsvc).")
}

func TestSettingsOfSetACLAreChecked(t *testing.T) {
	dir := t.TempDir()
	for _, good := range []string{
		"setAclAccess=Read", "setAclAccess=write, readandexecute", "setAclAccess=FullControl,Modify,ListDirectory,Delete,Execute,Traverse",
		"setAclAccess=", "setAclResourceType=directory", "setAclResourceType=File", "setAclUser=anybody",
	} {
		_, err := sample().env().Open(t.Context(), aclRef(dir, good))
		require.NoError(t, err, good)
	}
	for _, bad := range []string{"setAclAccess=Reed", "setAclAccess=Read;Write", "setAclAccess=Read,", "setAclAccess=rwx", "setAclResourceType=Folder"} {
		_, err := sample().env().OpenTarget(t.Context(), aclRef(dir, bad))
		require.ErrorContains(t, err, "is not valid.", bad)
		require.Contains(t, sentences(err)[1], "must be", bad)
	}
}

// nobodyElse is a name that no user or group has.
const nobodyElse = "nobody called this"

// recorded: presync/setacl-whatif. The warning belongs to what was not done, so
// a what-if run does not have it.
func TestSyncSetACL(t *testing.T) {
	dir := t.TempDir()
	before, err := os.Stat(dir)
	require.NoError(t, err)
	for _, c := range []struct{ user, name, why, whoIs string }{
		{nobodyElse, nobodyElse, "this machine has no user or group '" + nobodyElse + "'", `-aclUser:"` + nobodyElse + `"=USER`},
		{`DOMAIN\nobody`, `DOMAIN\nobody`, `this machine has no user or group 'DOMAIN\nobody'`, `-aclUser:"DOMAIN\nobody"=USER`},
		{"", "ApplicationPoolIdentity", "without a configuration of IIS nobody can tell who that is", "-aclUser:ApplicationPoolIdentity=USER"},
		{"applicationpoolidentity", "applicationpoolidentity", "without a configuration of IIS nobody can tell who that is", "-aclUser:applicationpoolidentity=USER"},
		{
			"anonymousAuthenticationUser", "anonymousAuthenticationUser", "without a configuration of IIS nobody can tell who that is",
			"-aclUser:anonymousAuthenticationUser=USER",
		},
	} {
		for _, whatIf := range []bool{true, false} {
			got, err := run(t, sample().env(), aclRef(dir), aclRef(dir, "setAclUser="+c.user), whatIf)
			require.NoError(t, err)
			require.Equal(t, []string{"Adding ACLs for path (" + dir + ")"}, got.said)
			want := websync.Summary{Updated: 1}
			if !whatIf {
				want.Warnings = 1
				require.Equal(t, []string{"No permissions on '" + dir + "' were granted to '" + c.name + "': " + c.why + "."}, got.warnings)
				require.Equal(t, []string{c.whoIs + " says who it is."}, got.details)
			}
			require.Equal(t, want, got.sum)
		}
	}
	after, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, before.Mode(), after.Mode())
}

// What the destination does not say, the source does.
func TestSetACLAsksWhatTheSourceAsks(t *testing.T) {
	dir := t.TempDir()
	got, err := run(t, sample().env(), aclRef(dir, "setAclUser="+nobodyElse), aclRef(dir), false)
	require.NoError(t, err)
	require.Contains(t, got.warnings[0], nobodyElse)
	got, err = run(t, sample().env(), aclRef(dir, "setAclUser="+nobodyElse), aclRef(dir, "setAclUser=another one"), false)
	require.NoError(t, err)
	require.Contains(t, got.warnings[0], "another one")
}

func TestSetACLAlwaysDiffers(t *testing.T) {
	dir := t.TempDir()
	env := sample().env()
	src, err := env.Open(t.Context(), aclRef(dir))
	require.NoError(t, err)
	dst, err := env.OpenTarget(t.Context(), aclRef(dir))
	require.NoError(t, err)
	diffs := slices.Collect(src.Root().Attrs.Diff(dst.Root().Attrs))
	require.Equal(t, provider.AttrDiff{Name: "isDest", New: provider.Bool(false), Old: provider.Bool(true)}, diffs[0])
	_, err = dst.Place(dst.Root(), src.Root())
	require.Error(t, err, "nothing goes below permissions")
	require.NoError(t, dst.Close())
}

// What permissions are for may come to be in the same sync, before them, but
// must be there by then.
func TestSetACLOfSomethingNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "later")
	env := sample().env()
	ctx := t.Context()
	src, err := env.Open(ctx, aclRef(""))
	require.NoError(t, err)
	dst, err := env.OpenTarget(ctx, aclRef(dir))
	require.NoError(t, err)
	require.True(t, dst.Root().Absent)
	require.ErrorIs(t, dst.Root().Invalid, provider.CodeNotFound)

	require.NoError(t, provider.Commit(ctx, dst), "nobody has asked for anything")
	c := &provider.Change{Old: dst.Root(), New: src.Root()}
	require.Equal(t, provider.Add, c.Op())
	require.NoError(t, dst.Apply(ctx, c))
	require.ErrorIs(t, provider.Commit(ctx, dst), provider.CodeNotFound)
	require.NoError(t, os.Mkdir(dir, 0o777))
	require.NoError(t, provider.Commit(ctx, dst))
}

func TestDeleteSetACL(t *testing.T) {
	dir := t.TempDir()
	dst, err := provider.OpenDestination(t.Context(), sample().env(), aclRef(dir))
	require.NoError(t, err)
	var got outcome
	got.sum, err = websync.Delete(t.Context(), dst, got.observer(false))
	require.NoError(t, err)
	require.Equal(t, []string{"The permissions of '" + dir + "' are left as they are: setAcl takes none away."}, got.warnings)
	require.DirExists(t, dir)
}
