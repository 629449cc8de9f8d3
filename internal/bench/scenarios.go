package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
)

// A scenario is something that is done with a site.
type scenario struct {
	id, title string
	set       func(ctx context.Context, s *stage) (*contest, error)
}

// scenarios returns all there are, in the order of the tables.
func scenarios() []scenario {
	return []scenario{
		{"start", "Start-up: listing an empty folder", startUp},
		{"A", "Folder to folder, first copy", firstCopy},
		{"B", "Folder to folder, nothing changed", unchanged},
		{"Bcold", "Folder to folder, nothing changed, caches dropped", unchangedCold},
		{"C", "Folder to folder, 1 % changed", changed},
		{"D", "Folder to folder, 10 % deleted", deleted},
		{"E", "Folder to package", pack},
		{"F", "Package to folder", unpack},
		{"G", "Package to folder, nothing changed", unpackUnchanged},
		{"H", "Package brought up to date, 1 % changed", update},
		{"I", "Names in a package", names},
		{"L", "Folder to folder, nothing changed, compared by content", unchangedByContent},
	}
}

// pick returns the scenarios of a list of ids separated by commas.
func pick(list string) ([]scenario, error) {
	all := scenarios()
	if list == "" {
		return all, nil
	}
	wanted := strings.Split(list, ",")
	for _, id := range wanted {
		if !slices.ContainsFunc(all, func(s scenario) bool { return s.id == id }) {
			return nil, fmt.Errorf("there is no scenario %q", id)
		}
	}
	return slices.DeleteFunc(all, func(s scenario) bool { return !slices.Contains(wanted, s.id) }), nil
}

// A stage is where a scenario takes place.
type stage struct {
	cli, self string // programs of this module
	site      *site  // which must not be changed
	dir       string // a new one, for whatever the scenario needs
}

// ours is the tool of the contestants of this module.
const ours = "webdeploy"

// near is how much longer the example program may take than the library.
const near = 1.05

// compared returns the contestants of this module: the program, and the library
// in a process that does nothing else.
func (s *stage) compared(program, library func(dst string) []string) []contestant {
	return []contestant{
		{label: ours, tool: ours, program: s.cli, args: program},
		{label: asLibrary, tool: ours, program: s.self, goal: goals{wall: near, small: near},
			args: func(dst string) []string { return append([]string{asLibrary}, library(dst)...) }},
	}
}

// emptyFolder has a turn start with one.
func emptyFolder(_ context.Context, _ *contestant, dst string) error { return os.Mkdir(dst, 0o755) }
