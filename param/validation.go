package param

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/dotnet"
)

// A Check is a set of conditions on a value.
type Check uint8

// The conditions, which can be combined.
const (
	AllowEmpty        Check = 1 << iota // the empty value is one
	RegularExpression                   // matches Text of the Validation
	Enumeration                         // is listed in Text of the Validation
	Boolean                             // true or false, in any case
)

// A Validation is what a given value must satisfy. Defaults are not validated
// (recorded: validation/default-bad). The zero Validation takes any value but
// the empty one.
type Validation struct {
	Check Check
	Text  string // the regular expression, or the list separated by commas
}

// checkNames are the names of the conditions, in the order of their bits.
func checkNames() []string {
	return []string{"AllowEmpty", "RegularExpression", "Enumeration", "Boolean"}
}

// String returns the names of the conditions separated by a comma and a blank,
// "None" if there are none.
func (c Check) String() string {
	var list []string
	for i, n := range checkNames() {
		if c&(1<<i) != 0 {
			list = append(list, n)
		}
	}
	if list == nil {
		return "None"
	}
	return strings.Join(list, ", ")
}

// ParseCheck returns the conditions named in a list separated by commas,
// matched without regard to case (recorded: parameters/file-valid,
// parameters/file-badvkind).
func ParseCheck(list string) (Check, error) {
	var c Check
	for word := range strings.SplitSeq(list, ",") {
		bit, err := parseCheck(strings.TrimSpace(word))
		if err != nil {
			return 0, err
		}
		c |= bit
	}
	return c, nil
}

func parseCheck(word string) (Check, error) {
	if strings.EqualFold(word, "None") {
		return 0, nil
	}
	for i, n := range checkNames() {
		if strings.EqualFold(n, word) {
			return 1 << i, nil
		}
	}
	return 0, failure("The parameter validation kind must be one of the following: (None, "+strings.Join(checkNames(), ", ")+").", notFound(word))
}

// valid returns an error if v itself makes no sense (recorded:
// parameters/file-badregex, parameters/file-novstring).
func (v Validation) valid() error {
	if v.Check&(RegularExpression|Enumeration) != 0 && v.Text == "" {
		return failure("validationString\nParameter name: The argument 'validationString' is not valid.", nil)
	}
	if v.Check&RegularExpression != 0 {
		_, err := compile(v.Text)
		return err
	}
	return nil
}

// check returns an error if text is no value for the parameter p (recorded:
// group validation).
func (v Validation) check(p *Parameter, text string) error {
	if text == "" {
		if v.Check&AllowEmpty != 0 {
			return nil
		}
		return failure("The '"+p.Name+"' argument cannot be null or empty.", nil)
	}
	want, err := v.violated(text)
	if err != nil || want == "" {
		return err
	}
	return failure("You cannot use the specified value for parameter '"+p.Title()+"'. The value must "+want+".", nil)
}

// violated returns the condition that text does not meet, in words, or "".
func (v Validation) violated(text string) (string, error) {
	if v.Check&RegularExpression != 0 {
		re, err := compile(v.Text)
		if err != nil {
			return "", err
		}
		if ok, err := re.Match(text); err != nil || !ok {
			return "match the regular expression '" + v.Text + "'", err
		}
	}
	if v.Check&Enumeration != 0 && !listed(v.Text, text) {
		return "be one of the following: '" + v.Text + "'", nil
	}
	if v.Check&Boolean != 0 && !strings.EqualFold(text, "true") && !strings.EqualFold(text, "false") {
		return "be True or False", nil
	}
	return "", nil
}

// listed reports whether text is an item of list. Items are not trimmed
// (recorded: validation/enum-spaces).
func listed(list, text string) bool {
	for item := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(item, text) {
			return true
		}
	}
	return false
}

// compile returns the regular expression pattern, which ignores case.
func compile(pattern string) (*dotnet.Regexp, error) {
	re, err := dotnet.Compile(pattern, dotnet.Options{IgnoreCase: true})
	if err != nil {
		return nil, failure("The regular expression '"+pattern+"' is invalid.", cause(err))
	}
	return re, nil
}
