package pkg

import (
	"context"
	"io"
	"iter"
	"time"
)

// A store holds the files of a package: a zip file, or a folder. Names have
// slashes between their parts and none at the ends; "" is the top. They are
// found whatever their case.
type store interface {
	// find returns the file, or the folder if dir is set, with the given name,
	// or an error that matches fs.ErrNotExist.
	find(name string, dir bool) (node, error)

	// list iterates over what is directly in a folder, in the order of
	// provider.Compare. An error is the last thing it yields.
	list(ctx context.Context, folder node) iter.Seq2[node, error]

	// open returns the contents of a file.
	open(ctx context.Context, file node) (io.ReadCloser, error)
}

// A node is a file or folder of a store.
type node struct {
	name string // its last part, as it is spelled
	dir  bool
	own  bool  // not just there because something is in it
	bad  error // why its name must not be used

	size    int64
	ext     uint32 // external attributes
	hasMode bool   // ext has a Unix mode
	time    time.Time

	sum    uint32 // of the contents,
	summed bool   // if it is known

	path   string // in the store
	entry  int    // of a zip file: index of the entry
	lo, hi int    // of a folder in a zip file: the entries below it
}
