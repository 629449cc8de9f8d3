package sync

import (
	"context"
	"strings"
	gosync "sync"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// A comparer says whether two objects that stand for each other differ.
type comparer struct {
	chain     rules.Chain
	byContent bool
	blocks    gosync.Pool // of *blocks, which contents are compared in
}

// A verdict is what the attributes of two objects say.
type verdict uint8

const (
	same      verdict = iota
	different         // the one must be changed to look like the other
	unsettled         // contents have to be compared
)

// attributes compares the attributes of two objects: in order, until one
// differs and no rule says that it does not matter. Contents are looked at last,
// if at all, and only if the sizes agree (recorded: sync/equal-pairs-checksum);
// diffs is what they are then forgiven.
func (c *comparer) attributes(ctx context.Context, src, old *provider.Object) (v verdict, diffs []provider.AttrDiff) {
	if old.Absent {
		reportAbsent(ctx, src, old)
		return different, nil
	}
	if !src.Kind.Is(old.Kind) {
		return different, nil
	}
	untimed := untimed(src, old)
	for d := range src.Attrs.Diff(old.Attrs) {
		if !untimed || !d.Missing {
			diffs = append(diffs, d)
		}
	}
	if c.matters(ctx, src, old, diffs) {
		reportDiffers(ctx, src, old, diffs, nil)
		return different, nil
	}
	if !c.byContent && !untimed || src.Content == nil || old.Content == nil || src.Size() != old.Size() {
		return same, nil
	}
	return unsettled, diffs
}

// untimed reports whether one of two files says how large it is but not when it
// was written, as those of reproducible packages do. Nothing but the contents can
// tell then whether it has changed.
func untimed(src, old *provider.Object) bool {
	if !src.Kind.Is(provider.FilePath) {
		return false
	}
	_, is := src.Attrs.Get(provider.AttrLastWriteTime)
	_, was := old.Attrs.Get(provider.AttrLastWriteTime)
	return (!is || !was) && sized(src) && sized(old)
}

func sized(o *provider.Object) bool {
	_, ok := o.Attrs.Get(provider.AttrSize)
	return ok
}

// matters reports whether any of diffs is one that no rule waves through.
func (c *comparer) matters(ctx context.Context, src, old *provider.Object, diffs []provider.AttrDiff) bool {
	for _, d := range diffs {
		if !d.Matters() {
			continue
		}
		r := c.chain.Same(ctx, &rules.Comparison{Source: src, Target: old, Diff: d, ByContent: c.byContent})
		if r == nil {
			return true
		}
		if d.Flags&provider.Hidden != 0 || !provider.Reports(ctx, provider.LevelVerbose) {
			continue
		}
		provider.Report(ctx, provider.Event{
			Level: provider.LevelVerbose, Type: provider.EventGeneral, Kind: old.Kind, Path: old.Path,
			Message: "Attribute '" + d.Name + "' equality changed to True when comparing " + string(old.Kind) +
				" (" + old.Path + ") to " + src.Path + " because of rule " + r.Name + ".",
		})
	}
	return false
}

// list writes attributes and their values the way msdeploy does, those that the
// destination lacks without values (recorded: parameters/doa-setacl). Those
// that listings leave out appear only if nothing else differs.
func list(diffs []provider.AttrDiff) string {
	var seen, hidden []string
	for _, d := range diffs {
		was, is := d.Old.String(), d.New.String()
		if d.Flags&provider.Secret != 0 {
			was, is = "******", "******"
		}
		text := quoted(d.Name, is, was)
		if d.Missing {
			text = d.Name
		}
		if d.Flags&provider.Hidden != 0 {
			hidden = append(hidden, text)
		} else {
			seen = append(seen, text)
		}
	}
	if seen == nil {
		seen = hidden
	}
	return strings.Join(seen, ",")
}

func quoted(name, src, old string) string { return name + "['" + src + "','" + old + "']" }

// reportDiffers says in what src and old differ: in the attributes diffs or, if
// those tell nothing, in their contents (recorded: sync/equal-pairs).
func reportDiffers(ctx context.Context, src, old *provider.Object, diffs []provider.AttrDiff, s *sums) {
	if !provider.Reports(ctx, provider.LevelVerbose) {
		return
	}
	what := list(diffs)
	if what == "" {
		what = quoted("checksum", s.src, s.old)
	}
	provider.Report(ctx, differ(src, old, what))
}

// reportAbsent says that all attributes of src differ from those of an object
// that does not exist yet (recorded: sync/new-dest-verbose).
func reportAbsent(ctx context.Context, src, old *provider.Object) {
	if !provider.Reports(ctx, provider.LevelVerbose) {
		return
	}
	var names []string
	for _, a := range src.Attrs {
		if a.Flags&provider.Hidden == 0 {
			names = append(names, a.Name)
		}
	}
	if names != nil {
		provider.Report(ctx, differ(src, old, strings.Join(names, ",")))
	}
}

func differ(src, old *provider.Object, in string) Event {
	return Event{
		Level: provider.LevelVerbose, Type: provider.EventDiffers, Kind: src.Kind, Path: src.Path,
		Message: "Source " + string(src.Kind) + " (" + src.Path + ") does not match destination (" + old.Path +
			") differing in attributes (" + in + "). Update pending.",
	}
}
