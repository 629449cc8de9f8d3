package xmledit

import "strings"

// name reads a qualified name.
func (p *parser) name() (span, error) {
	n := nameLength(p.s[p.pos:])
	if n == 0 {
		if p.pos >= len(p.s) {
			return span{}, p.fail(p.pos, "Unexpected end of file has occurred.")
		}
		return span{}, p.fail(p.pos, "Name cannot begin with the character found here.")
	}
	s := span{int32(p.pos), int32(p.pos + n)}
	p.pos += n
	if name := s.of(p.s); strings.Contains(name, ":") {
		prefix, local := splitName(name)
		if prefix == "" || nameLength(local) == 0 || strings.Contains(local, ":") {
			return s, p.fail(int(s.from), "The name '"+name+"' has a ':' in a wrong place.")
		}
	}
	return s, nil
}

func (p *parser) startTag() error {
	from := p.pos
	p.pos++
	name, err := p.name()
	if err != nil {
		return err
	}
	switch {
	case len(p.open) == 0 && p.seenTop:
		return p.fail(from, "There are multiple root elements.")
	case len(p.open) >= maxDepth:
		return &LimitError{What: "levels", Limit: "10,000"}
	}
	p.seenTop = true
	n := Node(len(p.d.nodes))
	if err := p.add(node{kind: Element, name: name}, from); err != nil {
		return err
	}
	p.open = append(p.open, n)
	if err := p.attributes(n); err != nil {
		return err
	}
	return p.endOfStartTag(n)
}

func (p *parser) endOfStartTag(n Node) error {
	x := &p.d.nodes[n]
	x.empty = p.has("/>")
	if x.empty {
		p.pos++
	}
	if !p.has(">") {
		return p.fail(p.pos, "A start tag, an attribute or '>' is not written as it should be.")
	}
	p.pos++
	x.raw.to = int32(p.pos)
	if err := p.declare(n); err != nil {
		return err
	}
	if x.empty {
		p.leave(n)
	}
	return nil
}

func (p *parser) attributes(n Node) error {
	for {
		blank := p.blanks()
		if p.pos >= len(p.s) {
			return p.unclosed()
		}
		if c := p.s[p.pos]; c == '>' || c == '/' {
			return nil
		}
		if !blank {
			return p.fail(p.pos, "A blank is missing before an attribute.")
		}
		if err := p.attribute(n); err != nil {
			return err
		}
	}
}

func (p *parser) attribute(n Node) error {
	from := p.pos
	name, err := p.name()
	if err != nil {
		return err
	}
	value, quote, err := p.quoted()
	if err != nil {
		return err
	}
	if i := strings.IndexByte(value.of(p.s), '<'); i >= 0 {
		return p.fail(int(value.from)+i, "'<' is an invalid attribute character.")
	}
	if err := p.text(int(value.from), int(value.to)); err != nil {
		return err
	}
	p.d.nodes[n].attrs++
	return p.add(node{kind: Attribute, name: name, value: value, quote: quote}, from)
}

// quoted reads an equals sign and a quoted value.
func (p *parser) quoted() (span, byte, error) {
	p.blanks()
	if !p.has("=") {
		return span{}, 0, p.fail(p.pos, "'=' is missing after the name of an attribute.")
	}
	p.pos++
	p.blanks()
	if !p.has(`"`) && !p.has("'") {
		return span{}, 0, p.fail(p.pos, "The value of an attribute must be in quotes.")
	}
	quote := p.s[p.pos]
	p.pos++
	s, err := p.upTo(string(rune(quote)), "an attribute")
	return s, quote, err
}

// declare puts the namespaces that n declares in force and checks the prefixes
// and the attributes of n.
func (p *parser) declare(n Node) error {
	d := p.d
	for _, a := range d.Attributes(n) {
		if prefix, ok := strings.CutPrefix(d.Name(a), "xmlns:"); ok {
			if d.Value(a) == "" || prefix == "xmlns" {
				return p.fail(int(d.nodes[a].raw.from), "The prefix '"+prefix+"' cannot be declared like this.")
			}
			p.prefixes[prefix] = append(p.prefixes[prefix], d.Value(a))
		}
	}
	if err := p.bound(n); err != nil {
		return err
	}
	for _, a := range d.Attributes(n) {
		if err := p.bound(a); err != nil {
			return err
		}
	}
	return p.distinct(n)
}

// bound returns an error unless the prefix of n is declared.
func (p *parser) bound(n Node) error {
	prefix, _ := splitName(p.d.Name(n))
	if prefix != "" && len(p.prefixes[prefix]) == 0 {
		return p.fail(int(p.d.nodes[n].name.from), "'"+prefix+"' is an undeclared prefix.")
	}
	return nil
}

// distinct returns an error if two attributes of n have the same name.
func (p *parser) distinct(n Node) error {
	list := p.d.Attributes(n)
	if len(list) < 2 {
		return nil
	}
	seen := make(map[string]bool, len(list))
	for _, a := range list {
		prefix, key := splitName(p.d.Name(a))
		if prefix != "" {
			all := p.prefixes[prefix]
			key = all[len(all)-1] + " " + key
		}
		if seen[key] {
			return p.fail(int(p.d.nodes[a].raw.from), "'"+p.d.Name(a)+"' is a duplicate attribute name.")
		}
		seen[key] = true
	}
	return nil
}

func (p *parser) endTag() error {
	from := p.pos
	p.pos += len("</")
	name, err := p.name()
	if err != nil {
		return err
	}
	p.blanks()
	if !p.has(">") {
		return p.fail(p.pos, "'>' is missing at the end of an end tag.")
	}
	p.pos++
	n := p.top()
	if n == 0 {
		return p.fail(from, "Unexpected end tag.")
	}
	if start := p.d.Name(n); start != name.of(p.s) {
		line, column := p.d.Position(n)
		return p.fail(from, mismatch(start, name.of(p.s), line, column))
	}
	p.d.nodes[n].close = span{int32(from), int32(p.pos)}
	p.leave(n)
	return nil
}

// leave takes n and the namespaces it declares out of force.
func (p *parser) leave(n Node) {
	p.open = p.open[:len(p.open)-1]
	for _, a := range p.d.Attributes(n) {
		if prefix, ok := strings.CutPrefix(p.d.Name(a), "xmlns:"); ok {
			p.prefixes[prefix] = p.prefixes[prefix][:len(p.prefixes[prefix])-1]
		}
	}
}
