package param

import (
	"slices"
	"strings"
)

// A Parameter is one thing that can be set about a deployment, with the places
// that its value goes to.
type Parameter struct {
	Name         string
	FriendlyName string // shown in place of Name
	Description  string
	Default      Value // may refer to other parameters as {Name}
	Value        Value // what it is set to; taken as it is
	Tags         Tags
	Validation   Validation

	FriendlyNames []Localized
	Descriptions  []Localized
	Entries       []Entry

	assigned bool // Value comes from who deploys, not from who declared it
}

// A Localized is a text in another language.
type Localized struct {
	Culture string // such as "de" or "pt-BR"
	Text    string
}

// An Entry is one place that a value goes to, or a pattern for several.
type Entry struct {
	Kind  Kind
	Scope string // regular expression: which objects
	Match string // where in them; what it is depends on Kind
	Tags  Tags
}

// Tags is a list of words that say what a parameter is for, separated by
// commas, as it is written in the file.
type Tags string

// List returns the tags without the blanks around them.
func (t Tags) List() []string {
	if t == "" {
		return nil
	}
	list := strings.Split(string(t), ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

// Has reports whether tag is one of t, without regard to case.
func (t Tags) Has(tag string) bool {
	return slices.ContainsFunc(t.List(), func(s string) bool { return strings.EqualFold(s, tag) })
}

// secret reports whether a value with these tags must not be printed: Password,
// DbUserPassword, DbAdminPassword and the like.
func (t Tags) secret() bool {
	return slices.ContainsFunc(t.List(), func(s string) bool {
		return strings.HasSuffix(strings.ToLower(s), "password")
	})
}

// Title returns what p is called in messages to people.
func (p *Parameter) Title() string {
	if p.FriendlyName != "" {
		return p.FriendlyName
	}
	return p.Name
}

// Clone returns a copy that shares nothing with p.
func (p *Parameter) Clone() *Parameter {
	q := *p
	q.FriendlyNames = slices.Clone(p.FriendlyNames)
	q.Descriptions = slices.Clone(p.Descriptions)
	q.Entries = slices.Clone(p.Entries)
	return &q
}

// hide marks the values of p as secrets if its tags say so.
func (p *Parameter) hide() {
	p.Default, p.Value = p.Default.in(p.Tags), p.Value.in(p.Tags)
}
