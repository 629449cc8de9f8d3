package param

import (
	"fmt"
	"io"
	"log/slog"
)

// mask stands for a secret, whatever its length.
const mask = "******"

// A Value is a text that may be missing and may be a secret. The zero Value is
// missing. Values are compared with ==.
type Value struct {
	text   string
	given  bool
	secret bool
}

// Plain returns a value that prints as it is.
func Plain(text string) Value { return Value{text: text, given: true} }

// Secret returns a value that prints as ******.
func Secret(text string) Value { return Value{text: text, given: true, secret: true} }

// IsSet reports whether there is a value, if only an empty one.
func (v Value) IsSet() bool { return v.given }

// IsSecret reports whether v prints as ******.
func (v Value) IsSecret() bool { return v.secret }

// Reveal returns the text itself, "" if it is missing.
func (v Value) Reveal() string { return v.text }

// String returns the text, or ****** if it is a secret that is not empty.
func (v Value) String() string {
	if v.secret && v.text != "" {
		return mask
	}
	return v.text
}

// Format writes what String returns, whatever the verb, so that no way of
// printing a structure shows a secret in it.
func (v Value) Format(f fmt.State, verb rune) {
	if verb == 'q' {
		_, _ = fmt.Fprintf(f, "%q", v.String())
		return
	}
	_, _ = io.WriteString(f, v.String())
}

// LogValue returns what String returns.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.String()) }

// MarshalText returns what String returns: a secret does not travel in JSON.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// in returns v as a secret if tags or v itself say that it is one.
func (v Value) in(tags Tags) Value {
	v.secret = v.given && (v.secret || tags.secret())
	return v
}
