package pkg

import (
	"time"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// WriterOptions configure a Writer. A nil *WriterOptions means the defaults.
type WriterOptions struct {
	// Parameters are declared by the package, beside those that an existing
	// one declares under other names.
	Parameters param.Set

	// Source is what will be synced into the package. An existing package
	// compares with it what has the same kind and path; what has another path
	// is added, and what the package had before stays in it without being
	// named by archive.xml. Without a Source parts are paired by their place,
	// whatever their paths.
	Source provider.Tree

	// Keep has archive.xml go on naming what an existing package has and
	// Source does not: what the rule DoNotDeleteRule is for.
	Keep bool

	// Level is how hard to compress: 1, fastest, to 9. Zero means 6, which packs
	// a site to within two percent of zlib's 6 in a third of its time. A negative
	// one stores contents as they are. What comes out of another package packed
	// stays as it is.
	Level int

	// Location is the zone of the times in a zip file: time.Local, as every
	// reader expects.
	Location *time.Location

	// Time is that of folders and of the package's own files. Zero means the
	// time of Commit.
	Time time.Time

	// System describes the machine that makes the package. Nil means this one.
	System *System

	// Reproducible has the package depend on nothing but what goes into it; see
	// the package documentation. Time is then that of all entries, in UTC: zero
	// means the first that a zip file can tell, 1980-01-01 00:00. A System that
	// is nil tells of no machine, and Location is not used.
	Reproducible bool

	// Digest has the package say what its digest is, for Reader.Verify, which
	// takes computing the SHA-256 sums of all contents, unpacked. A package that
	// is changed without it has none afterwards.
	Digest bool

	// StrictLimits refuses files of more than 2,147,483,647 bytes, and more than
	// 65,536 files: Web Deploy cannot read them. Otherwise they are written, with
	// a warning, in the large form of zip files that other programs read.
	StrictLimits bool

	// Reader are the limits for an existing package.
	Reader ReaderOptions
}

func (o *WriterOptions) withDefaults() WriterOptions {
	var w WriterOptions
	if o != nil {
		w = *o
	}
	if w.Level == 0 || w.Level > 9 {
		w.Level = 6
	}
	if w.Reproducible {
		w.neutral()
	}
	if w.Location == nil {
		w.Location = time.Local
	}
	if w.System == nil {
		s := LocalSystem()
		w.System = &s
	}
	return w
}
