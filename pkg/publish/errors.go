package publish

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A ChoiceError says that a folder does not hold exactly one of what is looked
// for.
type ChoiceError struct {
	Folder     string
	What       string   // such as "package"
	Candidates []string // names of files and folders; empty if there is none
}

// maxShown is how many names an error shows.
const maxShown = 10

// Error names the candidates.
func (e *ChoiceError) Error() string {
	n := len(e.Candidates)
	if n == 0 {
		return "The folder '" + e.Folder + "' holds no " + e.What + "."
	}
	names := strings.Join(e.Candidates[:min(n, maxShown)], ", ")
	if n > maxShown {
		names += " and " + strconv.Itoa(n-maxShown) + " more"
	}
	return "The folder '" + e.Folder + "' holds more than one " + e.What + ": " + names + "."
}

// choice returns the error about a folder that does not hold exactly one of what
// is looked for.
func choice(folder, what string, candidates []string) error {
	e := &ChoiceError{Folder: folder, What: what, Candidates: candidates}
	hint := "name the one that is meant"
	if len(candidates) == 0 {
		hint = "publish the project to a package first, or name the package"
	}
	return &provider.Error{Op: "find " + what, Path: folder, Msg: e.Error(), Hint: hint, Err: provider.Quiet(e)}
}

// missing returns the error about a path that cannot be read.
func missing(path string, err error) error {
	e := &provider.Error{Op: "find package", Path: path, Err: err}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		e.Err = pe.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		e.Msg, e.Err = "Could not find '"+path+"'.", provider.Quiet(fs.ErrNotExist)
	}
	return e
}
