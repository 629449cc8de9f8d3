package provider

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

// A Ref names the root of a tree: a provider, a path and its settings, as in
// -source:dirPath=/srv/site,includeAcls=true.
type Ref struct {
	Kind     Kind
	Path     string
	Settings Settings
}

// A Setting is one named setting of a provider.
type Setting struct{ Name, Value string }

// Settings are the settings of a provider in the order they were given. Names
// are matched without regard to case.
type Settings []Setting

// Lookup returns the value of the named setting and whether it is given.
func (s Settings) Lookup(name string) (string, bool) {
	for _, x := range s {
		if strings.EqualFold(x.Name, name) {
			return x.Value, true
		}
	}
	return "", false
}

// ParseRef parses the form that -source and -dest take: a provider, an equals
// sign and a path, then settings, separated by commas. Quotes protect commas;
// see package internal/pairs for the exact rules (recorded: cmdline/quotes-*,
// cmdline/comma-*). Settings are not checked here, except that none may come
// twice.
func ParseRef(s string) (Ref, error) {
	list := pairs.Parse(s)
	if len(list) == 0 {
		return Ref{}, &Error{Op: "parse", Path: s, Msg: "A provider must be given.", Hint: "write PROVIDER=PATH"}
	}
	ref := Ref{Kind: Kind(list[0].Key), Path: list[0].Value}
	for _, p := range list[1:] {
		if _, dup := ref.Settings.Lookup(p.Key); dup {
			return Ref{}, &Error{
				Op: "parse", Kind: ref.Kind, Path: ref.Path,
				Msg: "The setting '" + p.Key + "' must only be specified once.",
			}
		}
		ref.Settings = append(ref.Settings, Setting{p.Key, p.Value})
	}
	return ref, nil
}

// String formats r so that ParseRef reads it back, with secrets left out.
func (r Ref) String() string {
	list := []pairs.Pair{{Key: string(r.Kind), Value: r.Path}}
	for _, s := range r.Settings {
		if secretSetting(s.Name) {
			s.Value = "******"
		}
		list = append(list, pairs.Pair{Key: s.Name, Value: s.Value})
	}
	return pairs.Format(list)
}

func secretSetting(name string) bool {
	return strings.EqualFold(name, "password") || strings.EqualFold(name, "encryptPassword")
}
