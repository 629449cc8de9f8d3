package conformance

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Case is one recorded command line with everything it did. Its texts are as
// recorded: $W stands for the work folder. A Case is data and is never changed
// by this package once it is loaded.
type Case struct {
	Group, Name string
	Args        []string          // the command line; joined with single blanks it is the raw line, quotes and all
	Setup       []string          // commands that prepare the work folder, one a string
	TZ          string            // name of the time zone of setup and run; empty means UTC
	Stdout      string            // recorded standard output
	Stderr      string            // recorded standard error
	RC          int               // 0, or 255 where Windows says -1
	Tree        []string          // listing of what changed in $W; nil for commands that do not write
	Files       map[string][]byte // bytes of result files, by path below $W
	Zips        map[string]string // listing of the package that the run wrote (key ""), and XML files of archive folders (key DIR_archive.xml)
	Loose       []string          // lines of Stdout and Stderr whose wording is free
	Notes       string            // what the case shows
}

// ID returns GROUP/NAME, the case's identity in a suite.
func (c *Case) ID() string { return c.Group + "/" + c.Name }

// Line returns the raw command line with the work folder put in for $W.
func (c *Case) Line(work string) string {
	return strings.ReplaceAll(strings.Join(c.Args, " "), "$W", work)
}

// Suite is a set of cases and the inputs they start from. It is read-only once
// loaded.
type Suite struct {
	Cases  []*Case // sorted by group, then name
	inputs *inputs
}

// Groups returns the names of the suite's groups, sorted.
func (s *Suite) Groups() []string {
	groups := map[string]bool{}
	for _, c := range s.Cases {
		groups[c.Group] = true
	}
	return slices.Sorted(maps.Keys(groups))
}

// Case returns the case with the given identity, or nil.
func (s *Suite) Case(id string) *Case {
	i := slices.IndexFunc(s.Cases, func(c *Case) bool { return c.ID() == id })
	if i < 0 {
		return nil
	}
	return s.Cases[i]
}

//go:embed testdata/inputs.txtar testdata/cases
var testdata embed.FS

// Embedded returns the packed suite that is built into this package. The panic
// in it cannot happen.
func Embedded() fs.FS {
	sub, err := fs.Sub(testdata, "testdata")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}

// Load reads a packed suite. It fails on anything it does not understand, so
// that no expectation is dropped in silence.
func Load(packed fs.FS) (*Suite, error) {
	files, err := Unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("loading the suite: %w", err)
	}
	in, err := newInputs(files)
	if err != nil {
		return nil, fmt.Errorf("loading the suite: %w", err)
	}
	byID := map[string]*Case{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		rest, ok := strings.CutPrefix(name, casesFolder+"/")
		if !ok {
			continue
		}
		group, rest, _ := strings.Cut(rest, "/")
		id, part, _ := strings.Cut(rest, "/")
		c := byID[group+"/"+id]
		if c == nil {
			c = &Case{Group: group, Name: id, RC: -1, Files: map[string][]byte{}, Zips: map[string]string{}}
			byID[c.ID()] = c
		}
		if err := c.take(part, files[name]); err != nil {
			return nil, fmt.Errorf("loading the suite: %s: %w", name, err)
		}
	}
	return newSuite(in, byID)
}

func newSuite(in *inputs, byID map[string]*Case) (*Suite, error) {
	s := &Suite{inputs: in, Cases: slices.SortedFunc(maps.Values(byID), func(a, b *Case) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Name, b.Name))
	})}
	for _, c := range s.Cases {
		if c.Args == nil || c.RC < 0 {
			return nil, fmt.Errorf("loading the suite: case %s has no command or no status", c.ID())
		}
	}
	return s, nil
}

// take stores one file of a case.
func (c *Case) take(part string, data []byte) error {
	switch part {
	case "cmd":
		c.Args = fileLines(data)
	case "setup":
		c.Setup = fileLines(data)
	case "tz":
		c.TZ = strings.TrimSpace(string(data))
	case "stdout":
		c.Stdout = string(data)
	case "stderr":
		c.Stderr = string(data)
	case "rc":
		rc, err := strconv.Atoi(strings.TrimSpace(string(data)))
		if err != nil || rc < 0 {
			return fmt.Errorf("%q is no exit status", data)
		}
		c.RC = rc
	case "tree":
		c.Tree = fileLines(data)
	case "loose":
		c.Loose = fileLines(data)
	case "notes":
		c.Notes = strings.TrimSuffix(string(data), "\n")
	default:
		return c.takeResult(part, data)
	}
	return nil
}

// takeResult stores a recorded result file or package.
func (c *Case) takeResult(part string, data []byte) error {
	if name, ok := strings.CutPrefix(part, "files/"); ok {
		c.Files[name] = data
		return nil
	}
	if part == "zip" || strings.HasPrefix(part, "zip.") {
		c.Zips[strings.TrimPrefix(strings.TrimPrefix(part, "zip"), ".")] = string(data)
		return nil
	}
	return errors.New("no file of a case has this name")
}

// fileLines splits a file into its lines; never nil.
func fileLines(data []byte) []string {
	text := strings.TrimSuffix(string(data), "\n")
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}
