package nrbf

import "strings"

// Decode reads a blob. Nulls for the path or a value come back as empty strings. The error,
// if any, is a *FormatError, also for a valid graph of another class.
func Decode(blob string) (Options, error) {
	stream, err := unwrap(blob)
	if err != nil {
		return Options{}, err
	}
	return unmarshal(stream)
}

func unmarshal(stream []byte) (Options, error) {
	d := decoder{reader: reader{b: stream}, objects: map[int32]bool{}, strings: map[int32]string{}}
	o := d.options()
	if d.err != nil {
		return Options{}, d.err
	}
	return o, nil
}

// decoder reads the one graph that this package knows.
type decoder struct {
	reader
	objects map[int32]bool   // numbers given out
	strings map[int32]string // strings read, for references to them
}

// array is an array of strings, null being the empty one.
type array struct {
	at    int // where it begins
	items []string
	nulls int
}

func (d *decoder) options() Options {
	d.head()
	var o Options
	o.Provider = d.provider()
	o.Path, _ = d.string()
	at := d.at
	d.expect(recReference, "a reference to the names")
	names := d.int()
	d.expect(recReference, "a reference to the values")
	values := d.int()
	arrays := d.arrays()
	if names == values {
		d.fail(at, "names and values are one array")
	}
	o.Settings = d.settings(at, arrays[names], arrays[values])
	return o
}

// head reads up to the first member's value.
func (d *decoder) head() {
	d.expect(recHeader, "the header")
	at, root := d.at, d.int()
	d.equal(-1, "the header's second number")
	d.equal(1, "the major version")
	d.equal(0, "the minor version")
	d.expect(recLibrary, "the library")
	id := d.int()
	d.library()
	d.expect(recClass, "the class")
	if d.object() != root {
		d.fail(at, "the root is another object")
	}
	d.class()
	d.equal(id, "the library of the class")
}

// library reads the full name of a library, of which version, culture and key do not matter.
func (d *decoder) library() {
	at := d.at
	name, _, _ := strings.Cut(d.text(), ",")
	if !strings.EqualFold(name, libraryName) {
		d.fail(at, "the library is not %s", libraryName)
	}
}

// class reads the description of the class.
func (d *decoder) class() {
	all := members()
	d.name(className, "the class")
	d.equal(int32(len(all)), "the number of members")
	for _, m := range all {
		d.name(m.name, "a member")
	}
	for _, m := range all {
		d.expect(m.kind, "the kind of "+m.name)
	}
}

// name reads a string that has to be want.
func (d *decoder) name(want, what string) {
	if at, got := d.at, d.text(); got != want {
		d.fail(at, "%s is not %s", what, want)
	}
}

// object reads the number of a new object.
func (d *decoder) object() int32 {
	at, id := d.at, d.int()
	if id <= 0 || d.objects[id] {
		d.fail(at, "an object's number is not positive or not new")
	}
	d.objects[id] = true
	return id
}

// provider reads the provider's name.
func (d *decoder) provider() string {
	at := d.at
	s, ok := d.string()
	if !ok || s == "" {
		d.fail(at, "there is no provider")
	}
	return s
}

// string reads a string, a reference to one, or null, for which ok is false.
func (d *decoder) string() (s string, ok bool) {
	at := d.at
	switch kind := d.byte(); kind {
	case recString:
		id := d.object()
		s = d.text()
		d.strings[id] = s
		return s, true
	case recReference:
		s, ok = d.strings[d.int()]
		if !ok {
			d.fail(at, "a reference is not to a string read before")
		}
		return s, ok
	case recNull: // the zero values below
	default:
		d.fail(at, "here has to be a string, not kind %#x", kind)
	}
	return "", false
}

// arrays reads the arrays of strings up to the end of the stream.
func (d *decoder) arrays() map[int32]*array {
	all := map[int32]*array{}
	for range 2 {
		a := &array{at: d.at}
		d.expect(recStrings, "an array of strings")
		all[d.object()] = a
		d.items(a)
	}
	d.expect(recEnd, "the end")
	if d.at < len(d.b) {
		d.fail(d.at, "something follows the end")
	}
	return all
}

// items reads the length of an array and what is in it.
func (d *decoder) items(a *array) {
	at, n := d.at, int(d.int())
	if n < 0 || n > maxSettings {
		d.fail(at, "there are more than 1024 settings")
	}
	for d.err == nil && len(a.items) < n {
		at := d.at
		switch nulls := d.nulls(); {
		case nulls == 0:
			s, ok := d.string()
			a.items = append(a.items, s)
			if !ok {
				a.nulls++
			}
		case nulls > n-len(a.items):
			d.fail(at, "there are more nulls than places in the array")
		default:
			a.items = append(a.items, make([]string, nulls)...)
			a.nulls += nulls
		}
	}
}

// nulls reads a record that stands for several nulls, if one is next, and returns how many.
func (d *decoder) nulls() int {
	if d.at >= len(d.b) || d.b[d.at] != recNulls256 && d.b[d.at] != recNulls {
		return 0
	}
	at, n := d.at, 0
	if d.byte() == recNulls256 {
		n = int(d.byte())
	} else {
		n = int(d.int())
	}
	if n <= 0 {
		d.fail(at, "a record of nulls has none")
		return 0
	}
	return n
}

// settings joins names and values, which the members at byte at refer to.
func (d *decoder) settings(at int, names, values *array) []Setting {
	switch {
	case d.err != nil:
		return nil
	case names == nil || values == nil:
		d.fail(at, "names or values refer to nothing")
		return nil
	case len(names.items) != len(values.items):
		d.fail(values.at, "there are %d names, but %d values", len(names.items), len(values.items))
		return nil
	case names.nulls > 0:
		d.fail(names.at, "a setting has no name")
		return nil
	}
	var all []Setting
	for i, name := range names.items {
		all = append(all, Setting{Name: name, Value: values.items[i]})
	}
	return all
}
