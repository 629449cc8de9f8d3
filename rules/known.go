package rules

import "slices"

// DoNotDelete returns the rule DoNotDeleteRule: what only the destination has
// stays.
func DoNotDelete() *Rule { return known("DoNotDeleteRule") }

// SkipNewerFiles returns the rule SkipNewerFilesRule: files of the destination
// that were written later than those of the source stay.
func SkipNewerFiles() *Rule { return known("SkipNewerFilesRule") }

// SyncGeneral returns the rule SyncGeneral, which is on by default: times are
// equal if they agree after rounding down to even seconds.
func SyncGeneral() *Rule { return known("SyncGeneral") }

// SkipInvalidSource returns the rule SkipInvalidSource, which is on by default:
// source objects that cannot be read are left out with a warning.
func SkipInvalidSource() *Rule { return known(nameSkipInvalidSource) }

// known returns a fresh rule of All.
func known(name string) *Rule {
	all := All()
	i := slices.IndexFunc(all, func(k Known) bool { return k.Rule.Name == name })
	return all[i].Rule
}
