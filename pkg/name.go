package pkg

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/webdeploy-go/webdeploy/internal/filename"
)

// unsafePart returns an error that matches ErrName unless part can be the name
// of a file on system without meaning anything more.
func unsafePart(part, system string) error {
	if reason := filename.Problem(system, part); reason != "" {
		return fmt.Errorf("%w %q: it %s", ErrName, part, reason)
	}
	return nil
}

// needsUnix reports whether only an entry that is marked to come from a Unix
// system can have part in its name: in any other a backslash is a separator,
// and bytes that are not UTF-8 are of a code page.
func needsUnix(part string) bool {
	return strings.ContainsRune(part, '\\') || !utf8.ValidString(part)
}
