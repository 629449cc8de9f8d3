package manifest

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// foreign stands for a part that nothing here can change. The Invalid of its
// root says why; it can do nothing else.
type foreign struct{ root *provider.Object }

// Root returns the object that says what is missing.
func (f *foreign) Root() *provider.Object { return f.root }

// Close does nothing.
func (*foreign) Close() error { return nil }

// Place fails.
func (f *foreign) Place(_, _ *provider.Object) (*provider.Object, error) { return nil, f.root.Invalid }

// Apply fails.
func (f *foreign) Apply(context.Context, *provider.Change) error { return f.root.Invalid }
