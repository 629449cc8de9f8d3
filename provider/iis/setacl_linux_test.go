package iis_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/iis"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// The tests in this file need a file system with access control lists.

// aclOf returns an access control list as getfacl -c prints it, in one line,
// and "" if there is none.
func aclOf(t *testing.T, path, name string) string {
	t.Helper()
	b := make([]byte, 1024)
	n, err := unix.Getxattr(path, "system.posix_acl_"+name, b)
	if errors.Is(err, unix.ENODATA) {
		return ""
	}
	require.NoError(t, err, path)
	var list []string
	for b = b[4:n]; len(b) > 0; b = b[8:] {
		tag, p, id := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:]), binary.LittleEndian.Uint32(b[4:])
		kind := map[uint16]string{1: "user", 2: "user", 4: "group", 8: "group", 16: "mask", 32: "other"}[tag]
		who := ""
		if tag == 2 || tag == 8 {
			who = strconv.Itoa(int(id))
		}
		rwx := []byte("rwx")
		for i := range rwx {
			if p&(4>>i) == 0 {
				rwx[i] = '-'
			}
		}
		list = append(list, kind+":"+who+":"+string(rwx))
	}
	return strings.Join(list, " ")
}

func modeOf(t *testing.T, path string) string {
	t.Helper()
	fi, err := os.Lstat(path)
	require.NoError(t, err)
	return fmt.Sprintf("%04o", fi.Mode().Perm())
}

// me returns who runs the test, and other somebody else.
func me(t *testing.T) *user.User {
	t.Helper()
	u, err := user.Current()
	require.NoError(t, err)
	return u
}

func other(t *testing.T) *user.User {
	t.Helper()
	name := "root"
	if os.Getuid() == 0 {
		name = "nobody"
	}
	u, err := user.Lookup(name)
	require.NoError(t, err)
	return u
}

// site makes files and folders with the modes that follow their names, and
// returns the folder that they are in.
func site(t *testing.T, dir string, entries ...string) string {
	t.Helper()
	for _, e := range entries {
		name, octal, _ := strings.Cut(e, " ")
		mode, err := strconv.ParseUint(octal, 8, 32)
		require.NoError(t, err)
		path := filepath.Join(dir, name)
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(path, 0o755))
		} else {
			require.NoError(t, os.WriteFile(path, []byte(name), 0o600))
		}
		require.NoError(t, os.Chmod(path, os.FileMode(mode)))
	}
	return dir
}

// grant syncs permissions once and then again, which must find nothing to do.
func grant(t *testing.T, path string, settings ...string) outcome {
	t.Helper()
	got, err := run(t, sample().env(), aclRef(path), aclRef(path, settings...), false)
	require.NoError(t, err)
	require.Equal(t, 1, got.sum.Updated, "%q", got.said)
	again, err := run(t, sample().env(), aclRef(path), aclRef(path, settings...), false)
	require.NoError(t, err)
	if len(got.warnings) == 0 {
		require.Zero(t, again.sum, "%q", again.said)
	} else {
		require.Equal(t, got, again, "what cannot be done is said again")
	}
	return got
}

func TestSetACLGrants(t *testing.T) {
	id := other(t).Uid
	entries := []string{"./ 755", "page 644", "secret 600", "program 755", "readonly 444", "data/ 700", "data/base 660"}
	list := func(owner, user, group, mask, other string) string {
		return "user::" + owner + " user:" + id + ":" + user + " group::" + group + " mask::" + mask + " other::" + other
	}
	for access, want := range map[string]map[string]string{
		"Read": {
			".": list("rwx", "r-x", "r-x", "r-x", "r-x"), "page": list("rw-", "r--", "r--", "r--", "r--"), "secret": list("rw-", "r--", "---", "r--", "---"),
			"program": list("rwx", "r-x", "r-x", "r-x", "r-x"), "readonly": list("r--", "r--", "r--", "r--", "r--"),
			"data": list("rwx", "r-x", "---", "r-x", "---"), "data/base": list("rw-", "r--", "rw-", "rw-", "---"),
		},
		"Write": {
			".": list("rwx", "rwx", "r-x", "rwx", "r-x"), "page": list("rw-", "rw-", "r--", "rw-", "r--"), "secret": list("rw-", "-w-", "---", "-w-", "---"),
			"program": list("rwx", "rwx", "r-x", "rwx", "r-x"), "readonly": "",
			"data": list("rwx", "-wx", "---", "-wx", "---"), "data/base": list("rw-", "-w-", "rw-", "rw-", "---"),
		},
		"ReadAndExecute": {
			".": list("rwx", "r-x", "r-x", "r-x", "r-x"), "page": list("rw-", "r--", "r--", "r--", "r--"), "secret": list("rw-", "r--", "---", "r--", "---"),
			"program": list("rwx", "r-x", "r-x", "r-x", "r-x"), "readonly": list("r--", "r--", "r--", "r--", "r--"),
			"data": list("rwx", "r-x", "---", "r-x", "---"), "data/base": list("rw-", "r--", "rw-", "rw-", "---"),
		},
		"modify": {
			".": list("rwx", "rwx", "r-x", "rwx", "r-x"), "page": list("rw-", "rw-", "r--", "rw-", "r--"), "secret": list("rw-", "rw-", "---", "rw-", "---"),
			"program": list("rwx", "rwx", "r-x", "rwx", "r-x"), "readonly": list("r--", "r--", "r--", "r--", "r--"),
			"data": list("rwx", "rwx", "---", "rwx", "---"), "data/base": list("rw-", "rw-", "rw-", "rw-", "---"),
		},
		"Execute": {
			".": list("rwx", "r-x", "r-x", "r-x", "r-x"), "page": "", "secret": "",
			"program": list("rwx", "r-x", "r-x", "r-x", "r-x"), "readonly": "", "data": list("rwx", "--x", "---", "--x", "---"), "data/base": "",
		},
		"DeleteSubdirectoriesAndFiles": {
			".": list("rwx", "rwx", "r-x", "rwx", "r-x"), "page": "", "secret": "", "program": "", "readonly": "",
			"data": list("rwx", "-wx", "---", "-wx", "---"), "data/base": "",
		},
	} {
		t.Run(access, func(t *testing.T) {
			dir := site(t, t.TempDir(), entries...)
			outside := site(t, t.TempDir(), "x 600", "d/ 700")
			require.NoError(t, os.Symlink(filepath.Join(outside, "x"), filepath.Join(dir, "link")))
			require.NoError(t, os.Symlink(outside, filepath.Join(dir, "data", "links")))
			require.NoError(t, unix.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
			got := grant(t, dir, "setAclUser="+other(t).Username, "setAclAccess="+access)
			require.Empty(t, got.warnings)
			for name, acl := range want {
				path := filepath.Join(dir, name)
				require.Equal(t, acl, aclOf(t, path, "access"), name)
				fi, err := os.Stat(path)
				require.NoError(t, err)
				if fi.IsDir() {
					require.Equal(t, acl, aclOf(t, path, "default"), "what is made there later begins with it")
				}
			}
			require.Equal(t, "0444", modeOf(t, filepath.Join(dir, "readonly")), "it stays so")
			for _, name := range []string{"", "x", "d"} {
				require.Empty(t, aclOf(t, filepath.Join(outside, name), "access"), "no link is followed")
			}
		})
	}
}

// The user that a file belongs to needs no list.
func TestSetACLForTheOwner(t *testing.T) {
	dir := site(t, t.TempDir(), "./ 750", "page 464", "secret 460", "readonly 444", "program 617")
	require.Empty(t, grant(t, dir, "setAclUser="+me(t).Username, "setAclAccess=Modify").warnings)
	for name, mode := range map[string]string{"page": "0664", "secret": "0660", "readonly": "0444", "program": "0717", ".": "0750"} {
		require.Equal(t, mode, modeOf(t, filepath.Join(dir, name)), name)
		require.Empty(t, aclOf(t, filepath.Join(dir, name), "access"))
	}
}

func TestSetACLForAGroup(t *testing.T) {
	g, err := user.LookupGroup("tty")
	require.NoError(t, err)
	dir := site(t, t.TempDir(), "./ 751", "page 640")
	require.Empty(t, grant(t, dir, "setAclUser=tty", "setAclAccess=Write").warnings)
	require.Equal(t, "user::rwx group::r-x group:"+g.Gid+":-wx mask::rwx other::--x", aclOf(t, dir, "access"))
	require.Equal(t, "user::rw- group::r-- group:"+g.Gid+":-w- mask::rw- other::---", aclOf(t, filepath.Join(dir, "page"), "access"))
}

// What is there stays, and only who is named gains.
func TestSetACLExtendsLists(t *testing.T) {
	dir := site(t, t.TempDir(), "./ 700", "page 600")
	page := filepath.Join(dir, "page")
	g, err := user.LookupGroup("tty")
	require.NoError(t, err)
	grant(t, page, "setAclUser=tty", "setAclAccess=Modify")
	require.NoError(t, os.Chmod(page, 0o640), "which is what counts for the list")
	grant(t, dir, "setAclUser="+other(t).Username, "setAclAccess=Write")
	require.Equal(t, "user::rw- user:"+other(t).Uid+":-w- group::--- group:"+g.Gid+":r-- mask::rw- other::---", aclOf(t, page, "access"))
}

func TestSetACLOfAFile(t *testing.T) {
	dir := site(t, t.TempDir(), "./ 700", "tool 600", "page 600")
	grant(t, filepath.Join(dir, "tool"), "setAclUser="+other(t).Username, "setAclAccess=ReadAndExecute", "setAclResourceType=File")
	require.Equal(t, "user::rw- user:"+other(t).Uid+":r-x group::--- mask::r-x other::---", aclOf(t, filepath.Join(dir, "tool"), "access"))
	require.Empty(t, aclOf(t, dir, "access"))
	require.Empty(t, aclOf(t, filepath.Join(dir, "page"), "access"))

	_, err := run(t, sample().env(), aclRef(dir), aclRef(dir, "setAclUser="+other(t).Username, "setAclResourceType=File"), false)
	require.ErrorContains(t, err, "it is a folder, and setAclResourceType says that it is a file")
	pipe := filepath.Join(dir, "pipe")
	require.NoError(t, unix.Mkfifo(pipe, 0o600))
	_, err = run(t, sample().env(), aclRef(dir), aclRef(pipe, "setAclUser="+other(t).Username), false)
	require.ErrorContains(t, err, "it is neither a file nor a folder")
}

// Names that only IIS knows can be explained, a domain that is this machine
// goes without saying, and rights that mean nothing here are not passed over.
func TestSetACLUsers(t *testing.T) {
	host, err := os.Hostname()
	require.NoError(t, err)
	name := other(t).Username
	for user, opts := range map[string]iis.Options{
		"":                            {Users: iis.Users{{Name: "applicationPoolIdentity", Local: "wrong"}, {Name: "ApplicationPoolIdentity", Local: name}}},
		"ApplicationPoolIdentity":     {Users: iis.Users{{Name: "ApplicationPoolIdentity", Local: name}}},
		"anonymousAuthenticationUser": {Users: iis.Users{{Name: "anonymousauthenticationuser", Local: name}}},
		`DOMAIN\web`:                  {Users: iis.Users{{Name: `domain\WEB`, Local: name}}},
		`.\` + name:                   {},
		host + `\` + name:             {},
	} {
		dir := t.TempDir()
		got, err := run(t, sample().envWith(opts), aclRef(dir), aclRef(dir, "setAclUser="+user), false)
		require.NoError(t, err)
		require.Empty(t, got.warnings, user)
		require.Contains(t, aclOf(t, dir, "access"), "user:"+other(t).Uid+":r-x")
	}
	dir := t.TempDir()
	got := grant(t, dir, "setAclUser="+name, "setAclAccess=ChangePermissions,Synchronize")
	require.Equal(t, []string{"No permissions on '" + dir + "' were granted to '" + name + "': 'ChangePermissions,Synchronize' has no counterpart on this system."}, got.warnings)
	require.Empty(t, aclOf(t, dir, "access"))
}

// A site path is that of its folder, and nothing below leads out of it.
func TestSetACLInSite(t *testing.T) {
	dir := site(t, t.TempDir(), "app/ 700", "app/page 600")
	outside := site(t, t.TempDir(), "./ 700")
	env := sample().envWith(iis.Options{Sites: iis.Sites{{Name: "Site", Folder: dir}}})
	to := func(path string) provider.Ref { return aclRef(path, "setAclUser="+other(t).Username) }
	got, err := run(t, env, aclRef("Site/app"), to("Site/app"), false)
	require.NoError(t, err)
	require.Equal(t, []string{"Adding ACLs for path (Site/app)"}, got.said)
	require.Contains(t, aclOf(t, filepath.Join(dir, "app", "page"), "access"), "user:"+other(t).Uid+":r--")

	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "app", "data")))
	_, err = run(t, env, aclRef(""), to("Site/app/data"), false)
	require.ErrorContains(t, err, "The permissions of '"+filepath.Join(dir, "app", "data")+"' could not be changed.")
	require.Empty(t, aclOf(t, outside, "access"))
}

// A file that has another name may be another file elsewhere.
func TestSetACLLeavesHardLinks(t *testing.T) {
	base := t.TempDir()
	dir := site(t, base, "site/ 755", "shadow 600") + "/site"
	require.NoError(t, os.Link(filepath.Join(base, "shadow"), filepath.Join(dir, "upload")))
	got := grant(t, dir, "setAclUser="+other(t).Username)
	require.Equal(t, []string{"No permissions on 1 files or folders of '" + dir + "' were granted to '" + other(t).Username +
		"': they have several names (hard links), some of which may be elsewhere."}, got.warnings)
	require.Equal(t, []string{"The first is '" + dir + "/upload'."}, got.details)
	require.Empty(t, aclOf(t, filepath.Join(base, "shadow"), "access"))
}

// A sync that finds the permissions granted sees to it that they stay so.
func TestSetACLAfterChanges(t *testing.T) {
	dir := site(t, t.TempDir(), "page 644")
	ref := aclRef(dir, "setAclUser="+other(t).Username, "setAclAccess=Modify")
	grant(t, dir, "setAclUser="+other(t).Username, "setAclAccess=Modify")

	src, err := provider.OpenSource(t.Context(), sample().env(), aclRef(dir))
	require.NoError(t, err)
	dst, err := provider.OpenDestination(t.Context(), sample().env(), ref)
	require.NoError(t, err)
	var got outcome
	opts := got.observer(false)
	site(t, dir, "new 644") // by another part of the sync; its mode takes away what it inherited
	require.Contains(t, aclOf(t, filepath.Join(dir, "new"), "access"), "mask::r--")
	got.sum, err = websync.Run(t.Context(), src, dst, opts)
	require.NoError(t, err)
	require.Zero(t, got.sum, "%q", got.said)
	require.Equal(t, "user::rw- user:"+other(t).Uid+":rw- group::r-- mask::rw- other::r--", aclOf(t, filepath.Join(dir, "new"), "access"))
}

// The delete verb grants nothing.
func TestDeletedACLsAreNotGranted(t *testing.T) {
	dir := site(t, t.TempDir(), "page 644")
	ref := aclRef(dir, "setAclUser="+other(t).Username)
	grant(t, dir, "setAclUser="+other(t).Username)
	dst, err := provider.OpenDestination(t.Context(), sample().env(), ref)
	require.NoError(t, err)
	site(t, dir, "new 600")
	before := aclOf(t, filepath.Join(dir, "new"), "access")
	_, err = websync.Delete(t.Context(), dst, nil)
	require.NoError(t, err)
	require.Equal(t, before, aclOf(t, filepath.Join(dir, "new"), "access"))
}

// as runs the test that calls it again as somebody else and reports whether
// this is that run. Only root can do that.
func as(t *testing.T, u *user.User, dir string) bool {
	t.Helper()
	if os.Getenv("IIS_TEST_DIR") != "" {
		return true
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	require.NoError(t, err)
	self, err := os.ReadFile("/proc/self/exe")
	require.NoError(t, err)
	program := filepath.Join(dir, "test")
	require.NoError(t, os.WriteFile(program, self, 0o755))
	cmd := exec.Command(program, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env, cmd.Dir = append(os.Environ(), "IIS_TEST_DIR="+dir), dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: 65534}}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "--- PASS: "+t.Name())
	return false
}

// openFolder returns a folder that everybody can reach.
func openFolder(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("IIS_TEST_DIR"); dir != "" {
		return dir
	}
	if os.Getuid() != 0 {
		t.Skip("only root can become somebody else")
	}
	dir, err := os.MkdirTemp("", "iis")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	return dir
}

// Lists do what they say: the system lets the user do what was granted, and no
// more.
func TestGrantedPermissionsCount(t *testing.T) {
	dir := openFolder(t)
	if os.Getenv("IIS_TEST_DIR") == "" {
		for _, access := range []string{"none", "Read", "Write", "Modify"} {
			site(t, dir, access+"/ 700", access+"/file 600", access+"/program 700", access+"/readonly 400")
			if access != "none" {
				grant(t, filepath.Join(dir, access), "setAclUser=nobody", "setAclAccess="+access)
			}
		}
	}
	nobody, err := user.Lookup("nobody")
	require.NoError(t, err)
	if !as(t, nobody, dir) {
		return
	}
	for access, want := range map[string]string{
		"none": "", "Read": "list read-file read-readonly read-program ", "Write": "write-file make remove ",
		"Modify": "list read-file read-readonly read-program run write-file make remove ",
	} {
		at := func(name string) string { return filepath.Join(dir, access, name) }
		got := ""
		try := func(what string, err error) {
			if err == nil {
				got += what + " "
			}
		}
		_, err := os.ReadDir(at("."))
		try("list", err)
		for _, name := range []string{"file", "readonly", "program"} {
			_, err = os.ReadFile(at(name))
			try("read-"+name, err)
		}
		try("run", unix.Access(at("program"), unix.X_OK))
		for _, name := range []string{"file", "readonly"} {
			f, err := os.OpenFile(at(name), os.O_WRONLY, 0)
			try("write-"+name, err)
			f.Close()
		}
		try("make", os.WriteFile(at("new"), nil, 0o600))
		try("remove", os.Remove(at("file")))
		require.Equal(t, want, got, access)
	}
}

// Only the owner of a file may grant something.
func TestSetACLOfOthers(t *testing.T) {
	dir := openFolder(t)
	mine, theirs := filepath.Join(dir, "mine"), filepath.Join(dir, "mine", "theirs")
	nobody, err := user.Lookup("nobody")
	require.NoError(t, err)
	if os.Getenv("IIS_TEST_DIR") == "" {
		site(t, dir, "mine/ 755", "mine/file 644", "mine/theirs 644", "mine/shut 600", "mine/closed/ 700", "mine/closed/file 644")
		uid, err := strconv.Atoi(nobody.Uid)
		require.NoError(t, err)
		for _, name := range []string{".", "file"} {
			require.NoError(t, os.Chown(filepath.Join(mine, name), uid, 65534))
		}
		for _, name := range []string{"theirs", "shut", "closed"} {
			require.NoError(t, os.Chown(filepath.Join(mine, name), 12345, 12345))
		}
	}
	if !as(t, nobody, dir) {
		return
	}
	got := grant(t, mine, "setAclUser=root", "setAclAccess=Write")
	require.Equal(t, []string{"No permissions on 3 files or folders of '" + mine + "' were granted to 'root': whoever runs the sync may not change them."}, got.warnings)
	require.Contains(t, aclOf(t, filepath.Join(mine, "file"), "access"), "user:0:rw-")
	_, err = run(t, sample().env(), aclRef(""), aclRef(theirs, "setAclUser=root", "setAclAccess=Write"), false)
	require.ErrorIs(t, err, provider.CodeInsufficientAccess)
	require.ErrorIs(t, err, os.ErrPermission)
}
