package provider

// Quiet returns an error that matches whatever err matches but has no text of
// its own. It ends a chain whose last sentence already says everything:
//
//	&Error{Msg: "Could not find file 'P'.", Err: Quiet(fs.ErrNotExist)}
//
// matches fs.ErrNotExist and reads as one sentence. Quiet(nil) is nil.
func Quiet(err error) error {
	if err == nil {
		return nil
	}
	return quiet{err}
}

// IsQuiet reports whether err was made by [Quiet], which is to say that a list
// of the errors of a chain leaves it out together with all its causes.
func IsQuiet(err error) bool {
	_, ok := err.(quiet)
	return ok
}

type quiet struct{ err error }

// Error returns the empty string.
func (quiet) Error() string { return "" }

// Unwrap returns what q was made of.
func (q quiet) Unwrap() error { return q.err }
