package pkg

import (
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A package may hold objects of any kind, with whatever its archive.xml says of
// them. What has no meaning here is carried along by attributes that are never
// compared nor shown, so that it is there again when the package is packed
// anew. What concerns an attribute goes by the name that it has in archive.xml;
// the other names cannot occur there, as none begins with a dot.
const (
	attrOptions  = nameOptions          // String, provider options that would not be written, or not as they are
	attrStream   = nameStream           // String, the entry that contents came from
	attrShared   = prefix + ".shared"   // Int, how many objects have had their contents there, if this is not the first
	attrExternal = prefix + ".external" // Int, external attributes with unusual bits
	attrMarker   = prefix + ".marker"   // Bool, begins contents as files and folders do; whether there are any
	attrOrder    = prefix + ".order"    // Int, place among the siblings
	prefixText   = prefix + ".text."    // String, how the value of the attribute is written
	prefixNote   = prefix + ".note."    // String, what the element says under that name
)

func carried(name string, v provider.Value) provider.Attr {
	return provider.Attr{Name: name, Value: v, Flags: provider.NoCompare | provider.Hidden}
}

// isNote reports whether the named attribute of an element says something of
// the object or its attributes instead of being one.
func isNote(name string) bool {
	_, ok := cutPrefix(name)
	return ok || name == "xmlns" || strings.HasPrefix(name, "xmlns:")
}

// note carries a unless it is read elsewhere.
func (d *description) note(a attribute) {
	rest, _ := cutPrefix(a.name)
	read := false
	switch is := func(name string) bool { return strings.EqualFold(a.name, name) }; {
	case is(nameOptions):
		read = !d.marker
	case is(nameLink):
		read = d.keyName != ""
	case is(nameKey), is(nameStream):
		read = d.keyName != "" && !d.marker
	case is(nameFlags):
		read = d.stream != "" && a.value == containsStream
	default:
		read = !d.marker && (d.has(rest) || d.has(withoutType(rest)))
	}
	switch {
	case read:
	case d.keyName == "" && isResolver(a.name):
		d.attrs = append(d.attrs, carried(a.name, provider.String(a.value)))
	default:
		d.attrs = append(d.attrs, carried(prefixNote+a.name, provider.String(a.value)))
	}
}

// withoutType cuts what the name of the type of an attribute ends in.
func withoutType(name string) string {
	if n := len(name) - len(suffixType); n > 0 && strings.EqualFold(name[n:], suffixType) {
		return name[:n]
	}
	return name
}

// has reports whether the object has an attribute of the given name.
func (d *description) has(name string) bool {
	_, ok := d.attr(name)
	return ok && !isNote(name)
}

// keepNotes carries what the element says of the attribute a and a writer would
// not, who knows its flags and type.
func (d *description) keepNotes(a attribute, flags provider.AttrFlags, typ string) {
	if s, _ := d.attr(prefix + a.name); s != formatFlags(flags) {
		d.attrs = append(d.attrs, carried(prefix+a.name, provider.String(s)))
	}
	if s, _ := d.attr(prefix + a.name + suffixType); s != typ {
		d.attrs = append(d.attrs, carried(prefix+a.name+suffixType, provider.String(s)))
	}
}

// notesOf returns what is carried, by name in lower case.
func notesOf(list provider.Attrs) map[string]string {
	var notes map[string]string
	for _, a := range list {
		if a.Flags&provider.Hidden != 0 && isNote(a.Name) {
			if notes == nil {
				notes = map[string]string{}
			}
			notes[strings.ToLower(a.Name)] = a.Value.String()
		}
	}
	return notes
}

// noted returns what is carried under a name, or else the given text.
func noted(notes map[string]string, name, otherwise string) string {
	if s, ok := notes[strings.ToLower(name)]; ok {
		return s
	}
	return otherwise
}

// formatFlags returns flags as archive.xml has them: none are left out.
func formatFlags(flags provider.AttrFlags) string {
	if flags &= provider.NoCompare | provider.IgnoreCase; flags != 0 {
		return strconv.Itoa(int(flags))
	}
	return ""
}

func isResolver(name string) bool {
	return len(name) > len(nameResolver) && strings.EqualFold(name[:len(nameResolver)], nameResolver)
}
