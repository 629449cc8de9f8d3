package confedit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxYAMLName is how long a name may be, with its quotes, for a parser to find
// the colon behind it.
const maxYAMLName = 1024

// A flowWriter writes JSON in flow style.
type flowWriter struct {
	strings.Builder
	open []flowLevel
}

type flowLevel struct {
	object bool
	parts  int // names and values so far
}

// yamlFlow returns an array or object of JSON in one line, with what YAML has
// for escapes that only JSON has.
func yamlFlow(text string) (string, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var w flowWriter
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return w.String(), nil
		}
		if err == nil {
			err = w.token(token)
		}
		if err != nil {
			return "", err
		}
	}
}

func (w *flowWriter) token(token json.Token) error {
	if token == json.Delim('}') || token == json.Delim(']') {
		w.open = w.open[:len(w.open)-1]
		w.WriteString(token.(json.Delim).String())
		return nil
	}
	name := w.separate()
	switch t := token.(type) {
	case json.Delim:
		w.open = append(w.open, flowLevel{object: t == '{'})
		w.WriteString(t.String())
	case string:
		s := quoteYAML(t)
		if name && utf8.RuneCountInString(s) > maxYAMLName {
			return fmt.Errorf("%w: a name in it is too long", ErrNotWritable)
		}
		w.WriteString(s)
	case json.Number:
		s, err := yamlNumberText(t.String())
		w.WriteString(s)
		return err
	case nil:
		w.WriteString("null")
	default:
		fmt.Fprint(w, t)
	}
	return nil
}

// separate writes what comes before the next name or value, and reports whether
// that is a name.
func (w *flowWriter) separate() bool {
	if len(w.open) == 0 {
		return false
	}
	level := &w.open[len(w.open)-1]
	name := level.object && level.parts%2 == 0
	switch {
	case level.object && !name:
		w.WriteString(": ")
	case level.parts > 0:
		w.WriteString(", ")
	}
	level.parts++
	return name
}
