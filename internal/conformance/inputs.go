package conformance

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

const (
	fileMode = 0o644
	dirMode  = 0o755
	// touchLayout is the form of times in times.tsv and in the setup command at.
	touchLayout = "200601021504.05"
)

// Times of everything in a fresh work folder that times.tsv does not name.
func fileTime() time.Time { return time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC) }
func dirTime() time.Time  { return time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC) }

// emptyFolders exist in a fresh work folder though they hold no file.
func emptyFolders() []string {
	return []string{"site/emptydir", "zips", "sb/c-empty", "sa/d/empty"}
}

// inputs is the content of a fresh work folder.
type inputs struct {
	files map[string]inputFile // by path below the work folder
	noise []byte               // what the setup command noise cuts from
}

type inputFile struct {
	data     []byte
	modified time.Time
	template bool // @W@ in data stands for the work folder
}

// newInputs collects the inputs among the files of a suite folder.
func newInputs(suite map[string][]byte) (*inputs, error) {
	in := &inputs{files: map[string]inputFile{}}
	for name, data := range suite {
		rest, ok := strings.CutPrefix(name, "inputs/")
		if !ok {
			continue
		}
		kind, rest, _ := strings.Cut(rest, "/")
		switch kind {
		case "tree":
			in.files[rest] = inputFile{data: data, modified: fileTime()}
		case "zips":
			in.files[path.Join("zips", rest)] = inputFile{data: data, modified: fileTime()}
		case "templates":
			in.files[path.Base(rest)] = inputFile{data: data, modified: fileTime(), template: true}
		case "noise.bin":
			in.noise = data
		case "times.tsv":
		default:
			return nil, fmt.Errorf("%s: inputs have no such part", name)
		}
	}
	if len(in.files) == 0 {
		return nil, errors.New("the suite has no inputs")
	}
	return in, in.setTimes(suite["inputs/times.tsv"])
}

// setTimes reads times.tsv: lines of a time, a tab and a path.
func (in *inputs) setTimes(table []byte) error {
	for _, line := range fileLines(table) {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		when, name, _ := strings.Cut(line, "\t")
		t, err := time.Parse(touchLayout, when)
		if err != nil {
			return fmt.Errorf("times.tsv: %w", err)
		}
		f, ok := in.files[name]
		if !ok {
			return fmt.Errorf("times.tsv: there is no input %q", name)
		}
		f.modified = t
		in.files[name] = f
	}
	return nil
}

// layOut puts the inputs into the existing folder work, as far as they belong
// to wanted top-level entries, of which there must be nothing yet. Modes do not
// depend on the process's umask.
func (in *inputs) layOut(work string, wanted func(entry string) bool) error {
	folders := map[string]bool{work: true}
	for _, name := range emptyFolders() {
		if !wanted(topLevel(name)) {
			continue
		}
		if err := makeFolders(filepath.Join(work, filepath.FromSlash(name)), folders); err != nil {
			return err
		}
	}
	for name, f := range in.files {
		if !wanted(topLevel(name)) {
			continue
		}
		full := filepath.Join(work, filepath.FromSlash(name))
		if err := makeFolders(filepath.Dir(full), folders); err != nil {
			return err
		}
		data := f.data
		if f.template {
			data = []byte(strings.ReplaceAll(string(data), "@W@", work))
		}
		if err := writeFile(full, data, f.modified); err != nil {
			return err
		}
	}
	for folder := range folders {
		if err := os.Chtimes(folder, dirTime(), dirTime()); err != nil {
			return err
		}
	}
	return nil
}

// makeFolders makes the folder and its missing parents. Folders in known exist;
// the ones it made are added.
func makeFolders(folder string, known map[string]bool) error {
	if known[folder] {
		return nil
	}
	if err := makeFolders(filepath.Dir(folder), known); err != nil {
		return err
	}
	known[folder] = true
	return makeFolder(folder)
}

// makeFolder makes one folder unless it exists.
func makeFolder(folder string) error {
	if err := os.Mkdir(folder, dirMode); err != nil {
		if info, statErr := os.Stat(folder); statErr == nil && info.IsDir() {
			return nil
		}
		return err
	}
	return os.Chmod(folder, dirMode)
}

// writeFile writes a whole file with the suite's mode and the given time.
func writeFile(name string, data []byte, modified time.Time) error {
	if err := os.WriteFile(name, data, fileMode); err != nil {
		return err
	}
	if err := os.Chmod(name, fileMode); err != nil {
		return err
	}
	return os.Chtimes(name, modified, modified)
}
