package manifestxml

// A Manifest is what a manifest says.
type Manifest struct {
	Root    string    // name of the root element, as spelled; attributes of the root mean nothing
	Entries []Element // in the order of the document
}

// An Element is one child of the root. What is nested inside it means nothing
// (recorded: manifest-auto/dump-nested).
type Element struct {
	Name  string // with its prefix, as spelled; empty for text between elements
	Attrs []Attr // in the order of the document, no two with the same name
	Line  int    // where it starts, from 1
}

// An Attr is one attribute of an element.
type Attr struct{ Name, Value string }

// Attr returns the value of the attribute called name, letter for letter, and
// whether e has one.
func (e *Element) Attr(name string) (string, bool) {
	for _, a := range e.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// Limits bound what Parse accepts. A zero field means the default.
type Limits struct {
	Bytes   int64 // size of the document; 8 MiB
	Entries int   // children of the root; 10,000
	Depth   int   // elements inside each other, the root included; 64
	Attrs   int   // attributes of one element; 256, more than any provider has settings
	Value   int   // bytes of one attribute value; 64 KiB, twice the longest path that Windows has
}

// resolve returns l with the defaults filled in. A nil l is all defaults.
func (l *Limits) resolve() Limits {
	var x Limits
	if l != nil {
		x = *l
	}
	return Limits{
		Bytes:   either(x.Bytes, 8<<20),
		Entries: either(x.Entries, 10_000),
		Depth:   either(x.Depth, 64),
		Attrs:   either(x.Attrs, 256),
		Value:   either(x.Value, 64<<10),
	}
}

func either[T int | int64](n, otherwise T) T {
	if n > 0 {
		return n
	}
	return otherwise
}
