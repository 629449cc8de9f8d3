package confedit

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A value is what a node is to become.
type value struct {
	kind Kind
	text string // as Node.Value; of a container JSON
}

// A TypeError says that a value does not fit the type of what it replaces.
type TypeError struct {
	Path string
	Want Kind
	Form string // which kind of those it is, such as "an integer", or ""
}

// Error says so, but not what the value is, which may be a secret.
func (e *TypeError) Error() string {
	return fmt.Sprintf("the value of %s is %s, and what is to replace it is not", e.Path, cmp.Or(e.Form, e.Want.String()))
}

// ErrNotWritable is matched by errors about values that a syntax has no way to
// write, such as null in TOML.
var ErrNotWritable = errors.New("the value cannot be written in a file of this kind")

// Set has n replaced by text. The type of n is kept: a number is replaced by
// what is a number in JSON, a truth value by true or false in any case, null by
// null, an array or object by one in JSON, a string by anything. In TOML integers,
// floats and each form of dates and times stay what they are. What does not fit is
// a *TypeError, or with change becomes what it is in JSON, else a string.
func (d *Document) Set(n *Node, text string, change bool) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%w: it is not UTF-8", ErrNotWritable)
	}
	if n.fixed != "" {
		return fmt.Errorf("%w: %s %s", ErrUnsafe, cmp.Or(n.Path(), "the root"), n.fixed)
	}
	v, ok := fit(n.Kind, text)
	var form string
	if f, typed := d.format.(typedFormat); typed && ok {
		v, form = f.convert(n, v)
		ok = form == ""
	}
	switch {
	case ok:
	case change:
		v = guess(text)
	default:
		return &TypeError{n.Path(), n.Kind, form}
	}
	out, err := d.format.write(d.text, n, v)
	if err != nil {
		return err
	}
	d.set[n] = replacement{out, v}
	return nil
}

// fit returns text as a value of that kind, if it is one.
func fit(k Kind, text string) (value, bool) {
	switch k {
	case String, Time:
		return value{k, text}, true
	case Bool:
		lower := strings.ToLower(text)
		return value{k, lower}, lower == "true" || lower == "false"
	}
	v := guess(text)
	return v, v.kind == k
}

// guess returns the value that text is in JSON, or a string if it is none.
func guess(text string) value {
	trimmed := strings.TrimSpace(text)
	if !json.Valid([]byte(trimmed)) {
		return value{String, text}
	}
	switch trimmed[0] {
	case '"':
		return value{String, text}
	case '{':
		return value{Object, trimmed}
	case '[':
		return value{Array, trimmed}
	case 't', 'f':
		return value{Bool, trimmed}
	case 'n':
		return value{Null, ""}
	}
	return value{Number, trimmed}
}

// quoteJSON returns s as a string of JSON, with as few escapes as there can be.
func quoteJSON(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // strings can be encoded
	return strings.TrimSuffix(b.String(), "\n")
}
