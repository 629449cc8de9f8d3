package publish

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/param"
)

// A fill gathers the values of properties that a profile depends on together.
type fill struct {
	Profile
	protocol, method         string
	server, folder           string
	encrypted                string
	skipExtra, deleteAll     string
	singleFile, appOffline   string
	publishService, checksum string
}

// slot returns where the value of a property goes, or nil if it has no place.
func (f *fill) slot(name string) *string {
	switch strings.ToLower(name) {
	case "publishprotocol":
		return &f.protocol
	case "webpublishmethod":
		return &f.method
	case "msdeployserviceurl":
		return &f.server
	case "publishurl", "publishdir":
		return &f.folder
	case "deployiisapppath":
		return &f.App
	case "desktopbuildpackagelocation", "packagelocation":
		return &f.File
	case "msdeploypublishmethod":
		return &f.publishService
	case "authtype":
		return &f.AuthType
	case "username":
		return &f.UserName
	case "encryptedpassword":
		return &f.encrypted
	case "packageassinglefile":
		return &f.singleFile
	case "skipextrafilesonserver":
		return &f.skipExtra
	case "deleteexistingfiles":
		return &f.deleteAll
	case "msdeployusechecksum":
		return &f.checksum
	case "enablemsdeployappoffline":
		return &f.appOffline
	case "siteurltolaunchafterpublish":
		return &f.SiteURL
	}
	return nil
}

// profile makes a profile of what was read.
func (p *project) profile() *Profile {
	f := fill{Profile: Profile{Notes: p.notes}}
	for _, x := range p.properties {
		value, at := x.Value.Reveal(), f.slot(x.Name)
		isPassword := strings.EqualFold(x.Name, "Password")
		switch {
		case at == nil && !isPassword:
			f.Other = append(f.Other, x)
		case f.unresolved(x.Name, value):
		case isPassword:
			f.Password = secretOf(value)
		default:
			*at = value
		}
	}
	f.Other = append(f.Other, p.other...)
	f.finish()
	for _, x := range p.items {
		f.add(x)
	}
	return &f.Profile
}

// finish makes fields of what properties say together.
func (f *fill) finish() {
	f.Method = methodOf(f.protocol)
	if f.protocol == "" {
		f.Method = methodOf(f.method)
	}
	if f.Method == "" {
		f.Method = FileSystem
	}
	f.Service = serviceOf(f.publishService)
	f.URL = f.folder
	f.KeepExtra = f.Method == FileSystem && !isTrue(f.deleteAll)
	if f.Method == MSDeploy {
		f.URL, f.KeepExtra = f.server, isTrue(f.skipExtra)
		f.AppOffline = isTrue(f.appOffline) || f.appOffline == "" && f.Service == WMSVC
	}
	f.Checksum = isTrue(f.checksum)
	f.Unpacked = strings.EqualFold(f.singleFile, "false")
	if f.encrypted != "" && !f.Password.IsSet() {
		f.note("The password is encrypted for one user of Windows and cannot be read.")
	}
}

func isTrue(s string) bool { return strings.EqualFold(s, "true") }

// add puts an item in its place. Parameters without a value, and those that are
// to be left alone, keep the default that the package has.
func (f *fill) add(x item) {
	switch {
	case f.unresolved(x.include, x.include+x.value):
	case strings.EqualFold(x.kind, "DestinationConnectionStrings"):
		f.connect(x.include, x.value)
	case x.value != "" && !strings.EqualFold(x.update, "false"):
		f.Parameters = append(f.Parameters, param.Assignment{Name: x.include, Value: param.Secret(x.value)})
	}
}

// unresolved reports whether a value refers to others, which makes it useless,
// and notes that.
func (f *fill) unresolved(name, value string) bool {
	refers := strings.Contains(value, "$(")
	if refers {
		f.note("The value of '" + name + "' is not used, since its references are not resolved.")
	}
	return refers
}
