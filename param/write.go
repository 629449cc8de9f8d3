package param

import (
	"bytes"
	"io"
	"strings"
)

// Encode writes s as the parameters.xml of a package: UTF-8 with a byte order
// mark, no XML declaration, two blanks a level, lines ended by a line feed, the
// last not ended (recorded: parameters/file-tags, archivedir/declare). Secrets
// are written as they are.
func (s Set) Encode(w io.Writer) error {
	x := xmlWriter{}
	x.text("\ufeff")
	x.set(s, "")
	return x.flush(w)
}

// Format returns s as an XML element in which every line begins with indent,
// without an end to the last: what the verb getParameters prints within its
// <output> (recorded: parameters/getparameters).
func (s Set) Format(indent string) string {
	x := xmlWriter{}
	x.set(s, indent)
	return x.String()
}

// An xmlWriter writes the XML of parameters.
type xmlWriter struct{ bytes.Buffer }

func (x *xmlWriter) text(s string) { x.WriteString(s) }

func (x *xmlWriter) flush(w io.Writer) error {
	_, err := w.Write(x.Bytes())
	return err
}

func (x *xmlWriter) set(s Set, indent string) {
	if len(s) == 0 {
		x.text(indent + "<parameters />")
		return
	}
	x.text(indent + "<parameters>\n")
	x.parameters(s, indent+"  ")
	x.text(indent + "</parameters>")
}

func (x *xmlWriter) parameters(s Set, indent string) {
	for _, p := range s {
		x.parameter(p, indent)
	}
}

func (x *xmlWriter) parameter(p *Parameter, indent string) {
	x.text(indent + "<parameter")
	x.attr("name", p.Name)
	x.optional("friendlyName", p.FriendlyName)
	x.optional("description", p.Description)
	x.value("defaultValue", p.Default)
	x.value("value", p.Value)
	x.optional("tags", string(p.Tags))
	start := x.Len()
	x.text(">\n")
	inside := x.Len()
	x.children(p, indent+"  ")
	if x.Len() == inside {
		x.Truncate(start)
		x.text(" />\n")
		return
	}
	x.text(indent + "</parameter>\n")
}

// children writes what is in a parameter, in the order that was recorded:
// parameters/file-locale.
func (x *xmlWriter) children(p *Parameter, indent string) {
	if p.Validation.Check != 0 {
		x.text(indent + "<parameterValidation")
		x.attr("kind", p.Validation.Check.String())
		x.optional("validationString", p.Validation.Text)
		x.text(" />\n")
	}
	x.localized("friendlyName", p.FriendlyNames, indent)
	x.localized("description", p.Descriptions, indent)
	for _, e := range p.Entries {
		x.text(indent + "<parameterEntry")
		x.attr("kind", string(e.Kind))
		x.attr("scope", e.Scope)
		x.optional("match", e.Match)
		x.optional("tags", string(e.Tags))
		x.text(" />\n")
	}
}

func (x *xmlWriter) localized(name string, list []Localized, indent string) {
	for _, l := range list {
		x.text(indent + "<" + name)
		x.attr("culture", l.Culture)
		x.text(">" + escape(l.Text, false) + "</" + name + ">\n")
	}
}

func (x *xmlWriter) attr(name, value string) {
	x.text(" " + name + `="` + escape(value, true) + `"`)
}

func (x *xmlWriter) optional(name, value string) {
	if value != "" {
		x.attr(name, value)
	}
}

func (x *xmlWriter) value(name string, v Value) {
	if v.IsSet() {
		x.attr(name, v.Reveal())
	}
}

// escape writes s so that a parser reads it back. Line ends and tabs in
// attributes must be character references for that. What XML cannot hold is
// replaced.
func escape(s string, inAttr bool) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"' && inAttr:
			b.WriteString("&quot;")
		case r == '\t' && inAttr:
			b.WriteString("&#x9;")
		case r == '\n' && inAttr:
			b.WriteString("&#xA;")
		case r == '\r':
			b.WriteString("&#xD;")
		case r < ' ' && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
