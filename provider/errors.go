package provider

import (
	"errors"
	"io/fs"
	"strings"
)

// A Code is an error code of Web Deploy. It is itself an error, so that
// errors.Is(err, CodeProviderNotFound) finds it in whatever wraps it.
type Code string

// Codes of msdeploy that packages of this module report.
const (
	CodeProviderNotFound   Code = "ERROR_PROVIDER_NOT_FOUND"
	CodeCreatingObject     Code = "ERROR_EXCEPTION_WHILE_CREATING_OBJECT"
	CodeNothingToDelete    Code = "ERROR_OBJECT_TO_BE_DELETED_DOES_NOT_EXIST"
	CodeNotFound           Code = "FileOrFolderNotFound"
	CodeInsufficientAccess Code = "ERROR_INSUFFICIENT_ACCESS_TO_SITE_FOLDER"
	CodeFileInUse          Code = "ERROR_FILE_IN_USE"
	CodeBringAppOnline     Code = "ERROR_FAILED_TO_BRING_APP_ONLINE"
	CodeInvalidPath        Code = "ERROR_INVALID_PATH"
	CodePackageTooLarge    Code = "ERROR_PACKAGE_TOO_LARGE"
)

// Error returns the code.
func (c Code) Error() string { return string(c) }

// A Side is the end of a sync that an error happened on.
type Side uint8

// The sides of a sync.
const (
	NoSide Side = iota
	SourceSide
	DestinationSide
)

// An Error records a failed operation and the object it failed on.
type Error struct {
	Op   string // what was tried, such as "open" or "add"
	Kind Kind   // of the object
	Path string // of the object
	Side Side
	Code Code   // of Web Deploy, if it has one for this
	Msg  string // the sentence in which msdeploy says it, if it has one
	Hint string // what the user can do about it
	Err  error  // the cause

	// Skippable, in the Invalid of an object, says that a sync may leave the
	// object out with a warning (rule SkipInvalidSource). Without it the sync
	// ends: what cannot be read today may matter.
	Skippable bool
}

// Error returns Msg, or else the operation, kind and path, followed by the
// cause and the hint.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Sentence())
	if e.Err != nil && !IsQuiet(e.Err) {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	if e.Hint != "" {
		b.WriteString(" (")
		b.WriteString(e.Hint)
		b.WriteString(")")
	}
	return b.String()
}

// Sentence returns what e itself says, without its cause.
func (e *Error) Sentence() string {
	if e.Msg != "" {
		return e.Msg
	}
	parts := []string{e.Op}
	for _, s := range []string{string(e.Kind), e.Path} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if e.Code != "" && e.Err == nil {
		parts = append(parts, string(e.Code))
	}
	return strings.Join(parts, " ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the code of e.
func (e *Error) Is(target error) bool {
	c, ok := target.(Code)
	return ok && c != "" && c == e.Code
}

// CannotCreate returns the error with which msdeploy refuses a source that
// cannot be opened (recorded: dump/dirpath-missing).
func CannotCreate(ref Ref, cause error) error {
	return &Error{
		Op: "open", Kind: ref.Kind, Path: ref.Path, Code: CodeCreatingObject, Err: cause,
		Msg: "Object of type '" + string(ref.Kind) + "' and path '" + ref.Path + "' cannot be created.",
	}
}

// Unsupported returns an error that matches errors.ErrUnsupported.
func Unsupported(op string, o *Object) error {
	return &Error{Op: op, Kind: o.Kind, Path: o.Path, Err: errors.ErrUnsupported}
}

// Skippable reports whether err, the Invalid of an object, allows a sync to
// leave the object out.
func Skippable(err error) bool {
	var e *Error
	for errors.As(err, &e) {
		if e.Skippable {
			return true
		}
		err = e.Err
	}
	return false
}

// NotExist reports whether err says that something is not there.
func NotExist(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, CodeNotFound)
}

// Temporary reports whether err may go away by itself, so that trying again
// makes sense: a file in use, or anything that says so by a method
// Temporary() bool.
func Temporary(err error) bool {
	var t interface{ Temporary() bool }
	return errors.Is(err, CodeFileInUse) || errors.As(err, &t) && t.Temporary()
}
