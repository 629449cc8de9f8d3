package conformance

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"
)

// The suite reads packages with a reader of its own, because the fields that
// it compares (versions, flags, the local headers) are hidden by archive/zip.

// zipHeader holds the fields that an entry's central and local header share.
type zipHeader struct {
	name, extra       string
	needed            uint16
	flags, method     uint16
	time, date        uint16
	crc, packed, size uint32
}

// zipEntry is one entry as the central directory gives it.
type zipEntry struct {
	zipHeader
	made     uint16 // version in the low byte, host system in the high byte
	external uint32
	offset   uint32
}

var errZip = errors.New("not a well-formed zip")

const (
	endMark     = "PK\x05\x06"
	centralMark = "PK\x01\x02"
	localMark   = "PK\x03\x04"
	endSize     = 22
	centralSize = 46
	localSize   = 30
)

// readZip reads the central directory of an archive in one part, without the
// extensions for more than 4 GB.
func readZip(archive []byte) ([]zipEntry, error) {
	i := bytes.LastIndex(archive, []byte(endMark))
	if i < 0 || len(archive)-i < endSize {
		return nil, fmt.Errorf("%w: there is no end record", errZip)
	}
	end := archive[i:]
	count, start := int(le16(end, 10)), int(le32(end, 16))
	if start > i {
		return nil, fmt.Errorf("%w: the directory begins behind its end", errZip)
	}
	var entries []zipEntry
	for rest := archive[start:i]; len(rest) > 0; {
		e, size, err := readCentral(rest)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
		rest = rest[size:]
	}
	if len(entries) != count {
		return nil, fmt.Errorf("%w: %d entries where %d are announced", errZip, len(entries), count)
	}
	return entries, nil
}

// readCentral reads one central header and returns its length.
func readCentral(b []byte) (zipEntry, int, error) {
	if len(b) < centralSize || string(b[:4]) != centralMark {
		return zipEntry{}, 0, fmt.Errorf("%w: no header where one must be in the directory", errZip)
	}
	h, size, err := readHeader(b, 6, 28, centralSize)
	if err != nil {
		return zipEntry{}, 0, err
	}
	e := zipEntry{zipHeader: h, made: le16(b, 4), external: le32(b, 38), offset: le32(b, 42)}
	return e, min(size+int(le16(b, 32)), len(b)), nil // with its comment
}

// readHeader reads what both kinds of header have, given where its fields, its
// two lengths and its name begin, and returns the length up to its extra field.
func readHeader(b []byte, fields, lengths, name int) (zipHeader, int, error) {
	extra := name + int(le16(b, lengths))
	end := extra + int(le16(b, lengths+2))
	if end > len(b) {
		return zipHeader{}, 0, fmt.Errorf("%w: a header is cut", errZip)
	}
	f := b[fields:]
	return zipHeader{
		name: string(b[name:extra]), extra: string(b[extra:end]),
		needed: le16(f, 0), flags: le16(f, 2), method: le16(f, 4),
		time: le16(f, 6), date: le16(f, 8),
		crc: le32(f, 10), packed: le32(f, 14), size: le32(f, 18),
	}, end, nil
}

// local reads the entry's local header and returns it with the place where the
// entry's data begin.
func (e *zipEntry) local(archive []byte) (zipHeader, int, error) {
	if uint64(e.offset)+localSize > uint64(len(archive)) || string(archive[e.offset:e.offset+4]) != localMark {
		return zipHeader{}, 0, fmt.Errorf("%w: entry %q has no local header", errZip, e.name)
	}
	h, size, err := readHeader(archive[e.offset:], 4, 26, localSize)
	return h, int(e.offset) + size, err
}

// content unpacks the entry and checks what both headers say of it.
func (e *zipEntry) content(archive []byte) ([]byte, error) {
	h, start, err := e.local(archive)
	if err != nil {
		return nil, err
	}
	if uint64(start)+uint64(e.packed) > uint64(len(archive)) {
		return nil, fmt.Errorf("%w: the data of entry %q are cut", errZip, e.name)
	}
	if h != e.zipHeader {
		return nil, fmt.Errorf("entry %q: local header %+v, central header %+v", e.name, h, e.zipHeader)
	}
	data := archive[start : start+int(e.packed)]
	if e.method == 8 {
		data, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), int64(e.size)+1))
	}
	if err != nil {
		return nil, fmt.Errorf("entry %q: %w", e.name, err)
	}
	if uint64(len(data)) != uint64(e.size) || crc32.ChecksumIEEE(data) != e.crc {
		return nil, fmt.Errorf("entry %q: its %d bytes do not have the size and checksum of its header", e.name, len(data))
	}
	return data, nil
}

// modified returns the entry's time in the zone it was written in.
func (e *zipEntry) modified(zone *time.Location) time.Time {
	d, t := int(e.date), int(e.time)
	return time.Date(1980+d>>9, time.Month(d>>5&15), d&31, t>>11, t>>5&63, t&31*2, 0, zone)
}

func le16(b []byte, at int) uint16 { return binary.LittleEndian.Uint16(b[at:]) }
func le32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
