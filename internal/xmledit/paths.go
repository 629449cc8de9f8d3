package xmledit

import "strings"

// maxPathDepth limits how deep the elements are that Paths looks at.
const maxPathDepth = 100

// Paths returns an XPath for each value of d, attributes and texts, in order, up
// to max of them. They are for people: of elements that differ by nothing but
// their place the paths are the same, and prefixes are written as in the file.
func (d *Document) Paths(max int) []string {
	var list []string
	var walk func(n Node, path string, depth int)
	walk = func(n Node, path string, depth int) {
		path += "/" + d.Name(n)
		by, value := d.identity(n)
		if by != none {
			path += "[@" + d.Name(by) + "=" + value + "]"
		}
		for _, a := range d.Attributes(n) {
			if a != by && !d.isNamespace(a) && len(list) < max {
				list = append(list, path+"/@"+d.Name(a))
			}
		}
		text := false
		for _, c := range d.Children(n) {
			switch {
			case len(list) >= max || depth == maxPathDepth:
				return
			case d.Kind(c) == Element:
				walk(c, path, depth+1)
			case isText(d.Kind(c)) && strings.TrimSpace(d.Value(c)) != "" && !text:
				text = true
				list = append(list, path+"/text()")
			}
		}
	}
	walk(d.Top(), "", 1)
	return list
}

// identity returns the attribute that tells n from its siblings, with its value
// in quotes, or none.
func (d *Document) identity(n Node) (Node, string) {
	for _, name := range []string{"key", "name", "id", "path"} {
		for _, a := range d.Attributes(n) {
			v := d.Value(a)
			switch {
			case !strings.EqualFold(d.Name(a), name):
			case !strings.Contains(v, "'"):
				return a, "'" + v + "'"
			case !strings.Contains(v, `"`):
				return a, `"` + v + `"`
			}
		}
	}
	return none, ""
}
