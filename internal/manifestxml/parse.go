package manifestxml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Parse reads a manifest. It reads r to its end unless the document is too
// large. A nil limits means the defaults. Errors of the document are [*Error]
// values; errors of r are returned as they are.
//
// Comments and processing instructions are skipped wherever they stand. Text
// between entries becomes an Element without a name, because it means
// something to nobody and must not go unnoticed (recorded:
// manifest-auto/dump-text).
func Parse(r io.Reader, limits *Limits) (*Manifest, error) {
	lim := limits.resolve()
	data, err := io.ReadAll(io.LimitReader(r, lim.Bytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > lim.Bytes {
		return nil, &Error{Err: ErrLimit, Detail: fmt.Sprintf("more than %d bytes", lim.Bytes)}
	}
	text, wide, err := decode(data)
	if err != nil {
		return nil, err
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = charset(wide)
	p := &parser{d: d, lim: lim}
	for {
		p.line, p.col = d.InputPos()
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return p.finish()
		}
		if err == nil {
			err = p.token(tok)
		}
		if err != nil {
			return nil, p.wrap(err)
		}
	}
}

// A parser collects the entries of one document.
type parser struct {
	d         *xml.Decoder
	lim       Limits
	m         *Manifest // nil before the root
	open      []string  // names of the elements around the current place
	line, col int       // where the current token starts
}

func (p *parser) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		return p.end(qualified(t.Name))
	case xml.CharData:
		return p.text(t)
	case xml.ProcInst:
		return p.instruction(t)
	case xml.Directive:
		return p.fail(ErrDocType, "")
	}
	return nil
}

// instruction refuses an XML declaration that is not the first thing in the
// document. The tokenizer obeys every one, and each can change the encoding.
func (p *parser) instruction(t xml.ProcInst) error {
	if t.Target == "xml" && (p.line > 1 || p.col > 1) {
		return p.fail(ErrSyntax, "an XML declaration that is not at the start")
	}
	return nil
}

func (p *parser) start(t xml.StartElement) error {
	name := qualified(t.Name)
	if len(p.open) == 0 && p.m != nil {
		return p.fail(ErrSyntax, "a second root element "+name)
	}
	if len(p.open) == p.lim.Depth {
		return p.fail(ErrLimit, fmt.Sprintf("elements more than %d deep", p.lim.Depth))
	}
	attrs, err := p.attrs(t.Attr)
	if err != nil {
		return err
	}
	p.open = append(p.open, name)
	switch len(p.open) {
	case 1:
		p.m = &Manifest{Root: name}
	case 2:
		return p.add(Element{Name: name, Attrs: attrs, Line: p.line})
	}
	return nil
}

func (p *parser) add(e Element) error {
	if len(p.m.Entries) == p.lim.Entries {
		return p.fail(ErrLimit, fmt.Sprintf("more than %d entries", p.lim.Entries))
	}
	p.m.Entries = append(p.m.Entries, e)
	return nil
}

func (p *parser) attrs(list []xml.Attr) ([]Attr, error) {
	if len(list) > p.lim.Attrs {
		return nil, p.fail(ErrLimit, fmt.Sprintf("more than %d attributes", p.lim.Attrs))
	}
	out := make([]Attr, 0, len(list))
	seen := make(map[string]bool, len(list))
	for _, a := range list {
		name := qualified(a.Name)
		if seen[name] {
			return nil, p.fail(ErrSyntax, "attribute "+name+" twice")
		}
		seen[name] = true
		if len(a.Value) > p.lim.Value {
			return nil, p.fail(ErrLimit, fmt.Sprintf("attribute %s longer than %d bytes", name, p.lim.Value))
		}
		out = append(out, Attr{name, a.Value})
	}
	return out, nil
}

func (p *parser) end(name string) error {
	n := len(p.open) - 1
	switch {
	case n < 0:
		return p.fail(ErrSyntax, "end of "+name+", which was not begun")
	case p.open[n] != name:
		return p.fail(ErrSyntax, "end of "+name+" within "+p.open[n])
	}
	p.open = p.open[:n]
	return nil
}

// text deals with character data. White space lays the document out.
func (p *parser) text(t xml.CharData) error {
	if len(p.open) > 1 || strings.Trim(string(t), " \t\r\n") == "" {
		return nil
	}
	if len(p.open) == 0 {
		return p.fail(ErrSyntax, "text outside the root element")
	}
	return p.add(Element{Line: p.line})
}

func (p *parser) finish() (*Manifest, error) {
	p.line, p.col = p.d.InputPos()
	switch {
	case len(p.open) > 0:
		return nil, p.fail(ErrSyntax, "the document ends inside "+strings.Join(p.open, ", "))
	case p.m == nil:
		return nil, p.fail(ErrSyntax, "no root element")
	}
	return p.m, nil
}

func (p *parser) fail(reason error, detail string) error {
	return &Error{Line: p.line, Column: p.col, Detail: detail, Err: reason}
}

// wrap turns what the tokenizer says into an Error. The place is where it
// stopped reading.
func (p *parser) wrap(err error) error {
	var e *Error
	if errors.As(err, &e) {
		if e.Line == 0 {
			e.Line, e.Column = p.line, p.col
		}
		return e
	}
	p.line, p.col = p.d.InputPos()
	var se *xml.SyntaxError
	if errors.As(err, &se) {
		return p.fail(ErrSyntax, se.Msg)
	}
	return p.fail(ErrSyntax, err.Error())
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
