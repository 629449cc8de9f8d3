package cmdline

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

// A slot is the place in a Command that one switch fills.
type slot interface {
	// set reads the text after the separator, quotes included.
	set(name, raw string) error
	// values returns what has to be written so that set reads it again, one
	// for each time that the switch is written; none where it is at its default.
	values() []value
}

// A value is what stands after the separator of one item.
type value struct {
	kind  valueKind
	text  string // for single
	pairs Pairs  // for list
}

type valueKind int

const (
	bare   valueKind = iota // no separator, no value
	single                  // commas and = are ordinary characters
	list                    // name=value items
)

// present returns the value of a switch that is written as a bare name or not
// at all.
func present(given bool) []value {
	if given {
		return []value{{kind: bare}}
	}
	return nil
}

// A flag is switched off again by the value false; any other leaves it on.
type flag bool

func (f *flag) set(_, raw string) error {
	*f = !flag(strings.EqualFold(strings.TrimSpace(pairs.Unquote(raw)), "false"))
	return nil
}

func (f *flag) values() []value { return present(bool(*f)) }

// A stickyFlag is on whatever its value.
type stickyFlag bool

func (f *stickyFlag) set(_, _ string) error {
	*f = true
	return nil
}

func (f *stickyFlag) values() []value { return present(bool(*f)) }

// An optionalText is a flag with a text that may be left out.
type optionalText struct {
	given *bool
	text  *string
}

func (o optionalText) set(_, raw string) error {
	*o.given, *o.text = true, pairs.Unquote(raw)
	return nil
}

func (o optionalText) values() []value {
	if *o.given && *o.text != "" {
		return []value{{kind: single, text: *o.text}}
	}
	return present(*o.given)
}

type text string

func (t *text) set(_, raw string) error {
	*t = text(pairs.Unquote(raw))
	return nil
}

func (t *text) values() []value {
	if *t == "" {
		return nil
	}
	return []value{{kind: single, text: string(*t)}}
}

type texts []string

func (t *texts) set(_, raw string) error {
	*t = append(*t, pairs.Unquote(raw))
	return nil
}

func (t *texts) values() []value {
	var out []value
	for _, s := range *t {
		out = append(out, value{kind: single, text: s})
	}
	return out
}

type pairLists []Pairs

func (p *pairLists) set(_, raw string) error {
	*p = append(*p, parsePairs(raw))
	return nil
}

func (p *pairLists) values() []value {
	var out []value
	for _, pairs := range *p {
		out = append(out, value{kind: list, pairs: pairs})
	}
	return out
}

type object struct{ at **Object }

func (o object) set(name, raw string) error {
	list := parsePairs(raw)
	settings := list[1:]
	for i, s := range settings {
		if _, twice := settings[:i].Lookup(s.Name); twice {
			return settingTwice(name, s.Name)
		}
	}
	*o.at = &Object{Provider: list[0].Name, Path: list[0].Value}
	if len(settings) > 0 {
		(*o.at).Settings = settings
	}
	return nil
}

func (o object) values() []value {
	if *o.at == nil {
		return nil
	}
	return []value{{kind: list, pairs: (*o.at).pairs()}}
}

// A number takes values of at most the given bits, then checks their range.
type number struct {
	at     *Number
	lo, hi int64
	bits   int
}

func int32From(at *Number, lo int64) number {
	return number{at: at, lo: lo, hi: math.MaxInt32, bits: 32}
}

func int64From(at *Number, lo int64) number {
	return number{at: at, lo: lo, hi: math.MaxInt64, bits: 64}
}

func (n number) set(name, raw string) error {
	s := pairs.Unquote(raw)
	v, err := strconv.ParseInt(strings.TrimSpace(s), 10, n.bits)
	if errors.Is(err, strconv.ErrRange) {
		return notANumber(name, s, fmt.Errorf("numbers go from %d to %d", n.lo, n.hi))
	}
	if err != nil {
		return notANumber(name, s, errors.New("a whole number in decimal digits was expected"))
	}
	if v < n.lo || v > n.hi {
		return outOfRange(name, s, n.lo, n.hi)
	}
	*n.at = Number{Value: v, Set: true}
	return nil
}

func (n number) values() []value {
	if !n.at.Set {
		return nil
	}
	return []value{{kind: single, text: strconv.FormatInt(n.at.Value, 10)}}
}

func (v *Verb) set(_, raw string) (err error) {
	*v, err = parseVerb(pairs.Unquote(raw))
	return err
}

func (v *Verb) values() []value { return (*text)(v).values() }

func (l *Level) set(_, raw string) (err error) {
	*l, err = parseLevel(pairs.Unquote(raw))
	return err
}

func (l *Level) values() []value {
	switch *l {
	case LevelInfo:
		return nil
	case LevelVerbose:
		return present(true)
	default:
		return []value{{kind: single, text: l.String()}}
	}
}

func (e *XMLEdit) set(name, raw string) error {
	choices := []string{string(XMLEditLossless), string(XMLEditMSDeploy)}
	s := strings.ToLower(pairs.Unquote(raw))
	if !slices.Contains(choices, s) {
		return notOneOf(name, s, choices)
	}
	*e = XMLEdit(s)
	return nil
}

func (e *XMLEdit) values() []value { return (*text)(e).values() }
