package fsys

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// The file is a line that says what it is, records, and a checksum of both.
const (
	sumsName   = "webdeploy sums "
	sumsMagic  = sumsName + "1\n"
	recordSize = 48
	maxSums    = 4_000_000
	keepDays   = 60
)

// OpenSums returns the sums in the file at path, which need not exist. What is
// damaged, or written by another version, counts as empty and is replaced by
// Save. It fails if the file is something else, which Save would destroy, or if
// it cannot be read.
func OpenSums(path string) (*Sums, error) {
	s := &Sums{path: path, now: time.Now, today: day(time.Now())}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.known = map[uint64]summed{}
		return s, nil
	case err != nil:
		return nil, s.failure("read", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil {
		s.known, err = readSums(f, info.Size()/recordSize)
	}
	if err != nil {
		return nil, s.failure("read", err)
	}
	return s, nil
}

func (s *Sums) failure(done string, err error) error {
	e := &provider.Error{Op: done, Path: s.path, Msg: "The file of checksums '" + s.path + "' could not be " + done + ".", Err: plain(err)}
	if errors.Is(err, errNoSums) {
		e.Hint = "name a file that does not exist yet, or delete this one"
	}
	return e
}

var errNoSums = errors.New("it is a file of another kind")

// readSums returns the sums in a file, of which there are about so many: none if
// they are not as they were written.
func readSums(r io.Reader, about int64) (map[uint64]summed, error) {
	sum := crc32.NewIEEE()
	in := bufio.NewReaderSize(r, 1<<20)
	head := make([]byte, len(sumsMagic))
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if k := min(n, len(sumsName)); string(head[:k]) != sumsName[:k] {
		return nil, errNoSums
	}
	if string(head[:n]) != sumsMagic {
		return map[uint64]summed{}, nil
	}
	known := make(map[uint64]summed, min(about, maxSums))
	sum.Write(head)
	var b [recordSize]byte
	for range maxSums + 1 {
		n, err := io.ReadFull(in, b[:])
		switch {
		case err == nil:
			sum.Write(b[:])
			key, k := parseRecord(b[:])
			known[key] = k
		case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			return nil, err
		case n == crc32.Size && bytes.Equal(b[:n], sum.Sum(nil)):
			return known, nil
		default:
			return map[uint64]summed{}, nil
		}
	}
	return map[uint64]summed{}, nil // more than are ever written
}

func parseRecord(b []byte) (key uint64, k summed) {
	le := binary.LittleEndian
	k.size, k.mtime, k.ctime, k.ino = int64(le.Uint64(b[8:])), int64(le.Uint64(b[16:])), int64(le.Uint64(b[24:])), le.Uint64(b[32:])
	k.sum, k.day = le.Uint32(b[40:]), le.Uint32(b[44:])
	return le.Uint64(b), k
}

func appendRecord(b []byte, key uint64, k summed) []byte {
	le := binary.LittleEndian
	for _, v := range []uint64{key, uint64(k.size), uint64(k.mtime), uint64(k.ctime), k.ino} {
		b = le.AppendUint64(b, v)
	}
	return le.AppendUint32(le.AppendUint32(b, k.sum), k.day)
}

// Save writes the sums to their file, unless nothing has changed. The file is
// whole at any time.
func (s *Sums) Save() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.dirty {
		return nil
	}
	s.prune(maxSums)
	f, err := os.CreateTemp(filepath.Dir(s.path), ".webdeploy-sums-*")
	if err != nil {
		return s.failure("written", err)
	}
	err = errors.Join(s.write(f), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), s.path)
	}
	if err != nil {
		return s.failure("written", errors.Join(err, os.Remove(f.Name())))
	}
	s.dirty = false
	return nil
}

// write writes the sums to w.
func (s *Sums) write(w io.Writer) error {
	sum := crc32.NewIEEE()
	out := bufio.NewWriterSize(w, 1<<20)
	both := io.MultiWriter(out, sum)
	_, _ = io.WriteString(both, sumsMagic) // Flush tells
	var b []byte
	for key, k := range s.known {
		b = appendRecord(b[:0], key, k)
		_, _ = both.Write(b)
	}
	_, _ = out.Write(sum.Sum(nil))
	return out.Flush()
}

// prune drops what nobody has asked for in a long time, and of the rest what is
// more than most.
func (s *Sums) prune(most int) {
	oldest := s.today - keepDays
	if len(s.known) > most {
		days := make([]uint32, 0, len(s.known))
		for _, k := range s.known {
			days = append(days, k.day)
		}
		slices.SortFunc(days, func(a, b uint32) int { return cmp.Compare(b, a) })
		oldest = max(oldest, days[most-1])
	}
	for key, k := range s.known {
		if k.day < oldest {
			delete(s.known, key)
		}
	}
	for key, k := range s.known { // of those of the last day any
		if len(s.known) > most && k.day == oldest {
			delete(s.known, key)
		}
	}
}
