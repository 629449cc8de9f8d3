package rules

import (
	"context"

	"github.com/webdeploy-go/webdeploy/internal/objxpath"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A Skip says which objects are left out of a sync, or spared one operation.
// All conditions that are given must hold; a Skip without conditions is for
// every object. Patterns are regular expressions of .NET, not anchored, that
// ignore case; "" leaves a condition out.
//
// A Skip without an Action is a skip directive: the objects, and everything
// below them, are invisible on both sides, in listings too. With an Action it
// is a skip rule: only that operation is dropped, and KeyAttribute and
// Attributes are not allowed.
//
// Patterns for paths match either separator where they have one, see
// [AnySeparator]. That is a departure from msdeploy, where `\\bin$` never
// matches a path of a system with slashes.
type Skip struct {
	Action       provider.Op // AddChild, Update or Delete; zero for a directive
	ObjectName   string      // pattern for the kind, such as ^dirPath$
	AbsolutePath string      // pattern for the full path on the object's own side
	KeyAttribute string      // pattern for the key, for files and folders mostly the name

	// XPath selects objects. The expression sees the object as an element with
	// its attributes, alone below its parent, and its ancestors; it sees
	// neither siblings nor what is below the object. A skip rule finds nothing
	// with an expression that begins with a slash (recorded:
	// skip-replace/skip-xpath-*).
	XPath string

	// Attributes are patterns for attributes by name, the key included. An
	// object that lacks one of them is not meant.
	Attributes provider.Settings
}

// Directive returns the skip directive s under the given name. It fails if a
// pattern is not valid or s has an Action.
func Directive(name string, s Skip) (*Rule, error) {
	if s.Action != 0 {
		return nil, &provider.Error{Op: "make skip directive", Msg: "A skip directive has no action.", Hint: "use SkipAction"}
	}
	c, err := newConditions(name, &s)
	if err != nil {
		return nil, err
	}
	hide := func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		if ok, err := c.match(o); ok || err != nil {
			return nil, err
		}
		return o, nil
	}
	return &Rule{
		Name: name, Directive: true, Source: hide, Target: hide,
		Doc: "Hide the objects that meet all conditions, and what is below them, on both sides.",
	}, nil
}

// SkipAction returns the skip rule s under the given name. It fails if a
// pattern is not valid or s has no Action that can be skipped.
//
// Conditions are held against the object of the source where one is added
// among its siblings, and against that of the destination where one is updated
// or deleted (recorded: skip-replace/skip-action-abs-*,
// skip-replace/skip-action-addchild-abs-*).
func SkipAction(name string, s Skip) (*Rule, error) {
	if err := checkAction(&s); err != nil {
		return nil, err
	}
	c, err := newConditions(name, &s)
	if err != nil {
		return nil, err
	}
	return &Rule{
		Name: name,
		Doc:  "Keep the operation " + s.Action.String() + " from the objects that meet all conditions.",
		Change: func(_ context.Context, ch *provider.Change) (*provider.Change, error) {
			if ch.Op() != s.Action {
				return ch, nil
			}
			if ok, err := c.match(concerned(ch)); ok || err != nil {
				return nil, err
			}
			return ch, nil
		},
	}, nil
}

// concerned returns the object that a skip rule is held against.
func concerned(c *provider.Change) *provider.Object {
	switch {
	case c.Old != nil:
		return c.Old
	case c.Source != nil:
		return c.Source
	}
	return c.New
}

func checkAction(s *Skip) error {
	switch s.Action {
	case provider.AddChild, provider.Update, provider.Delete:
	default:
		return badAction(s.Action.String())
	}
	switch {
	case s.KeyAttribute != "":
		return unknownSkipSetting(keyAttribute)
	case len(s.Attributes) > 0:
		return unknownSkipSetting(attributePrefix + s.Attributes[0].Name)
	}
	return nil
}

// conditions are a Skip, ready for use.
type conditions struct {
	rule            string
	kind, path, key *pattern
	attrs           []attrPattern
	xpath           *objxpath.Pattern
}

type attrPattern struct {
	name  string
	value *pattern
}

func newConditions(rule string, s *Skip) (*conditions, error) {
	c := &conditions{rule: rule}
	var err error
	if c.kind, err = compile(s.ObjectName); err != nil {
		return nil, err
	}
	if c.path, err = compilePath(s.AbsolutePath); err != nil {
		return nil, err
	}
	if c.key, err = compilePath(s.KeyAttribute); err != nil {
		return nil, err
	}
	for _, a := range s.Attributes {
		p, err := compile(a.Value)
		if err != nil {
			return nil, err
		}
		c.attrs = append(c.attrs, attrPattern{a.Name, p})
	}
	if s.XPath != "" {
		c.xpath, err = objxpath.Compile(s.XPath, s.Action == 0)
	}
	return c, err
}

// match reports whether o meets all conditions, cheap ones first.
func (c *conditions) match(o *provider.Object) (bool, error) {
	ok, err := c.kind.match(string(o.Kind))
	if ok && err == nil && c.key != nil {
		ok, err = c.matchKey(o)
	}
	for i := 0; i < len(c.attrs) && ok && err == nil; i++ {
		ok, err = c.attrs[i].match(o)
	}
	if ok && err == nil {
		ok, err = c.path.match(o.Path)
	}
	if ok && err == nil && c.xpath != nil {
		ok, err = c.xpath.Match(o)
	}
	if err != nil {
		return false, failed(c.rule, o, err)
	}
	return ok, nil
}

func (c *conditions) matchKey(o *provider.Object) (bool, error) {
	if o.KeyAttr() == "" {
		return false, nil
	}
	return c.key.match(o.Key)
}

func (a *attrPattern) match(o *provider.Object) (bool, error) {
	v, ok := o.Attr(a.name)
	if !ok {
		return false, nil
	}
	return a.value.match(v.String())
}
