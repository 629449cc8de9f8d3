package rules

import (
	"errors"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/dotnet"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A pattern is a regular expression of a rule. The nil pattern stands for one
// that is left out, and matches everything. Matching is limited in time.
type pattern struct {
	re     *dotnet.Regexp
	loose  *dotnet.Regexp // of paths: matches either separator; nil if re has none
	always bool           // re asks for a backslash, so that loose is needed for any path
}

// compile prepares a pattern; an empty one is left out.
func compile(text string) (*pattern, error) {
	if text == "" {
		return nil, nil
	}
	re, err := dotnet.Compile(text, dotnet.Options{IgnoreCase: true})
	if err != nil {
		return nil, badPattern(text, err)
	}
	return &pattern{re: re}, nil
}

// compilePath prepares a pattern for paths.
func compilePath(text string) (*pattern, error) {
	p, err := compile(text)
	if p == nil || err != nil {
		return nil, err
	}
	if loose := AnySeparator(text); loose != text {
		// What cannot be compiled after the rewriting is taken as it was typed.
		if re, err := dotnet.Compile(loose, dotnet.Options{IgnoreCase: true}); err == nil {
			p.loose, p.always = re, strings.Contains(text, `\\`)
		}
	}
	return p, nil
}

// match reports whether p matches anywhere in s.
func (p *pattern) match(s string) (bool, error) {
	switch {
	case p == nil:
		return true, nil
	case p.loose != nil && (p.always || strings.Contains(s, `\`)):
		return p.loose.Match(s)
	}
	return p.re.Match(s)
}

// badPattern says that text is no regular expression (recorded:
// skip-replace/skip-bad-regex).
func badPattern(text string, err error) error {
	return &provider.Error{
		Op: "parse", Msg: "The regular expression '" + text + "' is invalid.", Err: reason(err),
		Hint: "a backslash before a character of " + `\ * + ? | { [ ( ) ^ $ .` + " makes it an ordinary one",
	}
}

// reason returns what is wrong with a regular expression, without the
// expression.
func reason(err error) error {
	var e *dotnet.SyntaxError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// failed says that the named rule could not be applied to o. An error that has a
// sentence of msdeploy keeps it as the only one.
func failed(rule string, o *provider.Object, err error) error {
	op := "apply rule " + rule + " to"
	e, ok := err.(*provider.Error)
	if !ok || e.Msg == "" {
		return &provider.Error{Op: op, Kind: o.Kind, Path: o.Path, Err: err}
	}
	c := *e
	c.Op, c.Kind, c.Path = op, o.Kind, o.Path
	c.Hint = "rule " + rule + ", " + string(o.Kind) + " " + o.Path
	if e.Hint != "" {
		c.Hint += "; " + e.Hint
	}
	return &c
}
