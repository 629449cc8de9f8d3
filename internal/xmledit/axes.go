package xmledit

// walk calls yield for the nodes on an axis of n, those on reverse axes from the
// nearest on, until it returns false.
func (c *context) walk(n Node, a axis, yield func(Node) bool) {
	d := c.d
	each := func(n Node, next func(Node) Node) bool {
		for ; n != none && c.b.spend(1); n = next(n) {
			if !yield(n) {
				return false
			}
		}
		return !c.b.spent
	}
	up := func(n Node) Node { return d.nodes[n].parent }
	below := func(m Node) Node { return d.after(m, n, true) }
	isAttribute := d.nodes[n].kind == Attribute
	switch a {
	case self:
		yield(n)
	case child:
		each(d.child(n), d.next)
	case descendant:
		each(below(n), below)
	case descendantOrSelf:
		each(n, below)
	case parent:
		if p := up(n); p != none {
			yield(p)
		}
	case ancestor:
		each(up(n), up)
	case ancestorOrSelf:
		each(n, up)
	case attribute:
		c.attributes(n, yield)
	case followingSibling:
		if !isAttribute {
			each(d.next(n), d.next)
		}
	case precedingSibling:
		if !isAttribute {
			each(d.previous(n), d.previous)
		}
	case following:
		if isAttribute { // it comes before what is in its element
			n = up(n)
		}
		each(d.after(n, 0, isAttribute), func(m Node) Node { return d.after(m, 0, true) })
	case preceding:
		c.preceding(n, each)
	}
}

func (c *context) attributes(n Node, yield func(Node) bool) {
	for a := n + 1; a <= n+Node(c.d.nodes[n].attrs) && c.b.spend(1); a++ {
		if !c.d.isNamespace(a) && !yield(a) {
			return
		}
	}
}

// preceding walks over what comes before n, without its ancestors, backward.
func (c *context) preceding(n Node, each func(Node, func(Node) Node) bool) {
	d := c.d
	if d.nodes[n].kind == Attribute {
		n = d.nodes[n].parent
	}
	for ; n != none; n = d.nodes[n].parent {
		for s := d.previous(n); s != none; s = d.previous(s) {
			top := s
			back := func(m Node) Node {
				if m == top {
					return none
				}
				if p := d.previous(m); p != none {
					return d.lastBelow(p)
				}
				return d.nodes[m].parent
			}
			if !each(d.lastBelow(s), back) {
				return
			}
		}
	}
}

// lastBelow returns the last node in n in document order, n itself if it has no
// children.
func (d *Document) lastBelow(n Node) Node {
	for {
		c := d.visible(d.nodes[n].last, false)
		if c == none {
			return n
		}
		if n = c; isText(d.nodes[c].kind) {
			return d.Run(c)[0]
		}
	}
}

// passes reports whether n, a node on an axis, passes a test.
func (c *context) passes(t nodeTest, a axis, n Node) bool {
	k := c.d.nodes[n].kind
	switch t.kind {
	case testNode:
		return true
	case testText:
		return isText(k)
	case testComment:
		return k == Comment
	case testInstruction:
		return k == Instruction && (t.local == "" || t.local == c.d.Name(n))
	}
	principal := Element
	if a == attribute {
		principal = Attribute
	}
	if k != principal || t.local != "" && t.local != c.d.Local(n) {
		return false
	}
	if t.prefix == "" && (t.local == "" || !c.defaults && !c.d.hasPrefix(n)) {
		return true
	}
	return c.d.namespaceOf(n) == c.prefixes[t.prefix]
}

func (d *Document) hasPrefix(n Node) bool {
	prefix, _ := splitName(d.Name(n))
	return prefix != ""
}
