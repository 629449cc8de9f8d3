package rules

import (
	"context"
	"runtime"
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// syncGeneral lets times pass as equal that are the same after rounding down to
// even seconds, which is all that a package can hold (recorded:
// sync/time-1s-even, package/time-tolerance).
//
// Flags that only Windows can store do not matter elsewhere, where the name of a
// file says whether it is hidden.
func syncGeneral(_ context.Context, c *Comparison) bool {
	switch {
	case isWriteTime(c):
		return evenSeconds(c.Diff.New.Time()) == evenSeconds(c.Diff.Old.Time())
	case runtime.GOOS != "windows" && c.Diff.Name == provider.AttrAttributes && !c.Diff.Missing:
		return storable(c.Diff.New) == storable(c.Diff.Old)
	}
	return false
}

// storable returns whether flags include the one that every system can store.
func storable(flags provider.Value) bool {
	return strings.Contains(strings.ToLower(flags.String()), "readonly")
}

// evenSeconds counts the full pairs of seconds from the epoch to t.
func evenSeconds(t time.Time) int64 { return t.Unix() >> 1 }

// ignoreFileLastWriteTime lets any times pass where contents are compared
// (recorded: rules/checksum-plain, rules/ignorelastwritetime).
func ignoreFileLastWriteTime(_ context.Context, c *Comparison) bool {
	return c.ByContent && isWriteTime(c) && c.Source.Content != nil && c.Target.Content != nil
}

// isWriteTime reports whether c is about a last write time that both sides
// state.
func isWriteTime(c *Comparison) bool {
	return !c.Diff.Missing && strings.EqualFold(c.Diff.Name, provider.AttrLastWriteTime) &&
		c.Diff.New.Kind() == provider.TimeKind && c.Diff.Old.Kind() == provider.TimeKind
}
