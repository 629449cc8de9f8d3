package provider

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// A ValueKind is the type of a Value.
type ValueKind uint8

// The kinds of values that archive.xml can carry, and file modes.
const (
	StringKind ValueKind = iota
	BoolKind
	IntKind
	TimeKind
	ModeKind
)

// A Value is the value of an attribute. The zero Value is the empty string.
type Value struct {
	s    string
	n    int64
	kind ValueKind
}

// String returns a Value of kind StringKind.
func String(s string) Value { return Value{kind: StringKind, s: s} }

// Bool returns a Value of kind BoolKind.
func Bool(b bool) Value {
	v := Value{kind: BoolKind}
	if b {
		v.n = 1
	}
	return v
}

// Int returns a Value of kind IntKind.
func Int(n int64) Value { return Value{kind: IntKind, n: n} }

// Time returns a Value of kind TimeKind. It holds t to the nanosecond, for the
// years 1678 to 2261.
func Time(t time.Time) Value { return Value{kind: TimeKind, n: t.UnixNano()} }

// Mode returns a Value of kind ModeKind that holds Unix permission bits.
func Mode(perm uint32) Value { return Value{kind: ModeKind, n: int64(perm & 0o7777)} }

// Kind returns the kind of v.
func (v Value) Kind() ValueKind { return v.kind }

// Int returns the number in a Value of kind IntKind or ModeKind.
func (v Value) Int() int64 { return v.n }

// Bool returns the truth of a Value of kind BoolKind.
func (v Value) Bool() bool { return v.n != 0 }

// Time returns the time in a Value of kind TimeKind, in UTC.
func (v Value) Time() time.Time { return time.Unix(0, v.n).UTC() }

// String formats v the way msdeploy prints it: times as month, day, year and
// time of day in UTC, truth as True and False (recorded: dump/dirpath-xml,
// dump/iisapp-xml). Modes are octal.
func (v Value) String() string {
	switch v.kind {
	case BoolKind:
		if v.n != 0 {
			return "True"
		}
		return "False"
	case IntKind:
		return strconv.FormatInt(v.n, 10)
	case TimeKind:
		return v.Time().Format("01/02/2006 15:04:05")
	case ModeKind:
		return fmt.Sprintf("%04o", v.n)
	}
	return v.s
}

// Parse returns the Value of the kind of v that String prints as s.
func (v Value) Parse(s string) (Value, error) {
	switch v.kind {
	case BoolKind:
		b, err := strconv.ParseBool(strings.ToLower(s))
		return Bool(b), err
	case IntKind:
		n, err := strconv.ParseInt(s, 10, 64)
		return Int(n), err
	case TimeKind:
		t, err := time.Parse("01/02/2006 15:04:05", s)
		return Time(t), err
	case ModeKind:
		n, err := strconv.ParseUint(s, 8, 12)
		return Mode(uint32(n)), err
	}
	return String(s), nil
}

const anyExecute = 0o111

// equal reports whether v and w are the same as flags see it. Of a mode only
// matters whether anyone may execute the file: the other bits depend on who
// unpacked it where, and would make every file of a shared checkout differ.
func (v Value) equal(w Value, flags AttrFlags) bool {
	switch {
	case v.kind == ModeKind && w.kind == ModeKind:
		return (v.n&anyExecute != 0) == (w.n&anyExecute != 0)
	case flags&IgnoreCase != 0:
		return v.kind == w.kind && v.n == w.n && strings.EqualFold(v.s, w.s)
	}
	return v == w
}

// AttrFlags say how an attribute takes part in comparison and output.
type AttrFlags uint8

// Flags of an attribute. The numbers of the first two are those that
// archive.xml writes (MSDeploy.path="2").
const (
	NoCompare  AttrFlags = 1 << iota // informational: never a difference
	IgnoreCase                       // compared without regard to case
	Secret                           // printed as ****** unless asked for
	Optional                         // a difference only if both sides state it
	Hidden                           // left out of listings and archive.xml
)

// An Attr is one named property of an object.
type Attr struct {
	Name  string
	Value Value
	Flags AttrFlags
}

// Attrs is the ordered list of an object's attributes, without the key. Lists
// are short, so lookups are linear. Names are matched without regard to case.
type Attrs []Attr

// Names of the attributes of files and folders.
const (
	AttrSize          = "size"          // Int, bytes
	AttrAttributes    = "attributes"    // String, such as "ReadOnly, Hidden", "Normal" or "Directory"
	AttrLastWriteTime = "lastWriteTime" // Time
	AttrMode          = "mode"          // Mode, Unix permission bits; Optional and Hidden
)

// Get returns the value of the named attribute and whether it is present.
func (a Attrs) Get(name string) (Value, bool) {
	for i := range a {
		if a[i].Name == name || strings.EqualFold(a[i].Name, name) {
			return a[i].Value, true
		}
	}
	return Value{}, false
}

// With returns a copy of a in which the named attribute has value v. A new
// attribute has no flags.
func (a Attrs) With(name string, v Value) Attrs {
	b := append(make(Attrs, 0, len(a)+1), a...)
	for i := range b {
		if strings.EqualFold(b[i].Name, name) {
			b[i].Value = v
			return b
		}
	}
	return append(b, Attr{Name: name, Value: v})
}

// An AttrDiff is an attribute whose value is not the same on both sides.
type AttrDiff struct {
	Name     string
	Flags    AttrFlags
	New, Old Value
	Missing  bool // the old side does not have the attribute
}

// Matters reports whether d makes two objects differ. An attribute that is
// never a difference is part of a Diff only if the old side lacks it.
func (d *AttrDiff) Matters() bool { return d.Flags&NoCompare == 0 }

// Diff iterates over the attributes in which a differs from old, in the order
// of a. It may be used any number of times.
func (a Attrs) Diff(old Attrs) iter.Seq[AttrDiff] {
	return func(yield func(AttrDiff) bool) {
		for i := range a {
			x := &a[i]
			v, ok := old.at(i, x.Name)
			if ok && (x.Flags&NoCompare != 0 || x.Value.equal(v, x.Flags)) || !ok && x.Flags&Optional != 0 {
				continue
			}
			if !yield(AttrDiff{x.Name, x.Flags, x.Value, v, !ok}) {
				return
			}
		}
	}
}

// at is Get with a guess of the place: lists of the same kind of object have
// the same layout.
func (a Attrs) at(i int, name string) (Value, bool) {
	if i < len(a) && a[i].Name == name {
		return a[i].Value, true
	}
	return a.Get(name)
}
