package pkg

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
)

// A table holds entries and their names in pieces that stay where they are while
// more are added: that takes little more than what they hold, and a collector of
// garbage has nothing to look at in them. The zero table is empty.
type table struct {
	pieces []*[entryPiece]entry
	names  []string         // one after the other, in each piece up to namePiece bytes
	last   *strings.Builder // of the last piece of names
	count  int
	exact  bool // names that differ in case only are two
}

// The sizes of the pieces are powers of two. A name is in one piece.
const (
	entryPiece = 1 << 10
	namePiece  = 1 << 17
	maxPieces  = 1 << 32 / namePiece // that have a place
)

func (t *table) len() int { return t.count }

// at returns entry i.
func (t *table) at(i int) *entry {
	n := uint(i) // is faster to divide
	return &t.pieces[n/entryPiece][n%entryPiece]
}

// name returns the name of e without slashes around it.
func (t *table) name(e *entry) string {
	at := e.name % namePiece
	return t.names[e.name/namePiece][at : at+uint32(e.nameLen)]
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

// add appends e with the given name, whose slashes at both ends become flags. It
// reports whether there was room for the name.
func (t *table) add(e entry, name []byte) bool {
	bare := bytes.TrimLeft(name, "/")
	if len(bare) < len(name) {
		e.flags |= isRooted
	}
	name = bytes.TrimRight(bare, "/")
	if len(name) < len(bare) {
		e.flags |= isDir
	}
	place, ok := t.keep(name)
	if !ok {
		return false
	}
	if t.count == len(t.pieces)*entryPiece {
		t.pieces = append(t.pieces, new([entryPiece]entry))
	}
	added := t.at(t.count)
	*added = e
	added.name, added.nameLen, added.order = place, uint16(len(name)), uint32(t.count)
	t.count++
	return true
}

// keep returns where it has put a name, and whether there was room.
func (t *table) keep(name []byte) (place uint32, ok bool) {
	if len(name) > math.MaxUint16 {
		return 0, false
	}
	if t.last == nil || t.last.Len()+len(name) > namePiece {
		if len(t.names) == maxPieces {
			return 0, false
		}
		t.names, t.last = append(t.names, ""), new(strings.Builder)
		t.last.Grow(namePiece)
	}
	piece := len(t.names) - 1
	place = uint32(piece*namePiece + t.last.Len())
	t.last.Write(name)
	t.names[piece] = t.last.String()
	return place, true
}

// cut drops all entries from the given one on.
func (t *table) cut(from int) { t.count = from }

// compare orders entries by name, and those of one name as they were added.
func (t *table) compare(a, b *entry) int {
	if d := comparePaths(t.name(a), t.name(b), t.exact); d != 0 {
		return d
	}
	return int(a.order) - int(b.order)
}

// byName sorts a table.
type byName struct{ *table }

func (t byName) Len() int           { return t.count }
func (t byName) Less(i, j int) bool { return t.compare(t.at(i), t.at(j)) < 0 }
func (t byName) Swap(i, j int)      { a, b := t.at(i), t.at(j); *a, *b = *b, *a }

// sort sorts the entries. Those of most packages are sorted already, and those
// that several goroutines have packed nearly are, for which the stable algorithm
// takes a fraction of the time of the other.
func (t *table) sort() {
	late := 0
	for i := 1; i < t.count; i++ {
		late += boolean(t.compare(t.at(i-1), t.at(i)) > 0)
	}
	switch {
	case late == 0:
	case late < t.count/8:
		sort.Stable(byName{t})
	default:
		sort.Sort(byName{t})
	}
}

// byOffset returns the places of the entries in the order in which they lie in
// the zip file.
func (t *table) byOffset() []int32 {
	order := make([]int32, t.count)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Compare(t.at(int(i)).offset, t.at(int(j)).offset) })
	return order
}

// search returns the first entry that does not sort before name.
func (t *table) search(name string, exact bool) int {
	return sort.Search(t.count, func(i int) bool {
		return comparePaths(t.name(t.at(i)), name, exact) >= 0
	})
}

// find returns the entries with the given name, those from lo to before hi. If
// there are none it finds those whose names differ from it in case only.
func (t *table) find(name string) (lo, hi int) {
	for _, exact := range []bool{t.exact, false} {
		lo = t.search(name, exact)
		for hi = lo; hi < t.count && comparePaths(t.name(t.at(hi)), name, exact) == 0; {
			hi++
		}
		if hi > lo {
			break
		}
	}
	return lo, hi
}
