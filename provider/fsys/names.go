package fsys

import (
	"io/fs"
	"strings"
	"unicode/utf8"

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
	reason := badAnywhere(name)
	if reason == "" && goos == "windows" {
		reason = badOnWindows(name)
	}
	if reason == "" {
		return nil
	}
	return &provider.Error{
		Op: "check name", Path: name, Code: provider.CodeInvalidPath,
		Msg:  "The name '" + printable(name) + "' cannot be that of a file or folder: it " + reason + ".",
		Hint: "rename it at the source, or leave it out with -skip",
	}
}

func badAnywhere(name string) string {
	switch name {
	case "":
		return "is empty"
	case ".", "..":
		return "stands for another folder"
	}
	for i := range len(name) {
		switch c := name[i]; {
		case c == '/':
			return "contains a separator"
		case c < 0x20 || c == 0x7f:
			return "contains a control character"
		}
	}
	return ""
}

func badOnWindows(name string) string {
	switch last := name[len(name)-1]; {
	case strings.ContainsRune(name, '\\'):
		return "contains a separator"
	case strings.ContainsRune(name, ':'):
		return "names a drive or a stream"
	case strings.ContainsAny(name, `<>"|?*`):
		return "contains a character that Windows does not allow"
	case last == '.' || last == ' ':
		return "ends in a dot or a blank"
	case !utf8.ValidString(name):
		return "is not valid UTF-8"
	case isDevice(name):
		return "is that of a device"
	}
	return ""
}

// isDevice reports whether Windows takes name for a device, whatever extension
// follows.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	number, ok := strings.CutPrefix(base, "COM")
	if !ok {
		number, ok = strings.CutPrefix(base, "LPT")
	}
	if !ok {
		return false
	}
	switch number {
	case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
		return true
	}
	return false
}

// printable returns name with control characters replaced, so that a message
// cannot move the cursor of a terminal.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return '\uFFFD'
		}
		return r
	}, name)
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
