package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// How the names of what lies beside a package end.
const (
	packageEnd  = ".zip"
	valuesEnd   = ".SetParameters.xml"
	manifestEnd = ".SourceManifest.xml"
	scriptEnd   = ".deploy.cmd"
)

// An Output is what publishing a project to a package has left.
type Output struct {
	Name     string   // of the project
	Package  string   // the zip file, or the archive folder
	Archive  bool     // Package is a folder
	Values   []string // the files that may hold the values of the parameters
	Manifest string   // the source manifest; "" if there is none
	Script   string   // the .deploy.cmd; "" if there is none
}

// Find finds what belongs together. The path is that of a folder with one
// package in it, of a package, or of an archive folder.
//
// Files belong to a package if they have its name. Those of other names belong
// to it if it is the only package in its folder, as a package need not have the
// name of its project.
func Find(path string) (*Output, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, missing(path, err)
	case info.IsDir() && isArchive(path):
		return beside(path, true)
	case !info.IsDir() && endsIn(path, packageEnd):
		return beside(path, false)
	case !info.IsDir():
		return nil, &provider.Error{
			Op: "find package", Path: path, Err: provider.Quiet(errors.ErrUnsupported),
			Msg:  "The file '" + path + "' is not a package.",
			Hint: "name a .zip file, or the folder that publishing has left",
		}
	}
	list, err := os.ReadDir(path)
	if err != nil {
		return nil, missing(path, err)
	}
	found := packages(path, list)
	if len(found) != 1 {
		return nil, choice(path, "package", found)
	}
	name := filepath.Join(path, found[0])
	return beside(name, !endsIn(name, packageEnd))
}

// packages returns the names of the packages in a folder.
func packages(folder string, list []fs.DirEntry) []string {
	var names []string
	for _, d := range list {
		if d.IsDir() && isArchive(filepath.Join(folder, d.Name())) || !d.IsDir() && endsIn(d.Name(), packageEnd) {
			names = append(names, d.Name())
		}
	}
	return names
}

// isArchive reports whether path is that of an archive folder.
func isArchive(path string) bool {
	for _, name := range []string{"archive.xml", "Archive.xml"} {
		if info, err := os.Stat(filepath.Join(path, name)); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}

// beside returns the output that the package at path is part of.
func beside(path string, archive bool) (*Output, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return nil, missing(path, err)
	}
	o := &Output{Name: filepath.Base(whole), Package: path, Archive: archive}
	folder := filepath.Dir(path)
	if archive {
		folder = filepath.Join(path, "..")
	} else {
		o.Name = cutEnd(o.Name, packageEnd)
	}
	list, err := os.ReadDir(folder)
	if err != nil {
		return nil, missing(folder, err)
	}
	s := siblings{folder, list, o.Name, len(packages(folder, list)) == 1}
	o.Values, o.Manifest, o.Script = s.find(valuesEnd), only(s.find(manifestEnd)), only(s.find(scriptEnd))
	switch {
	case o.Script != "":
		o.Name = cutEnd(o.Script, scriptEnd)
	case len(o.Values) == 1:
		o.Name = cutEnd(o.Values[0], valuesEnd)
	}
	return o, nil
}

// siblings are the files in the folder of a package.
type siblings struct {
	folder string
	list   []fs.DirEntry
	name   string // of the package
	alone  bool   // no other package is there
}

// find returns the file of the package's name with the given end or, if there
// is none and the package is alone, all files with that end.
func (s *siblings) find(end string) []string {
	var others []string
	for _, d := range s.list {
		switch name := d.Name(); {
		case d.IsDir() || !endsIn(name, end):
		case strings.EqualFold(name, s.name+end):
			return []string{filepath.Join(s.folder, name)}
		case s.alone:
			others = append(others, filepath.Join(s.folder, name))
		}
	}
	return others
}

// only returns the only one of names, or "".
func only(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return ""
}

func endsIn(name, end string) bool {
	return len(name) > len(end) && strings.EqualFold(name[len(name)-len(end):], end)
}

// cutEnd returns the name of the file at path, which ends in end, without that.
func cutEnd(path, end string) string {
	name := filepath.Base(path)
	return name[:len(name)-len(end)]
}

// Ref returns the reference that opens the package.
func (o *Output) Ref() provider.Ref {
	if o.Archive {
		return provider.Ref{Kind: "archiveDir", Path: o.Package}
	}
	return provider.Ref{Kind: "package", Path: o.Package}
}

// ValuesFile returns the file with the values of the parameters, or "" if there
// is none: then the parameters have their defaults. It fails, with an error that
// wraps a *ChoiceError, if there are several.
func (o *Output) ValuesFile() (string, error) {
	if len(o.Values) < 2 {
		return only(o.Values), nil
	}
	var names []string
	for _, v := range o.Values {
		names = append(names, filepath.Base(v))
	}
	return "", choice(filepath.Dir(o.Values[0]), "file with the values of parameters", names)
}

// Parameters returns the parameters that the package declares, r being what Ref
// opens, with the values of the file that lies beside it.
func (o *Output) Parameters(r *pkg.Reader) (param.Set, error) {
	set, err := r.Parameters()
	if err != nil {
		return nil, err
	}
	file, err := o.ValuesFile()
	if err != nil || file == "" {
		return set, err
	}
	values, err := param.ParseValuesFile(file)
	if err != nil {
		return nil, err
	}
	return values.Apply(set)
}
