// Package settings checks and sorts the settings of providers.
package settings

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Bool returns a check that accepts True and False in any case.
func Bool(name string) func(string) error {
	return func(v string) error {
		if strings.EqualFold(v, "true") || strings.EqualFold(v, "false") {
			return nil
		}
		return Invalid(name, v, "must be true or false")
	}
}

// Count returns a check that accepts the decimal numbers from 0 to the largest
// that 32 bits hold with a sign.
func Count(name string) func(string) error { return From(name, 0) }

// From is Count for numbers that begin with lo.
func From(name string, lo int64) func(string) error {
	return func(v string) error {
		if n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 32); err == nil && n >= lo {
			return nil
		}
		return Invalid(name, v, fmt.Sprintf("must be a whole number from %d to 2147483647", lo))
	}
}

// OneOf returns a check that accepts some words in any case.
func OneOf(name string, words ...string) func(string) error {
	return func(v string) error {
		if slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, v) }) {
			return nil
		}
		return Invalid(name, v, "must be one of "+strings.Join(words, ", "))
	}
}

// Invalid returns the error for a bad value, in the words of msdeploy followed
// by ours (recorded: cmdline/setting-ignoreerrors-bad).
func Invalid(name, value, why string) error {
	return &provider.Error{
		Op:  "check setting",
		Msg: "The value '" + value + "' provided for '" + name + "' is not valid.",
		Err: errors.New(name + " " + why),
	}
}

// True reports whether the named setting of s is on. A setting without a value
// is off.
func True(s provider.Settings, name string) bool {
	v, _ := s.Lookup(name)
	return strings.EqualFold(v, "true")
}

// Own returns those of the settings given that docs describe, spelled and
// sorted as docs are, which is how archive.xml records them (recorded:
// package/manifest-mixed). Settings common to all providers, such as
// computerName, are about the way to the data and not part of it.
func Own(docs []provider.SettingDoc, given provider.Settings) provider.Settings {
	var out provider.Settings
	for _, d := range docs {
		if v, ok := given.Lookup(d.Name); ok {
			out = append(out, provider.Setting{Name: d.Name, Value: v})
		}
	}
	return out
}

// Carried returns the settings given without those common to all providers.
func Carried(given provider.Settings) provider.Settings {
	var out provider.Settings
	for _, s := range given {
		if !common(s.Name) {
			out = append(out, s)
		}
	}
	return out
}

// common reports whether name is one of the settings that every provider takes,
// those that provider.CommonSettings does not list included.
func common(name string) bool {
	if slices.ContainsFunc(provider.CommonSettings(), func(d provider.SettingDoc) bool { return strings.EqualFold(d.Name, name) }) {
		return true
	}
	return slices.ContainsFunc([]string{"publishSettings", "getCredentials", "storeCredentials", "tempAgent", "useStatusRequest"},
		func(n string) bool { return strings.EqualFold(n, name) })
}
