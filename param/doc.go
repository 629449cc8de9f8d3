// Package param declares what can be set about a deployment, and sets it.
//
// A [Parameter] is a name with a default, a check and a list of entries that
// say where its value goes: a path of a provider, a node of an XML file, a value
// of a JSON, YAML, TOML, .env or INI file, a text in any file. A package carries declared parameters, a [Set], in its
// parameters.xml. Whoever deploys it gives [Values].
//
//	set, err := param.ParseFile("parameters.xml")
//	set, err = param.Assign(set, pairs, param.References(nil)) // -setParam
//	b, err := param.Bind(set, nil)                  // values, references, patterns
//	opts.Rules = append(opts.Rules, b.Rule())       // rewrites contents
//	env.Redirect = b.Redirect                       // rewrites destination paths
//	env.Redact = b.Redact                           // hides secrets in what commands are and say
//
// # Sets are values
//
// Functions that change a set return another one; the parameters of the set
// they were given are left alone, so sets can be shared between goroutines.
//
// # Names
//
// Names of parameters, keys, kinds and tags are matched without regard to case.
//
// # Secrets
//
// The value of a parameter with a tag that ends in "Password" prints as ******
// wherever it is printed, and so does every value that refers to it or was read
// by [References]. Only [Value.Reveal] and the files that a value is for show it.
//
// # Values from files
//
// A value of kind XMLFile such as \config\live.config:://connectionStrings stands
// for what the XPath behind the double colon selects in that file of what is
// deployed: an element takes the place of the element that the entry matches, a
// text or attribute is the value. Without the leading backslash, or with two, the
// path is one of this machine, and is read only if it was given by -setParam or
// -setParamFile: what a package says by itself reaches no file outside it.
//
// # Strictness
//
// msdeploy deploys although an entry matches nothing. With [Options.Strict] that
// and its like are errors, and [Binding.Rehearse] finds them beforehand.
//
// # Errors
//
// Errors are [*provider.Error] values whose sentence is msdeploy's,
// [*SyntaxError] for what is no XML, or match fs.ErrNotExist for a file that is
// not there. Each tells one thing; causes follow by Unwrap.
package param
