package publish

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/param"
)

// A Method is a way to publish. Methods without a constant are kept as they are
// written.
type Method string

// The methods that a sync can stand for, and the commonest that it cannot.
const (
	MSDeploy   Method = "MSDeploy"   // to a server that runs Web Deploy
	Package    Method = "Package"    // to a package
	FileSystem Method = "FileSystem" // to a folder
	FTP        Method = "FTP"
)

// methodOf returns the method of the given name, in any case.
func methodOf(name string) Method {
	if strings.EqualFold(name, "MSDeployPackage") {
		return Package
	}
	for _, m := range []Method{MSDeploy, Package, FileSystem, FTP} {
		if strings.EqualFold(name, string(m)) {
			return m
		}
	}
	return Method(name)
}

// A Service is what answers at the URL of a profile of method MSDeploy.
type Service string

// The services.
const (
	WMSVC       Service = "WMSVC"       // the web management service, port 8172
	RemoteAgent Service = "RemoteAgent" // the agent of administrators
	InProc      Service = "InProc"      // none: this machine
)

func serviceOf(name string) Service {
	for _, s := range []Service{RemoteAgent, InProc} {
		if strings.EqualFold(name, string(s)) {
			return s
		}
	}
	return WMSVC
}

// A Profile says where and how a site is published.
type Profile struct {
	Name   string
	Method Method

	URL  string // of the server; for FileSystem, the path of the folder
	App  string // the site, or an application in it: SITE/APP
	File string // for Package, the path of the package

	Service  Service
	AuthType string
	UserName string
	Password param.Value // not set if there is none that can be read

	Unpacked   bool // the package is a folder
	KeepExtra  bool // what only the server has stays
	Checksum   bool // contents are compared instead of times
	AppOffline bool // the application is offline meanwhile

	SiteURL     string             // to look at afterwards
	Parameters  []param.Assignment // all of them secrets
	Connections []Connection       // of databases at the server

	// Other are the properties that have no field, in their order, and those
	// with a Condition, which are not in force.
	Other []Property

	// Notes tell, a sentence each, what the profile asks for that is not
	// followed. They hold no secrets.
	Notes []string
}

// A Connection is the way to a database.
type Connection struct {
	Name  string
	Value param.Value // the connection string, a secret
}

// A Property is one setting of a profile.
type Property struct {
	Name      string
	Value     param.Value // a secret if the name says so
	Condition string      // on which it depends; not evaluated
}

// newProperty returns a property whose value is a secret if its name says so.
func newProperty(name, value, condition string) Property {
	p := Property{Name: name, Value: param.Plain(value), Condition: condition}
	lower := strings.ToLower(name)
	for _, word := range []string{"password", "pwd", "secret", "connectionstring", "encryptkey", "token"} {
		if strings.Contains(lower, word) {
			p.Value = param.Secret(value)
		}
	}
	return p
}

// secretOf returns text as a secret, or no value if there is no text.
func secretOf(text string) param.Value {
	if text == "" {
		return param.Value{}
	}
	return param.Secret(text)
}

func (p *Profile) note(text string) { p.Notes = append(p.Notes, text) }

// connect adds a connection if there is one.
func (p *Profile) connect(name, value string) {
	if value != "" {
		p.Connections = append(p.Connections, Connection{name, param.Secret(value)})
	}
}
