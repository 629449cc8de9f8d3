package fsys

import (
	"io/fs"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/filename"
	"github.com/webdeploy-go/webdeploy/provider"
)

// CheckName returns an error that matches provider.CodeInvalidPath unless name
// can be that of a file or folder on the operating system goos, as runtime.GOOS
// names it, with no meaning beyond that. It looks at nothing but its arguments.
//
// Nowhere can a name be empty, "." or "..", or contain a separator or a control
// character. On Windows it can be neither that of a device nor one that the
// system would take for another: one that names a stream, has a wildcard, or
// ends in a dot or a blank.
func CheckName(goos, name string) error {
	reason := filename.Problem(goos, name)
	if reason == "" {
		return nil
	}
	return &provider.Error{
		Op: "check name", Path: name, Code: provider.CodeInvalidPath,
		Msg:  "The name '" + filename.Printable(name) + "' cannot be that of a file or folder: it " + reason + ".",
		Hint: "rename it at the source, or leave it out with -skip",
	}
}

// checkTarget refuses the paths of another system for a destination: taken for
// a name of this one, a path of Windows would make a folder called "c:\\site"
// wherever the command happens to run. Packages made on Windows name such paths
// (-dest:auto).
func checkTarget(goos string, ref provider.Ref) error {
	if goos == "windows" || !windowsPath(ref.Path) {
		return nil
	}
	return &provider.Error{
		Op: "open as destination", Kind: ref.Kind, Path: ref.Path, Side: provider.DestinationSide, Code: provider.CodeInvalidPath,
		Msg:  "The path '" + ref.Path + "' is one of Windows and names nothing on this system.",
		Hint: "name the destination with -dest, or set the parameter of kind ProviderPath that stands for it with -setParam",
		Err:  provider.Quiet(fs.ErrInvalid),
	}
}

// windowsPath reports whether path begins with a drive and a separator, or is
// that of a network share.
func windowsPath(path string) bool {
	drive := len(path) > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/') && isLetter(path[0])
	return drive || strings.HasPrefix(path, `\\`)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
