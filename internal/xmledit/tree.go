package xmledit

import "strings"

// The tree as XPath sees it: neighbouring texts and CDATA sections are one text,
// named by the first of them, and there are no declarations of any sort.

func isText(k Kind) bool { return k == Text || k == CData }

// visible returns n, or the first sibling from there on, forward or backward,
// that XPath knows.
func (d *Document) visible(n Node, forward bool) Node {
	for n != none {
		x := &d.nodes[n]
		if x.kind != Declaration && x.kind != DocType && (x.kind != Text || x.parent != 0) {
			return n
		}
		if n = x.prev; forward {
			n = x.next
		}
	}
	return none
}

// child returns the first child of n.
func (d *Document) child(n Node) Node { return d.visible(d.nodes[n].first, true) }

// next returns the sibling after n.
func (d *Document) next(n Node) Node {
	if isText(d.nodes[n].kind) {
		for m := d.nodes[n].next; m != none && isText(d.nodes[m].kind); m = d.nodes[n].next {
			n = m
		}
	}
	return d.visible(d.nodes[n].next, true)
}

// previous returns the sibling before n.
func (d *Document) previous(n Node) Node {
	p := d.visible(d.nodes[n].prev, false)
	if p == none || !isText(d.nodes[p].kind) {
		return p
	}
	return d.Run(p)[0]
}

// after returns the node that follows n in document order below top, or none. If
// inside is false, what is in n is passed over.
func (d *Document) after(n, top Node, inside bool) Node {
	if inside {
		if c := d.child(n); c != none {
			return c
		}
	}
	for n != top {
		if m := d.next(n); m != none {
			return m
		}
		n = d.nodes[n].parent
	}
	return none
}

// Run returns the neighbouring texts and CDATA sections that n, a text or CDATA
// section, is one of. For XPath they are one text.
func (d *Document) Run(n Node) []Node {
	for p := d.nodes[n].prev; p != none && isText(d.nodes[p].kind); p = d.nodes[n].prev {
		n = p
	}
	var list []Node
	for ; n != none && isText(d.nodes[n].kind); n = d.nodes[n].next {
		list = append(list, n)
	}
	return list
}

// IsLayout reports whether run, neighbouring texts, is nothing but white space
// beside other nodes.
func (d *Document) IsLayout(run []Node) bool {
	for _, n := range run {
		if d.nodes[n].kind == CData || strings.Trim(d.Value(n), " \t\r\n") != "" {
			return false
		}
	}
	return d.nodes[run[0]].prev != none || d.nodes[run[len(run)-1]].next != none
}

// text returns the string-value of n.
func (d *Document) stringValue(n Node, b *budget) string {
	switch k := d.nodes[n].kind; {
	case k == Root || k == Element:
		var s strings.Builder
		for m := d.after(n, n, true); m != none && b.spend(1); m = d.after(m, n, true) {
			if isText(d.nodes[m].kind) {
				d.writeRun(&s, m)
				b.spend(s.Len() / 1024)
			}
		}
		return s.String()
	case isText(k):
		var s strings.Builder
		d.writeRun(&s, n)
		return s.String()
	}
	return d.Value(n)
}

func (d *Document) writeRun(s *strings.Builder, n Node) {
	for _, m := range d.Run(n) {
		s.WriteString(d.Value(m))
	}
}

// namespaceOf returns the namespace that the name of n is in.
func (d *Document) namespaceOf(n Node) string {
	prefix, _ := splitName(d.Name(n))
	switch d.nodes[n].kind {
	case Element:
		return d.namespace(n, prefix)
	case Attribute:
		if prefix != "" {
			return d.namespace(d.nodes[n].parent, prefix)
		}
	}
	return ""
}
