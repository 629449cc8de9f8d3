package publish

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// AppParameter is the parameter that packages of Visual Studio have for where
// the application goes.
const AppParameter = "IIS Web Application Name"

// Destination returns where a sync that does what the profile says goes:
//
//	MSDeploy    auto, with the settings of the connection as Visual Studio sets them
//	Package     the package or archive folder
//	FileSystem  contentPath, the folder; a package goes to auto instead, and by
//	            Values to the folder
//
// It fails if the profile does not say where, and with an error that matches
// errors.ErrUnsupported for other methods.
func (p *Profile) Destination() (provider.Ref, error) {
	switch p.Method {
	case MSDeploy:
		return p.server()
	case Package:
		path, err := p.path("DesktopBuildPackageLocation", p.File)
		if p.Unpacked {
			return provider.Ref{Kind: "archiveDir", Path: path}, err
		}
		return provider.Ref{Kind: "package", Path: path}, err
	case FileSystem:
		path, err := p.path("PublishUrl", p.URL)
		return provider.Ref{Kind: provider.ContentPath, Path: path}, err
	}
	e := p.refuse("The method '"+string(p.Method)+"' is not one of Web Deploy.", "use a profile of the method MSDeploy, Package or FileSystem")
	e.Err = provider.Quiet(errors.ErrUnsupported)
	return provider.Ref{}, e
}

// Local reports whether what the profile says can be done without a server.
func (p *Profile) Local() bool {
	return p.Method == Package || p.Method == FileSystem || p.Method == MSDeploy && p.Service == InProc
}

// refuse returns the error about a profile that does not say what is needed.
func (p *Profile) refuse(msg, hint string) *provider.Error {
	return &provider.Error{Op: "use publish profile", Path: p.Name, Side: provider.DestinationSide, Msg: msg, Hint: hint}
}

// given returns an error if the named property has no value.
func (p *Profile) given(property, value string) error {
	if value == "" {
		return p.refuse("The publish profile does not say where to publish: it has no "+property+".", "write it into the profile, without references")
	}
	return nil
}

// path returns the path that a property holds. Backslashes separate its parts on
// every system, as in MSBuild, unless only Windows can have such a path.
func (p *Profile) path(property, value string) (string, error) {
	if err := p.given(property, value); err != nil {
		return "", err
	}
	if filepath.Separator == '/' {
		if strings.HasPrefix(value, `\\`) || len(value) > 1 && value[1] == ':' {
			return value, nil
		}
		value = strings.ReplaceAll(value, `\`, "/")
	}
	return filepath.Clean(value), nil
}

// server returns the destination of a profile of method MSDeploy.
func (p *Profile) server() (provider.Ref, error) {
	ref := provider.Ref{Kind: "auto"}
	set := func(name, value string) {
		if value != "" {
			ref.Settings = append(ref.Settings, provider.Setting{Name: name, Value: value})
		}
	}
	if p.Service != InProc {
		url, err := p.serviceURL()
		if err != nil {
			return provider.Ref{}, err
		}
		set("computerName", url)
		set("userName", p.UserName)
		set("password", p.Password.Reveal())
	}
	set("includeAcls", "False")
	if p.Service != InProc {
		set("authType", p.authType())
	}
	return ref, nil
}

func (p *Profile) authType() string {
	switch {
	case p.Service != WMSVC:
		return "NTLM"
	case p.AuthType != "":
		return p.AuthType
	}
	return "Basic"
}

// Rules returns the names of the rules to switch on, beside those that are on by
// default.
func (p *Profile) Rules() []string {
	var names []string
	if p.KeepExtra {
		names = append(names, rules.DoNotDelete().Name)
	}
	if p.AppOffline {
		names = append(names, rules.AppOffline(nil).Name)
	}
	return names
}

// Values returns the values of the parameters of a package: where the
// application goes, and what else the profile sets.
func (p *Profile) Values() (*param.Values, error) {
	app := p.App
	if p.Method == FileSystem {
		var err error
		if app, err = p.path("PublishUrl", p.URL); err != nil {
			return nil, err
		}
	}
	v := new(param.Values)
	if app != "" {
		v.Assignments = append(v.Assignments, param.Assignment{Name: AppParameter, Value: param.Plain(app)})
	}
	v.Assignments = append(v.Assignments, p.Parameters...)
	return v, nil
}
