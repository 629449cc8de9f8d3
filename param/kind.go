package param

import (
	"errors"
	"strings"
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
//
// DeploymentObjectAttribute and the last three are read, checked and written;
// applying them is up to the providers they are for.
const (
	XMLFile                     Kind = "XmlFile"
	TextFile                    Kind = "TextFile"
	TextFilePosition            Kind = "TextFilePosition"
	DeploymentObjectAttribute   Kind = "DeploymentObjectAttribute"
	DestinationVirtualDirectory Kind = "DestinationVirtualDirectory"
	DestinationBinding          Kind = "DestinationBinding"
	ProviderPath                Kind = "ProviderPath"
	SQLCommandVariable          Kind = "SqlCommandVariable"
)

// rewrites reports whether entries of the kind rewrite contents of files.
func (k Kind) rewrites() bool { return k == XMLFile || k == TextFile || k == TextFilePosition }

// Kinds returns all kinds, in the order in which msdeploy lists them.
func Kinds() []Kind {
	return []Kind{
		XMLFile, TextFile, TextFilePosition, DeploymentObjectAttribute,
		DestinationVirtualDirectory, DestinationBinding, ProviderPath, SQLCommandVariable,
	}
}

// ParseKind returns the kind of that name, matched without regard to case
// (recorded: parameters/inline-kind-case, parameters/inline-bad-kind).
func ParseKind(name string) (Kind, error) {
	var names []string
	for _, k := range Kinds() {
		if strings.EqualFold(string(k), name) {
			return k, nil
		}
		names = append(names, string(k))
	}
	return "", failure("The parameter entry kind must be one of the following: ("+strings.Join(names, ", ")+").", notFound(name))
}

// notFound is the cause of an error about a word that is not in a list.
func notFound(word string) error {
	return errors.New("Requested value '" + word + "' was not found.") //nolint:staticcheck // msdeploy's sentence
}
