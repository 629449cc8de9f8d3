package rules

import (
	"context"
	"fmt"
	"slices"

	"github.com/webdeploy-go/webdeploy/internal/dotnet"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A Selection holds which rules, skip directives and link extensions are on for
// one command. It understands the switches of msdeploy, whose arguments are
// regular expressions for names: not anchored, ignoring case, one an argument
// (recorded: rules/enable-regex, rules/enable-list). It is used by one
// goroutine.
//
// In msdeploy all switches that turn on act before all that turn off, whatever
// their order (recorded: rules/disable-enable-same). Callers make the calls in
// that order, after they have added skips and replacements.
type Selection struct {
	known      []choice
	directives []choice
	links      []linkChoice
	skips      Chain // skip rules
	replaces   Chain
	added      Chain
	notices    []string
}

// A choice is a rule that can be switched by name.
type choice struct {
	Known
	on    bool
	asked bool // it was switched on by name, whether or not it was on already
}

type linkChoice struct {
	Link
	on bool
}

// NewSelection returns a selection in which is on what is on by default.
func NewSelection() *Selection {
	s := &Selection{directives: []choice{{Known: Known{Rule: protectedData(), Default: true}, on: true}}}
	for _, k := range All() {
		s.known = append(s.known, choice{Known: k, on: k.Default})
	}
	for _, l := range Links() {
		s.links = append(s.links, linkChoice{l, l.Default})
	}
	return s
}

// Provide puts r in the place of the known rule of the same name, as which it
// can be switched on and off. It fails if there is none.
func (s *Selection) Provide(r *Rule) error {
	for i := range s.known {
		if s.known[i].Rule.Name == r.Name {
			s.known[i].Rule, s.known[i].Inert = r, ""
			return nil
		}
	}
	return &provider.Error{Op: "provide rule", Msg: "Unrecognized rule '" + r.Name + "'.", Hint: "use Add for rules of your own"}
}

// IsOn reports whether the known rule of the given name is on.
func (s *Selection) IsOn(name string) bool {
	return slices.ContainsFunc(s.known, func(c choice) bool { return c.on && c.Rule.Name == name })
}

// Add puts rules that cannot be switched off behind the known ones.
func (s *Selection) Add(rules ...*Rule) { s.added = append(s.added, rules...) }

// Skip adds a skip directive, or a skip rule if k has an Action, under the name
// that msdeploy gives those of its command line (recorded: skip-replace/skip-two,
// skip-replace/skip-several-actions).
func (s *Selection) Skip(k Skip) error {
	if k.Action != 0 {
		r, err := SkipAction(fmt.Sprintf("CommandLineSkipActionRule%d", len(s.skips)+1), k)
		if err == nil {
			s.skips = append(s.skips, r)
		}
		return err
	}
	r, err := Directive(fmt.Sprintf("CommandLineSkipDirective %d", len(s.directives)), k)
	if err == nil {
		s.directives = append(s.directives, choice{Known: Known{Rule: r}, on: true})
	}
	return err
}

// Replace adds a replace rule under the name that msdeploy gives those of its
// command line.
func (s *Selection) Replace(r Replace) error {
	rule, err := Replacement(fmt.Sprintf("CommandLineReplaceRule%d", len(s.replaces)+1), r)
	if err == nil {
		s.replaces = append(s.replaces, rule)
	}
	return err
}

// Enable switches on the known rules whose names match, as -enableRule does.
// What is on already, and a pattern that matches nothing, make a notice
// (recorded: rules/enable-regex, rules/enable-unknown).
func (s *Selection) Enable(pattern string) error {
	matched := false
	err := each(s.known, pattern, func(c *choice) {
		matched = true
		if c.on {
			s.notice("The rule named '%s' matched the regular expression '%s' but it is already enabled.", c.Rule.Name, pattern)
		}
		c.on, c.asked = true, true
	})
	if err == nil && !matched {
		s.notice("No rule was found that matched the regular expression '%s'.", pattern)
	}
	return err
}

// Disable switches off the known rules whose names match, as -disableRule
// does. It fails if no rule that is on matches (recorded:
// rules/disable-unknown, rules/disable-donotdeleterule). Skip rules, replace
// rules and rules that were added stay.
func (s *Selection) Disable(pattern string) error {
	matched, known := false, false
	err := each(s.known, pattern, func(c *choice) {
		known = true
		matched = matched || c.on
		c.on = false
	})
	if err != nil || matched {
		return err
	}
	e := &provider.Error{Op: "disable rule", Msg: "Unrecognized rule '" + pattern + "'."}
	if known {
		e.Hint = "the rule is off already"
	}
	return e
}

// EnableLinks switches on the link extensions whose names match, as -enableLink
// does. It fails if none does (recorded: rules/enablelink-unknown).
func (s *Selection) EnableLinks(pattern string) error { return s.switchLinks(pattern, true) }

// DisableLinks switches off the link extensions whose names match, as
// -disableLink does. It fails if none does (recorded: rules/disablelink-unknown).
func (s *Selection) DisableLinks(pattern string) error { return s.switchLinks(pattern, false) }

func (s *Selection) switchLinks(pattern string, on bool) error {
	match, err := names(pattern)
	if err != nil {
		return err
	}
	matched := false
	for i := range s.links {
		ok, err := match(s.links[i].Name)
		if err != nil {
			return err
		}
		if ok {
			s.links[i].on, matched = on, true
		}
	}
	if !matched {
		return &provider.Error{Op: "switch link extension", Msg: "Unrecognized link extension '" + pattern + "'."}
	}
	return nil
}

// Link reports whether the link extension of the given name is on. It fits
// provider.Env.
func (s *Selection) Link(name string) bool {
	i := slices.IndexFunc(s.links, func(l linkChoice) bool { return l.Name == name })
	return i >= 0 && s.links[i].on
}

// Hides reports whether a skip directive that is on hides o, an object of the
// source. It fits provider.Env, and reports nothing to the reporter of ctx.
func (s *Selection) Hides(ctx context.Context, o *provider.Object) bool {
	quiet := provider.WithReporter(ctx, func(provider.Event) {})
	seen, err := s.Chain().Directives().see(quiet, o, sourceView())
	return seen == nil && err == nil
}

// EnableDirectives switches on the skip directives whose names match, as
// -enableSkipDirective does. A pattern that matches nothing makes a notice for
// each side (recorded: rules/enableskipdirective-unknown).
func (s *Selection) EnableDirectives(pattern string) error { return s.switchDirectives(pattern, true) }

// DisableDirectives switches off the skip directives whose names match, those
// added with Skip included, as -disableSkipDirective does (recorded:
// rules/disableskipdirective-cmdline, rules/disableskipdirective-unknown).
func (s *Selection) DisableDirectives(pattern string) error {
	return s.switchDirectives(pattern, false)
}

func (s *Selection) switchDirectives(pattern string, on bool) error {
	matched := false
	err := each(s.directives, pattern, func(c *choice) { c.on, matched = on, true })
	if err == nil && !matched {
		for range 2 {
			s.notice("No skip directive matching the regular expression '%s' was found.", pattern)
		}
	}
	return err
}

func (s *Selection) notice(format string, args ...any) {
	s.notices = append(s.notices, fmt.Sprintf(format, args...))
}

// Notices returns what the calls so far had to say, a line each, in order.
// msdeploy prints them before everything else, without a level.
func (s *Selection) Notices() []string { return slices.Clone(s.notices) }

// Inert returns the rules that were switched on by name and are on, although
// they do nothing here. A program that talks to a person shows why.
func (s *Selection) Inert() []Known {
	var out []Known
	for _, c := range s.known {
		if c.on && c.asked && c.Inert != "" {
			out = append(out, c.Known)
		}
	}
	return out
}

// Chain returns the rules that are on, in the order in which they act: skip
// directives, the built-in one first; known rules, Parameterization at their
// head; added rules; replace rules; skip rules; and last those that touch the
// destination themselves, so that they see what the others leave. A chain made
// of known rules can serve one run at a time.
func (s *Selection) Chain() Chain {
	var first, last Chain
	for _, c := range slices.Concat(s.directives, s.known) {
		switch {
		case !c.on:
		case c.Rule.Before != nil:
			last = append(last, c.Rule)
		case c.Rule.acts():
			first = append(first, c.Rule)
		case c.asked && c.Inert != "":
			first = append(first, announced(c.Known))
		}
	}
	return slices.Concat(first, s.added, s.replaces, s.skips, last)
}

// announced returns the rule k with a hook that says that it does nothing.
func announced(k Known) *Rule {
	r := *k.Rule
	r.Finish = func(ctx context.Context, _ provider.Target, _ error) error {
		provider.Report(ctx, provider.Event{
			Level: provider.LevelVerbose, Type: provider.EventGeneral,
			Message: "The rule '" + r.Name + "' does nothing here. " + k.Inert,
		})
		return nil
	}
	return &r
}

// each calls f for the choices whose names match.
func each(list []choice, pattern string, f func(*choice)) error {
	match, err := names(pattern)
	if err != nil {
		return err
	}
	for i := range list {
		ok, err := match(list[i].Rule.Name)
		if err != nil {
			return err
		}
		if ok {
			f(&list[i])
		}
	}
	return nil
}

// names returns a matcher for names (recorded: rules/enable-bad-regex).
func names(pattern string) (func(string) (bool, error), error) {
	re, err := dotnet.Compile(pattern, dotnet.Options{IgnoreCase: true})
	if err != nil {
		return nil, &provider.Error{Op: "parse", Msg: "The regular expression '" + pattern + "' is invalid: " + reason(err).Error() + "."}
	}
	return re.Match, nil
}
