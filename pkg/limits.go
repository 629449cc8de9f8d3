package pkg

import (
	"math"
	"runtime"
	"sync/atomic"
	"time"
)

// ReaderOptions configure a Reader. A nil *ReaderOptions means the defaults, and
// so does each zero. Limits are counted on what is really read, whatever a
// package says of itself; a negative one means none.
type ReaderOptions struct {
	// Name is what errors call the package. Open uses the name it is given.
	Name string

	// MaxEntries limits the entries of a zip file: 5,000,000, which take about
	// 600 MB of memory.
	MaxEntries int64

	// MaxNames limits the bytes of all names of a zip file: 1 GiB.
	MaxNames int64

	// MaxFile limits the size of one unpacked file: 64 GiB.
	MaxFile int64

	// MaxTotal limits what a Reader unpacks in all: 1 TiB.
	MaxTotal int64

	// MaxRatio limits how many times its packed size a file may have. Zero
	// means 250 for files larger than 256 MiB, and no limit for others.
	// Deflate cannot do better than 1032.
	MaxRatio int64

	// MaxXML limits the size of archive.xml and the other XML files: 16 MiB.
	// Their elements may nest 200 deep.
	MaxXML int64

	// System is the operating system, as runtime.GOOS names it, whose rules
	// names must meet: this one.
	System string

	// Location is the zone of the times in a zip file: time.Local. They are
	// those of the clock on the machine that made it, and do not say where
	// that was.
	Location *time.Location
}

// The limit of ratios that holds if none is set, and the size up to which any
// ratio will do then: an empty log or database of some megabytes compresses to
// nothing.
const (
	defaultRatio = 250
	ratioFloor   = 256 << 20
)

// withDefaults returns a copy of o with zeros replaced.
func (o *ReaderOptions) withDefaults() ReaderOptions {
	var r ReaderOptions
	if o != nil {
		r = *o
	}
	limit := func(n *int64, def int64) {
		switch {
		case *n == 0:
			*n = def
		case *n < 0:
			*n = math.MaxInt64 - 1 // one more can still be asked for
		}
	}
	limit(&r.MaxEntries, 5_000_000)
	limit(&r.MaxNames, 1<<30)
	limit(&r.MaxFile, 64<<30)
	limit(&r.MaxTotal, 1<<40)
	limit(&r.MaxXML, 16<<20)
	if r.System == "" {
		r.System = runtime.GOOS
	}
	if r.Location == nil {
		r.Location = time.Local
	}
	return r
}

// A budget counts what is unpacked of one package. It may be used by several
// goroutines.
type budget struct {
	opts *ReaderOptions
	used atomic.Int64
}

// spend counts n more bytes of the named file, of which have been unpacked so
// far, from packed bytes.
func (b *budget) spend(name string, n, have, packed int64) error {
	switch o := b.opts; {
	case have > o.MaxFile:
		return overLimit(name, "MaxFile", o.MaxFile)
	case b.used.Add(n) > o.MaxTotal:
		return overLimit(name, "MaxTotal", o.MaxTotal)
	}
	limit, floor := b.opts.MaxRatio, int64(0)
	if limit == 0 {
		limit, floor = defaultRatio, ratioFloor
	}
	if limit > 0 && have > floor && (have-1)/max(packed, 1) >= limit {
		return overLimit(name, "MaxRatio", limit)
	}
	return nil
}
