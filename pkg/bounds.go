package pkg

import (
	"context"
	"fmt"

	"github.com/webdeploy-go/webdeploy/provider"
)

// What the packages hold that Web Deploy can read, as its documentation says.
const (
	msdeployMaxSize  = 1<<31 - 1 // bytes of a file
	msdeployMaxFiles = 1 << 16
)

// bounds counts the files of a package and tells of those that Web Deploy could
// not read.
type bounds struct {
	files int
	told  bool // that there are too many
}

// countFiles returns the number of files in a zip file.
func countFiles(t *table) (n int) {
	for i := range t.len() {
		n += boolean(!t.at(i).has(isDir))
	}
	return n
}

// adds reports whether c adds a file that counts.
func (w *Writer) adds(c *provider.Change) bool {
	return w.kind == kindPackage && c.New.Content != nil && c.Op() != provider.Update
}

// discount takes back that the file was counted which c did not write.
func (w *Writer) discount(c *provider.Change) {
	if w.adds(c) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.bounds.files--
	}
}

// check counts the file that c writes, before it is written, and returns an error
// or gives a warning if Web Deploy could not read it.
func (w *Writer) check(ctx context.Context, c *provider.Change) error {
	tell := false
	if w.adds(c) {
		w.mu.Lock()
		w.bounds.files++
		tell = w.bounds.files > msdeployMaxFiles && (w.opts.StrictLimits || !w.bounds.told)
		w.bounds.told = w.bounds.told || tell
		w.mu.Unlock()
	}
	if size := c.New.Size(); w.kind == kindPackage && c.New.Content != nil && size > msdeployMaxSize {
		if err := w.beyond(ctx, c.New, tooLarge(size)); err != nil {
			return err
		}
	}
	if tell {
		return w.beyond(ctx, c.New, fmt.Sprintf("the package has more than %d files", msdeployMaxFiles))
	}
	return nil
}

func tooLarge(size int64) string {
	return fmt.Sprintf("it has %d bytes, and Web Deploy reads files of up to %d", size, msdeployMaxSize)
}

// beyond says that Web Deploy could not read o.
func (w *Writer) beyond(ctx context.Context, o *provider.Object, why string) error {
	if w.opts.StrictLimits {
		return overBounds(o.Kind, o.Path, why)
	}
	provider.Warn(ctx, "Web Deploy will not be able to read '"+o.Path+"' in the package: "+why+".")
	return nil
}

// overBounds returns the error about a file that Web Deploy could not read.
func overBounds(kind provider.Kind, path, why string) error {
	return &provider.Error{
		Op: "pack", Kind: kind, Path: path, Side: provider.DestinationSide, Err: provider.Quiet(ErrLimit),
		Msg:  "Web Deploy would not be able to read '" + path + "' in the package: " + why + ".",
		Hint: "sync to an archiveDir, leave the file out with -skip, or allow it if Web Deploy is not to read the package",
	}
}
