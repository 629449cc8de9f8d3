package pkg

import (
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
	"github.com/webdeploy-go/webdeploy/provider"
)

const (
	byteOrderMark  = "\ufeff"
	xmlDeclaration = `<?xml version="1.0" encoding="utf-8"?>` + "\n"
)

// An archiveWriter writes archive.xml: UTF-8 with a byte order mark, two blanks
// a level, lines ended by a line feed, the last not ended (recorded:
// package/manifest-mixed).
type archiveWriter struct {
	bytes.Buffer
	doc       *document
	keep      bool // list what the old package has besides
	resolvers []resolver
}

// archiveXML returns the archive.xml of d. Its root names the given resolvers.
func (d *document) archiveXML(keep bool, resolvers []resolver) []byte {
	w := &archiveWriter{doc: d, keep: keep, resolvers: resolvers}
	w.WriteString(byteOrderMark + xmlDeclaration)
	w.open("", string(d.root.object.Kind))
	w.root()
	w.close("", string(d.root.object.Kind), d.root.listed(keep))
	return bytes.TrimSuffix(w.Bytes(), []byte("\n"))
}

func (w *archiveWriter) open(indent, name string) { w.WriteString(indent + "<" + name) }

// close ends the start tag of an element and writes what is in it.
func (w *archiveWriter) close(indent, name string, children []*record) {
	if len(children) == 0 {
		w.WriteString(" />\n")
		return
	}
	w.WriteString(">\n")
	for _, c := range children {
		w.record(indent+"  ", c)
	}
	w.WriteString(indent + "</" + name + ">\n")
}

func (w *archiveWriter) attr(name, value string) {
	w.WriteString(" " + name + `="`)
	_ = xml.EscapeText(quotes{&w.Buffer}, []byte(value)) // memory never refuses
	w.WriteByte('"')
}

// quotes leaves apostrophes alone, as .NET does between double quotes.
type quotes struct{ b *bytes.Buffer }

// Write writes p, a piece of escaped text.
func (q quotes) Write(p []byte) (int, error) {
	switch string(p) {
	case "&#39;":
		q.b.WriteByte('\'')
	case "&#34;":
		q.b.WriteString("&quot;")
	default:
		q.b.Write(p)
	}
	return len(p), nil
}

// root writes the attributes of the root.
func (w *archiveWriter) root() {
	r := w.doc.root
	w.attributes(r.object.Attrs, notesOf(r.object.Attrs))
	if blob := w.rootOptions(r); blob != "" {
		w.attr(nameOptions, blob)
	}
	for _, x := range w.resolvers {
		w.attr(nameResolver+x.kind, x.class)
	}
	w.notes(r.object.Attrs)
}

// rootOptions returns the options of the root, which has some if one provider
// made the document, and remembers its package if it comes out of one
// (recorded: package/dirpath, package/manifest, package/to-package).
func (w *archiveWriter) rootOptions(r *record) string {
	if r.existed {
		return r.blob
	}
	if v, ok := r.object.Attrs.Get(attrOptions); ok {
		return v.String()
	}
	children := r.listed(false)
	kind, ok := cutPrefix(string(r.object.Kind))
	if !ok || len(children) != 1 || !children[0].object.Kind.Is(provider.Kind(kind)) {
		return ""
	}
	return w.options(children[0].object, r.object.Settings)
}

// options returns the provider options of o with the given settings.
func (w *archiveWriter) options(o *provider.Object, settings provider.Settings) string {
	x := nrbf.Options{Provider: string(o.Kind), Path: o.Path, Settings: ownSettings(settings)}
	if from, ok := w.doc.origins[chain(o)]; ok && from.Kind.Is(o.Kind) {
		x.Path = from.Path
	}
	return nrbf.Encode(x)
}

// ownSettings returns those of settings that are of a provider alone: how to
// reach another machine is no part of a package.
func ownSettings(settings provider.Settings) []nrbf.Setting {
	var connection provider.Settings
	for _, d := range provider.CommonSettings() {
		connection = append(connection, provider.Setting{Name: d.Name})
	}
	var own []nrbf.Setting
	for _, s := range settings {
		if _, ok := connection.Lookup(s.Name); !ok {
			own = append(own, nrbf.Setting{Name: s.Name, Value: s.Value})
		}
	}
	return own
}

// record writes the element of r and those below it.
func (w *archiveWriter) record(indent string, r *record) {
	o := r.object
	if _, marker := o.Attrs.Get(attrMarker); marker || isContents(o) {
		name := prefix + string(o.Kind)
		w.open(indent, name)
		w.attr(keyPath, o.Path)
		w.link(o)
		w.notes(o.Attrs)
		w.close(indent, name, nil)
		return
	}
	w.open(indent, string(o.Kind))
	key, notes := o.KeyAttr(), notesOf(o.Attrs)
	if key != "" {
		w.attr(key, o.Key)
		w.describe(key, notes, keyFlags(o.Kind), "")
	}
	w.attributes(o.Attrs, notes)
	w.link(o)
	if key != "" {
		w.attr(nameKey, key)
	}
	w.recordOptions(r)
	if r.stream != "" {
		if _, other := o.Attrs.Get(prefixNote + nameFlags); !other {
			w.attr(nameFlags, containsStream)
		}
		w.attr(nameStream, r.stream)
	}
	w.notes(o.Attrs)
	w.close(indent, string(o.Kind), r.listed(w.keep))
}

func (w *archiveWriter) link(o *provider.Object) {
	if o.Link != "" {
		w.attr(nameLink, o.Link)
	}
}

// recordOptions writes the provider options of what a provider made.
func (w *archiveWriter) recordOptions(r *record) {
	o := r.object
	if v, ok := o.Attrs.Get(attrOptions); ok {
		w.attr(nameOptions, v.String())
	} else if hasOptions(o) {
		w.attr(nameOptions, w.options(o, o.Settings))
	}
}

// hasOptions reports whether a provider made o, so that it has provider options:
// they make parts, but for the application that an iisApp resolves to (recorded:
// package/iisapp-folder).
func hasOptions(o *provider.Object) bool { return o.Link != "" && o.Link != string(kindCreateApp) }

// attributes writes the attributes of an object, but for those that are only
// carried, which are notes.
func (w *archiveWriter) attributes(list provider.Attrs, notes map[string]string) {
	for _, a := range list {
		if a.Flags&provider.Hidden != 0 || isNote(a.Name) {
			continue
		}
		text, typ := formatValue(a.Value)
		if was, ok := notes[strings.ToLower(prefixText+a.Name)]; ok {
			given := noted(notes, prefix+a.Name+suffixType, typ)
			if v, err := parseValue(was, given); err == nil && v == a.Value {
				text = was
			}
		}
		w.attr(a.Name, text)
		w.describe(a.Name, notes, a.Flags, typ)
	}
}

// describe writes the flags and the type of the named attribute.
func (w *archiveWriter) describe(name string, notes map[string]string, flags provider.AttrFlags, typ string) {
	if s := noted(notes, prefix+name, formatFlags(flags)); s != "" {
		w.attr(prefix+name, s)
	}
	if s := noted(notes, prefix+name+suffixType, typ); s != "" {
		w.attr(prefix+name+suffixType, s)
	}
}

// notes writes what an element said that is neither an attribute of the object
// nor has a meaning here.
func (w *archiveWriter) notes(list provider.Attrs) {
	for _, a := range list {
		if name, ok := strings.CutPrefix(a.Name, prefixNote); ok {
			w.attr(name, a.Value.String())
		}
	}
}

// A resolver is a class of the real tool that finds the path of objects of one
// kind.
type resolver struct{ kind, class string }

// resolverOf returns the resolver of a kind of objects, if it needs one.
func resolverOf(k provider.Kind) (resolver, bool) {
	for _, x := range []resolver{
		{"createApp", "CreateApplicationObjectResolver"},
		{"dirPath", "DirPathObjectResolver"},
		{"filePath", "FilePathObjectResolver"},
	} {
		if k.Is(provider.Kind(x.kind)) {
			return resolver{x.kind, "Microsoft.Web.Deployment." + x.class}, true
		}
	}
	return resolver{}, false
}

// carriedResolvers returns the resolvers that the package names which root is
// of.
func carriedResolvers(root *provider.Object) (list []resolver) {
	for _, a := range root.Attrs {
		if isResolver(a.Name) {
			list = append(list, resolver{a.Name[len(nameResolver):], a.Value.String()})
		}
	}
	return list
}
