package param

import (
	"errors"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// applyXML sets the nodes that an XPath selects in an XML file.
func (u *use) applyXML(data []byte, opts *Options, path string) ([]byte, error) {
	d, err := xmledit.Parse(data)
	if err != nil {
		return nil, &failed{detail: err.Error(), data: data}
	}
	nodes, err := d.Select(u.xpath)
	if errors.Is(err, xmledit.ErrTimeout) {
		return nil, err
	}
	if err != nil {
		return nil, &failed{detail: err.Error(), data: data}
	}
	limit := opts.limit()
	if int64(len(data))+int64(len(nodes))*int64(len(u.value.Reveal())) > limit {
		return nil, &LimitError{Path: path, Limit: limit}
	}
	if len(nodes) > 0 && d.Kind(nodes[0]) == xmledit.Root {
		return nil, &failed{detail: "Cannot insert the node in the specified location.", data: data}
	}
	detail := u.set(d, nodes, opts.XML)
	out, err := write(d, opts.XML)
	switch {
	case err != nil:
		return nil, &failed{detail: err.Error(), data: data}
	case len(nodes) == 0:
		return nil, u.noMatch(out, func() []string { return d.Paths(maxCandidates) })
	case detail != "":
		return nil, &failed{detail: detail, data: out}
	}
	return out, nil
}

func write(d *xmledit.Document, style Style) ([]byte, error) {
	if style == AsMSDeploy {
		return d.MSDeploy(), nil
	}
	return d.Lossless()
}

// set sets nodes in order. It returns why it stopped, or "".
func (u *use) set(d *xmledit.Document, nodes []xmledit.Node, style Style) string {
	for _, n := range nodes {
		var err error
		switch k := d.Kind(n); {
		case k == xmledit.Element:
			err = u.setElement(d, n)
			if errors.Is(err, xmledit.ErrNotXML) {
				return "Could not add value '" + u.value.String() + "' within element '" + d.Name(n) + "' because value is not valid XML."
			}
		case k == xmledit.Attribute:
			err = d.Set(n, u.value.Reveal())
		case style == AsMSDeploy && !isPlain(d, n):
			return "" // msdeploy leaves this and all that follow as they are (recorded: xmlfile/cdata)
		case k == xmledit.Text, k == xmledit.CData:
			err = u.setText(d, n, style)
		}
		if err != nil {
			return err.Error()
		}
	}
	return ""
}

// setElement puts an element into n, or one that an indirect value led to in its
// place.
func (u *use) setElement(d *xmledit.Document, n xmledit.Node) error {
	if u.replace {
		return d.Replace(n, u.value.Reveal())
	}
	return d.Insert(n, u.value.Reveal())
}

// isPlain reports whether n is a text that is not only white space.
func isPlain(d *xmledit.Document, n xmledit.Node) bool {
	return d.Kind(n) == xmledit.Text && strings.TrimSpace(d.Value(n)) != ""
}

// setText sets a text. To msdeploy that is the first of several pieces; here it
// is all of them. White space between elements is layout, not a value.
func (u *use) setText(d *xmledit.Document, n xmledit.Node, style Style) error {
	if style == AsMSDeploy {
		return d.Set(n, u.value.Reveal())
	}
	run := d.Run(n)
	if d.IsLayout(run) {
		return nil
	}
	for _, rest := range run[1:] {
		if err := d.Set(rest, ""); err != nil {
			return err
		}
	}
	return d.Set(n, u.value.Reveal())
}
