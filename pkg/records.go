package pkg

import (
	"encoding/binary"
)

// Versions of the format that a reader needs.
const (
	version20 = 20
	version45 = 45 // for sizes from 4 GiB
)

// Limits of the name of an entry: its length, with room for the slash of a
// folder, and its parts. No file system goes deeper, except into a copy of
// itself.
const (
	maxName  = full16 - 1
	maxDepth = 500
)

// appendLocal appends the local header of e. The large form has room for sizes
// from 4 GiB.
func appendLocal(b []byte, e *entry, name string, large bool) []byte {
	le := binary.LittleEndian
	version, extra := uint16(version20), uint16(0)
	crc, size, packed := e.crc, uint32(e.size), uint32(e.packed)
	if e.has(described) {
		crc, size, packed = 0, 0, 0
	}
	if large {
		version, extra, size, packed = version45, 20, full32, full32
	}
	b = le.AppendUint32(b, localMark)
	b = le.AppendUint16(b, version)
	b = le.AppendUint16(b, e.generalFlags())
	b = le.AppendUint16(b, e.method)
	b = le.AppendUint32(b, e.time)
	b = le.AppendUint32(b, crc)
	b = le.AppendUint32(b, packed)
	b = le.AppendUint32(b, size)
	b = le.AppendUint16(b, uint16(len(name)))
	b = le.AppendUint16(b, extra)
	b = append(b, name...)
	if large {
		b = le.AppendUint32(b, 16<<16|0x0001)
		b = le.AppendUint64(b, uint64(e.size))
		b = le.AppendUint64(b, uint64(e.packed))
	}
	return b
}

// generalFlags returns the flags that both headers of e have.
func (e *entry) generalFlags() uint16 {
	if e.has(described) {
		return 1 << 3
	}
	return 0
}

// appendDescriptor appends what follows the contents of e if its local header
// could not tell.
func appendDescriptor(b []byte, e *entry, large bool) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, descriptorMark)
	b = le.AppendUint32(b, e.crc)
	if large {
		b = le.AppendUint64(b, uint64(e.packed))
		return le.AppendUint64(b, uint64(e.size))
	}
	b = le.AppendUint32(b, uint32(e.packed))
	return le.AppendUint32(b, uint32(e.size))
}

// appendCentral appends the central header of e.
func appendCentral(b []byte, e *entry, name string) []byte {
	le := binary.LittleEndian
	var extra []byte
	fit := func(v int64) uint32 {
		if v < full32 {
			return uint32(v)
		}
		extra = le.AppendUint64(extra, uint64(v))
		return full32
	}
	size, packed, offset := fit(e.size), fit(e.packed), fit(e.offset)
	version := uint16(version20)
	if extra != nil {
		version = version45
		extra = append(le.AppendUint32(nil, uint32(len(extra))<<16|0x0001), extra...)
	}
	b = le.AppendUint32(b, centralMark)
	b = le.AppendUint16(b, version)
	b = le.AppendUint16(b, version)
	b = le.AppendUint16(b, e.generalFlags())
	b = le.AppendUint16(b, e.method)
	b = le.AppendUint32(b, e.time)
	b = le.AppendUint32(b, e.crc)
	b = le.AppendUint32(b, packed)
	b = le.AppendUint32(b, size)
	b = le.AppendUint16(b, uint16(len(name)))
	b = le.AppendUint16(b, uint16(len(extra)))
	b = le.AppendUint16(b, 0)
	b = le.AppendUint32(b, 0) // part of the file, internal attributes
	b = le.AppendUint32(b, e.ext)
	b = le.AppendUint32(b, offset)
	b = append(b, name...)
	return append(b, extra...)
}

// appendEnd appends the records behind a directory of count entries that lies
// from offset to before end.
func appendEnd(b []byte, count, offset, end int64) []byte {
	le := binary.LittleEndian
	size := end - offset
	if count >= full16 || size >= full32 || offset >= full32 {
		b = le.AppendUint32(b, end64Mark)
		b = le.AppendUint64(b, end64Size-12)
		b = le.AppendUint16(b, version45)
		b = le.AppendUint16(b, version45)
		b = le.AppendUint64(b, 0) // parts
		b = le.AppendUint64(b, uint64(count))
		b = le.AppendUint64(b, uint64(count))
		b = le.AppendUint64(b, uint64(size))
		b = le.AppendUint64(b, uint64(offset))
		b = le.AppendUint32(b, locator64Mark)
		b = le.AppendUint32(b, 0)
		b = le.AppendUint64(b, uint64(end))
		b = le.AppendUint32(b, 1)
	}
	n := uint16(min(count, full16))
	b = le.AppendUint32(b, endMark)
	b = le.AppendUint32(b, 0) // parts
	b = le.AppendUint16(b, n)
	b = le.AppendUint16(b, n)
	b = le.AppendUint32(b, uint32(min(size, full32)))
	b = le.AppendUint32(b, uint32(min(offset, full32)))
	return le.AppendUint16(b, 0)
}
