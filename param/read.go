package param

import (
	"io"
	"os"
	"strconv"
	"strings"
)

// Parse reads declared parameters: a file for -declareParamFile, or the
// parameters.xml of a package. Attributes may come in any order and case, and
// "type" is another name for "kind"; anything unknown is an error.
func Parse(r io.Reader) (Set, error) {
	v, err := parse(r, "")
	if err != nil {
		return nil, err
	}
	return v.declared()
}

// ParseFile is Parse for a file on disk, which errors name the way msdeploy
// does (recorded: parameters/file-noname).
func ParseFile(name string) (Set, error) {
	v, err := parseFile(name)
	if err != nil {
		return nil, err
	}
	return v.declared()
}

func parseFile(name string) (*Values, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unopened(name, err)
	}
	defer f.Close()
	return parse(f, name)
}

func parse(r io.Reader, file string) (*Values, error) {
	p := &parser{file: file}
	if err := p.document(r); err != nil {
		return nil, located(err)
	}
	return &p.values, nil
}

// A parser turns elements into parameters and assignments.
type parser struct {
	file   string // for messages, or ""
	values Values
}

// refuse returns an error about e. The name of the file stands in a line of its
// own (recorded: parameters/file-noname).
func (p *parser) refuse(e element, msg string, cause error) error {
	f := failure(msg, cause)
	f.Path = p.file
	line, column := e.Position()
	f.Hint = "line " + strconv.Itoa(line) + ", column " + strconv.Itoa(column)
	if p.file != "" {
		f.Msg += "\n" + p.file
	}
	return f
}

func (p *parser) unknown(e element, name string) error {
	return p.refuse(e, "Unexpected/unrecognized element '"+name+"'.", nil)
}

func (p *parser) item(e element) error {
	switch {
	case e.Is("parameter"):
		x, err := p.parameter(e)
		if err == nil {
			p.values.Declared, err = p.values.Declared.add(x)
		}
		return err
	case e.Is("setParameter"):
		return p.assignment(e)
	}
	return p.unknown(e, e.Name())
}

func (p *parser) parameter(e element) (*Parameter, error) {
	x := new(Parameter)
	err := p.attrs(e, map[string]func(string){
		"name":         func(s string) { x.Name = s },
		"friendlyname": func(s string) { x.FriendlyName = s },
		"description":  func(s string) { x.Description = s },
		"defaultvalue": func(s string) { x.Default = Plain(s) },
		"value":        func(s string) { x.Value = Plain(s) },
		"tags":         func(s string) { x.Tags = Tags(s) },
	})
	if err != nil {
		return nil, err
	}
	if x.Name == "" {
		return nil, p.refuse(e, "Attribute 'name' must be specified.", nil)
	}
	x.hide()
	for _, c := range e.Children() {
		if err := p.child(x, c); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// attrs calls the function for each attribute of e, found by its name in lower
// case. An unknown attribute is called an element (recorded:
// parameters/file-unknownattr).
func (p *parser) attrs(e element, set map[string]func(string)) error {
	list, err := e.Attributes()
	if err != nil {
		return err
	}
	for _, a := range list {
		f := set[strings.ToLower(a.Name)]
		if f == nil {
			return p.unknown(e, a.Name)
		}
		f(a.Value)
	}
	return nil
}

func (p *parser) child(x *Parameter, e element) error {
	switch {
	case e.Is("parameterEntry"):
		return p.entry(x, e)
	case e.Is("parameterValidation"):
		return p.validation(x, e)
	case e.Is("friendlyName"):
		return localized(&x.FriendlyNames, e)
	case e.Is("description"):
		return localized(&x.Descriptions, e)
	}
	return p.unknown(e, e.Name())
}

// localized reads a text in another language. Without a culture it is kept
// under an empty one (recorded: parameters/file-locale).
func localized(list *[]Localized, e element) error {
	culture, err := e.Attr("culture")
	if err != nil {
		return err
	}
	text, err := e.Text()
	if err == nil {
		*list = append(*list, Localized{Culture: culture, Text: text})
	}
	return err
}

func (p *parser) entry(x *Parameter, e element) error {
	var n Entry
	var kind string
	err := p.attrs(e, map[string]func(string){
		"kind":  func(s string) { kind = s },
		"type":  func(s string) { kind = s },
		"scope": func(s string) { n.Scope = s },
		"match": func(s string) { n.Match = s },
		"tags":  func(s string) { n.Tags = Tags(s) },
	})
	if err != nil {
		return err
	}
	if kind != "" {
		if n.Kind, err = ParseKind(kind); err != nil {
			return p.refuse(e, "An XML exception occurred.", err)
		}
	}
	if err := n.valid(); err != nil {
		return err
	}
	if n.Kind == "" {
		_, err := ParseKind(kind)
		return p.refuse(e, "An XML exception occurred.", err)
	}
	x.Entries = append(x.Entries, n)
	return nil
}

// validation reads a check of values. Of several the last one counts (recorded:
// parameters/file-twoval).
func (p *parser) validation(x *Parameter, e element) error {
	var v Validation
	var kind string
	err := p.attrs(e, map[string]func(string){
		"kind":             func(s string) { kind = s },
		"type":             func(s string) { kind = s },
		"validationstring": func(s string) { v.Text = s },
	})
	if err != nil {
		return err
	}
	if v.Check, err = ParseCheck(kind); err == nil {
		err = v.valid()
	}
	if err != nil {
		return p.refuse(e, "An XML exception occurred.", err)
	}
	if v.Check != 0 {
		x.Validation = v
	} else {
		x.Validation = Validation{}
	}
	return nil
}

func (p *parser) assignment(e element) error {
	var a Assignment
	a.Value = Plain("")
	err := p.attrs(e, map[string]func(string){
		"name":  func(s string) { a.Name = s },
		"value": func(s string) { a.Value = Plain(s) },
		"kind":  func(string) {},
		"type":  func(string) {},
		"scope": func(string) {},
		"match": func(string) {},
	})
	if err == nil {
		p.values.Assignments = append(p.values.Assignments, a)
	}
	return err
}
