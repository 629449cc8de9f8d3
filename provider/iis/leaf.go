package iis

import (
	"github.com/webdeploy-go/webdeploy/provider"
)

// A leaf is a tree of one object.
type leaf struct{ root *provider.Object }

// Root returns the object.
func (l *leaf) Root() *provider.Object { return l.root }

// Close does nothing.
func (l *leaf) Close() error { return nil }

// Place reports that nothing can be added below the object.
func (l *leaf) Place(_, src *provider.Object) (*provider.Object, error) {
	return nil, provider.Unsupported("add", src)
}
