package pkg

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// unsafePart returns an error that matches ErrName unless part can be the name
// of a file on system without meaning anything more.
func unsafePart(part, system string) error {
	reason := unsafeAnywhere(part)
	if reason == "" && system == "windows" {
		reason = unsafeOnWindows(part)
	}
	if reason == "" {
		return nil
	}
	return fmt.Errorf("%w %q: it %s", ErrName, part, reason)
}

func unsafeAnywhere(part string) string {
	switch part {
	case "":
		return "is empty"
	case ".", "..":
		return "stands for another folder"
	}
	for i := range len(part) {
		switch c := part[i]; {
		case c == '/':
			return "contains a separator"
		case c < 0x20 || c == 0x7F:
			return "contains a control character"
		}
	}
	return ""
}

// unsafeOnWindows tells what Windows would take part for.
func unsafeOnWindows(part string) string {
	switch last := part[len(part)-1]; {
	case strings.ContainsRune(part, '\\'):
		return "contains a separator"
	case strings.ContainsRune(part, ':'):
		return "names a drive or a stream"
	case strings.ContainsAny(part, `<>"|?*`):
		return "contains a character that Windows does not allow"
	case last == '.' || last == ' ':
		return "ends in a dot or a blank"
	case isDevice(part):
		return "is that of a device"
	}
	return ""
}

// isDevice reports whether Windows takes part for a device, whatever extension
// it has.
func isDevice(part string) bool {
	base, _, _ := strings.Cut(part, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	if len(base) < 4 || base[:3] != "COM" && base[:3] != "LPT" {
		return false
	}
	n, size := utf8.DecodeRuneInString(base[3:])
	return 3+size == len(base) && strings.ContainsRune("0123456789¹²³", n)
}

// needsUnix reports whether only an entry that is marked to come from a Unix
// system can have part in its name: in any other a backslash is a separator,
// and bytes that are not UTF-8 are of a code page.
func needsUnix(part string) bool {
	return strings.ContainsRune(part, '\\') || !utf8.ValidString(part)
}
