package cmdline

import "strings"

// mask stands for a secret, whatever its length.
const mask = "******"

// String returns the same as Redacted, so that printing a command never shows a
// secret that this package knows of.
func (c Command) String() string { return c.Redacted() }

// Redacted writes the command as a raw line for people: the values of the
// settings password and encryptPassword and all values of -setParam are masked.
// A secret within another value, such as a connection string, is not found. The
// line need not parse.
func (c *Command) Redacted() string {
	masked := *c
	for _, at := range []**Object{&masked.Source, &masked.Dest, &masked.PreSync, &masked.PostSync} {
		if *at != nil {
			*at = (*at).redacted()
		}
	}
	masked.SetParams = nil
	for _, p := range c.SetParams {
		masked.SetParams = append(masked.SetParams, p.masked(isParameterValue))
	}
	items, _ := writer{guard: blanks, loose: true}.items(&masked) // a loose writer never fails
	return strings.Join(items, " ")
}

// String writes the object as the value of a switch, passwords masked.
func (o Object) String() string {
	masked := o.redacted()
	s, _ := writer{guard: blanks, loose: true}.list(masked.pairs())
	return s
}

func (o *Object) redacted() *Object {
	p := o.pairs().masked(isPassword)
	return &Object{Provider: p[0].Name, Path: p[0].Value, Settings: p[1:]}
}

// masked returns a copy in which the values of the items with secret names are
// masked.
func (p Pairs) masked(secret func(name string) bool) Pairs {
	out := make(Pairs, len(p))
	for i, s := range p {
		if s.HasValue && secret(s.Name) {
			s.Value = mask
		}
		out[i] = s
	}
	return out
}

// isPassword knows the settings of an object that are secret, also those meant
// for a nested provider, as in provider.password.
func isPassword(setting string) bool {
	name := strings.ToLower(setting[strings.LastIndexByte(setting, '.')+1:])
	return name == "password" || name == "encryptpassword"
}

// isParameterValue tells whether a key of -setParam holds a value: every key but
// those that describe the parameter, since the short form has its name as key.
func isParameterValue(key string) bool {
	switch strings.ToLower(key) {
	case "name", "kind", "type", "scope", "match", "tags", "description":
		return false
	}
	return true
}
