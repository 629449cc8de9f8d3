package param

import (
	"errors"
	"fmt"

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

// cause returns what is wrong with a regular expression, without its text.
func cause(err error) error {
	var e *dotnet.SyntaxError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
