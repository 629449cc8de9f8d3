package xmledit

import "strings"

// declaration reads <?xml ...?>: version, then encoding, then standalone.
func (p *parser) declaration() error {
	p.pos += len("<?xml")
	end := strings.Index(p.s, "?>")
	if end < 0 {
		return p.fail(len(p.s), "Unexpected end of file while parsing the XML declaration has occurred.")
	}
	order := []string{"version", "encoding", "standalone"}
	for i := 0; ; {
		blank := p.blanks()
		if p.has("?>") && i > 0 {
			p.pos += len("?>")
			return p.add(node{kind: Declaration, value: span{int32(len("<?xml")), int32(p.pos - 2)}}, 0)
		}
		for i < len(order) && !p.has(order[i]) && i != 0 {
			i++
		}
		if i == len(order) || !blank || !p.has(order[i]) {
			return p.fail(p.pos, "Syntax for an XML declaration is invalid.")
		}
		p.pos += len(order[i])
		i++
		if _, _, err := p.quoted(); err != nil {
			return err
		}
	}
}

// pseudo returns the value of an attribute of the XML declaration, and whether
// it has it.
func (d *Document) pseudo(name string) (string, bool) {
	if len(d.nodes) < 2 || d.nodes[1].kind != Declaration {
		return "", false
	}
	p := parser{d: d, s: d.nodes[1].value.of(d.text)}
	for p.blanks() {
		n := nameLength(p.s[p.pos:])
		found := p.s[p.pos : p.pos+n]
		p.pos += n
		value, _, err := p.quoted()
		if err != nil {
			return "", false
		}
		if found == name {
			return value.of(p.s), true
		}
	}
	return "", false
}

// docType reads a document type declaration. What it says is kept, not obeyed;
// only the names of its entities are noted.
func (p *parser) docType() error {
	from := p.pos
	if p.seenType || p.seenTop {
		return p.fail(from, "Unexpected DTD declaration.")
	}
	p.seenType = true
	p.pos += len("<!DOCTYPE")
	if !p.blanks() {
		return p.fail(p.pos, "A blank is missing after DOCTYPE.")
	}
	name, err := p.name()
	if err != nil {
		return err
	}
	p.blanks()
	external := p.pos
	if err := p.externalID(); err != nil {
		return err
	}
	x := node{kind: DocType, name: name, value: span{int32(external), int32(p.pos)}}
	if x.close, err = p.subset(); err != nil {
		return err
	}
	if !p.has(">") {
		return p.fail(p.pos, "'>' is missing at the end of a DTD declaration.")
	}
	p.pos++
	return p.add(x, from)
}

// externalID reads the name of a document type kept elsewhere, which is never
// looked up.
func (p *parser) externalID() error {
	literals := 0
	switch {
	case p.has("PUBLIC"):
		literals = 2
	case p.has("SYSTEM"):
		literals = 1
	default:
		return nil
	}
	p.lenient = true
	p.pos += len("PUBLIC")
	for range literals {
		if !p.blanks() || !p.has(`"`) && !p.has("'") {
			return p.fail(p.pos, "The identifier of a DTD must be in quotes.")
		}
		quote := p.s[p.pos : p.pos+1]
		p.pos++
		if _, err := p.upTo(quote, "a DTD identifier"); err != nil {
			return err
		}
	}
	return nil
}

// subset reads the part of a document type that is in the document, if there is
// one, and what follows up to the end of the declaration.
func (p *parser) subset() (span, error) {
	p.blanks()
	if !p.has("[") {
		return span{}, nil
	}
	p.pos++
	s := span{from: int32(p.pos)}
	for p.pos < len(p.s) && p.s[p.pos] != ']' {
		if err := p.markup(); err != nil {
			return s, err
		}
	}
	if p.pos >= len(p.s) {
		return s, p.fail(p.pos, "Unexpected end of file while parsing a DTD has occurred.")
	}
	s.to = int32(p.pos)
	p.pos++
	p.blanks()
	return s, nil
}

// markup reads one declaration of a document type.
func (p *parser) markup() error {
	switch {
	case p.has("<!--"):
		p.pos += len("<!--")
		_, err := p.upTo("-->", "Comment")
		return err
	case p.has("<?"):
		_, err := p.upTo("?>", "PI")
		return err
	case p.has("<!"):
		return p.declarationInSubset()
	case p.s[p.pos] == '%':
		p.lenient = true // what it stands for may declare anything
		_, err := p.upTo(";", "a parameter entity")
		return err
	case isSpace(p.s[p.pos]):
		p.blanks()
		return nil
	}
	return p.fail(p.pos, "Invalid content in a DTD.")
}

// declarationInSubset reads <!ENTITY ...> and the like, minding quotes.
func (p *parser) declarationInSubset() error {
	from := p.pos
	if rest, ok := strings.CutPrefix(p.s[p.pos:], "<!ENTITY"); ok {
		rest = strings.TrimLeft(rest, " \t\r\n")
		p.entities[rest[:nameLength(rest)]] = true
	}
	for p.pos++; p.pos < len(p.s); p.pos++ {
		switch c := p.s[p.pos]; c {
		case '>':
			p.pos++
			return p.allowed(from)
		case '<':
			return p.fail(p.pos, "Invalid content in a DTD.")
		case '"', '\'':
			i := strings.IndexByte(p.s[p.pos+1:], c)
			if i < 0 {
				return p.fail(p.pos, "There is an unclosed literal string.")
			}
			p.pos += 1 + i
		}
	}
	return p.fail(p.pos, "Unexpected end of file while parsing a DTD has occurred.")
}

// allowed checks the characters from an offset to pos.
func (p *parser) allowed(from int) error {
	if i := badChar(p.s[from:p.pos]); i >= 0 {
		return p.fail(from+i, "The text holds a character that XML does not allow.")
	}
	return nil
}
