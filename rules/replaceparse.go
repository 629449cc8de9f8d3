package rules

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
	"github.com/webdeploy-go/webdeploy/provider"
)

// ParseReplace reads the value of -replace: NAME=VALUE, separated by commas, as
// in objectName=filePath,targetAttributeName=path,match=^a,replace=b. Quotes
// protect commas. See [ReplaceOf] for the names. Patterns are checked.
func ParseReplace(s string) (Replace, error) { return ReplaceOf(settings(s)) }

// ReplaceOf makes a replacement from settings that are already taken apart:
// objectName, scopeAttributeName, scopeAttributeValue, targetAttributeName,
// match and replace, of which only the last is required.
// recorded: skip-replace/replace-bad-key, skip-replace/replace-missing-replace
func ReplaceOf(list provider.Settings) (Replace, error) {
	if err := onlyOnce(list); err != nil {
		return Replace{}, err
	}
	var r Replace
	for _, s := range list {
		field := r.field(s.Name)
		if field == nil {
			return Replace{}, unknownReplaceDirective(s.Name)
		}
		*field = s.Value
	}
	if _, ok := list.Lookup("replace"); !ok {
		return Replace{}, &provider.Error{
			Op: "parse replace", Msg: `A value for "replace" is required in the replace rule.`,
			Hint: "replace= takes out what is matched",
		}
	}
	if _, err := newReplacer(&r); err != nil {
		return Replace{}, err
	}
	return r, nil
}

// field returns the field that a setting names, or nil.
func (r *Replace) field(name string) *string {
	for _, f := range r.fields() {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return nil
}

type replaceField struct {
	name  string
	value *string
}

func (r *Replace) fields() []replaceField {
	return []replaceField{
		{objectName, &r.ObjectName},
		{"scopeAttributeName", &r.ScopeAttributeName},
		{"scopeAttributeValue", &r.ScopeAttributeValue},
		{"targetAttributeName", &r.TargetAttributeName},
		{"match", &r.Match},
		{"replace", &r.Replace},
	}
}

// String formats r so that ParseReplace reads it back, as far as the command
// language can express its values.
func (r Replace) String() string {
	var list []pairs.Pair
	for _, f := range r.fields() {
		if *f.value != "" || f.name == "replace" {
			list = append(list, pairs.Pair{Key: f.name, Value: *f.value, HasValue: true})
		}
	}
	return pairs.Format(list)
}

func unknownReplaceDirective(name string) error {
	return &provider.Error{
		Op: "parse replace",
		Msg: "Unrecognized replace directive '" + name + "'. Must be one of the following: " +
			"objectName, scopeAttributeName, scopeAttributeValue, targetAttributeName, match, or replace.",
	}
}
