package providertest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// treeRules returns what is true of every tree.
func treeRules() []treeRule {
	return []treeRule{
		{name: "root", check: checkRoot},
		{name: "objects", check: checkObjects},
		{name: "order", check: checkOrder},
		{name: "unchanged", check: checkUnchanged},
		{name: "break", check: checkBreak},
		{name: "again", check: checkAgain},
		{name: "errors", check: checkErrors},
		{name: "content", check: checkContent},
		{name: "content later", check: checkContentLater},
		{name: "cancel", check: checkCancel},
		{name: "close", close: checkClose},
	}
}

// checkRoot: the root is the same object at every call and says what it is.
func checkRoot(_ context.Context, t provider.Tree) error {
	var p problems
	r := t.Root()
	if r == nil {
		return errors.New("there is no root")
	}
	if t.Root() != r {
		p.addf("%s: Root returns another object at the second call", r.Path)
	}
	if r.Kind == "" {
		p.addf("%s: the root has no kind", r.Path)
	}
	if r.Absent && r.Invalid == nil {
		p.addf("%s: the root is absent for no reason", r.Path)
	}
	return p.err()
}

// checkObjects: every object says what it is, where it is and whose child it
// is, and has no two attributes of one name.
func checkObjects(ctx context.Context, t provider.Tree) error {
	var p problems
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Kind == "" {
			p.addf("%s: has no kind", o.Path)
		}
		if o != t.Root() && o.Key == "" && o.Link == "" {
			p.addf("%s: has neither key nor link", o.Path)
		}
		if o != t.Root() && o.Parent == nil {
			p.addf("%s: has no parent", o.Path)
		}
		if o.Path == "" {
			p.addf("%s %s: has no path", o.Kind, o.Key)
		}
		for i, a := range o.Attrs {
			if slices.ContainsFunc(o.Attrs[:i], func(b provider.Attr) bool { return strings.EqualFold(a.Name, b.Name) }) {
				p.addf("%s: has two attributes called %s", o.Path, a.Name)
			}
		}
		if o.Invalid != nil && (o.Content != nil || o.Children != nil) {
			p.addf("%s: is invalid, and has content or children all the same", o.Path)
		}
		return nil
	})
	return errors.Join(p.err(), err)
}

// checkOrder: children know their parent; those with links come first, the
// others sorted; no two are the same.
func checkOrder(ctx context.Context, t provider.Tree) error {
	var p problems
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if o.Invalid != nil {
			return nil
		}
		list, err := collect(o.Below(ctx))
		for i, c := range list {
			if c.Parent != o {
				p.addf("%s: Parent is not the object that it was listed below", c.Path)
			}
			if i > 0 {
				p.siblings(list[i-1], c)
			}
		}
		return err
	})
	return errors.Join(p.err(), err)
}

// siblings checks the order of two neighbours.
func (p *problems) siblings(a, b *provider.Object) {
	switch {
	case a.Link == "" && b.Link != "":
		p.addf("%s: has a link but comes after %s, which has none", b.Path, a.Path)
	case a.Link != "" && a.Link == b.Link && a.Kind.Is(b.Kind):
		p.addf("%s: has the link of %s", b.Path, a.Path)
	case a.Link != "":
	case provider.Compare(a, b) > 0:
		p.addf("%s: comes after %s", b.Path, a.Path)
	case cmp.Or(provider.Compare(a, b), strings.Compare(a.Key, b.Key)) == 0:
		p.addf("%s: is listed twice", b.Path)
	}
}

// checkUnchanged: objects are data, and stay what they were when they were
// yielded.
func checkUnchanged(ctx context.Context, t provider.Tree) error {
	type seen struct {
		o     *provider.Object
		was   provider.Object
		attrs provider.Attrs
	}
	var p problems
	var all []seen
	err := each(ctx, t.Root(), func(o *provider.Object) error {
		if len(all) < 10_000 {
			all = append(all, seen{o, *o, slices.Clone(o.Attrs)})
		}
		return nil
	})
	for _, s := range all {
		o, w := s.o, s.was
		if o.Key != w.Key || o.Path != w.Path || o.Kind != w.Kind || o.Link != w.Link || o.Parent != w.Parent || !slices.Equal(o.Attrs, s.attrs) {
			p.addf("%s: became %s after it had been yielded", w.Path, o.Path)
		}
	}
	return errors.Join(p.err(), err)
}
