package pkg

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"strconv"
	"unicode/utf8"
)

// Marks and sizes of the records of a zip file.
const (
	localMark      = 0x04034b50
	centralMark    = 0x02014b50
	descriptorMark = 0x08074b50
	endMark        = 0x06054b50
	end64Mark      = 0x06064b50
	locator64Mark  = 0x07064b50

	localSize     = 30
	centralSize   = 46
	endSize       = 22
	end64Size     = 56
	locator64Size = 20
	maxComment    = 1<<16 - 1

	full16 = math.MaxUint16 // stands for a value in the zip64 extension
	full32 = math.MaxUint32
)

// An ending is what the records at the end of a zip file say.
type ending struct {
	count, size, offset int64 // of the directory
	base                int64 // where the zip file begins, if something stands before it
}

// A directoryReader reads the directory of a zip file.
type directoryReader struct {
	r    io.ReaderAt
	size int64
	opts *ReaderOptions
}

func (d *directoryReader) bad(why string) error { return badFormat(d.opts.Name, why) }

// read returns the entries of the zip file, sorted.
func (d *directoryReader) read() (*table, error) {
	end, err := d.findEnd()
	if err != nil {
		return nil, err
	}
	t := new(table)
	in := bufio.NewReaderSize(io.NewSectionReader(d.r, end.base+end.offset, end.size), 1<<18)
	for left := end.size; left > 0; {
		n, err := d.entry(in, t, end.base)
		if err != nil {
			return nil, err
		}
		left -= n
	}
	if int64(t.len()) != end.count {
		return nil, d.bad("its directory has another number of entries than it says")
	}
	t.sort()
	return t, nil
}

// findEnd finds the end record and checks what it says against the file.
func (d *directoryReader) findEnd() (ending, error) {
	tail := make([]byte, min(d.size, endSize+maxComment))
	if _, err := d.r.ReadAt(tail, d.size-int64(len(tail))); err != nil && err != io.EOF {
		return ending{}, err
	}
	at := lastEnd(tail)
	if at < 0 {
		return ending{}, d.bad("it has no directory, so it is cut off or no zip file")
	}
	rec := tail[at:]
	pos := d.size - int64(len(tail)) + int64(at)
	end := ending{count: int64(le16(rec, 10)), size: int64(le32(rec, 12)), offset: int64(le32(rec, 16))}
	if le16(rec, 4) != 0 && le16(rec, 4) != full16 {
		return ending{}, d.bad("it has several parts")
	}
	if end.count == full16 || end.size == full32 || end.offset == full32 {
		if p, err := d.end64(pos, &end); err != nil {
			return ending{}, err
		} else if p >= 0 {
			pos = p
		}
	}
	return end, d.checkEnd(&end, pos)
}

// lastEnd returns where the last end record in tail is, or -1.
func lastEnd(tail []byte) int {
	for i := len(tail) - endSize; i >= 0; i-- {
		if le32(tail, i) == endMark && i+endSize+int(le16(tail, i+20)) <= len(tail) {
			return i
		}
	}
	return -1
}

// end64 replaces what does not fit into the end record at pos by what the
// larger one says, and returns where that is, or -1 if there is none.
func (d *directoryReader) end64(pos int64, end *ending) (int64, error) {
	loc := make([]byte, locator64Size)
	if pos < locator64Size {
		return -1, nil
	}
	if _, err := d.r.ReadAt(loc, pos-locator64Size); err != nil || le32(loc, 0) != locator64Mark {
		return -1, nil
	}
	rec := make([]byte, end64Size)
	at := int64(le64(loc, 8))
	for _, p := range []int64{at, pos - locator64Size - end64Size} { // the second one if something stands before
		if p < 0 || p > pos-locator64Size-end64Size {
			continue
		}
		if _, err := d.r.ReadAt(rec, p); err == nil && le32(rec, 0) == end64Mark {
			end.count, end.size, end.offset = int64(le64(rec, 32)), int64(le64(rec, 40)), int64(le64(rec, 48))
			return p, nil
		}
	}
	return 0, d.bad("its directory cannot be found")
}

// checkEnd checks the directory that lies before pos against the file and the
// limits, before any memory is spent on it.
func (d *directoryReader) checkEnd(end *ending, pos int64) error {
	switch o := d.opts; {
	case end.count <= 0 && end.size == 0:
		return d.bad("it has no entries")
	case end.count < 0 || end.size < 0 || end.offset < 0 || end.size > pos || end.offset > pos-end.size,
		end.count > end.size/centralSize:
		return d.bad("its directory does not fit into it")
	case end.count > o.MaxEntries:
		return overLimit(o.Name, "MaxEntries", o.MaxEntries)
	case end.size-end.count*centralSize > min(o.MaxNames, math.MaxUint32/2):
		return overLimit(o.Name, "MaxNames", o.MaxNames)
	}
	var mark [4]byte
	if _, err := d.r.ReadAt(mark[:], end.offset); err != nil || le32(mark[:], 0) != centralMark {
		end.base = pos - end.size - end.offset
	}
	return nil
}

// entry reads one central header and returns its length.
func (d *directoryReader) entry(in *bufio.Reader, t *table, base int64) (int64, error) {
	h, err := in.Peek(centralSize)
	if err != nil || le32(h, 0) != centralMark {
		return 0, d.bad("its directory is damaged")
	}
	nameLen, extraLen, commentLen := int(le16(h, 28)), int(le16(h, 30)), int(le16(h, 32))
	total := centralSize + nameLen + extraLen + commentLen
	if h, err = in.Peek(total); err != nil { // fits into the buffer: at most 46 + 3 * 64 KiB
		return 0, d.bad("its directory is damaged")
	}
	e := fixedFields(h)
	rawName := h[centralSize : centralSize+nameLen]
	if !e.extras(h[centralSize+nameLen : centralSize+nameLen+extraLen]) {
		return 0, d.bad("its directory is damaged")
	}
	e.offset += base
	if e.offset < 0 || e.packed < 0 || e.size < 0 || e.offset > d.size || e.packed > d.size {
		return 0, d.bad("an entry lies outside of it")
	}
	t.exact = t.exact || fromUnix(e.ext)
	name, same := decodeName(rawName, &e)
	if !same {
		e.flags |= rewritten
	}
	if !t.add(e, name) {
		return 0, d.bad("the name of entry " + strconv.Itoa(t.len()) + " is too long")
	}
	_, err = in.Discard(total)
	return int64(total), err
}

// fixedFields reads what every central header has.
func fixedFields(h []byte) entry {
	e := entry{
		method: le16(h, 10), time: uint32(le16(h, 14))<<16 | uint32(le16(h, 12)), crc: le32(h, 16),
		packed: int64(le32(h, 20)), size: int64(le32(h, 24)),
		ext: le32(h, 38), offset: int64(le32(h, 42)),
	}
	if le16(h, 8)&1 != 0 {
		e.flags |= encrypted
	}
	return e
}

// extras reads the extra fields of a central header: sizes and offsets above
// 4 GB, and times in UTC. It reports whether everything that must be there is.
func (e *entry) extras(b []byte) bool {
	need := func(v *int64, rest []byte) ([]byte, bool) {
		if *v != full32 {
			return rest, true
		}
		if len(rest) < 8 {
			return nil, false
		}
		*v = int64(le64(rest, 0))
		return rest[8:], true
	}
	found := false
	for len(b) >= 4 {
		tag, n := le16(b, 0), int(le16(b, 2))
		if n > len(b)-4 {
			break
		}
		field := b[4 : 4+n]
		b = b[4+n:]
		switch {
		case tag == 0x0001 && !found:
			found = true
			ok := true
			for _, v := range []*int64{&e.size, &e.packed, &e.offset} {
				if field, ok = need(v, field); !ok {
					return false
				}
			}
		case tag == 0x5455 && n >= 5 && field[0]&1 != 0:
			e.unixTime = le32(field, 1)
		}
	}
	return found || e.size != full32 && e.packed != full32 && e.offset != full32
}

// decodeName returns the name of e in UTF-8, with slashes, and whether it is
// that of the file; if so, it is b. Names that are not UTF-8 are in the code page of the first
// PCs, which is what packers use who do not say what they use; only those from
// Unix can be any bytes.
func decodeName(b []byte, e *entry) (name []byte, same bool) {
	switch {
	case fromUnix(e.ext):
		return b, true
	case !utf8.Valid(b):
		return decodeCP437(b), false
	case bytes.IndexByte(b, '\\') >= 0:
		return bytes.ReplaceAll(b, []byte(`\`), []byte("/")), false
	}
	return b, true
}

func decodeCP437(b []byte) []byte {
	const high = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0"
	table := []rune(high)
	out := make([]rune, len(b))
	for i, c := range b {
		switch {
		case c >= 0x80:
			out[i] = table[c-0x80]
		case c == '\\':
			out[i] = '/'
		default:
			out[i] = rune(c)
		}
	}
	return []byte(string(out))
}

func le16(b []byte, at int) uint16 { return binary.LittleEndian.Uint16(b[at:]) }
func le32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
func le64(b []byte, at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }
