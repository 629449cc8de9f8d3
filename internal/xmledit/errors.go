package xmledit

import "fmt"

// A SyntaxError says where a document is not well-formed.
type SyntaxError struct {
	Line, Column int // from 1; Column counts characters
	Reason       string
}

// Error returns the reason and the place in the form that .NET uses.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s Line %d, position %d.", e.Reason, e.Line, e.Column)
}

// A LimitError says that a document or an expression asks for too much.
type LimitError struct {
	What  string // such as "nodes"
	Limit string
}

// Error names the limit.
func (e *LimitError) Error() string {
	return "The XML document exceeds the limit of " + e.Limit + " " + e.What + "."
}

// mismatch says that an end tag closes another element than the last one opened.
func mismatch(start, end string, line, column int) string {
	return fmt.Sprintf("The '%s' start tag on line %d position %d does not match the end tag of '%s'.", start, line, column, end)
}
