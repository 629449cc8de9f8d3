// Package filename says which texts can be the name of a file or folder on an
// operating system, with no meaning beyond that.
package filename

import (
	"strings"
	"unicode/utf8"
)

// Problem returns why name cannot be that of a file or folder on the operating
// system goos, as runtime.GOOS names it, in words that complete "it …", or ""
// if it can.
//
// Nowhere can a name be empty, "." or "..", or contain a separator or a control
// character. On Windows it can be neither that of a device nor one that the
// system would take for another: one that names a stream, has a wildcard, or
// ends in a dot or a blank.
func Problem(goos, name string) string {
	reason := badAnywhere(name)
	if reason == "" && goos == "windows" {
		reason = badOnWindows(name)
	}
	return reason
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

// Printable returns name with control characters replaced, so that a message
// cannot move the cursor of a terminal.
func Printable(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return '\uFFFD'
		}
		return r
	}, name)
}
