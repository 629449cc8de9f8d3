package pkg

import (
	"time"
)

// An entry is one entry of a zip file, without its name.
type entry struct {
	offset       int64 // of the local header
	packed, size int64
	name         uint32 // where the table has the name
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
