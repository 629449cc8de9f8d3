package cmdline

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/pairs"
)

// Args writes the command as an argument vector that Parse reads as an equal
// command. Secrets are written in the clear. The error is an *Error: a value
// begins or ends with ", is empty where one is required, or mixes quotes and
// commas in a way that no quotes can express; none of this happens to a command
// that Parse has returned.
func (c *Command) Args() ([]string, error) {
	return writer{}.items(c)
}

// Line writes the command as a raw line that ParseLine reads as an equal command.
// Secrets are written in the clear. The errors are those of Args, also for blanks
// among quotes, which a command from ParseLine can't hold but one from Parse can.
func (c *Command) Line() (string, error) {
	items, err := writer{guard: blanks}.items(c)
	return strings.Join(items, " "), err
}

// A writer writes commands.
type writer struct {
	guard string // what else, besides commas and = in lists, needs quotes around it
	loose bool   // write what no quotes can express without quotes
}

func (w writer) items(c *Command) ([]string, error) {
	var items []string
	for _, e := range entries() {
		if e.alias {
			continue
		}
		for _, v := range e.in(c).values() {
			item := "-" + e.Name
			if v.kind != bare {
				raw, ok := w.value(v)
				if !w.loose && (!ok || e.lacksValue(raw)) {
					return nil, unwritable(e.Name)
				}
				item += ":" + raw
			}
			items = append(items, item)
		}
	}
	return items, nil
}

// value writes what stands after the separator.
func (w writer) value(v value) (string, bool) {
	if v.kind == list {
		return w.list(v.pairs)
	}
	return w.quote(v.text, w.guard)
}

func (w writer) list(settings Pairs) (string, bool) {
	var (
		items []string
		ok    = true
	)
	for _, p := range settings {
		item, fits := w.quote(p.Name, w.guard+",=")
		ok = ok && fits
		if p.HasValue {
			var val string
			val, fits = w.quote(p.Value, w.guard+",")
			ok = ok && fits
			item += "=" + val
		}
		items = append(items, item)
	}
	return strings.Join(items, ","), ok
}

func (w writer) quote(s, guard string) (string, bool) {
	quoted, ok := pairs.Quote(s, guard)
	if !ok && w.loose {
		return s, true
	}
	return quoted, ok
}
