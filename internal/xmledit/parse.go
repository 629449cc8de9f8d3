package xmledit

import (
	"strings"
)

// Limits on what a document may hold. Real ones stay far below them.
const (
	maxNodes = 4 << 20
	maxDepth = 10_000
)

// A parser reads the text of a document. Its methods return the first error.
type parser struct {
	d   *Document
	s   string
	pos int

	open     []Node              // the elements around pos, from the outside
	prefixes map[string][]string // what each stands for, the innermost declaration last
	entities map[string]bool     // that the document type declares
	lenient  bool                // the document type is not all here: entities may be declared elsewhere
	seenType bool
	seenTop  bool
}

func (p *parser) fail(at int, reason string) error {
	line, column := position(p.s, at)
	return &SyntaxError{Line: line, Column: column, Reason: reason}
}

func (p *parser) has(prefix string) bool { return strings.HasPrefix(p.s[p.pos:], prefix) }

// top returns the node that new ones go into.
func (p *parser) top() Node {
	if len(p.open) == 0 {
		return 0
	}
	return p.open[len(p.open)-1]
}

// add appends a node that reaches from an offset to pos.
func (p *parser) add(x node, from int) error {
	d := p.d
	if len(d.nodes) >= maxNodes {
		return &LimitError{What: "nodes", Limit: "4 million"}
	}
	x.raw = span{int32(from), int32(p.pos)}
	x.first, x.last, x.next, x.prev = none, none, none, none
	n := Node(len(d.nodes))
	x.parent = p.top()
	d.nodes = append(d.nodes, x)
	if x.kind == Attribute {
		return nil
	}
	up := &d.nodes[x.parent]
	if up.last == none {
		up.first = n
	} else {
		d.nodes[up.last].next, d.nodes[n].prev = n, up.last
	}
	up.last = n
	return nil
}

// document reads everything.
func (p *parser) document() error {
	p.d.nodes = append(p.d.nodes, node{kind: Root, parent: none, first: none, last: none, next: none, prev: none})
	if p.has("<?xml") && len(p.s) > 5 && isSpace(p.s[5]) {
		if err := p.declaration(); err != nil {
			return err
		}
	}
	for p.pos < len(p.s) {
		if err := p.item(); err != nil {
			return err
		}
	}
	switch {
	case len(p.open) > 0:
		return p.unclosed()
	case !p.seenTop:
		return p.fail(p.pos, "Root element is missing.")
	}
	return nil
}

func (p *parser) unclosed() error {
	names := make([]string, len(p.open))
	for i, n := range p.open {
		names[len(names)-1-i] = p.d.Name(n)
	}
	return p.fail(p.pos, "Unexpected end of file has occurred. The following elements are not closed: "+strings.Join(names, ", ")+".")
}

// item reads one piece of markup, or the text up to the next one.
func (p *parser) item() error {
	switch {
	case p.s[p.pos] != '<':
		return p.characters()
	case p.has("</"):
		return p.endTag()
	case p.has("<!--"):
		return p.comment()
	case p.has("<![CDATA[") && len(p.open) > 0:
		return p.cdata()
	case p.has("<!DOCTYPE"):
		return p.docType()
	case p.has("<?"):
		return p.instruction()
	}
	return p.startTag()
}

func (p *parser) characters() error {
	from := p.pos
	if i := strings.IndexByte(p.s[from:], '<'); i >= 0 {
		p.pos += i
	} else {
		p.pos = len(p.s)
	}
	text := p.s[from:p.pos]
	if len(p.open) == 0 && strings.Trim(text, " \t\r\n") != "" {
		return p.fail(from, "Data at the root level is invalid.")
	}
	if i := strings.Index(text, "]]>"); i >= 0 {
		return p.fail(from+i, "']]>' is not allowed in character data.")
	}
	if err := p.text(from, p.pos); err != nil {
		return err
	}
	return p.add(node{kind: Text, value: span{int32(from), int32(p.pos)}}, from)
}

// text checks characters and references from one offset to another.
func (p *parser) text(from, to int) error {
	s := p.s[from:to]
	if i := badChar(s); i >= 0 {
		return p.fail(from+i, "The text holds a character that XML does not allow.")
	}
	for i := strings.IndexByte(s, '&'); i >= 0; {
		ref, ok := readReference(s[i:])
		switch {
		case !ok:
			return p.fail(from+i, "An error occurred while parsing EntityName.")
		case ref.name != "" && !p.entities[ref.name] && !p.lenient:
			return p.fail(from+i, "Reference to undeclared entity '"+ref.name+"'.")
		}
		next := strings.IndexByte(s[i+ref.length:], '&')
		if next < 0 {
			break
		}
		i += ref.length + next
	}
	return nil
}

// upTo moves past the next occurrence of end, which must come, and returns what
// is before it.
func (p *parser) upTo(end, what string) (span, error) {
	i := strings.Index(p.s[p.pos:], end)
	if i < 0 {
		return span{}, p.fail(len(p.s), "Unexpected end of file while parsing "+what+" has occurred.")
	}
	s := span{int32(p.pos), int32(p.pos + i)}
	p.pos += i + len(end)
	if i := badChar(s.of(p.s)); i >= 0 {
		return s, p.fail(int(s.from)+i, "The text holds a character that XML does not allow.")
	}
	return s, nil
}

func (p *parser) comment() error {
	from := p.pos
	p.pos += len("<!--")
	body, err := p.upTo("-->", "Comment")
	if err != nil {
		return err
	}
	if text := body.of(p.s); strings.Contains(text, "--") || strings.HasSuffix(text, "-") {
		return p.fail(from, "An XML comment cannot contain '--', and '-' cannot be the last character.")
	}
	return p.add(node{kind: Comment, value: body}, from)
}

func (p *parser) cdata() error {
	from := p.pos
	p.pos += len("<![CDATA[")
	body, err := p.upTo("]]>", "CDATA")
	if err != nil {
		return err
	}
	return p.add(node{kind: CData, value: body}, from)
}

func (p *parser) instruction() error {
	from := p.pos
	p.pos += len("<?")
	n := nameLength(p.s[p.pos:])
	name := span{int32(p.pos), int32(p.pos + n)}
	if n == 0 || strings.EqualFold(name.of(p.s), "xml") || strings.Contains(name.of(p.s), ":") {
		return p.fail(from, "Unexpected processing instruction. '<?xml' is only allowed at the beginning.")
	}
	p.pos += n
	if !p.has("?>") && (p.pos >= len(p.s) || !isSpace(p.s[p.pos])) {
		return p.fail(p.pos, "A blank is missing after the name of a processing instruction.")
	}
	p.blanks()
	body, err := p.upTo("?>", "PI")
	if err != nil {
		return err
	}
	return p.add(node{kind: Instruction, name: name, value: body}, from)
}

func (p *parser) blanks() bool {
	from := p.pos
	for p.pos < len(p.s) && isSpace(p.s[p.pos]) {
		p.pos++
	}
	return p.pos > from
}
