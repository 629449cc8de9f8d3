package pkg

import (
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Names in archive.xml. All that begin with the prefix are not those of
// attributes of objects, but say something of the object or its attributes.
const (
	prefix         = "MSDeploy."
	nameLink       = prefix + "MSDeployLinkName"
	nameKey        = prefix + "MSDeployKeyAttributeName"
	nameOptions    = prefix + "MSDeployProviderOptions"
	nameFlags      = prefix + "MSDeployObjectFlags"
	nameStream     = prefix + "MSDeployStreamRelativeFilePath"
	nameResolver   = prefix + "ObjectResolver."
	suffixType     = ".Type"
	keyPath        = "path"
	containsStream = "1"
)

// A description is what an element of archive.xml says of one object.
type description struct {
	*element
	kind    provider.Kind
	marker  bool // files and folders begin here
	link    string
	keyName string // empty for the root, which has no key
	key     string
	attrs   provider.Attrs
	options *nrbf.Options
	blob    string // options as they are written
	stream  string // the entry with its contents
}

// describe reads the element of an object that is not the root.
func describe(e *element) (*description, error) {
	d := &description{element: e, kind: provider.Kind(e.name), keyName: keyPath}
	if rest, ok := cutPrefix(e.name); ok {
		d.kind, d.marker = provider.Kind(rest), true
	}
	d.link, _ = e.attr(nameLink)
	d.stream, _ = e.attr(nameStream)
	if name, ok := e.attr(nameKey); ok {
		d.keyName = name
	}
	return d, d.read()
}

// describeRoot reads the element of the root.
func describeRoot(e *element) (*description, error) {
	d := &description{element: e, kind: provider.Kind(e.name)}
	return d, d.read()
}

// read reads what all elements have.
func (d *description) read() error {
	if d.blob, _ = d.attr(nameOptions); d.blob != "" {
		o, err := nrbf.Decode(d.blob)
		if err != nil {
			return d.refuse("The provider options of '%s' cannot be read: %v.", d.name, err)
		}
		d.options = &o
	}
	return d.attributes()
}

// attributes reads the attributes of the object, the key among them, and what
// else the element says.
func (d *description) attributes() error {
	for _, a := range d.element.attrs {
		if isNote(a.name) || d.marker && !strings.EqualFold(a.name, keyPath) {
			d.note(a)
			continue
		}
		flags, err := d.flags(a.name)
		if err != nil {
			return err
		}
		if strings.EqualFold(a.name, d.keyName) {
			d.key = a.value
			if !d.marker {
				d.keepNotes(a, keyFlags(d.kind), "")
			}
			continue
		}
		typ, _ := d.attr(prefix + a.name + suffixType)
		v, err := parseValue(a.value, typ)
		if err != nil {
			return d.refuse("The value of attribute '%s' cannot be read: %v.", a.name, err)
		}
		d.attrs = append(d.attrs, provider.Attr{Name: a.name, Value: v, Flags: flags})
		text, written := formatValue(v)
		if text != a.value {
			d.attrs = append(d.attrs, carried(prefixText+a.name, provider.String(a.value)))
		}
		d.keepNotes(a, flags, written)
	}
	return nil
}

// flags returns the flags of the named attribute. Bits without a name here are
// ignored.
func (d *description) flags(name string) (provider.AttrFlags, error) {
	s, ok := d.attr(prefix + name)
	if !ok {
		return 0, nil
	}
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return 0, d.refuse("The flags of attribute '%s' cannot be read: '%s' is no number.", name, s)
	}
	return provider.AttrFlags(n) & (provider.NoCompare | provider.IgnoreCase), nil
}

// keyFlags returns the flags of the key of objects of kind, where it is known:
// paths of files and sites are compared without regard to case (recorded:
// package/manifest-mixed).
func keyFlags(kind provider.Kind) provider.AttrFlags {
	for _, k := range []provider.Kind{provider.ContentPath, "iisApp", "createApp", "setAcl"} {
		if kind.Is(k) {
			return provider.IgnoreCase
		}
	}
	return 0
}

// settings returns the settings of the provider that made the object.
func (d *description) settings() provider.Settings {
	if d.options == nil {
		return nil
	}
	var list provider.Settings
	for _, s := range d.options.Settings {
		list = append(list, provider.Setting{Name: s.Name, Value: s.Value})
	}
	return list
}

// cutPrefix cuts the prefix of names that are not those of objects or their
// attributes.
func cutPrefix(name string) (rest string, ok bool) {
	if len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
		return name[len(prefix):], true
	}
	return name, false
}
