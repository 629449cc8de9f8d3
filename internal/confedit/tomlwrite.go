package confedit

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// convert sees to it that an integer stays one and a float stays one, as readers
// do not take one for the other, and that dates and times keep their form.
func (tomlFormat) convert(n *Node, v value) (value, string) {
	is, _ := n.form.(unstable.Kind)
	switch n.Kind {
	case Number:
		if is == unstable.Float && !strings.ContainsAny(v.text, ".eE") {
			v.text += ".0"
		}
	case Time:
		if is != unstable.LocalDate && !tomlSeconds.MatchString(v.text) {
			return v, tomlWords(is)
		}
	default:
		return v, ""
	}
	if tomlKind(v.text) != is {
		return v, tomlWords(is)
	}
	return v, ""
}

// tomlSeconds matches times with seconds, which TOML 1.0 wants.
var tomlSeconds = regexp.MustCompile(`\d\d:\d\d:\d\d`)

// tomlWords returns what a number, date or time is called in messages.
func tomlWords(k unstable.Kind) string {
	return map[unstable.Kind]string{
		unstable.Integer:       "an integer",
		unstable.Float:         "a float",
		unstable.DateTime:      "a date, a time with seconds and an offset",
		unstable.LocalDateTime: "a date and a time with seconds",
		unstable.LocalDate:     "a date",
		unstable.LocalTime:     "a time with seconds",
	}[k]
}

// tomlKind returns what text is as a value, if it is a number, date or time.
func tomlKind(text string) unstable.Kind {
	const before = "x="
	var p unstable.Parser
	p.Reset([]byte(before + text))
	if !p.NextExpression() {
		return unstable.Invalid
	}
	x := p.Expression().Value()
	if tomlEnd(x) != len(before+text) || !tomlValid(text) {
		return unstable.Invalid
	}
	return x.Kind
}

func (tomlFormat) write(text string, n *Node, v value) (string, error) {
	switch v.kind {
	case String:
		if n.Kind == String {
			return tomlString(text[n.start:n.end], v.text), nil
		}
		return tomlBasic(v.text), nil
	case Bool, Time:
		return v.text, nil
	}
	var b strings.Builder
	d := json.NewDecoder(strings.NewReader(v.json()))
	d.UseNumber()
	if err := tomlInline(&b, d); err != nil {
		return "", err
	}
	if strings.ContainsRune(b.String(), '\uFFFD') && strings.Contains(v.text, `\u`) {
		return "", fmt.Errorf("%w: TOML has no half of a surrogate pair", ErrNotWritable)
	}
	return b.String(), nil
}

// tomlInline writes the next value of d.
func tomlInline(b *strings.Builder, d *json.Decoder) error {
	t, err := d.Token()
	if err != nil {
		return fmt.Errorf("%w: it is not JSON", ErrNotWritable)
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '[' {
			return tomlInlineArray(b, d)
		}
		return tomlInlineTable(b, d)
	case string:
		b.WriteString(tomlBasic(t))
	case json.Number:
		if tomlKind(t.String()) == unstable.Invalid {
			return fmt.Errorf("%w: TOML has no number as large as this", ErrNotWritable)
		}
		b.WriteString(t.String())
	case bool:
		fmt.Fprint(b, t)
	default:
		return fmt.Errorf("%w: TOML has no null", ErrNotWritable)
	}
	return nil
}

// tomlInlineArray writes the rest of an array.
func tomlInlineArray(b *strings.Builder, d *json.Decoder) error {
	b.WriteByte('[')
	for first := true; d.More(); first = false {
		if !first {
			b.WriteString(", ")
		}
		if err := tomlInline(b, d); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	_, err := d.Token()
	return err
}

// tomlBareKey matches names that need no quotes.
var tomlBareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// tomlInlineTable writes the rest of an object.
func tomlInlineTable(b *strings.Builder, d *json.Decoder) error {
	seen := map[string]bool{}
	before, after := "{ ", "{}"
	for d.More() {
		t, err := d.Token()
		name, _ := t.(string)
		if err != nil || seen[name] {
			return fmt.Errorf("%w: an object has two values of one name", ErrNotWritable)
		}
		seen[name] = true
		b.WriteString(before)
		if tomlBareKey.MatchString(name) {
			b.WriteString(name)
		} else {
			b.WriteString(tomlBasic(name))
		}
		b.WriteString(" = ")
		if err := tomlInline(b, d); err != nil {
			return err
		}
		before, after = ", ", " }"
	}
	b.WriteString(after)
	_, err := d.Token()
	return err
}
