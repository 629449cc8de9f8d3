package rules

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Names of the conditions of a skip. They are matched without regard to case.
const (
	skipAction      = "skipAction"
	objectName      = "objectName"
	absolutePath    = "absolutePath"
	keyAttribute    = "keyAttribute"
	xPath           = "xPath"
	attributePrefix = "attributes."
	shortFile       = "File"
	shortDirectory  = "Directory"
)

// ParseSkip reads the value of -skip: conditions as NAME=PATTERN, separated by
// commas, as in objectName=filePath,absolutePath=\.log$. Quotes protect commas.
// See [SkipOf] for the names. Patterns are checked.
func ParseSkip(s string) (Skip, error) { return SkipOf(settings(s)) }

// settings reads a list of the command language.
func settings(s string) provider.Settings {
	var list provider.Settings
	for _, p := range pairs.Parse(s) {
		list = append(list, provider.Setting{Name: p.Key, Value: p.Value})
	}
	return list
}

// SkipOf makes a skip from conditions that are already taken apart. Without a
// skipAction the names are objectName, absolutePath, keyAttribute, xPath and
// attributes.NAME, or File or Directory as the only one, which stands for a
// kind and an absolutePath; with it objectName, absolutePath and xPath.
// recorded: skip-replace/skip-bad-key, skip-replace/skip-file-and-directory,
// skip-replace/skip-attributes-action, skip-replace/skip-action-unknown
func SkipOf(list provider.Settings) (Skip, error) {
	if err := onlyOnce(list); err != nil {
		return Skip{}, err
	}
	var s Skip
	if action, ok := list.Lookup(skipAction); ok {
		if s.Action, ok = skippable(action); !ok {
			return Skip{}, badAction(action)
		}
	}
	if len(list) == 0 {
		return Skip{}, &provider.Error{Op: "parse skip", Msg: "A skip must have at least one condition."}
	}
	if s.Action == 0 && len(list) == 1 && s.setShort(list[0]) {
		return s.checked()
	}
	for _, c := range list {
		switch {
		case strings.EqualFold(c.Name, skipAction):
		case s.set(c):
		case s.Action != 0:
			return Skip{}, unknownSkipSetting(c.Name)
		default:
			// What comes first is refused first (recorded:
			// skip-replace/skip-xpath-function).
			if _, err := s.checked(); err != nil {
				return Skip{}, err
			}
			return Skip{}, unknownSkipDirective(c.Name)
		}
	}
	return s.checked()
}

// checked returns s if its patterns are valid.
func (s Skip) checked() (Skip, error) {
	if _, err := newConditions("", &s); err != nil {
		return Skip{}, err
	}
	return s, nil
}

func onlyOnce(list provider.Settings) error {
	for i, c := range list {
		if _, dup := list[:i].Lookup(c.Name); dup {
			return &provider.Error{
				Op: "parse", Msg: "The setting '" + c.Name + "' must only be specified once.",
				Hint: "join the alternatives in one pattern with |, or write a second argument",
			}
		}
	}
	return nil
}

// skippable returns the operation that skipAction names.
func skippable(name string) (provider.Op, bool) {
	for _, op := range []provider.Op{provider.AddChild, provider.Update, provider.Delete} {
		if strings.EqualFold(op.String(), name) {
			return op, true
		}
	}
	return 0, false
}

// setShort understands the short forms (recorded: skip-replace/skip-two).
func (s *Skip) setShort(c provider.Setting) bool {
	switch {
	case strings.EqualFold(c.Name, shortFile):
		s.ObjectName = "^" + string(provider.FilePath) + "$"
	case strings.EqualFold(c.Name, shortDirectory):
		s.ObjectName = "^" + string(provider.DirPath) + "$"
	default:
		return false
	}
	s.AbsolutePath = c.Value
	return true
}

// set sets one condition. It returns false if there is none of that name.
func (s *Skip) set(c provider.Setting) bool {
	directive := s.Action == 0
	switch {
	case strings.EqualFold(c.Name, objectName):
		s.ObjectName = c.Value
	case strings.EqualFold(c.Name, absolutePath):
		s.AbsolutePath = c.Value
	case strings.EqualFold(c.Name, xPath):
		s.XPath = c.Value
	case directive && strings.EqualFold(c.Name, keyAttribute):
		s.KeyAttribute = c.Value
	case directive && len(c.Name) > len(attributePrefix) && strings.EqualFold(c.Name[:len(attributePrefix)], attributePrefix):
		s.Attributes = append(s.Attributes, provider.Setting{Name: c.Name[len(attributePrefix):], Value: c.Value})
	default:
		return false
	}
	return true
}

// String formats s so that ParseSkip reads it back, as far as the command
// language can express its patterns.
func (s Skip) String() string {
	var list []pairs.Pair
	add := func(name, value string) {
		if value != "" {
			list = append(list, pairs.Pair{Key: name, Value: value})
		}
	}
	if s.Action != 0 {
		add(skipAction, s.Action.String())
	}
	add(objectName, s.ObjectName)
	add(absolutePath, s.AbsolutePath)
	add(keyAttribute, s.KeyAttribute)
	add(xPath, s.XPath)
	for _, a := range s.Attributes {
		list = append(list, pairs.Pair{Key: attributePrefix + a.Name, Value: a.Value, HasValue: true})
	}
	if list == nil {
		list = []pairs.Pair{{Key: objectName, HasValue: true}}
	}
	return pairs.Format(list)
}

func unknownSkipDirective(name string) error {
	return &provider.Error{
		Op: "parse skip",
		Msg: "Unrecognized skip directive '" + name + "'. Must be one of the following: " +
			`"objectName," "keyAttribute," "absolutePath," "xPath," "attributes.<name>."`,
	}
}

func unknownSkipSetting(name string) error {
	return &provider.Error{
		Op: "parse skip",
		Msg: "Unrecognized skip setting '" + name + "'. Must be one of the following: " +
			"objectName, absolutePath, xPath, or skipAction.",
		Hint: "leave out skipAction to hide the objects altogether",
	}
}

func badAction(name string) error {
	return &provider.Error{
		Op: "parse skip", Msg: "Unrecognized skip action '" + name + "'. Must be AddChild, Update, or Delete.",
	}
}
