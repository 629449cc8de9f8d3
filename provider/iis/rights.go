package iis

import (
	"maps"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/settings"
)

// rights are what a user may do, as Windows counts it.
type rights uint32

// The rights that have a counterpart on other systems.
const (
	readData    rights = 0x01
	writeData   rights = 0x02
	appendData  rights = 0x04
	execute     rights = 0x20
	deleteChild rights = 0x40
)

// rightsByName are the names that .NET has for rights (FileSystemRights), and
// Execute, which examples use for ExecuteFile.
func rightsByName() map[string]rights {
	return map[string]rights{
		"ReadData": readData, "ListDirectory": readData, "WriteData": writeData, "CreateFiles": writeData,
		"AppendData": appendData, "CreateDirectories": appendData, "ReadExtendedAttributes": 0x08, "WriteExtendedAttributes": 0x10,
		"ExecuteFile": execute, "Traverse": execute, "Execute": execute, "DeleteSubdirectoriesAndFiles": deleteChild,
		"ReadAttributes": 0x80, "WriteAttributes": 0x100, "Delete": 0x10000, "ReadPermissions": 0x20000,
		"ChangePermissions": 0x40000, "TakeOwnership": 0x80000, "Synchronize": 0x100000,
		"Read": 0x20089, "ReadAndExecute": 0x200A9, "Write": 0x116, "Modify": 0x301BF, "FullControl": 0x1F01FF,
	}
}

// parseRights reads names of rights, separated by commas, in any case.
func parseRights(list string) (rights, error) {
	known := rightsByName()
	var all rights
	for name := range strings.SplitSeq(list, ",") {
		r, ok := rights(0), false
		for k, v := range known {
			if strings.EqualFold(k, strings.TrimSpace(name)) {
				r, ok = v, true
			}
		}
		if !ok {
			return 0, settings.Invalid(aclAccess, list, "must be one or more, separated by commas, of "+
				strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		all |= r
	}
	return all, nil
}
