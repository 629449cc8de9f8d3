package pkg

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"time"
)

// An entry is one entry of a zip file, without its name.
type entry struct {
	offset       int64 // of the local header
	packed, size int64
	name         uint32 // where the name begins in the names of the table
	order        uint32 // place among the entries as they were read or made
	crc          uint32
	time         uint32 // date and time, as DOS has them
	unixTime     uint32 // seconds since 1970, if an extra field has them
	ext          uint32 // external attributes
	nameLen      uint16
	method       uint16
	flags        entryFlags
}

type entryFlags uint8

const (
	isDir     entryFlags = 1 << iota // the name ended in a slash
	isRooted                         // the name began with a slash
	encrypted                        // the contents are
	rewritten                        // the name is not that of the local header
	described                        // sizes and checksum follow the contents
)

const (
	stored   = 0
	deflated = 8
)

func (e *entry) has(f entryFlags) bool { return e.flags&f != 0 }

// readable reports whether the contents can be read, and are what they are
// summed over.
func (e *entry) readable() bool {
	return !e.has(encrypted) && (e.method == stored || e.method == deflated)
}

// modified returns when the file was last written.
//
// The clock that DOS times were read from may have been in another zone, and
// two seconds are all they can tell apart. A time in UTC that the packer added
// is better, if it is that of the same clock reading somewhere on earth.
func (e *entry) modified(loc *time.Location) time.Time {
	t := fromDOS(e.time, loc)
	if e.unixTime == 0 {
		return t
	}
	utc := time.Unix(int64(e.unixTime), 0)
	if d := fromDOS(e.time, time.UTC).Sub(utc); d.Abs() > 26*time.Hour {
		return t
	}
	return utc
}

// A table holds entries and their names in few pieces of memory, so that a
// million of them are no burden. The zero table is empty.
type table struct {
	entries []entry
	names   strings.Builder
	exact   bool // names that differ in case only are two
}

// name returns the name of e without slashes around it.
func (t *table) name(e *entry) string {
	return t.names.String()[e.name : e.name+uint32(e.nameLen)]
}

// shown returns the name of e as it stands in the zip file.
func (t *table) shown(e *entry) string {
	name := t.name(e)
	if e.has(isRooted) {
		name = "/" + name
	}
	if e.has(isDir) {
		name += "/"
	}
	return name
}

// add appends e with the given name, whose slashes at both ends become flags.
func (t *table) add(e entry, name []byte) {
	bare := bytes.TrimLeft(name, "/")
	if len(bare) < len(name) {
		e.flags |= isRooted
	}
	name = bytes.TrimRight(bare, "/")
	if len(name) < len(bare) {
		e.flags |= isDir
	}
	e.name, e.nameLen, e.order = uint32(t.names.Len()), uint16(len(name)), uint32(len(t.entries))
	t.names.Write(name)
	t.entries = append(t.entries, e)
}

// compare orders entries by name, and those of one name as they were added.
func (t *table) compare(a, b *entry) int {
	if d := comparePaths(t.name(a), t.name(b), t.exact); d != 0 {
		return d
	}
	return int(a.order) - int(b.order)
}

// sort sorts the entries. Those of most packages are sorted already.
func (t *table) sort() {
	for i := 1; i < len(t.entries); i++ {
		if t.compare(&t.entries[i-1], &t.entries[i]) > 0 {
			slices.SortFunc(t.entries, func(a, b entry) int { return t.compare(&a, &b) })
			return
		}
	}
}

// search returns the first entry that does not sort before name.
func (t *table) search(name string, exact bool) int {
	return sort.Search(len(t.entries), func(i int) bool {
		return comparePaths(t.name(&t.entries[i]), name, exact) >= 0
	})
}

// find returns the entries with the given name, those from lo to before hi. If
// there are none it finds those whose names differ from it in case only.
func (t *table) find(name string) (lo, hi int) {
	for _, exact := range []bool{t.exact, false} {
		lo = t.search(name, exact)
		for hi = lo; hi < len(t.entries) && comparePaths(t.name(&t.entries[hi]), name, exact) == 0; {
			hi++
		}
		if hi > lo {
			break
		}
	}
	return lo, hi
}
