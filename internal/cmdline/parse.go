package cmdline

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

// ParseLine reads a raw command line, without the name of the program, as typed
// on Windows: it splits the line itself. See Parse.
func ParseLine(line string) (*Command, error) {
	return Parse(Split(line))
}

// Parse reads an argument vector, without the name of the program, that a shell
// has already split: blanks in an item belong to it, quotes that are still
// there work as in a raw line. An empty vector lacks a verb like any other. The
// error is an *Error; no Command comes with it.
func Parse(args []string) (*Command, error) {
	uses, err := scan(args)
	if err != nil {
		return nil, err
	}
	c := new(Command)
	if !uses.has("help") && !uses.has("?") {
		if err := uses.check(); err != nil {
			return nil, err
		}
	}
	for _, u := range uses {
		if err := u.apply(c); err != nil {
			return nil, err
		}
	}
	if c.Publish != "" && c.Verb == "" {
		c.Verb = VerbSync
	}
	return c, nil
}

// A use is a switch with the raw values given to it, in the order of the line.
type use struct {
	entry
	values []string
}

// apply hands the values that count to the command.
func (u *use) apply(c *Command) error {
	values := u.values
	if u.Repeat != Each && len(values) > 0 {
		values = values[len(values)-1:]
	}
	for _, v := range values {
		if err := u.in(c).set(u.Name, v); err != nil {
			return err
		}
	}
	return nil
}

// uses are all switches in the order of the table, given or not.
type uses []use

// scan sorts the items by switch. It finds the errors of single items.
func scan(args []string) (uses, error) {
	table := entries()
	all := make(uses, len(table))
	for i := range table {
		all[i].entry = table[i]
	}
	for _, item := range args {
		rest, dashed := strings.CutPrefix(item, "-")
		if !dashed {
			return nil, notAnArgument(item)
		}
		name, raw := rest, ""
		if i := strings.IndexAny(rest, ":="); i >= 0 {
			name, raw = rest[:i], rest[i+1:]
		}
		i := find(table, name)
		if i < 0 {
			return nil, unknownArgument(name)
		}
		u := &all[i]
		if u.lacksValue(raw) {
			return nil, missingValue(u.Name)
		}
		if u.Repeat == Once && len(u.values) > 0 {
			return nil, onlyOnce(u.Name)
		}
		u.values = append(u.values, raw)
	}
	return all, nil
}

// of returns the raw values of the switch with the canonical name, nil where it
// was not given.
func (a uses) of(name string) []string {
	for i := range a {
		if a[i].Name == name {
			return a[i].values
		}
	}
	return nil
}

func (a uses) has(name string) bool { return a.of(name) != nil }

// check finds the errors between switches: those of the verb, then of the
// source, the destination and the rules. What -publish stands for need not be
// given.
func (a uses) check() error {
	verb, err, publish := VerbSync, error(nil), a.has("publish")
	if a.has("verb") {
		verb, err = parseVerb(pairs.Unquote(a.of("verb")[0]))
	} else if !publish {
		err = verbMissing()
	}
	switch {
	case err != nil:
		return err
	case verb.NeedsSource() && !a.has("source") && !publish:
		return sourceMissing()
	case verb.NeedsDest() && !a.has("dest") && !(publish && verb == VerbSync):
		return destMissing(verb)
	case !verb.NeedsDest() && a.has("dest"):
		return destUnsupported(verb)
	}
	for _, name := range []string{"enableRule", "disableRule", "replace"} {
		if a.has(name) && !verb.ChangesRules() {
			return rulesUnsupported(name)
		}
	}
	return nil
}
