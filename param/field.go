package param

import "strings"

// A Field is a parameter as a form shows it, so that a person can set it.
type Field struct {
	Name        string
	Title       string // what to call it
	Description string
	Value       Value // what it is set to, else its default with references replaced; not set if it has neither
	Required    bool  // a deployment fails unless it is given a value
	Secret      bool  // to be masked
	Hidden      bool  // has the tag Hidden: not to be shown, its default serves
	Boolean     bool  // True or False
	Choices     []string
	Pattern     string  // regular expression of .NET that the value must match, or ""
	Places      []Entry // where the value goes
}

// Fields returns a Field for each parameter of s, in order, with the texts of
// the given culture, such as "de" or "pt-BR", where there are any; "" means the
// texts of no particular one. The error is that of a value that grows too large
// by its references.
func (s Set) Fields(culture string) ([]Field, error) {
	fields := make([]Field, 0, len(s))
	for _, p := range s {
		v, err := s.resolve(p)
		if err != nil {
			return nil, err
		}
		f := Field{
			Name: p.Name, Title: localizedOr(p.FriendlyNames, culture, p.Title()),
			Description: localizedOr(p.Descriptions, culture, p.Description),
			Value:       v, Secret: v.IsSecret() || p.Tags.secret(), Hidden: p.Tags.Has("Hidden"),
			Required: !v.IsSet() || v.Reveal() == "" && p.Validation.Check&AllowEmpty == 0,
			Boolean:  p.Validation.Check&Boolean != 0, Places: p.Entries,
		}
		if p.Validation.Check&Enumeration != 0 {
			f.Choices = strings.Split(p.Validation.Text, ",")
		}
		if p.Validation.Check&RegularExpression != 0 {
			f.Pattern = p.Validation.Text
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// localizedOr returns the text of list in the given culture, else in its
// language, else text.
func localizedOr(list []Localized, culture, text string) string {
	language, _, _ := strings.Cut(culture, "-")
	for _, want := range []string{culture, language} {
		for _, l := range list {
			if want != "" && strings.EqualFold(l.Culture, want) {
				return l.Text
			}
		}
	}
	return text
}
