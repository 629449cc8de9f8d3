package dotnet

import (
	"errors"
	"fmt"
	"time"

	"github.com/dlclark/regexp2/syntax"
)

// SyntaxError says that a pattern, or a replacement text, is not valid in .NET.
type SyntaxError struct {
	Pattern string // as given
	Err     error  // what is wrong with it, without naming the pattern again
}

// Error begins with the sentence that names the pattern, and goes on with the reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("The regular expression '%s' is invalid: %v", e.Pattern, e.Err)
}

// Unwrap returns e.Err.
func (e *SyntaxError) Unwrap() error { return e.Err }

// TimeoutError says that a call was given up after its time limit. The text searched is
// left out on purpose: it may hold secrets.
type TimeoutError struct {
	Pattern string
	Limit   time.Duration
}

// Error names the pattern and the limit, and says what may help.
func (e *TimeoutError) Error() string {
	return fmt.Sprintf("The regular expression '%s' did not finish within %v. "+
		"Nested repetitions such as (a+)+ are the usual cause: simplify the pattern or allow more time.", e.Pattern, e.Limit)
}

// reason strips an error of the engine's parser down to what is wrong.
func reason(err error) error {
	var e *syntax.Error
	switch {
	case !errors.As(err, &e):
		return err
	case len(e.Args) == 0:
		return errors.New(e.Code.String())
	default:
		return fmt.Errorf(e.Code.String(), e.Args...)
	}
}
