package rules

import (
	"context"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A Replace rewrites attributes of source objects, their names and paths
// included, before they are compared. Patterns are regular expressions of
// .NET, not anchored, that ignore case; "" leaves a pattern out, which then
// matches everything.
//
// Renamed objects are not sorted again (recorded: skip-replace/replace-file).
// A rewritten size counts for the comparison only: what is written keeps the
// size of its content (recorded: skip-replace/replace-size).
type Replace struct {
	ObjectName string // pattern for the kind, such as ^filePath$

	// ScopeAttributeName and ScopeAttributeValue select objects that have an
	// attribute of such a name with such a value. Only attributes that are
	// texts can be asked for their value; others are an error (recorded:
	// skip-replace/replace-scope-size).
	ScopeAttributeName, ScopeAttributeValue string

	TargetAttributeName string // pattern for the attributes to rewrite; "path" is the name

	// Match is what to replace, wherever it is found; left out it is the
	// whole value. In Replace, $1, ${name} and the like stand for groups.
	Match, Replace string
}

// Replacement returns the rule r under the given name. It fails if a pattern
// is not valid.
func Replacement(name string, r Replace) (*Rule, error) {
	x, err := newReplacer(&r)
	if err != nil {
		return nil, err
	}
	return &Rule{
		Name: name, Doc: "Rewrite attributes of source objects before they are compared.",
		Source: func(_ context.Context, o *provider.Object) (*provider.Object, error) {
			n, err := x.apply(o)
			if err != nil {
				return nil, failed(name, o, err)
			}
			return n, nil
		},
		Change: func(_ context.Context, c *provider.Change) (*provider.Change, error) {
			return withTrueSize(c), nil
		},
	}, nil
}

// wholeValue is the pattern that a Match left out stands for.
const wholeValue = `\A[\s\S]*\z`

// A replacer is a Replace, ready for use.
type replacer struct {
	kind, scopeName, scopeValue, target, match *pattern
	scoped                                     bool
	text                                       string
}

func newReplacer(r *Replace) (*replacer, error) {
	x := &replacer{
		text:   r.Replace,
		scoped: r.ScopeAttributeName != "" || r.ScopeAttributeValue != "",
	}
	match := r.Match
	if match == "" {
		match = wholeValue
	}
	for _, p := range []struct {
		text string
		at   **pattern
	}{
		{r.ObjectName, &x.kind},
		{r.ScopeAttributeName, &x.scopeName},
		{r.ScopeAttributeValue, &x.scopeValue},
		{r.TargetAttributeName, &x.target},
		{match, &x.match},
	} {
		var err error
		if *p.at, err = compile(p.text); err != nil {
			return nil, err
		}
	}
	if _, err := x.match.re.Replace("", r.Replace); err != nil {
		return nil, badPattern(r.Replace, err)
	}
	return x, nil
}

// apply returns o as x rewrites it, which is o itself if nothing matches.
func (x *replacer) apply(o *provider.Object) (*provider.Object, error) {
	ok, err := x.kind.match(string(o.Kind))
	if ok && err == nil && x.scoped {
		ok, err = x.inScope(o)
	}
	if !ok || err != nil {
		return o, err
	}
	n := *o
	if err := x.rewriteKey(&n); err != nil {
		return nil, err
	}
	attrs, err := x.rewriteAttrs(&n)
	if err != nil {
		return nil, err
	}
	if n.Key == o.Key && attrs == nil {
		return o, nil
	}
	if attrs != nil {
		n.Attrs = attrs
	}
	return &n, nil
}

// inScope reports whether o has an attribute that the scope asks for.
func (x *replacer) inScope(o *provider.Object) (bool, error) {
	list := o.Attrs
	if k := o.KeyAttr(); k != "" {
		list = append(provider.Attrs{{Name: k, Value: provider.String(o.Key)}}, list...)
	}
	for _, a := range list {
		if a.Flags&provider.Hidden != 0 {
			continue
		}
		ok, err := x.scopeName.match(a.Name)
		if ok && err == nil && x.scopeValue != nil {
			ok, err = x.hasScopeValue(&a)
		}
		if ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// hasScopeValue matches the value of a. Attributes that are no texts are an
// error only where the scope names them (recorded:
// skip-replace/replace-scope-size). The flags of a file are none: msdeploy holds
// them as names of an enumeration (recorded: skip-replace/replace-missing-target).
func (x *replacer) hasScopeValue(a *provider.Attr) (bool, error) {
	switch {
	case a.Value.Kind() == provider.StringKind && a.Name != provider.AttrAttributes:
		return x.scopeValue.match(a.Value.String())
	case x.scopeName != nil:
		return false, notText(a)
	}
	return false, nil
}

// rewriteKey rewrites the key of n, in place.
func (x *replacer) rewriteKey(n *provider.Object) error {
	name := n.KeyAttr()
	if name == "" {
		return nil
	}
	key, err := x.rewrite(name, n.Key)
	if err != nil || key == n.Key {
		return err
	}
	if err := checkName(n, key); err != nil {
		return err
	}
	n.Key = key
	return nil
}

// rewriteAttrs returns the attributes of o as x rewrites them, or nil if it
// leaves all of them alone. Attributes that listings leave out are not touched.
func (x *replacer) rewriteAttrs(o *provider.Object) (provider.Attrs, error) {
	var out provider.Attrs
	for i, a := range o.Attrs {
		if a.Flags&provider.Hidden != 0 {
			continue
		}
		was := a.Value.String()
		is, err := x.rewrite(a.Name, was)
		if err != nil {
			return nil, err
		}
		if is == was {
			continue
		}
		v, err := parseValue(o, &a, is)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = slices.Clone(o.Attrs)
		}
		out[i].Value = v
		if strings.EqualFold(a.Name, provider.AttrSize) && o.Content != nil {
			out = rememberSize(out, a.Value)
		}
	}
	return out, nil
}

// rewrite returns what becomes of the value of the named attribute.
func (x *replacer) rewrite(name, value string) (string, error) {
	if ok, err := x.target.match(name); !ok || err != nil {
		return value, err
	}
	return x.match.re.Replace(value, x.text)
}
