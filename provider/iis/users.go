package iis

import (
	"io/fs"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/filename"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Names that mean whoever the configuration of IIS says.
const (
	anonymousUser = "anonymousAuthenticationUser"
	poolIdentity  = "ApplicationPoolIdentity" // what an empty name means, too
)

// A User says who of this machine is meant by a name.
type User struct {
	Name  string // as setAclUser has it, in any case; ApplicationPoolIdentity stands for an empty one
	Local string // the name of a user or a group
}

// ParseUser reads NAME=USER. Quotes around either go.
func ParseUser(s string) (User, error) {
	name, local, ok := parseAssignment(s)
	if !ok || name == "" || local == "" {
		return User{}, &provider.Error{
			Op: "parse", Path: s, Msg: "'" + filename.Printable(s) + "' does not say who a user is.",
			Hint: "write NAME=USER, such as " + poolIdentity + "=www-data", Err: provider.Quiet(fs.ErrInvalid),
		}
	}
	return User{name, local}, nil
}

// Users say who is meant by names. Of those with the same name the last counts.
type Users []User

// local returns the name by which this machine may know the user name, and
// whether it can know it at all: nobody can tell who IIS would take without its
// configuration.
func (u Users) local(name string) (string, bool) {
	if name == "" {
		name = poolIdentity
	}
	for i := len(u) - 1; i >= 0; i-- {
		if strings.EqualFold(u[i].Name, name) {
			return u[i].Local, true
		}
	}
	return name, !strings.EqualFold(name, poolIdentity) && !strings.EqualFold(name, anonymousUser)
}
