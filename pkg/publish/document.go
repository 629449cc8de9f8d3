package publish

import (
	"errors"
	"io"
	"os"
	"strconv"

	"github.com/webdeploy-go/webdeploy/internal/xmlread"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// withFile calls f with the contents of a file.
func withFile(name string, f func(io.Reader) error) error {
	r, err := os.Open(name)
	if err != nil {
		return missing(name, err)
	}
	defer r.Close()
	return f(r)
}

// document reads a profile whose topmost element has the given name.
func document(r io.Reader, file, root string) (xmlread.Element, error) {
	e, err := xmlread.Read(r)
	if err != nil {
		return e, broken(file, err)
	}
	if !e.Is(root) {
		line, column := e.Position()
		return e, &provider.Error{
			Op: "read publish profile", Path: file,
			Msg:  "The file" + quoted(file) + " is no publish profile: the element '" + root + "' is expected, not '" + e.Name() + "'.",
			Hint: "line " + strconv.Itoa(line) + ", column " + strconv.Itoa(column),
		}
	}
	return e, nil
}

// broken returns the error about a profile that cannot be read.
func broken(file string, err error) error {
	var syntax *xmlread.SyntaxError
	if errors.As(err, &syntax) {
		err = (*param.SyntaxError)(syntax)
	}
	return &provider.Error{
		Op: "read publish profile", Path: file, Err: err,
		Msg: "The publish profile" + quoted(file) + " could not be read.",
	}
}

// quoted returns the name of a file for a sentence, which may not be known.
func quoted(file string) string {
	if file == "" {
		return ""
	}
	return " '" + file + "'"
}
