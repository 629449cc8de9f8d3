package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/internal/printable"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A dumper lists a tree as directives let it be seen.
type dumper struct {
	chain rules.Chain
	begin func(o *provider.Object) error
	end   func(o *provider.Object)
}

func (d *dumper) walk(ctx context.Context, o *provider.Object) error {
	if err := d.begin(o); err != nil {
		return err
	}
	for c, err := range d.chain.Source(ctx, o) {
		if err != nil {
			return err
		}
		if err := d.walk(ctx, c); err != nil {
			return err
		}
	}
	d.end(o)
	return nil
}

// dumpText prints a line an object: the name of the root, then paths. Objects
// that cannot be read are listed all the same (recorded: package/zip-nodirs).
// Events go to the reporter of ctx.
func dumpText(ctx context.Context, w io.Writer, root *provider.Object, s *session) error {
	d := dumper{chain: s.selected.Chain().Directives(), end: func(*provider.Object) {}}
	d.begin = func(o *provider.Object) error {
		line := printable.Line(o.Path)
		if s.cmd.Verbose >= cmdline.LevelVerbose {
			line += verboseSuffix(o)
		}
		if list := s.settingsOf(o); list != "" {
			line += " (settings=" + printable.Line(list) + ")"
		}
		_, err := fmt.Fprintln(w, line)
		return err
	}
	return d.walk(ctx, root)
}

// verboseSuffix names the parts of an object's identity (recorded:
// dump/dirpath-verbose).
func verboseSuffix(o *provider.Object) string {
	s := " (name=" + string(o.Kind) + ")"
	if o.KeyAttr() != "" {
		s += " (keyAttribute=" + printable.Line(o.Key) + ")"
	}
	if o.Link != "" {
		s += " (linkName=" + o.Link + ")"
	}
	return s
}

// settingsOf writes the settings of the provider that made o as a list, without
// secrets, if the dump is verbose. Those of a document are the ones of its part.
// msdeploy shows none (recorded: dump/manifest-mixed-xml).
func (s *session) settingsOf(o *provider.Object) string {
	if o.Parent == nil || s.inv.compatible || s.cmd.Verbose < cmdline.LevelVerbose {
		return ""
	}
	list := provider.Ref{Kind: o.Kind, Settings: o.Settings}.String()
	_, list, _ = strings.Cut(list, ",")
	return list
}

// dumpXML writes the tree below root as elements.
func dumpXML(ctx context.Context, x *xmlWriter, root *provider.Object, s *session) error {
	verbose := s.cmd.Verbose >= cmdline.LevelVerbose
	d := dumper{chain: s.selected.Chain().Directives(), end: func(*provider.Object) { x.end() }}
	d.begin = func(o *provider.Object) error {
		if o.Invalid != nil {
			return o.Invalid
		}
		attrs := objectAttrs(o, verbose, s.cmd.ShowSecure)
		if list := s.settingsOf(o); list != "" {
			attrs = append(attrs, xmlAttr{"MSDeploy.Settings", list})
		}
		x.start(string(o.Kind), attrs)
		return nil
	}
	return d.walk(s.reporting(ctx, func(e sync.Event) { traceEvent(x, e, s.cmd.Verbose) }), root)
}

// objectAttrs returns the attributes of an object as a dump shows them, the key
// first.
func objectAttrs(o *provider.Object, verbose, secrets bool) []xmlAttr {
	var attrs []xmlAttr
	if k := o.KeyAttr(); k != "" {
		attrs = append(attrs, xmlAttr{k, o.Key})
	}
	for _, a := range o.Attrs {
		switch {
		case a.Flags&provider.Hidden != 0:
		case a.Flags&provider.Secret != 0 && !secrets:
			attrs = append(attrs, xmlAttr{a.Name, "******"})
		default:
			attrs = append(attrs, xmlAttr{a.Name, a.Value.String()})
		}
	}
	if verbose && o.KeyAttr() != "" {
		attrs = append(attrs, xmlAttr{"MSDeploy.KeyAttribute", o.KeyAttr()})
	}
	if verbose && o.Link != "" {
		attrs = append(attrs, xmlAttr{"MSDeploy.LinkName", o.Link})
	}
	return attrs
}
