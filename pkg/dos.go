package pkg

import (
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Bits of the external attributes of an entry: the lower half are those that
// Windows has for files, the upper half a Unix mode.
const (
	dosReadOnly  = 0x01
	dosHidden    = 0x02
	dosSystem    = 0x04
	dosDirectory = 0x10
	dosNormal    = 0x80
	dosShown     = dosReadOnly | dosHidden | dosSystem // what objects tell of them

	unixShift = 16
	unixType  = 0xF000
	unixDir   = 0x4000
	unixFile  = 0x8000
	unixPerm  = 0x0FFF
)

// fromUnix reports whether external attributes name a Unix file type. Without
// one the upper half means nothing: some libraries put 0600 there for whatever
// they write.
func fromUnix(ext uint32) bool {
	t := ext >> unixShift & unixType
	return t == unixFile || t == unixDir
}

// dosAttributes formats external attributes as the value of the attribute
// named attributes. Bits that say nothing of the file, such as Archive, are
// left out: no other system could restore them, so that a file that has them
// would never be equal to its copy.
func dosAttributes(ext uint32) string {
	var list []string
	for _, b := range [...]struct {
		bit  uint32
		name string
	}{{dosReadOnly, "ReadOnly"}, {dosHidden, "Hidden"}, {dosSystem, "System"}} {
		if ext&b.bit != 0 {
			list = append(list, b.name)
		}
	}
	if list == nil {
		return "Normal"
	}
	return strings.Join(list, ", ")
}

// parseDOS returns the bits that dosAttributes formats as s. Names of other
// bits are ignored.
func parseDOS(s string) uint32 {
	var ext uint32
	for name := range strings.SplitSeq(s, ",") {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "readonly":
			ext |= dosReadOnly
		case "hidden":
			ext |= dosHidden
		case "system":
			ext |= dosSystem
		}
	}
	if ext == 0 {
		return dosNormal
	}
	return ext
}

// externalAttributes returns the external attributes of the entry of o. A mode
// is left out if it is the one that o would get anyway, unless exact asks for
// it.
func externalAttributes(o *provider.Object, exact bool) uint32 {
	ext, dir := uint32(dosDirectory), isFolder(o)
	if !dir {
		v, _ := o.Attrs.Get(provider.AttrAttributes)
		ext = parseDOS(v.String())
		if raw, ok := o.Attrs.Get(attrExternal); ok && uint32(raw.Int())&dosShown == ext&dosShown {
			ext = uint32(raw.Int()) & 0xFFFF
		}
	}
	ordinary := ordinaryMode(ext, dir)
	full := ordinary
	if v, ok := o.Attrs.Get(provider.AttrMode); ok {
		full = ordinary&^(unixPerm<<unixShift) | uint32(v.Int())&unixPerm<<unixShift
	}
	if full != ordinary || exact {
		return full
	}
	return ext
}

// ordinaryMode returns external attributes with the mode that a file or folder
// has whose attributes name none.
func ordinaryMode(ext uint32, dir bool) uint32 {
	mode := uint32(unixFile | 0o644)
	if dir {
		mode = unixDir | 0o755
	}
	if ext&dosReadOnly != 0 {
		mode &^= 0o222
	}
	return ext&0xFFFF | mode<<unixShift
}

// dosTime returns t, as a clock in loc shows it, as date and time of an entry:
// floored to two seconds and moved into the years 1980 to 2107.
func dosTime(t time.Time, loc *time.Location) uint32 {
	t = t.In(loc)
	switch y := t.Year(); {
	case y < 1980:
		t = time.Date(1980, 1, 1, 0, 0, 0, 0, loc)
	case y > 2107:
		t = time.Date(2107, 12, 31, 23, 59, 58, 0, loc)
	}
	date := (t.Year()-1980)<<9 | int(t.Month())<<5 | t.Day()
	clock := t.Hour()<<11 | t.Minute()<<5 | t.Second()/2
	return uint32(date<<16 | clock)
}

// fromDOS returns the time that date and time of an entry stand for in loc.
// Months and days that do not exist are taken for the nearest that do.
func fromDOS(d uint32, loc *time.Location) time.Time {
	date, clock := int(d>>16), int(d&0xFFFF)
	month, day := min(max(date>>5&15, 1), 12), max(date&31, 1)
	return time.Date(1980+date>>9, time.Month(month), day, clock>>11, clock>>5&63, clock&31*2, 0, loc)
}

// ordinaryIfNone returns ext, or what Windows has for a file without any.
func ordinaryIfNone(ext uint32) uint32 {
	if ext == 0 {
		return dosNormal
	}
	return ext
}
