package pkg

import (
	"strings"
)

// Names of what a package has besides contents.
const (
	contentFolder  = "Content"
	archiveFile    = "archive.xml"
	manifestFile   = "manifest.xml"
	parametersFile = "parameters.xml"
	systemInfoFile = "systemInfo.xml"
)

// contentName returns the name, without a slash at its end, of the entry where
// the contents of a path that archive.xml names begin (recorded:
// package/dirpath, package/relative-dirpath):
//
//	C:\inetpub\site  Content/C_C/inetpub/site
//	/srv/site        Content//srv/site
//	site             Content/site
//
// A part ".." becomes "__", so that no name climbs.
func contentName(path string) string {
	var b strings.Builder
	b.WriteString(contentFolder)
	if isDrive(path) {
		b.WriteString("/" + path[:1] + "_C")
		path = path[2:]
	}
	if isWindows(path) {
		path = strings.ReplaceAll(path, `\`, "/")
	}
	if strings.HasPrefix(path, "/") && b.Len() == len(contentFolder) {
		b.WriteByte('/')
	}
	for part := range strings.SplitSeq(path, "/") {
		switch part {
		case "", ".":
			continue
		case "..":
			part = "__"
		}
		b.WriteString("/" + part)
	}
	return b.String()
}

// isDrive reports whether path begins with the letter of a drive.
func isDrive(path string) bool {
	return len(path) > 1 && path[1] == ':' && ('a' <= path[0]|0x20 && path[0]|0x20 <= 'z')
}

// isWindows reports whether backslashes separate the parts of path. Those that
// begin with a slash, and their backslashes, are Unix's.
func isWindows(path string) bool {
	return isDrive(path) || !strings.HasPrefix(path, "/") && strings.ContainsRune(path, '\\')
}

// join returns the path of the child named key of the folder at path.
func join(path, key string) string {
	sep := "/"
	if isWindows(path) {
		sep = `\`
	}
	if strings.HasSuffix(path, sep) || strings.HasSuffix(path, "/") {
		return path + key
	}
	return path + sep + key
}

// galleryName returns the name of the entry that a manifest.xml means by path,
// which counts from the top of the zip file.
func galleryName(path string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(path, `\`, "/"), "/") {
		if part != "" && part != "." {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}
