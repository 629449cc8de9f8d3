package provider

import (
	"slices"
	"strings"
)

// A Doc tells users what a provider is for and what can be set.
type Doc struct {
	Summary  string // one sentence
	Example  string // a reference, such as dirPath=/srv/site
	Settings []SettingDoc
}

// A SettingDoc describes one setting of a provider.
type SettingDoc struct {
	Name  string
	Doc   string                   // one sentence
	Check func(value string) error // nil: any value is valid
}

// A Documented is a Provider that describes itself. A provider that does not
// supports the common settings only.
type Documented interface {
	Doc() Doc
}

// DocOf returns what p says of itself.
func DocOf(p Provider) Doc {
	if d, ok := p.(Documented); ok {
		return d.Doc()
	}
	return Doc{}
}

// CommonSettings returns the settings that every provider takes. Those of the
// connection are looked at before a provider is opened.
func CommonSettings() []SettingDoc {
	return []SettingDoc{
		{Name: "authType", Doc: "How to log in to the remote machine: NTLM, Basic or Bearer."},
		{Name: "computerName", Doc: "The machine, or the address of the service on it, where this side is."},
		{Name: "encryptPassword", Doc: "The key for secret values in packages."},
		{Name: "includeAcls", Doc: "Whether access control lists are part of the comparison.", Check: boolean("includeAcls")},
		{Name: "password", Doc: "The password for the remote machine."},
		{Name: "prefetchPayload", Doc: "Send all contents with the first request."},
		{Name: "userName", Doc: "The user to log in as on the remote machine."},
		{Name: "wmsvc", Doc: "The machine whose web management service is this side."},
	}
}

// unlistedSettings are accepted everywhere although the list that msdeploy
// prints leaves them out.
func unlistedSettings() []string {
	return []string{"publishSettings", "getCredentials", "tempAgent", "useStatusRequest"}
}

func boolean(name string) func(string) error {
	return func(v string) error {
		if v == "" || strings.EqualFold(v, "true") || strings.EqualFold(v, "false") {
			return nil
		}
		return &Error{
			Op:  "check setting",
			Msg: "The value of argument " + name + " should be true or false. The value '" + v + "' is not valid.",
			Err: &Error{Op: "parse", Msg: "String was not recognized as a truth value."},
		}
	}
}

// CheckSettings returns an error if ref has a setting that p does not support
// or whose value it refuses (recorded: cmdline/setting-unknown,
// cmdline/setting-ignoreerrors-bad). Settings of nested providers, written
// KIND.NAME, are left to those.
func CheckSettings(p Provider, ref Ref) error {
	known := append(slices.Clone(DocOf(p).Settings), CommonSettings()...)
	for _, s := range ref.Settings {
		i := slices.IndexFunc(known, func(d SettingDoc) bool { return strings.EqualFold(d.Name, s.Name) })
		switch {
		case i >= 0 && known[i].Check != nil && s.Value != "":
			if err := known[i].Check(s.Value); err != nil {
				return err
			}
		case i >= 0 || strings.Contains(s.Name, "."):
		case slices.ContainsFunc(unlistedSettings(), func(n string) bool { return strings.EqualFold(n, s.Name) }):
		default:
			return unknownSetting(p.Kind(), s.Name, known)
		}
	}
	return nil
}

func unknownSetting(kind Kind, name string, known []SettingDoc) error {
	names := make([]string, len(known))
	for i, d := range known {
		names[i] = d.Name
	}
	return &Error{
		Op: "check setting", Kind: kind,
		Msg: "The provider '" + string(kind) + "' does not support the '" + name +
			"' setting. Supported settings are (" + strings.Join(names, ", ") + ").",
	}
}
