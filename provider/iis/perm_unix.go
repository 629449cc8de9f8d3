//go:build unix

package iis

// A perm is what a Unix system knows of rights: r, w and x.
type perm uint16

const (
	permRead  perm = 4
	permWrite perm = 2
	permExec  perm = 1
)

// perms returns the counterpart of r for files and for folders. What a user may
// read or write in a folder is of no use without entering it.
func (r rights) perms() (file, folder perm) {
	if r&readData != 0 {
		file |= permRead
		folder |= permRead | permExec
	}
	if r&(writeData|appendData) != 0 {
		file |= permWrite
		folder |= permWrite | permExec
	}
	if r&deleteChild != 0 {
		folder |= permWrite | permExec
	}
	if r&execute != 0 {
		file |= permExec
		folder |= permExec
	}
	return file, folder
}
