package publish

import (
	"io"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/xmlread"
	"github.com/webdeploy-go/webdeploy/provider"
)

// ParseSettings reads the profiles of a .publishSettings, in their order. There
// is at least one.
func ParseSettings(r io.Reader) ([]*Profile, error) { return parseSettings(r, "") }

// ParseSettingsFile is ParseSettings for a file on disk, which errors name.
func ParseSettingsFile(name string) ([]*Profile, error) {
	var list []*Profile
	err := withFile(name, func(r io.Reader) (err error) {
		list, err = parseSettings(r, name)
		return err
	})
	return list, err
}

func parseSettings(r io.Reader, file string) ([]*Profile, error) {
	root, err := document(r, file, "publishData")
	if err != nil {
		return nil, err
	}
	var list []*Profile
	for _, e := range root.Children() {
		if !e.Is("publishProfile") {
			continue
		}
		p, err := settingsProfile(e)
		if err != nil {
			return nil, broken(file, err)
		}
		list = append(list, p)
	}
	if list == nil {
		return nil, &provider.Error{
			Op: "read publish profile", Path: file, Msg: "There is no publish profile in the file" + quoted(file) + ".",
			Hint: "the element publishData must hold elements publishProfile",
		}
	}
	return list, nil
}

// settingsProfile reads one publishProfile.
func settingsProfile(e xmlread.Element) (*Profile, error) {
	attrs, err := e.Attributes()
	if err != nil {
		return nil, err
	}
	p := &Profile{Service: WMSVC}
	for _, a := range attrs {
		switch strings.ToLower(a.Name) {
		case "profilename":
			p.Name = a.Value
		case "publishmethod":
			p.Method = methodOf(a.Value)
		case "publishurl":
			p.URL = a.Value
		case "msdeploysite":
			p.App = a.Value
		case "username":
			p.UserName = a.Value
		case "userpwd":
			p.Password = secretOf(a.Value)
		case "destinationappurl":
			p.SiteURL = a.Value
		case "sqlserverdbconnectionstring", "mysqldbconnectionstring":
			p.connect(a.Name, a.Value)
		default:
			p.Other = append(p.Other, newProperty(a.Name, a.Value, ""))
		}
	}
	return p, p.databases(e)
}

// databases reads the databases of a publishProfile.
func (p *Profile) databases(e xmlread.Element) error {
	for _, list := range e.Children() {
		if !list.Is("databases") {
			continue
		}
		for _, d := range list.Children() {
			name, err := d.Attr("name")
			if err != nil {
				return err
			}
			value, err := d.Attr("connectionString")
			if err != nil {
				return err
			}
			p.connect(name, value)
		}
	}
	return nil
}
