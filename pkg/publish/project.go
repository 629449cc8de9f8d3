package publish

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/xmlread"
)

// ParseProject reads a .pubxml.
func ParseProject(r io.Reader) (*Profile, error) {
	var p project
	if err := p.read(r, ""); err != nil {
		return nil, err
	}
	return p.profile(), nil
}

// ParseProjectFile is ParseProject for a file on disk, which errors name. The
// file of one user's properties beside it, a .pubxml.user, is read as well if
// there is one.
func ParseProjectFile(name string) (*Profile, error) {
	var p project
	for _, file := range []string{name, name + ".user"} {
		err := withFile(file, func(r io.Reader) error { return p.read(r, file) })
		if err != nil && !(file != name && errors.Is(err, fs.ErrNotExist)) {
			return nil, err
		}
	}
	profile := p.profile()
	profile.Name = strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	return profile, nil
}

// A project collects what the files of a profile say.
type project struct {
	properties []Property // in force; later ones win
	other      []Property // with a condition
	items      []item
	notes      []string
}

// An item is an element of an ItemGroup.
type item struct{ kind, include, value, update string }

// read reads one file.
func (p *project) read(r io.Reader, file string) error {
	root, err := document(r, file, "Project")
	if err != nil {
		return err
	}
	for _, e := range root.Children() {
		if err := p.group(e); err != nil {
			return broken(file, err)
		}
	}
	return nil
}

// group reads an element of a project.
func (p *project) group(e xmlread.Element) error {
	condition, err := e.Attr("Condition")
	if err != nil {
		return err
	}
	switch {
	case e.Is("PropertyGroup"):
		return p.propertyGroup(e, condition)
	case e.Is("ItemGroup"):
		return p.itemGroup(e, condition)
	case e.Is("Target"), e.Is("Import"), e.Is("Choose"):
		p.unfollowed(e, "is not followed")
	}
	return nil
}

// unfollowed notes what is not done about e.
func (p *project) unfollowed(e xmlread.Element, what string) {
	line, _ := e.Position()
	p.notes = append(p.notes, "The element '"+e.Name()+"' in line "+strconv.Itoa(line)+" "+what+".")
}

func (p *project) propertyGroup(group xmlread.Element, outer string) error {
	for _, e := range group.Children() {
		condition, err := e.Attr("Condition")
		if err != nil {
			return err
		}
		text, err := e.Text()
		if err != nil {
			return err
		}
		x := newProperty(e.Name(), unescape(strings.TrimSpace(text)), both(outer, condition))
		if x.Condition == "" {
			p.properties = append(p.properties, x)
			continue
		}
		p.other = append(p.other, x)
		p.unfollowed(e, "has a condition, which is not evaluated")
	}
	return nil
}

// both joins two conditions of which either may be missing.
func both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return "(" + a + ") And (" + b + ")"
}

// prefixReference stands in the names of parameters for a text that is empty
// unless a project sets it.
const prefixReference = "$(DeployParameterPrefix)"

func (p *project) itemGroup(group xmlread.Element, outer string) error {
	for _, e := range group.Children() {
		switch {
		case e.Is("MsDeploySkipRules"):
			p.unfollowed(e, "is not followed: use skip directives")
			continue
		case !e.Is("MSDeployParameterValue") && !e.Is("DestinationConnectionStrings"):
			continue // about the build
		}
		condition, err := e.Attr("Condition")
		if err != nil {
			return err
		}
		if outer != "" || condition != "" {
			p.unfollowed(e, "has a condition, which is not evaluated")
			continue
		}
		x := item{kind: e.Name()}
		if x.include, err = e.Attr("Include"); err != nil {
			return err
		}
		x.include = strings.Replace(unescape(x.include), prefixReference, "", 1)
		if x.value, err = metadata(e, "ParameterValue", "Value"); err != nil {
			return err
		}
		if x.update, err = metadata(e, "UpdateDestWebConfig"); err != nil {
			return err
		}
		p.items = append(p.items, x)
	}
	return nil
}

// metadata returns what an item says under the first of names that it has, be
// it an attribute or an element.
func metadata(e xmlread.Element, names ...string) (string, error) {
	for _, name := range names {
		if v, err := e.Attr(name); v != "" || err != nil {
			return unescape(v), err
		}
		for _, c := range e.Children() {
			if c.Is(name) {
				text, err := c.Text()
				return unescape(strings.TrimSpace(text)), err
			}
		}
	}
	return "", nil
}

// unescape replaces what MSBuild writes as %3B, since the character itself would
// mean something.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteRune(rune(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
