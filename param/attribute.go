package param

import (
	"context"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// withAttributes returns o with the attributes set that entries of kind
// DeploymentObjectAttribute select. The expression is evaluated at every object
// in scope that o is, or is in, and sees nothing but the way from there to o: a
// sync holds no more of its source. What names an object is not set; the rule
// for that is -replace (recorded: parameters/doa-setacl, parameters/doa-dirpath).
func (b *Binding) withAttributes(ctx context.Context, o *provider.Object) (*provider.Object, error) {
	out := o
	for _, u := range b.uses {
		if u.attrs == nil {
			continue
		}
		for from := o; from != nil; from = from.Parent {
			if !b.matches(u.scope, string(from.Kind)) {
				continue
			}
			names, err := u.attrs.Attributes(o, from)
			if err != nil {
				return nil, err
			}
			for _, name := range names {
				if out, err = u.setAttribute(ctx, out, name); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, b.err
}

// setAttribute returns o with the named attribute, and the setting of that name
// if it has one, set to the value of u. The attribute keeps its type.
func (u *use) setAttribute(ctx context.Context, o *provider.Object, name string) (*provider.Object, error) {
	was, ok := o.Attrs.Get(name)
	if !ok {
		return o, nil
	}
	v, err := was.Parse(u.value.Reveal())
	if err != nil { // which shows the value
		return nil, failure("The value '"+u.value.String()+"' of parameter '"+u.name+"' does not fit the attribute '"+name+"' of '"+o.Path+"'.", nil)
	}
	u.applied.Store(true)
	u.reportApplicable(ctx, o.Path)
	n := *o
	n.Attrs = o.Attrs.With(name, v)
	for i := range n.Attrs {
		if u.value.IsSecret() && strings.EqualFold(n.Attrs[i].Name, name) {
			n.Attrs[i].Flags |= provider.Secret
		}
	}
	for i, s := range n.Settings {
		if strings.EqualFold(s.Name, name) {
			n.Settings = append(provider.Settings{}, n.Settings...)
			n.Settings[i].Value = u.value.Reveal()
		}
	}
	return &n, nil
}
