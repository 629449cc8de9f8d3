package pkg

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Errors that those of this package match.
var (
	ErrFormat   = errors.New("not a zip file that can be read")
	ErrChecksum = errors.New("the contents do not match their checksum")
	ErrSize     = errors.New("the contents do not have the size they are said to have")
	ErrLimit    = errors.New("over a limit")
	ErrName     = errors.New("unsafe name")
	ErrOverlap  = errors.New("entries overlap")
	ErrDigest   = errors.New("the package does not have the digest that it says")
	ErrNoDigest = errors.New("the package has no digest")
)

// Kinds of the providers in this package.
const (
	kindPackage    provider.Kind = "package"
	kindArchiveDir provider.Kind = "archiveDir"
)

// notLoaded returns the error with which msdeploy says that a package cannot be
// used (recorded: package/zip-notazip, archivedir/missing).
func notLoaded(kind provider.Kind, name string, cause error) *provider.Error {
	noun := "Zip package"
	if kind == kindArchiveDir {
		noun = "archive directory"
	}
	return &provider.Error{
		Op: "open", Kind: kind, Path: name, Err: cause,
		Msg: "The " + noun + " '" + name + "' could not be loaded.",
	}
}

// badFormat returns the error about a file that is no zip file. Its sentence is
// msdeploy's; why is for whoever unwraps it.
func badFormat(name, why string) error {
	return &provider.Error{
		Op: "read", Kind: kindPackage, Path: name,
		Msg:  "Package file '" + name + "' is not in a supported .zip format and therefore cannot be read.",
		Hint: why + "; make the package again",
		Err:  provider.Quiet(fmt.Errorf("%w: %s", ErrFormat, why)),
	}
}

// badXML returns the error about one of the XML files of a package (recorded:
// package/zip-broken). A nil cause says that the file is not there, which
// msdeploy leaves at that.
func badXML(name string, cause error) error {
	return &provider.Error{
		Op: "read", Path: name, Err: cause,
		Msg: "The XML file '" + name + "' could not be loaded.",
	}
}

// notFound returns the error about something that is not in a package.
func notFound(name string, dir bool) error {
	noun := "file"
	if dir {
		noun = "directory"
	}
	return &provider.Error{
		Op: "find", Path: name, Err: provider.Quiet(fs.ErrNotExist),
		Msg: "Could not find " + noun + " '" + name + "'.",
	}
}

// badEntry returns the error about an entry that cannot be read. It matches
// class.
func badEntry(name string, class error, hint string) error {
	return &provider.Error{Op: "read", Kind: "entry", Path: name, Err: class, Hint: hint}
}

// overLimit returns the error about more than a limit of opts allows. field
// names the limit.
func overLimit(path, field string, limit int64) error {
	return &provider.Error{
		Op: "read", Path: path, Err: fmt.Errorf("%w: %s is %d", ErrLimit, field, limit),
		Hint: "if the package can be trusted, raise ReaderOptions." + field,
	}
}
