// Package confedit changes single values in configuration files and leaves
// every other byte as it is: JSON (with comments and trailing commas), YAML,
// TOML, .env files, and INI and properties files.
//
//	d, err := confedit.Parse(confedit.JSON, text)
//	p, err := confedit.Compile("Logging:LogLevel:Default")
//	for _, n := range d.Select(p) {
//		err = d.Set(n, "Debug", false)
//	}
//	text, err = d.Text()
//
// Values keep their types. A [Path] is a JSONPath of RFC 9535 or the form
// A:B:C of ASP.NET configuration, for every syntax. An alias in YAML is a value
// that can be replaced; what has the anchor changes with all its aliases.
//
// What Text returns has been parsed again and compared: it differs from what
// was parsed in the values that were set and in nothing else.
package confedit
