package cmdline

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

// A Need says whether a switch takes a value.
type Need int

// What a switch takes. A value given to a flag is accepted: false switches it
// off, with the exception of -useCheckSum and -whatif, which any value leaves on
// (recorded: cmdline/usechecksum-false, sync/whatif-false).
const (
	Flag     Need = iota // -name
	Optional             // -name or -name:value
	Required             // -name:value
)

// A Repeat says what becomes of a switch that is given more than once.
type Repeat int

// What repetition does.
const (
	Last Repeat = iota // tolerated; the last one counts
	Once               // refused
	Each               // every one adds to what the others said
)

// A Switch describes one switch of the command language.
type Switch struct {
	Name      string // canonical spelling, without the dash
	Form      string // the form of the value for people, "" for flags
	Need      Need
	Repeat    Repeat
	Extension bool   // Web Deploy has no such switch
	Doc       string // one sentence
}

// Switches describes every switch, in the order in which help lists them. The
// caller owns the slice.
func Switches() []Switch {
	var out []Switch
	for _, e := range entries() {
		out = append(out, e.Switch)
	}
	return out
}

// An entry is a switch together with the place that it fills.
type entry struct {
	Switch
	in    func(*Command) slot
	alias bool // another name of a switch; never written
}

// isList tells whether the value is cut at commas.
func (e *entry) isList() bool {
	switch e.in(new(Command)).(type) {
	case object, *pairLists:
		return true
	}
	return false
}

// lacksValue tells whether raw is no value for a switch that requires one.
func (e *entry) lacksValue(raw string) bool {
	switch {
	case e.Need != Required:
		return false
	case e.isList():
		return len(pairs.Items(raw)) == 0
	default:
		return pairs.Unquote(raw) == ""
	}
}

// entries returns the whole table. Its order is also the order in which values
// are checked and in which a Command is written.
func entries() []entry {
	var all []entry
	for _, part := range [][]entry{
		operationEntries(), filterEntries(), parameterEntries(),
		outputEntries(), connectionEntries(), hostEntries(), extensionEntries(),
	} {
		all = append(all, part...)
	}
	return all
}

// find returns the position of the switch in the table, or -1.
func find(table []entry, name string) int {
	for i := range table {
		if strings.EqualFold(table[i].Name, name) {
			return i
		}
	}
	return -1
}
