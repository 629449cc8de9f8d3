package param

import (
	"errors"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// A Kind says how an entry puts a value in its place.
type Kind string

// The kinds of entries. What Scope selects and what Match is, for each:
//
//	ProviderPath                 providers by kind; regular expression on the path, or empty
//	XMLFile                      files by source path; XPath
//	TextFile                     files by source path; regular expression
//	TextFilePosition             files by source path; line;column;count
//	DeploymentObjectAttribute    objects by kind; XPath
//	DestinationBinding           sites; regular expression on bindings, or empty
//	DestinationVirtualDirectory  virtual directories; regular expression, or empty
//	SQLCommandVariable           scripts; the name of a variable
//	JSONFile, YAMLFile, TOMLFile files by source path; JSONPath, or names as in A:B:C
//	EnvFile                      files by source path; name of a variable
//	INIFile                      files by source path; Section:Name, or Name outside sections
//
// DestinationBinding, DestinationVirtualDirectory and SQLCommandVariable are
// read, checked and written; applying them is up to the providers they are for.
//
// The five last are of this library: msdeploy refuses packages that declare
// them. In JSON, YAML and TOML a value keeps the type of what it replaces, and a
// value that does not fit is an error, unless the entry has the tag [ChangeType].
const (
	XMLFile                     Kind = "XmlFile"
	TextFile                    Kind = "TextFile"
	TextFilePosition            Kind = "TextFilePosition"
	DeploymentObjectAttribute   Kind = "DeploymentObjectAttribute"
	DestinationVirtualDirectory Kind = "DestinationVirtualDirectory"
	DestinationBinding          Kind = "DestinationBinding"
	ProviderPath                Kind = "ProviderPath"
	SQLCommandVariable          Kind = "SqlCommandVariable"

	JSONFile Kind = "JsonFile"
	YAMLFile Kind = "YamlFile"
	TOMLFile Kind = "TomlFile"
	EnvFile  Kind = "EnvFile"
	INIFile  Kind = "IniFile"
)

// ChangeType is the tag of an entry whose value may replace one of another
// type: it becomes what it is in JSON, and a string if it is nothing there.
const ChangeType = "ChangeType"

// syntax returns the syntax of the files that entries of the kind change, if it
// is one of keys and values.
func (k Kind) syntax() (confedit.Syntax, bool) {
	switch k {
	case JSONFile:
		return confedit.JSON, true
	case YAMLFile:
		return confedit.YAML, true
	case TOMLFile:
		return confedit.TOML, true
	case EnvFile:
		return confedit.Env, true
	case INIFile:
		return confedit.INI, true
	}
	return 0, false
}

// rewrites reports whether entries of the kind rewrite contents of files.
func (k Kind) rewrites() bool {
	_, ok := k.syntax()
	return ok || k == XMLFile || k == TextFile || k == TextFilePosition
}

// Kinds returns all kinds: those of msdeploy, in the order in which it lists
// them, and then those of this library.
func Kinds() []Kind {
	return append(msdeployKinds(), JSONFile, YAMLFile, TOMLFile, EnvFile, INIFile)
}

func msdeployKinds() []Kind {
	return []Kind{
		XMLFile, TextFile, TextFilePosition, DeploymentObjectAttribute,
		DestinationVirtualDirectory, DestinationBinding, ProviderPath, SQLCommandVariable,
	}
}

// Doc returns a sentence that says what entries of the kind do, and one that says
// what their scope and match are.
func (k Kind) Doc() (summary, form string) {
	const files = "scope: a regular expression for paths of files; match: "
	const keys = files + "a JSONPath such as $.Data.Host, or Data:Host"
	switch k {
	case ProviderPath:
		return "Sends a provider to another path.", "scope: a regular expression for kinds of providers; match: one for their paths, or none"
	case XMLFile:
		return "Sets attributes, texts or elements of XML files.", files + "an XPath"
	case TextFile:
		return "Replaces texts in files.", files + "a regular expression for what to replace"
	case TextFilePosition:
		return "Replaces what stands at a place in files.", files + "line;column;count, from 1"
	case DeploymentObjectAttribute:
		return "Sets attributes of objects.", "scope: a regular expression for kinds of objects; match: an XPath, seen from the object"
	case DestinationBinding:
		return "Sets bindings of sites.", "scope: a regular expression for sites; match: one for bindings, or none"
	case DestinationVirtualDirectory:
		return "Sets where virtual directories lead.", "scope: a regular expression for applications; match: none"
	case SQLCommandVariable:
		return "Sets variables of SQL scripts.", "scope: a regular expression for scripts; match: the name of the variable"
	case JSONFile:
		return "Sets values of JSON files, with comments or without.", keys
	case YAMLFile:
		return "Sets values of YAML files.", keys
	case TOMLFile:
		return "Sets values of TOML files.", keys
	case EnvFile:
		return "Sets variables of .env files.", files + "the name of the variable"
	case INIFile:
		return "Sets values of INI and properties files.", files + "Section:Name, or Name outside sections"
	}
	return "", ""
}

// ParseKind returns the kind of that name, matched without regard to case
// (recorded: parameters/inline-kind-case, parameters/inline-bad-kind).
func ParseKind(name string) (Kind, error) {
	for _, k := range Kinds() {
		if strings.EqualFold(string(k), name) {
			return k, nil
		}
	}
	err := failure("The parameter entry kind must be one of the following: ("+join(msdeployKinds())+").", notFound(name))
	err.Hint = "or one of " + join(Kinds()[len(msdeployKinds()):])
	return "", err
}

func join(list []Kind) string {
	names := make([]string, len(list))
	for i, k := range list {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// notFound is the cause of an error about a word that is not in a list.
func notFound(word string) error {
	return errors.New("Requested value '" + word + "' was not found.") //nolint:staticcheck // msdeploy's sentence
}
