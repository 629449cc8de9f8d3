package param

import (
	"errors"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
	"github.com/webdeploy-go/webdeploy/internal/textenc"
)

// compileKeys returns the match of an entry that changes a file of keys and
// values.
func compileKeys(match string) (*confedit.Path, error) {
	p, err := confedit.Compile(match)
	if err != nil {
		f := failure("The 'match' setting '"+match+"' must be a JSONPath or names with colons between them.", err)
		f.Hint = "write $.Logging.LogLevel.Default or Logging:LogLevel:Default"
		return nil, f
	}
	return p, nil
}

// applyKeys sets the values that a path selects in a file of keys and values.
// Those files change losslessly whatever the style: msdeploy does not know them.
func (u *use) applyKeys(data []byte, opts *Options, path string) ([]byte, error) {
	syntax, _ := u.entry.Kind.syntax()
	text, enc, err := textenc.Read(data)
	if err != nil {
		return nil, &failed{detail: err.Error(), data: data}
	}
	d, err := confedit.Parse(syntax, text)
	if err != nil {
		return nil, &failed{detail: err.Error(), data: data}
	}
	nodes, err := d.Select(u.keys)
	switch {
	case err != nil:
		return nil, failure("The match '"+u.entry.Match+"' of parameter entry '"+u.label+"' cannot be evaluated.", err)
	case len(nodes) == 0:
		return nil, u.noMatch(data, func() []string { return d.Leaves(maxCandidates) })
	}
	value := u.value.Reveal()
	limit := opts.limit()
	if int64(len(data))+int64(len(nodes))*int64(len(value)) > limit {
		return nil, &LimitError{Path: path, Limit: limit}
	}
	for _, n := range nodes {
		if err := d.Set(n, value, u.entry.Tags.Has(ChangeType)); err != nil {
			return nil, u.unfit(err)
		}
	}
	if text, err = d.Text(); err != nil {
		return nil, u.unfit(err)
	}
	out, err := enc.Encode(text)
	if err != nil {
		return nil, &failed{detail: err.Error(), data: data}
	}
	return out, nil
}

// unfit is the error for a value that cannot be put in its place. It ends the
// sync: the file would otherwise go on without what it was to be told.
func (u *use) unfit(err error) error {
	f := failure("The value '"+u.value.String()+"' of parameter '"+u.name+"' cannot be put where '"+u.entry.Match+"' is.", err)
	var typ *confedit.TypeError
	if errors.As(err, &typ) {
		f.Hint = "give the entry the tag " + ChangeType + " to change the type"
	}
	return f
}
