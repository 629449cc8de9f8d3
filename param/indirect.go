package param

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
	"github.com/webdeploy-go/webdeploy/provider"
)

// An indirect value of kind XMLFile says where a value is to be found: in the
// file before the "::", at what the XPath behind it selects. A file that begins
// with a single backslash is one of the folder or package that is deployed, else
// it is one of this machine (documented: parameterization improvements in Web
// Deploy V3).
type indirect struct {
	file, xpath string
	inside      bool
}

// parseIndirect returns the indirect value that text is, if it is one.
func parseIndirect(text string) (indirect, bool) {
	file, xpath, ok := strings.Cut(text, "::/")
	if !ok || strings.ContainsAny(file, "<>\"|?*\r\n") {
		return indirect{}, false
	}
	i := indirect{file: file, xpath: "/" + xpath}
	switch {
	case strings.HasPrefix(file, `\\`), strings.HasPrefix(file, "/"), len(file) > 2 && file[1] == ':' && strings.ContainsAny(file[2:3], `\/`):
		return i, true
	case len(file) > 1 && file[0] == '\\':
		i.inside = true
		return i, true
	}
	return indirect{}, false
}

// direct returns u with the value itself in place of an indirect one. What is
// wrong with it does not end a sync that is not strict.
func (u *use) direct(ctx context.Context, o *provider.Object, opts *Options) (*use, error) {
	i, ok := parseIndirect(u.value.Reveal())
	switch {
	case !ok:
		return u, nil
	case !i.inside && !u.assigned:
		return nil, errors.New("The value names a file of this machine, '" + i.file + //nolint:staticcheck // it is shown as a sentence
			"', which is read only for who deploys: give it with -setParam or -setParamFile.")
	}
	f, err := i.follow(ctx, o, opts)
	if err != nil {
		return nil, err
	}
	v := *u
	v.value, v.replace = Secret(f.text), f.element // secret because nobody has said what is in that file
	return &v, nil
}

// A found value is what an indirect one led to: a text, or an element.
type found struct {
	text    string
	element bool
}

// follow finds what i stands for, for the file that is the source object o.
func (i indirect) follow(ctx context.Context, o *provider.Object, opts *Options) (found, error) {
	data, err := i.read(ctx, o, opts.limit())
	if err != nil {
		return found{}, err
	}
	x, err := compileXPath(i.xpath, opts.Timeout)
	if err != nil {
		return found{}, err
	}
	d, err := xmledit.Parse(data)
	if err != nil {
		return found{}, err
	}
	nodes, err := d.Select(x)
	switch {
	case err != nil:
		return found{}, err
	case len(nodes) == 0:
		return found{}, errors.New("No matches were found for the search string '" + i.xpath + "' in the file '" + i.file + "'.") //nolint:staticcheck // as msdeploy words it
	case d.Kind(nodes[0]) == xmledit.Element:
		return found{d.Outer(nodes[0]), true}, nil
	}
	return found{text: d.Value(nodes[0])}, nil
}

func (i indirect) read(ctx context.Context, o *provider.Object, limit int64) ([]byte, error) {
	var r io.ReadCloser
	var err error
	if i.inside {
		var at *provider.Object
		if at, err = sibling(ctx, o, strings.FieldsFunc(i.file, func(c rune) bool { return c == '\\' || c == '/' })); err == nil {
			r, err = at.Content(ctx)
		}
	} else {
		r, err = os.Open(i.file)
	}
	if err != nil {
		return nil, unopened(i.file, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = &LimitError{Path: i.file, Limit: limit}
	}
	return data, err
}

// sibling returns the file with the given names, from the topmost folder that o
// is in.
func sibling(ctx context.Context, o *provider.Object, names []string) (*provider.Object, error) {
	missing := os.ErrNotExist
	var at *provider.Object
	for up := o.Parent; up != nil; up = up.Parent {
		if up.Kind.Is(provider.DirPath) {
			at = up
		}
	}
	for _, name := range names {
		if at == nil {
			return nil, missing
		}
		folder := at
		at = nil
		for c, err := range folder.Below(ctx) {
			if err != nil {
				return nil, err
			}
			if strings.EqualFold(c.Key, name) {
				at = c
				break
			}
		}
	}
	if at == nil || at.Content == nil {
		return nil, missing
	}
	return at, nil
}
