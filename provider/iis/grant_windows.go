package iis

import (
	"context"
	"errors"
	"runtime"

	"golang.org/x/sys/windows"
)

// A principal is a user or a group that Windows knows.
type principal = *windows.SID

// lookUp returns the user or group with the given name, and whether there is
// one.
func lookUp(name string) (principal, bool, error) {
	sid, _, _, err := windows.LookupSID("", name)
	if errors.Is(err, windows.ERROR_NONE_MAPPED) {
		return nil, false, nil
	}
	return sid, err == nil, err
}

// has reports that it cannot be told whether the user already has what r asks
// for: permissions come in many ways.
func (t *aclTarget) has(context.Context, *request) bool { return false }

// allow adds an entry to the access control list of a file or folder, which
// Windows hands down to what is in the folder.
func (t *aclTarget) allow(_ context.Context, who principal, allowed rights, r *request) error {
	isFolder, err := t.place.suits(r)
	if err == nil {
		err = extend(t.place.path(), who, allowed, isFolder)
	}
	if err != nil {
		return t.failed(err)
	}
	return nil
}

// extend adds an entry for who to the list of what is at path.
func extend(path string, who principal, allowed rights, isFolder bool) error {
	sd, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	list, _, err := sd.DACL()
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(who) // entry does not count as a reference
	entry := windows.EXPLICIT_ACCESS{
		AccessPermissions: windows.ACCESS_MASK(allowed), AccessMode: windows.GRANT_ACCESS, Inheritance: windows.NO_INHERITANCE,
		Trustee: windows.TRUSTEE{
			TrusteeForm: windows.TRUSTEE_IS_SID, TrusteeType: windows.TRUSTEE_IS_UNKNOWN, TrusteeValue: windows.TrusteeValueFromSID(who),
		},
	}
	if isFolder {
		entry.Inheritance = windows.SUB_CONTAINERS_AND_OBJECTS_INHERIT
	}
	list, err = windows.ACLFromEntries([]windows.EXPLICIT_ACCESS{entry}, list)
	if err != nil {
		return err
	}
	return windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION, nil, nil, list, nil)
}
