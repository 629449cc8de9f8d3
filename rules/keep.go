package rules

import (
	"context"

	"github.com/webdeploy-go/webdeploy/provider"
)

// doNotDelete drops deletions (recorded: rules/donotdelete).
func doNotDelete(_ context.Context, c *provider.Change) (*provider.Change, error) {
	if c.Op() == provider.Delete {
		return nil, nil
	}
	return c, nil
}

// skipNewerFiles drops updates of what was written later than the source,
// however little later (recorded: rules/skipnewer, rules/skipnewer-older).
func skipNewerFiles(_ context.Context, c *provider.Change) (*provider.Change, error) {
	if c.Op() != provider.Update {
		return c, nil
	}
	old, ok := c.Old.Attr(provider.AttrLastWriteTime)
	is, ok2 := c.New.Attr(provider.AttrLastWriteTime)
	if ok && ok2 && old.Kind() == provider.TimeKind && is.Kind() == provider.TimeKind && old.Time().After(is.Time()) {
		return nil, nil
	}
	return c, nil
}
