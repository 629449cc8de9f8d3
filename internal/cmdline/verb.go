package cmdline

import "strings"

// A Verb is the operation that a command asks for, in its canonical spelling.
type Verb string

// The verbs.
const (
	VerbSync            Verb = "sync"
	VerbDump            Verb = "dump"
	VerbDelete          Verb = "delete"
	VerbGetDependencies Verb = "getDependencies"
	VerbGetParameters   Verb = "getParameters"
	VerbGetSystemInfo   Verb = "getSystemInfo"
)

// Verbs returns all verbs in the order in which error messages list them.
func Verbs() []Verb {
	return []Verb{
		VerbSync, VerbDump, VerbDelete,
		VerbGetDependencies, VerbGetParameters, VerbGetSystemInfo,
	}
}

// NeedsSource tells whether the verb can't do without -source. Delete ignores it.
func (v Verb) NeedsSource() bool { return v != VerbDelete }

// NeedsDest tells whether the verb can't do without -dest. The other verbs
// refuse it.
func (v Verb) NeedsDest() bool { return v == VerbSync || v == VerbDelete }

// ChangesRules tells whether -enableRule, -disableRule and -replace may be given.
func (v Verb) ChangesRules() bool { return v == VerbSync || v == VerbDelete }

// parseVerb finds the verb whatever its case.
func parseVerb(s string) (Verb, error) {
	for _, v := range Verbs() {
		if strings.EqualFold(string(v), s) {
			return v, nil
		}
	}
	return "", unknownVerb(s)
}
