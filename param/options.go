package param

import (
	"strconv"
	"time"
)

// A Style says how files are written that parameters change.
type Style uint8

// The styles. Lossless is the default because files of users are not ours to
// reformat: msdeploy drops byte order marks, converts UTF-16 and Latin-1 text
// to UTF-8, destroys binary files in scope, and rewrites all of an XML file to
// change one value.
const (
	Lossless   Style = iota // only the bytes of the values change
	AsMSDeploy              // as msdeploy writes them, byte for byte
)

// Options say how a set is applied. Nil and the zero value mean the defaults.
type Options struct {
	XML  Style // for entries of kind XMLFile
	Text Style // for entries of the kinds TextFile and TextFilePosition

	// Strict makes an error of what is otherwise said in verbose events or not
	// at all: an entry that matches nothing in a file, a scope that matches no
	// file, a value that is used nowhere. It names the place and what is near to
	// it. Bind reports every parameter without a value, every value without a
	// use, and references that go in a circle or are not replaced;
	// [Binding.Rehearse] the rest before anything is changed.
	Strict bool

	// Limit is the number of bytes that a file in scope may have, before and
	// after it is rewritten. Such files are held in memory. Zero means 64 MB.
	Limit int64

	// Timeout limits one regular expression or XPath on one file. Zero means
	// two seconds for the former and ten for the latter.
	Timeout time.Duration
}

func (o *Options) limit() int64 {
	if o.Limit > 0 {
		return o.Limit
	}
	return 64 << 20
}

// A LimitError says that a file in scope of a parameter is too large to be
// rewritten.
type LimitError struct {
	Path  string
	Limit int64 // bytes
}

// Error says so and what can be done.
func (e *LimitError) Error() string {
	return "The file '" + e.Path + "' is in the scope of a parameter, but has, or would have, more than " +
		strconv.FormatInt(e.Limit, 10) + " bytes. Narrow the scope of the parameter or raise the limit."
}
