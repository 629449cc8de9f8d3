package cmdline

import (
	"fmt"
	"strings"
)

// An Error reports the first thing that is wrong with a command line. Error
// returns the sentence that Web Deploy prints; where that prints a second line
// with a finer reason, Unwrap returns an error for it.
type Error struct {
	Arg   string // the switch without its dash, or the whole item where that does not begin with one
	Value string // the value that was refused; "" where it is not the value's fault
	Msg   string // the sentence
	Err   error  // the finer reason; nil where there is none
}

// Error returns the sentence. It may quote an item that does not begin with a
// dash, secrets included; no other value that may be secret is ever quoted.
func (e *Error) Error() string { return e.Msg }

// Unwrap returns the finer reason or nil.
func (e *Error) Unwrap() error { return e.Err }

func unknownArgument(name string) error {
	return &Error{Arg: name, Msg: fmt.Sprintf("Unrecognized argument '-%s'.", name)}
}

func notAnArgument(item string) error {
	const format = `Unrecognized argument '%s'. All arguments must begin with "-".`
	return &Error{Arg: item, Msg: fmt.Sprintf(format, item)}
}

func missingValue(name string) error {
	return &Error{Arg: name, Msg: fmt.Sprintf("Argument '-%s' must have a value specified.", name)}
}

func onlyOnce(name string) error {
	return &Error{Arg: name, Msg: fmt.Sprintf("Argument '-%s' may only be specified once.", name)}
}

func verbMissing() error {
	return &Error{Arg: "verb", Msg: "The verb must be specified by using the -verb argument."}
}

func unknownVerb(verb string) error {
	var names []string
	for _, v := range Verbs() {
		names = append(names, string(v))
	}
	const format = "Unrecognized verb '%s'. Must be one of the following: %s."
	return &Error{Arg: "verb", Value: verb, Msg: fmt.Sprintf(format, verb, strings.Join(names, ", "))}
}

func sourceMissing() error {
	return &Error{Arg: "source", Msg: "The source must be specified by using the -source argument."}
}

func destMissing(v Verb) error {
	return &Error{Arg: "dest", Msg: fmt.Sprintf("A '-dest' argument must be specified with the '%s' verb.", v)}
}

func destUnsupported(v Verb) error {
	return &Error{Arg: "dest", Msg: fmt.Sprintf("The argument '-dest' is not supported with the '%s' verb.", v)}
}

func rulesUnsupported(name string) error {
	return &Error{Arg: name, Msg: "Rule changing is supported only for the Sync verb."}
}

func settingTwice(arg, setting string) error {
	return &Error{Arg: arg, Msg: fmt.Sprintf("The setting '%s' must only be specified once.", setting)}
}

func badLevel(value string, reason error) error {
	const msg = "Argument -verbose must be one of the following: Off, Info, Warning, Error, or Verbose."
	return &Error{Arg: "verbose", Value: value, Msg: msg, Err: reason}
}

func notANumber(name, value string, reason error) error {
	const format = "The value of argument -%s should be an integer. The value '%s' is not valid."
	return &Error{Arg: name, Value: value, Msg: fmt.Sprintf(format, name, value), Err: reason}
}

func outOfRange(name, value string, lo, hi int64) error {
	const format = "The value '%s' for '%s' is not valid. Acceptable values are in the range '%d' to '%d'."
	property := strings.ToUpper(name[:1]) + name[1:]
	return &Error{Arg: name, Value: value, Msg: fmt.Sprintf(format, value, property, lo, hi)}
}

func notOneOf(name, value string, choices []string) error {
	const format = "Argument -%s must be one of the following: %s."
	return &Error{Arg: name, Value: value, Msg: fmt.Sprintf(format, name, strings.Join(choices, ", "))}
}

// unwritable leaves the value out, since it may be a secret.
func unwritable(name string) error {
	const format = "Argument '-%s' holds a value that no quotes can express; pass it by a file or choose other quotes in it."
	return &Error{Arg: name, Msg: fmt.Sprintf(format, name)}
}
