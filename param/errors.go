package param

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/webdeploy-go/webdeploy/internal/dotnet"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A SyntaxError says where a file of parameters is not well-formed.
type SyntaxError struct {
	Line, Column int // from 1; Column counts characters
	Reason       string
}

// Error returns the reason and the place in the form that .NET uses.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s Line %d, position %d.", e.Reason, e.Line, e.Column)
}

// failure returns an error that says msg.
func failure(msg string, cause error) *provider.Error {
	return &provider.Error{Op: "use parameters", Msg: msg, Err: cause}
}

// A missingFile says that there is no such file. To msdeploy that is one error,
// not two (recorded: parameters/setparamfile-missing), so its cause is matched
// but not unwrapped.
type missingFile struct {
	name string
	err  error
}

// Error names the file.
func (e *missingFile) Error() string { return `Could not find file "` + e.name + `"` }

// Is reports whether the cause is target.
func (e *missingFile) Is(target error) bool { return errors.Is(e.err, target) }

// unopened returns the error for a file that cannot be opened.
func unopened(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &missingFile{name, err}
	}
	return &provider.Error{Op: "open", Path: name, Err: err}
}

// cause returns what is wrong with a regular expression, without its text.
func cause(err error) error {
	var e *dotnet.SyntaxError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
