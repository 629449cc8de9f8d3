package fsys

import (
	"os"
	"strings"
)

const separator = string(os.PathSeparator)

// join returns the path of the entry name of the folder dir, which is shown
// and used as it was given, but for separators at its end (recorded:
// dump/relative, dump/trailing-slash).
func join(dir, name string) string {
	if isDrive(dir) {
		return dir + name // C:name is below the drive's current folder, C:\name is not
	}
	return strings.TrimRightFunc(dir, isSeparator) + separator + name
}

// folderPrefix returns what the paths of all entries of dir begin with.
func folderPrefix(dir string) string { return join(dir, "") }

// trim returns path without separators at its end, unless it is a root folder.
func trim(path string) string {
	if t := strings.TrimRightFunc(path, isSeparator); t != "" && !isDrive(t) {
		return t
	}
	return path
}

// split cuts path into the folder that an entry is in and the entry's name,
// which is empty if path cannot be that of a file.
func split(path string) (dir, name string) {
	i := len(path)
	for i > 0 && !os.IsPathSeparator(path[i-1]) {
		i--
	}
	dir, name = path[:i], path[i:]
	switch {
	case name == "." || name == "..":
		return path, ""
	case dir == "" && separator == `\` && len(name) > 2 && name[1] == ':':
		return name[:2], name[2:]
	case dir == "":
		return ".", name
	}
	return dir, name
}

func isSeparator(r rune) bool { return r < 0x80 && os.IsPathSeparator(byte(r)) }

// isDrive reports whether path is a drive without a folder, such as "C:".
func isDrive(path string) bool {
	return separator == `\` && len(path) == 2 && path[1] == ':'
}
